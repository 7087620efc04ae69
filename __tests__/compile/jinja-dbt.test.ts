import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/contract.ts';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { type RenderResult, renderModel } from '../../src/compile/jinja/render.ts';

interface Project {
  /** `package/file` → text. */
  readonly macros?: { readonly [path: string]: string };
  readonly dialect?: string;
  readonly vars?: { readonly [name: string]: Json };
  readonly packages?: readonly string[];
}

/** A result, and the texts of its runs. */
interface Rendered extends RenderResult {
  readonly sql: string;
  readonly variants: readonly string[];
}

function render(text: string, project: Project = {}): Rendered {
  const files = Object.entries(project.macros ?? {}).map(([path, source]) => {
    const owner = path.split('/')[0] ?? '';
    return { package: owner, path: `macros/${path}`, oid: path, text: source };
  });
  const result = renderModel({
    path: 'models/orders.sql',
    text,
    name: 'orders',
    vars: project.vars ?? {},
    macros: buildMacroLibrary(files),
    packages: project.packages ?? [],
    project: 'shop',
    ...(project.dialect !== undefined && { dialect: project.dialect }),
  });
  const [sql = '', ...variants] = result.renditions.map((rendition) => rendition.sql);
  return { ...result, sql, variants };
}

/** What stopped a rendering: state, message and line. */
function stopOf(result: RenderResult): readonly (string | number | undefined)[] {
  return [result.state, result.reason, result.error?.at.line];
}

/** A place in the model: `[line, column, endLine, endColumn]`. */
const at = ([line, column, endLine, endColumn]: readonly [number, number, number, number]): object => ({
  path: 'models/orders.sql',
  line,
  column,
  endLine,
  endColumn,
});

describe('references', () => {
  test('ref and source print sentinel names and are recorded where the model calls them', () => {
    const result = render("select * from {{ ref('stg') }}\njoin {{ source('stripe', 'charges') }} using (id)");
    expect(result.sql).toBe('select * from ref__.stg\njoin src__stripe.charges using (id)');
    expect(result.refs).toEqual([{ name: 'stg', at: at([1, 18, 1, 28]) }]);
    expect(result.sources).toEqual([{ source: 'stripe', table: 'charges', at: at([2, 9, 2, 36]) }]);
  });

  test('a package, a version and a name that needs quotes', () => {
    const result = render("{{ ref('pkg', 'a') }} {{ ref('b', v=2) }} {{ ref('c-d') }} {{ this }}");
    expect(result.sql).toBe('ref__.a ref__.b_v2 ref__."c-d" this__.orders');
    expect(result.refs.map(({ at: _at, ...call }) => call)).toEqual([
      { name: 'a', package: 'pkg' },
      { name: 'b', version: '2' },
      { name: 'c-d' },
    ]);
    expect(render("{{ ref('c-d') }}", { dialect: 'bigquery' }).sql).toBe('ref__.`c-d`');
  });

  test('a ref inside a macro is recorded at the call in the model', () => {
    const macros = { 'shop/m.sql': "{% macro base() %}\n\n{{ ref('deep') }}{% endmacro %}" };
    expect(render('select *\nfrom {{ base() }}', { macros }).refs).toEqual([{ name: 'deep', at: at([2, 9, 2, 15]) }]);
  });

  test('a loop records one reference for each name', () => {
    const result = render("{% for n in ['a', 'b'] %}{{ ref(n) }} {{ ref('same') }}{% endfor %}");
    expect(result.refs.map(({ name }) => name)).toEqual(['a', 'b', 'same']);
  });

  test('an override of ref cannot hide the reference', () => {
    const macros = { 'shop/ref.sql': '{% macro ref(name) %}{{ run_query("select 1") }}{% endmacro %}' };
    expect(render("{{ ref('a') }}", { macros }).sql).toBe('ref__.a');
  });

  test('a model that stops early still tells its literal references', () => {
    const result = render(
      "{% for r in run_query('x') %}{% endfor %} {{ ref('a') }} {% if x %}{{ source('s', 't') }}{{ ref(name) }}{% endif %}",
    );
    expect(result.state).toBe('needs-warehouse');
    expect(result.refs.map(({ name }) => name)).toEqual(['a']);
    expect(result.sources.map(({ table }) => table)).toEqual(['t']);
  });
});

