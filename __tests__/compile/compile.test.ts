import { beforeAll, describe, expect, test } from 'vitest';
import { compileProject } from '../../src/compile/compile-project.ts';
import type { Engines } from '../../src/compile/engines.ts';
import { createMemo, type Memo } from '../../src/load/memo.ts';
import type { DbtModel, DbtProject } from '../../src/model/dbt.ts';
import type { CompiledModel } from '../../src/model/facts.ts';
import type { Lang } from '../../src/model/messages.ts';
import { loadedEngines } from './syntax-engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ adapters: ['duckdb', 'postgres', undefined] });
});

const root = 'implementation/dbt';
const start = { path: `${root}/dbt_project.yml`, line: 1, column: 1 };

function model(name: string, text: string, more: Partial<DbtModel> = {}): DbtModel {
  return {
    name,
    path: `${root}/models/${name}.sql`,
    oid: `oid of ${text}`,
    language: 'sql',
    text,
    folderConfig: {},
    ...more,
  };
}

function project(models: readonly DbtModel[], more: Partial<DbtProject> = {}): DbtProject {
  return {
    root,
    name: 'revenue',
    at: start,
    models,
    sources: [{ source: 'stripe', table: 'charges', at: start }],
    seeds: ['countries'],
    snapshots: ['orders_history'],
    macros: [
      {
        package: 'revenue',
        path: `${root}/macros/cents.sql`,
        oid: 'oid of cents',
        text: '{% macro cents(column) %}({{ column }} / 100.0){% endmacro %}',
      },
    ],
    groups: [],
    orphanProperties: [],
    vars: { first_year: 2020 },
    packages: [],
    dialect: 'duckdb',
    ...more,
  };
}

interface Compile {
  readonly memo?: Memo;
  readonly lang?: Lang;
}

function compile(tree: DbtProject, { memo = createMemo(), lang = 'en' }: Compile = {}): readonly CompiledModel[] {
  return compileProject({ project: tree, engines, memo, lang });
}

function only(text: string, more: Partial<DbtProject> = {}): CompiledModel | undefined {
  return compile(project([model('sales', text)], more))[0];
}

const at = (line: number, column: number): object =>
  expect.objectContaining({ path: `${root}/models/sales.sql`, line, column });

test('a small project compiles', () => {
  const models = [
    model(
      'stg_charges',
      "{{ config(materialized='view') }}\nselect id, {{ cents('amount') }} as amount\nfrom {{ source('stripe', 'charges') }}\n",
    ),
    model(
      'mrr',
      "select country, sum(amount) as total\nfrom {{ ref('stg_charges') }}\njoin {{ ref('countries') }} using (country)\n{% if is_incremental() %}where day > (select max(day) from {{ this }}){% endif %}\ngroup by 1\n",
    ),
    model('churn', "select * from {{ ref('orders_history') }} where year >= {{ var('first_year') }}\n"),
  ];
  const common = { render: 'rendered', config: {}, unresolved: [], parse: 'parsed', engine: 'polyglot' };
  expect(compile(project(models))).toEqual([
    { ...common, model: 'churn', path: `${root}/models/churn.sql`, refs: ['orders_history'], sources: [] },
    { ...common, model: 'mrr', path: `${root}/models/mrr.sql`, refs: ['countries', 'stg_charges'], sources: [] },
    {
      ...common,
      config: { materialized: 'view' },
      model: 'stg_charges',
      path: `${root}/models/stg_charges.sql`,
      refs: [],
      sources: ['stripe.charges'],
      macros: [
        {
          value: 'cents',
          at: { path: `${root}/models/stg_charges.sql`, line: 2, column: 15, endLine: 2, endColumn: 20 },
        },
      ],
    },
  ]);
});

