import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Lang } from '../../src/model/messages.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';
import { fixFiles } from '../support/fix-files.ts';

const folder = 'implementation/dbt/models';
const model = `${folder}/fct_sales.sql`;
const properties = `${folder}/fct_sales.yml`;
const project: Files = {
  'implementation/dbt/dbt_project.yml': 'name: sales\nprofile: sales\n',
  'implementation/dbt/profiles.yml':
    'sales:\n  target: prod\n  outputs:\n    prod: { type: postgres, host: db, user: u, dbname: sales, schema: gold }\n',
};

function promising(...columns: readonly string[]): Files {
  const described = columns.map((column) => `${column}, description: Column.`);
  return {
    ...project,
    'specs/contracts/outputs/sales.yaml': exampleContract({ object: 'fct_sales', columns: described }),
  };
}

/** Findings of the rules of a family as `severity rule line subject`. */
async function found(head: Files, wanted = /^(?:parity|dbt)\//): Promise<readonly string[]> {
  return (await findings(head, wanted)).map(
    ({ severity, rule, line, column, subject }) => `${severity} ${rule} ${line}:${column} ${subject}`,
  );
}

async function findings(head: Files, wanted: RegExp, lang: Lang = 'en'): Promise<readonly Finding[]> {
  const report = await checkFiles({ head, request: { lang } });
  return report.findings.filter(({ rule }) => wanted.test(rule));
}

async function fixed(head: Files, rule: string, path: string): Promise<string | undefined> {
  const { files } = await fixFiles({ head, wanted: (finding) => finding.rule === rule });
  return files[path] === head[path] ? undefined : files[path];
}

describe('a column under another name', () => {
  const contract = promising('name: state, logicalType: string', 'name: total, logicalType: number');
  const stg = { [`${folder}/stg_sales.sql`]: "select 'SP' as state, 1 as amount, 2 as totl\n" };

  it.each([
    [
      'is renamed where it is an alias',
      "select s.state, sum(amount) as totl -- all\nfrom {{ ref('stg_sales') }} as s\ngroup by 1\n",
      "select s.state, sum(amount) as total -- all\nfrom {{ ref('stg_sales') }} as s\ngroup by 1\n",
    ],
    [
      'gets an alias where it is the name of a column',
      "select state, totl\nfrom {{ ref('stg_sales') }}\n",
      "select state, totl as total\nfrom {{ ref('stg_sales') }}\n",
    ],
    [
      'is left alone where the alias is used again',
      "select state, sum(amount) as totl\nfrom {{ ref('stg_sales') }}\ngroup by 1\norder by totl\n",
      undefined,
    ],
    ['is left alone where a star brings it', "select *\nfrom {{ ref('stg_sales') }}\n", undefined],
  ])('%s', async (_, sql, expected) => {
    const head = { ...contract, ...stg, [model]: sql };
    expect(await fixed(head, 'parity/column-missing', model)).toBe(expected);
  });

  it('is left alone where another model reads the model, or its properties name the column', async () => {
    const sql = { [model]: "select 'SP' as state, 1 as totl\n" };
    const reader = { [`${folder}/rpt.sql`]: "select totl from {{ ref('fct_sales') }}\n" };
    const named = { [properties]: 'models:\n  - name: fct_sales\n    columns:\n      - name: totl\n' };
    const rule = 'parity/column-missing';
    expect(await fixed({ ...contract, ...sql, ...reader }, rule, model)).toBeUndefined();
    expect(await fixed({ ...contract, ...sql, ...named }, rule, model)).toBeUndefined();
  });
});