describe('is_incremental', () => {
  const text =
    "select * from {{ ref('a') }}{% if is_incremental() %}\nwhere x > (select max(x) from {{ this }} join {{ ref('b') }}){% endif %}";

  test('renders both ways and joins the references', () => {
    const result = render(text);
    expect([result.sql, ...result.variants]).toEqual([
      'select * from ref__.a',
      'select * from ref__.a\nwhere x > (select max(x) from this__.orders join ref__.b)',
    ]);
    expect(result.refs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(result.renditions[1]?.locate(result.variants[0]?.indexOf('where') ?? 0)).toEqual({
      path: 'models/orders.sql',
      line: 2,
      column: 1,
    });
  });

  test('an incremental branch that asks the warehouse is said, and the full run is still judged', () => {
    const result = render("select 1{% if is_incremental() %}{% for r in run_query('x') %}{% endfor %}{% endif %}");
    expect([result.state, result.sql, result.variants, result.reason]).toEqual([
      'rendered',
      'select 1',
      [],
      '"run_query" asks the warehouse, which is not connected here',
    ]);
  });

  test('an error in the incremental branch is an error of the model', () => {
    expect(stopOf(render('select 1\n{% if is_incremental() %}{{ nope.x }}{% endif %}'))).toEqual([
      'template-error',
      '"nope" is undefined; set it, or test it with "is defined" before using it',
      2,
    ]);
  });
});

describe('configuration, variables and environment', () => {
  test('config prints nothing, is recorded, and can be read back', () => {
    const result = render(
      "{{ config(materialized='table', tags=['a']) }}{{ config.get('materialized') }}{{ config.get('x', 'y') }}",
    );
    expect([result.sql, result.config]).toEqual(['tabley', { materialized: 'table', tags: ['a'] }]);
  });

  test('the scoped variable of the project wins, a default is used, None is a value', () => {
    const vars = { a: 1, b: 'global', shop: { b: 'own' } };
    expect(
      render("{{ var('a') }} {{ var('b') }} {{ var('c', 'd') }} {{ var('e', none) }} {{ var.has_var('a') }}", { vars })
        .sql,
    ).toBe('1 own d None True');
  });

  test('a variable without value or default leaves the model unknown', () => {
    expect(stopOf(render("{{ var('x') }}"))).toEqual([
      'needs-var',
      'var("x") has no value here and no default',
      undefined,
    ]);
  });

  test('the environment of this process is never read', () => {
    expect(render("{{ env_var('PATH', 'fallback') }}").sql).toBe('fallback');
    expect(stopOf(render("{{ env_var('PATH') }}"))).toEqual([
      'needs-var',
      'env_var("PATH") has no value here and no default',
      undefined,
    ]);
  });

  test('the clock stands still', () => {
    const text =
      "{{ run_started_at.strftime('%Y-%m-%d') }} {{ (modules.datetime.datetime.now() - modules.datetime.timedelta(days=1)).date() }}";
    expect(render(text).sql).toBe('2024-01-01 2023-12-31');
  });
});

describe('macros', () => {
  test('return gives values of any type, also from inside a loop', () => {
    const macros = {
      'shop/m.sql': "{% macro m() %}text{% for i in [1, 2] %}{{ return(['a', i]) }}{% endfor %}{% endmacro %}",
    };
    expect(render('{{ m()[1] + 1 }}{% set l = m() %}{{ l | length }}', { macros }).sql).toBe('22');
  });

  test('a call block works through a macro of a package', () => {
    const macros = { 'util/m.sql': '{% macro twice() %}{{ caller() }}{{ caller() }}{% endmacro %}' };
    expect(render('{% call util.twice() %}x{% endcall %}', { macros, packages: ['util'] }).sql).toBe('xx');
  });

  test.each([
    ['snowflake', 'snow'],
    ['redshift', 'post'],
    ['bigquery', 'plain'],
  ])('dispatch on %s finds %s', (dialect, sql) => {
    const macros = {
      'util/m.sql':
        "{% macro f() %}{{ return(adapter.dispatch('f', 'util')()) }}{% endmacro %}{% macro default__f() %}plain{% endmacro %}{% macro postgres__f() %}post{% endmacro %}{% macro snowflake__f() %}snow{% endmacro %}",
    };
    expect(render('{{ util.f() }}', { macros, dialect, packages: ['util'] }).sql).toBe(sql);
  });

  test("the project's own version of a dispatched macro wins", () => {
    const macros = {
      'util/m.sql':
        "{% macro f() %}{{ adapter.dispatch('f', 'util')() }}{% endmacro %}{% macro default__f() %}package{% endmacro %}",
      'shop/m.sql': '{% macro default__f() %}project{% endmacro %}',
    };
    expect(render('{{ util.f() }}', { macros, packages: ['util'] }).sql).toBe('project');
  });

  test('a macro of a package sees its own package first', () => {
    const macros = {
      'util/m.sql': '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}package{% endmacro %}',
      'shop/m.sql': '{% macro b() %}project{% endmacro %}',
    };
    expect(render('{{ util.a() }} {{ b() }}', { macros, packages: ['util'] }).sql).toBe('package project');
  });

  test.each([
    ['snowflake', "dateadd(day, -1, x) datediff(month, a, b) date_trunc('day', x) varchar"],
    [
      'bigquery',
      'datetime_add(cast(x as datetime), interval -1 day) datetime_diff(cast(b as datetime), cast(a as datetime), month) timestamp_trunc(cast(x as timestamp), day) string',
    ],
    ['postgres', "(x + (interval '1 day' * (-1))) date_diff('month', a, b) date_trunc('day', x) varchar"],
  ])('cross-database macros on %s', (dialect, sql) => {
    const text =
      "{{ dbt.dateadd('day', -1, 'x') }} {{ datediff('a', 'b', 'month') }} {{ dbt.date_trunc('day', 'x') }} {{ type_string() }}";
    expect(render(text, { dialect }).sql).toBe(sql);
  });

  test('a file that cannot be read is reported, and the others are used', () => {
    const library = buildMacroLibrary([
      { package: 'shop', path: 'macros/bad.sql', oid: '1', text: '{% macro a( %}' },
      {
        package: 'shop',
        path: 'macros/good.sql',
        oid: '2',
        text: '{% macro b() %}b{% endmacro %}{% test t(model) %}{% endtest %}{% docs d %}{{ x }}{% enddocs %}',
      },
    ]);
    expect(library.broken).toEqual([
      {
        package: 'shop',
        error: {
          message: 'unexpected "}" in the template; expected )',
          at: { path: 'macros/bad.sql', line: 1, column: 14 },
        },
      },
    ]);
    expect([...(library.packages.get('shop')?.keys() ?? [])]).toEqual(['b', 'test_t']);
  });
});

describe('what cannot be rendered is said, not failed', () => {
  const undeclared = 'is not among the files of the repository; it may come from a package that is not installed';

  test.each<[string, Project, readonly (string | number | undefined)[]]>([
    ['{{ util.star(1) | upper }}', {}, ['needs-package', `macro "util.star" ${undeclared}`, undefined]],
    [
      '{% if mystery() %}{% endif %}',
      { packages: ['util'] },
      ['needs-package', `macro "mystery" ${undeclared}`, undefined],
    ],
    [
      '{% set r = run_query("x").columns %}',
      {},
      ['needs-warehouse', '"run_query" asks the warehouse, which is not connected here', undefined],
    ],
    [
      '{% call statement("x") %}select 1{% endcall %}',
      {},
      ['needs-warehouse', '"statement" asks the warehouse, which is not connected here', undefined],
    ],
    [
      '{% for c in adapter.get_columns_in_relation(this) %}{% endfor %}',
      {},
      [
        'needs-warehouse',
        '"adapter.get_columns_in_relation" asks the warehouse, which is not connected here',
        undefined,
      ],
    ],
    ['{{ graph.nodes }}', {}, ['needs-warehouse', '"graph.nodes" is known only while dbt runs', undefined]],
  ])('%s', (text, project, stop) => {
    expect(stopOf(render(text, project))).toEqual(stop);
  });
});

describe('mistakes, with their line', () => {
  test.each<[string, string, number]>([
    ['a\n{{ x', '"{{" is not closed; every tag, comment and string of the template needs its end', 2],
    ['a\n\n{% if x %}', 'the template ends inside a block; expected one of: elif, else, endif', 3],
    ['{% endif %}', 'unknown tag "endif" in the template', 1],
    ['{{ 1 + }}', 'unexpected "}}" in the template; expected an expression', 1],
    ["{% include 'x' %}", 'the tag "include" does not exist in dbt models; use a macro instead', 1],
    ['\n{{ nope.field }}', '"nope" is undefined; set it, or test it with "is defined" before using it', 2],
    ['\n\n{{ 1 / 0 }}', 'division by zero', 3],
    ['{{ 1 | nope }}', 'there is no filter "nope" in Jinja2 or dbt', 1],
    ["\n{{ exceptions.raise_compiler_error('no ' ~ 1) }}", 'the template raises an error: no 1', 2],
    ['{{ mystery() }}', 'macro "mystery" is not defined in this project', 1],
    [
      '\n{{ is_incremantal() }}',
      'macro "is_incremantal" is not defined in this project; did you mean "is_incremental"?',
      2,
    ],
  ])('%s', (text, message, line) => {
    expect(stopOf(render(text))).toEqual(['template-error', message, line]);
  });

  test('a mistake in a macro names its file, and points at the call in the model', () => {
    const macros = { 'shop/m.sql': '{% macro m(x) %}\n{{ x.y.z }}{% endmacro %}' };
    expect(stopOf(render('select\n{{ m({}) }}', { macros }))).toEqual([
      'template-error',
      '"dict.y" is undefined; set it, or test it with "is defined" before using it (in macros/shop/m.sql, line 2)',
      2,
    ]);
  });

  test('a macro that an installed package does not have', () => {
    const macros = { 'util/m.sql': '{% macro surrogate_key() %}{% endmacro %}' };
    expect(stopOf(render('{{ util.surogate_key() }}', { macros, packages: ['util'] }))).toEqual([
      'template-error',
      'macro "util.surogate_key" is not defined in this project; did you mean "util.surrogate_key"?',
      1,
    ]);
  });
});

describe('positions', () => {
  test('every copied character maps to itself, printed text to its tag', () => {
    const text =
      "{{ config(a=1) }}\r\nselect {{ 'printed' }},\r\n  {% for c in ['x', 'y'] %}col_{{ c }} {% endfor %}\r\nfrom t";
    const result = render(text);
    const lineAndColumn = (part: string, nth = 0): readonly number[] => {
      const offset = result.sql
        .split(part)
        .slice(0, nth + 1)
        .join(part).length;
      const { line, column } = result.renditions[0]?.locate(offset) ?? { line: 0, column: 0 };
      return [line, column];
    };
    expect(result.sql).toBe('\nselect printed,\n  col_x col_y \nfrom t');
    expect(lineAndColumn('select')).toEqual([2, 1]);
    expect(lineAndColumn('rinted')).toEqual([2, 8]);
    expect(lineAndColumn('col_', 0)).toEqual([3, 28]);
    expect(lineAndColumn('col_', 1)).toEqual([3, 28]);
    expect(lineAndColumn('from')).toEqual([4, 1]);
  });
});