describe('what does not compile', () => {
  test('SQL that does not parse is shown at its place in the template', () => {
    const text =
      "{{ config(materialized='table') }}\n{# a comment #}\nselect id,\n  sum(total as total\nfrom {{ source('stripe', 'charges') }}\n";
    expect(only(text)).toEqual({
      model: 'sales',
      path: `${root}/models/sales.sql`,
      render: 'rendered',
      config: { materialized: 'table' },
      refs: [],
      sources: ['stripe.charges'],
      unresolved: [],
      parse: 'failed',
      engine: 'polyglot',
      error: { message: 'the SQL does not parse: ")" is expected where "as" stands', at: at(4, 13) },
    });
  });

  test('messages follow the language', () => {
    const [compiled] = compile(project([model('sales', 'select 1; select 2')]), { lang: 'pt-BR' });
    expect(compiled?.error?.message).toContain('um modelo é uma única consulta');
  });

  test('the incremental variant counts too', () => {
    const text = 'select 1 as a\n{% if is_incremental() %}\nwhere and 1 = 1\n{% endif %}\n';
    const config = "{{ config(materialized='incremental') }}";
    expect(only(config + text)).toMatchObject({ parse: 'failed', error: { at: at(3, 11) } });
  });

  test('a model that is not incremental has no incremental variant', () => {
    const text = 'select 1 as a\n{% if is_incremental() %}\nwhere and 1 = 1\n{% endif %}\n';
    expect(only(text)).toMatchObject({ parse: 'parsed' });
    expect(only(`{{ config(materialized='table') }}${text}`)).toMatchObject({ parse: 'parsed' });
  });

  test('a template that cannot be read fails', () => {
    expect(only('select 1\n{% if x %}\n')).toMatchObject({ render: 'template-error', parse: 'failed' });
  });

  test('an empty model fails', () => {
    expect(only('-- nothing yet\n')).toMatchObject({
      parse: 'failed',
      error: { message: 'the model renders to no SQL; write one query' },
    });
  });
});

describe('what is unknown', () => {
  test.each([
    ['select {% for c in dbt_utils.columns() %}{{ c }}{% endfor %} from t', 'needs-package'],
    ["select {{ env_var('MISSING') }}", 'needs-var'],
    ["{% set rows = run_query('select 1') %}select {{ rows.columns[0].values()[0] }}", 'needs-warehouse'],
  ])('%s', (text, render) => {
    const compiled = only(text, { packages: ['dbt_utils'] });
    expect(compiled).toMatchObject({ render, parse: 'unknown', unresolved: [] });
    expect(compiled?.error).toBeUndefined();
    expect(compiled?.renderReason).toBeTypeOf('string');
  });

  test('SQL of which a macro that is not there writes a part is never a failure', () => {
    const renderReason =
      'the output of "dbt_utils.f" is not known here: macros of packages that are not installed, or that ask the warehouse';
    expect(only('select {{ dbt_utils.f() }} as a from t')).toMatchObject({
      parse: 'parsed',
      render: 'rendered',
      renderReason,
    });
    expect(only('select 1 {{ dbt_utils.f() }} {{ dbt_utils.f() }} from t')).toMatchObject({
      parse: 'unknown',
      render: 'rendered',
      renderReason,
    });
    expect(only("select * except ({{ dbt_utils.star(ref('sales')) }}) from t")).toMatchObject({
      parse: 'unknown',
      renderReason: renderReason.replace('dbt_utils.f', 'dbt_utils.star'),
    });
    expect(only('select 1 a b c from t')).toMatchObject({ parse: 'failed' });
  });

  test('Python models', () => {
    const python = model('forecast', 'def model(dbt, session):\n    return dbt.ref("sales")\n', {
      language: 'python',
      path: `${root}/models/forecast.py`,
    });
    expect(compile(project([python]))).toMatchObject([
      { parse: 'unknown', renderReason: 'Python models are not rendered; only their syntax is checked' },
    ]);
  });

  test('SQL that depends on a warehouse that nothing names', () => {
    const text = "select {% if target.type == 'snowflake' %}1{% endif %} as a, from from t";
    expect(compile({ ...project([model('sales', text)]), dialect: undefined })).toMatchObject([{ parse: 'unknown' }]);
    expect(only(text)).toMatchObject({ parse: 'failed' });
  });

  test('SQL that holds the template of a variable', () => {
    expect(
      only("select 1 from t where {{ var('filter') }}", { vars: { filter: '{% raw %}{{ x }}{% endraw %}' } }),
    ).toMatchObject({
      parse: 'unknown',
    });
  });

  test('disabled models', () => {
    expect(only('{{ config(enabled=false) }} selct')).toMatchObject({ parse: 'unknown', unresolved: [] });
    const inFolder = model('sales', 'selct', { folderConfig: { enabled: false } });
    expect(compile(project([inFolder]))).toMatchObject([{ parse: 'unknown' }]);
  });

  test('statements of a materialization of the project itself', () => {
    expect(only("{{ config(materialized='procedure') }} create table x (a int)")).toMatchObject({ parse: 'unknown' });
    expect(only("{{ config(materialized='table') }} create table x (a int)")).toMatchObject({ parse: 'failed' });
  });
});