describe('a column too many', () => {
  it('says so in Portuguese as the contract would', async () => {
    const head = { ...promising('name: total, logicalType: number'), [model]: 'select 1 as total, 2 as margem\n' };
    const [finding] = await findings(head, /^parity\//, 'pt-BR');
    expect(finding?.message).toMatch(/contrato não declara/);
    expect(finding?.severity).toBe('error');
  });
});

describe('types', () => {
  it('are followed from the contract of a source', async () => {
    const head = {
      ...promising('name: total, logicalType: number, physicalType: "numeric(18,2)"'),
      'specs/contracts/inputs/shop.yaml': exampleContract({
        id: 'shop',
        object: 'sales',
        columns: ['name: total, logicalType: string, physicalType: text, description: Total.'],
      }),
      [`${folder}/sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: sales\n',
      [`${folder}/stg_sales.sql`]: "with s as (select * from {{ source('shop', 'sales') }})\nselect * from s\n",
      [model]: "select total from {{ ref('stg_sales') }}\n",
    };
    expect(await found(head)).toEqual(['error parity/type-mismatch 1:8 sales/fct_sales.total']);
  });

  it.each([
    ['numeric(18,2)', 'numeric(18, 2)', []],
    ['numeric(18,2)', 'numeric(18, 0)', ['warning parity/type-mismatch 1:29 sales/fct_sales.total']],
    ['numeric(18,2)', 'text', ['error parity/type-mismatch 1:29 sales/fct_sales.total']],
  ])('%s against a cast to %s', async (promised, cast, expected) => {
    const column = `name: total, logicalType: number, physicalType: "${promised}"`;
    const sql = { [model]: `select cast(n as ${cast}) as total from (select 1 as n) as t\n` };
    const all = await found({ ...promising(column), ...sql }, /^parity\//);
    expect(all.map((each) => each.replace(/ 1:\d+ /, ' 1 '))).toEqual(
      expected.map((each) => each.replace(/ 1:\d+ /, ' 1 ')),
    );
  });
});

describe('drafts', () => {
  it('are information', async () => {
    const contract = exampleContract({
      status: 'draft',
      object: 'fct_sales',
      columns: ['name: total, logicalType: number, description: Total.'],
    });
    const head = { ...project, 'specs/contracts/outputs/sales.yaml': contract, [model]: 'select 1 as margin\n' };
    expect(await found(head)).toEqual([
      'info parity/column-extra 1:13 model:fct_sales.margin',
      'info parity/column-missing 1:13 sales/fct_sales.total',
    ]);
  });
});

describe('one mistake is told once', () => {
  const contract = promising('name: total, logicalType: number');
  const yaml = {
    [properties]: 'models:\n  - name: fct_sales\n    columns:\n      - name: total\n        data_tests: [not_null]\n',
  };

  it('of a promised column that is also described', async () => {
    expect(await found({ ...contract, ...yaml, [model]: 'select 1 as id\n' })).toEqual([
      'error parity/column-extra 1:13 model:fct_sales.id',
      'error parity/column-missing 1:13 sales/fct_sales.total',
    ]);
  });

  it('of a model that does not compile', async () => {
    expect(await found({ ...contract, ...yaml, [model]: 'select 1 as\nfrom where\n' })).toEqual([]);
  });
});

describe('names that are one slip away', () => {
  it('are mended in all places, behind their qualifier', async () => {
    const head = {
      ...project,
      [`${folder}/stg_sales.sql`]: "select 'SP' as state, 1 as amount\n",
      [model]:
        "select s.state, sum(s.amuont) as total\nfrom {{ ref('stg_sales') }} as s\nwhere s.amuont > 0\ngroup by 1\n",
    };
    expect(await found(head, /unknown-column/)).toEqual(['error dbt/unknown-column 1:21 model:fct_sales']);
    expect(await fixed(head, 'dbt/unknown-column', model)).toBe(
      "select s.state, sum(s.amount) as total\nfrom {{ ref('stg_sales') }} as s\nwhere s.amount > 0\ngroup by 1\n",
    );
  });

  it('are mended in properties, where nothing else is meant', async () => {
    const head = {
      ...project,
      [model]: 'select 1 as total, 2 as id\n',
      [properties]: 'models:\n  - name: fct_sales\n    columns:\n      - name: "totla"\n      - name: id\n',
    };
    expect(await fixed(head, 'parity/properties-mismatch', properties)).toBe(
      head[properties]?.replace('totla', 'total'),
    );
  });
});

describe('tables that the SQL names itself', () => {
  const sources = {
    [`${folder}/sources.yml`]:
      'sources:\n  - name: shop\n    schema: raw\n    tables:\n      - name: sales\n        identifier: tb_sales\n  - name: erp\n    schema: "{{ target.schema }}"\n    tables:\n      - name: stock\n',
  };
  const rule = 'dbt/hard-coded-table';

  it.each([
    ['the table of a source', 'select a from raw.tb_sales\n', "select a from {{ source('shop', 'sales') }}\n"],
    [
      'the same twice, with quotes',
      'select a from "RAW"."TB_SALES"\nunion all\nselect a from raw.tb_sales\n',
      "select a from {{ source('shop', 'sales') }}\nunion all\nselect a from {{ source('shop', 'sales') }}\n",
    ],
    ['a model without schema', 'select a from stg_sales\n', "select a from {{ ref('stg_sales') }}\n"],
    ['a model in some schema', 'select a from gold.stg_sales\n', undefined],
    ['a schema that only dbt knows', 'select a from main.stock\n', undefined],
    ['a model that reads this one', 'select a from rpt_sales\n', undefined],
    ['its own table', 'select a from fct_sales\n', undefined],
    ['a table that nobody knows', 'select a from old.sales\n', undefined],
  ])('%s', async (_, sql, expected) => {
    const head = {
      ...project,
      ...sources,
      [`${folder}/stg_sales.sql`]: 'select 1 as a\n',
      [`${folder}/rpt_sales.sql`]: "select a from {{ ref('fct_sales') }}\n",
      [model]: sql,
    };
    expect(await found(head, /hard-coded/)).toHaveLength(1);
    expect(await fixed(head, rule, model)).toBe(expected);
  });

  it.each([
    'information_schema.columns',
    'pg_catalog.pg_class',
    "{{ ref('stg_sales') }}",
    '(select 1 as a) as t',
    'generate_series(1, 3) as t(a)',
    '{{ this }}',
  ])('not %s', async (from) => {
    const head = {
      ...project,
      [`${folder}/stg_sales.sql`]: 'select 1 as a\n',
      [model]: `select 1 as a from ${from}\n`,
    };
    expect(await found(head, /hard-coded/)).toEqual([]);
  });
});

describe('keys of incremental models', () => {
  const staging = {
    [`${folder}/stg_sales.sql`]: "select 1 as id, 'x' as code, gen_random_uuid() as rid, now() as seen\n",
    [`${folder}/inc_sales.sql`]:
      "{{ config(materialized='incremental', unique_key='id') }}\nselect id, rid from {{ ref('stg_sales') }}\n",
  };

  async function keysOf(config: string, columns: string, from = 'stg_sales'): Promise<readonly string[]> {
    const sql = `{{ config(materialized='incremental', ${config}) }}\nselect ${columns}\nfrom {{ ref('${from}') }}\n`;
    const all = await findings({ ...project, ...staging, [model]: sql }, /nondeterministic-key/);
    return all.map(
      ({ subject, message }) => `${subject.replace('model:fct_sales.', '')} ${/\("([^"]+)"\)/.exec(message)?.[1]}`,
    );
  }

  it.each([
    ["unique_key='k'", 'gen_random_uuid() as k', ['k gen_random_uuid']],
    ["unique_key=['id', 'k']", 'id, now() as k', ['k now']],
    ["unique_key=['id', 'k']", 'id, cast(now() as date) as k', []],
    ["unique_key=['id', 'k']", "id, date_trunc('day', now()) as k", []],
    ["unique_key='k'", 'md5(concat(id, code)) as k, now() as loaded_at', []],
    ["unique_key='k'", 'md5(concat(id, current_timestamp)) as k', ['k current_timestamp']],
    ["unique_key='k'", "md5(concat(id, '-', current_timestamp)) as k", ['k current_timestamp']],
    ["unique_key='k'", "md5(concat(id, '-', cast(current_timestamp as date))) as k", []],
    ["unique_key='k'", "md5(concat(id, '-', {{ dbt.current_timestamp() }})) as k", ['k current_timestamp']],
    ["unique_key='k'", 'row_number() over () as k', ['k row_number']],
    ["unique_key=['id', 'k']", 'id, row_number() over (partition by id order by code) as k', []],
    ["unique_key='rid'", 'rid', ['rid gen_random_uuid']],
    ["unique_key='seen'", 'seen', ['seen now']],
  ])('%s: %s', async (config, columns, expected) => {
    expect(await keysOf(config, columns)).toEqual(expected);
  });

  it('are not followed through a model that keeps its rows', async () => {
    expect(await keysOf("unique_key='rid'", 'rid', 'inc_sales')).toEqual([]);
  });
});
