import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';

const root = 'implementation/dbt';
const project: Files = { [`${root}/dbt_project.yml`]: 'name: sales\nprofile: sales\n' };
const stack = (text: string): Files => ({ 'specs/governance/stack-standards.md': `# Stack\n\n${text}` });
const tiering = (text: string): Files => ({ 'specs/governance/tiering-standards.md': `# Tiering\n\n${text}` });
const model = (path: string, text: string): Files => ({ [`${root}/models/${path}`]: text });
const sources = model(
  '_sources.yml',
  'sources:\n  - name: shop\n    tables: [{ name: orders }, { name: customers }]\n',
);
const flat: Files = {
  'specs/governance/naming-conventions.json':
    '{\n  "casing": "snake_case",\n  "staging": "stg_",\n  "intermediate": "int_",\n  "marts": "fct_|dim_"\n}\n',
};
const materialized: Files = {
  'specs/governance/naming.json':
    '{\n  "layers": {\n    "staging": { "prefix": "stg_" },\n    "marts": { "prefix": "fct_", "materialization": "view" }\n  }\n}\n',
};
const fromOrders = "select id from {{ source('shop', 'orders') }}\n";

/** Repositories beside the rules' own examples; what is found of each is in `findings.txt`. */
export const cases: { readonly [name: string]: Files } = {
  'keywords in capitals are asked for': {
    ...project,
    ...stack('- SQL keywords in upper case.\n'),
    ...model('a.sql', 'SELECT a, b as c\nfrom t\n'),
    ...model('b.sql', 'SELECT a FROM t\n'),
  },
  'both cases are asked for': {
    ...project,
    ...stack('- SQL keywords in upper case.\n- SQL keywords in lower case.\n'),
    ...model('a.sql', 'SELECT a\nfrom t\n'),
  },
  'leading commas are asked for': {
    ...project,
    ...stack('- Leading commas.\n'),
    ...model('a.sql', 'with c as (\n  select 1 as x\n),\nd as (select\n  x,\n  y from c)\nselect x from d\n'),
    ...model('b.sql', 'select x\n  , y from c\n'),
  },
  'queries in conditions weigh less': {
    ...project,
    ...stack('- CTEs, no nested subqueries.\n'),
    ...model('a.sql', 'select a from (select a from t where b = (select max(b) from u)) as x\n'),
  },
  'nothing of SQL is asked for': {
    ...project,
    ...stack('- Python has docstrings.\n'),
    ...model('a.sql', 'SELECT *\n, a from (select 1 as a) as x join y on true\n'),
  },
  'keys of dbt before they were renamed': {
    [`${root}/dbt_project.yml`]: 'name: sales\ndata-paths: [seeds]\ntests: {}\ndata_tests: {}\n',
    ...model('a.sql', 'select 1 as id\n'),
    ...model(
      'a.yml',
      'models:\n  - name: a\n    tags: [x]\n    columns:\n      - { name: id, tests: [unique] }\n      - { name: n, tests: [not_null] }\n',
    ),
  },
  'rows of bronze that are changed': {
    ...project,
    ...tiering('- Bronze: append-only.\n'),
    ...model(
      'bronze/a.sql',
      "{{ config(materialized='incremental', unique_key=['a', 'b']) }}\nselect 1 as a, 2 as b\n",
    ),
    ...model(
      'bronze/b.sql',
      "{{ config(materialized='incremental', incremental_strategy='insert_overwrite') }}\nselect 1 as a\n",
    ),
    ...model(
      'bronze/c.sql',
      "{{ config(post_hook={'sql': '  merge  into x using y', 'transaction': false}) }}\nselect 1 as a\n",
    ),
    ...model('bronze/d.sql', "{{ config(pre_hook='select 1; -- truncate') }}\nselect 1 as a\n"),
    ...model('bronze/e.sql', "{{ config(materialized='incremental', unique_key=none) }}\nselect 1 as a\n"),
    ...model('bronze/f.sql', 'select 1 as a\n'),
    ...model(
      'bronze/f.yml',
      'models:\n  - name: f\n    config:\n      materialized: incremental\n      incremental_strategy: merge\n      pre_hook:\n        - "update x set a = 1"\n',
    ),
    ...model('marts/g.sql', "{{ config(materialized='incremental', unique_key='a') }}\nselect 1 as a\n"),
  },
  'layers that read what they must not': {
    ...project,
    ...flat,
    ...tiering('- Intermediate: never reads sources.\n'),
    ...sources,
    ...model('intermediate/int_a.sql', fromOrders),
    ...model('marts/fct_a.sql', `${fromOrders}-- again\n`),
    ...model('staging/stg_a.sql', "select id from {{ ref('int_a') }}\n"),
    ...model('other/b.sql', fromOrders),
    ...model('bronze/c.sql', "select id from {{ ref('fct_a') }}\n"),
  },
  'layers of the standards alone': {
    ...project,
    ...tiering('- Staging: one model per source table.\n- Marts: aggregated.\n'),
    ...sources,
    ...model('staging/a.sql', "select id from {{ source('shop', 'orders') }} join {{ ref('b') }} using (id)\n"),
    ...model('staging/c.sql', fromOrders),
    ...model('staging/d.sql', fromOrders),
    ...model('marts/b.sql', fromOrders),
  },
  'a single layer has none below it': {
    ...project,
    'specs/governance/naming-conventions.json': '{ "marts": "fct_" }\n',
    ...sources,
    ...model('marts/fct_a.sql', fromOrders),
  },
  'sources that somebody reads': {
    ...project,
    ...flat,
    ...sources,
    ...model('bronze/b.sql', "select id from {{ source('shop', 'customers') }}\n"),
  },
  'sources that a Python model may read': {
    ...project,
    ...flat,
    ...sources,
    ...model('staging/stg_a.sql', fromOrders),
    ...model('staging/stg_b.py', 'def model(dbt, session):\n    return dbt.source("shop", "customers")\n'),
  },
  duplicates: {
    ...project,
    ...tiering('- Silver: deduplicated.\n'),
    ...model('base.sql', 'select 1 as id\n'),
    ...model('silver/a.sql', "select id\nfrom {{ ref('base') }}\n"),
    ...model('silver/b.sql', "{{ config(unique_key='id') }}\nselect id from {{ ref('base') }}\n"),
    ...model('silver/c.sql', 'select 1 as id\n'),
    ...model('silver/d.sql', "select id from {{ ref('base') }}\n"),
    ...model(
      'silver/d.yml',
      'models:\n  - name: d\n    data_tests: [dbt_utils.unique_combination_of_columns]\n    columns: [{ name: id }]\n',
    ),
    ...model('gold/e.sql', "select id from {{ ref('base') }}\n"),
  },
  'partitions on a warehouse that bills for reading': {
    ...project,
    [`${root}/profiles.yml`]: 'sales:\n  target: dev\n  outputs: { dev: { type: bigquery } }\n',
    ...model('a.sql', "{{ config(materialized='incremental') }}\nselect 1 as a\n"),
    ...model('b.sql', "{{ config(materialized='incremental', cluster_by=['a']) }}\nselect 1 as a\n"),
    ...model('c.sql', 'select 1 as a\n'),
    ...model('c.yml', 'models:\n  - name: c\n    config: { materialized: incremental }\n'),
    ...model('d.sql', "{{ config(materialized='incremental') }}\nselect {{ dbt_utils.star(ref('a')) }}\n"),
  },
  'models that are built otherwise': {
    [`${root}/dbt_project.yml`]: 'name: sales\nmodels:\n  sales:\n    marts:\n      +materialized: table\n',
    ...materialized,
    ...model('marts/fct_a.sql', 'select 1 as a\n'),
    ...model('marts/fct_b.sql', "{{ config(materialized='incremental') }}\nselect 1 as a\n"),
    ...model('marts/fct_c.py', 'def model(dbt, session):\n    return dbt.ref("fct_a")\n'),
    ...model('marts/fct_d.sql', 'select 1 as a\n'),
    ...model('marts/d.yml', 'models:\n  - name: fct_d\n    config:\n      materialized: ephemeral\n'),
    ...model('staging/stg_a.sql', "{{ config(materialized='table') }}\nselect 1 as a\n"),
  },
  'names of models': {
    ...project,
    ...flat,
    ...model('marts/Orders.sql', 'select 1 as a\n'),
    ...model('marts/fct_Big.sql', "select a from {{ ref('Orders') }}\n"),
    ...model('marts/stg_x.sql', "select a from {{ ref('fct_Big') }} join {{ ref('stg_x') }} on true\n"),
  },
  'names of columns': {
    ...project,
    'specs/governance/naming.json':
      '{\n  "casing": { "columns": "snake_case" },\n  "column_rules": {\n    "boolean": { "prefix": "is_|has_" },\n    "date": { "suffix": "_on" },\n    "timestamp": { "suffix": "_at", "timezone": "America/Sao_Paulo" }\n  }\n}\n',
    'specs/contracts/outputs/sales.yaml': exampleContract({
      object: 'sales',
      columns: [
        'name: paid, logicalType: date, description: Paid.',
        'name: sent_at, logicalType: timestamp, logicalTypeOptions: { defaultTimezone: UTC }, description: Sent.',
        'name: seen_at, logicalType: timestamp, logicalTypeOptions: { defaultTimezone: america/sao_paulo }, description: Seen.',
        'name: tags, logicalType: array, items: { logicalType: boolean }, description: Tags.',
        'name: IsOpen, physicalName: is_open, description: Open.',
      ],
    }),
    ...model('a.sql', 'select x as Total, y as total, d as day, z as "isGone" from t\n'),
    ...model(
      'a.yml',
      'models:\n  - name: a\n    columns:\n      - { name: day, data_type: " DATE " }\n      - { name: seen, data_type: datetime2(7) }\n',
    ),
  },
};