function missing(text: string, more: Partial<DbtProject> = {}): readonly object[] {
  return only(text, more)?.unresolved ?? [];
}

describe('references', () => {
  test('a macro and a variable that are nowhere, with the nearest name', () => {
    const macros = [
      { package: 'sales', path: 'm.sql', oid: 'm', text: '{% macro in_euros(x) %}{{ x }}{% endmacro %}' },
    ];
    expect(
      missing("select {{ in_euro(1) }},\n  {{ var('yera') }}", { macros, vars: { year: 1 }, name: 'sales' }),
    ).toEqual([
      { kind: 'macro', name: 'in_euro', at: at(1, 11), suggestion: 'in_euros' },
      { kind: 'var', name: 'yera', at: at(2, 6), suggestion: 'year' },
    ]);
  });

  test('a missing ref and a missing source, with the nearest name', () => {
    const text =
      "select 1 from {{ ref('countrys') }}\njoin {{ source('stripe', 'charge') }} using (id)\njoin {{ ref('nothing_like_it') }} using (id)\n";
    expect(missing(text)).toEqual([
      { kind: 'ref', name: 'countrys', at: at(1, 18), suggestion: 'countries' },
      { kind: 'ref', name: 'nothing_like_it', at: at(3, 9) },
      { kind: 'source', name: 'stripe.charge', at: at(2, 9), suggestion: 'stripe.charges' },
    ]);
  });

  test('a version is found by the name that versions share', () => {
    const models = [
      model('sales', "select 1 from {{ ref('orders', v=2) }} join {{ ref('orders') }} using (id)"),
      model('orders_v2', 'select 1'),
    ];
    expect(compile(project(models)).flatMap(({ unresolved }) => unresolved)).toEqual([]);
  });

  test('packages with macros only leave no doubt', () => {
    expect(missing("select 1 from {{ ref('nowhere') }}", { packages: ['dbt_utils'] })).toHaveLength(1);
    expect(missing("select 1 from {{ ref('nowhere') }}", { packages: ['dbt_audit_helper', 'dbt_date'] })).toHaveLength(
      1,
    );
  });

  test('a package that may hold the model does', () => {
    expect(missing("select 1 from {{ ref('stg_stripe__charge') }}", { packages: ['stripe_source'] })).toEqual([]);
    expect(missing("select 1 from {{ ref('stripe_source', 'charge') }}", { packages: ['stripe_source'] })).toEqual([]);
    expect(missing("select 1 from {{ ref('stripe_source', 'charge') }}")).toMatchObject([
      { name: 'stripe_source.charge' },
    ]);
  });
});

test('a model that both sides share is judged once', () => {
  let computed = 0;
  const inner = createMemo();
  const memo: Memo = {
    once: (kind, key, compute) =>
      inner.once(kind, key, () => {
        computed += kind === 'dbt-model' ? 1 : 0;
        return compute();
      }),
  };
  const shared = model('sales', "select 1 from {{ ref('later') }}");
  const [before] = compile(project([shared]), { memo });
  const [, after] = compile(project([shared, model('later', 'select 2')]), { memo });
  expect(before?.unresolved).toHaveLength(1);
  expect(after?.unresolved).toEqual([]);
  expect(computed).toBe(2);
  compile(project([shared], { vars: { first_year: 2021 } }), { memo });
  expect(computed).toBe(3);
});
