import { describe, expect, it } from 'vitest';
import { filesOf, maskingOf, world } from './masking-world.ts';

/** `int_a` over `stg_customers`, which hands on `email`, `phone` and `tax_id` as the source has them. */
function over(select: string): { readonly [name: string]: string } {
  return { 'intermediate/int_a': `${select} from {{ ref('stg_customers') }}` };
}

function way(last: string, column = 'email'): string {
  return `customers.${column} → stg_customers.${column} → ${last}`;
}

const evasions: readonly (readonly [string, { readonly [name: string]: string }, readonly string[]])[] = [
  ['another name', over('select email as contact'), [`1 int_a.contact: ${way('int_a.contact')}`]],
  ['a name that lies', over('select email as email_hash'), [`1 int_a.email_hash: ${way('int_a.email_hash')}`]],
  ['concat', over("select concat(email, '') as c"), [`1 int_a.c: ${way('int_a.c (concat)')}`]],
  ['texts put together', over("select 'mailto:' || email as c"), [`1 int_a.c: ${way('int_a.c (||)')}`]],
  ['substring', over('select substring(email, 1, 500) as c'), [`1 int_a.c: ${way('int_a.c (substring)')}`]],
  [
    'functions that format',
    over('select upper(lower(trim(email))) as c'),
    [`1 int_a.c: ${way('int_a.c (upper, lower, trim)')}`],
  ],
  [
    'a cast',
    over('select cast(email as varchar) as c, email::text as d'),
    [`1 int_a.c: ${way('int_a.c (cast)')}`, `1 int_a.d: ${way('int_a.d (cast)')}`],
  ],
  [
    'a chain of common table expressions',
    {
      'intermediate/int_a':
        "with a as (select email as x from {{ ref('stg_customers') }}), b as (select lower(x) as y from a), c as (select y as z from b)\nselect z from c",
    },
    [`2 int_a.z: ${way('int_a.z (lower)')}`],
  ],
  [
    'a recursive common table expression',
    {
      'intermediate/int_a':
        "with recursive c as (select id, email as e, 1 as depth from {{ ref('stg_customers') }} union all select id, e, depth + 1 from c where depth < 3)\nselect id, e from c",
    },
    [`2 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'a star',
    over('select *'),
    [
      `1 int_a.email: ${way('int_a.email')}`,
      `1 int_a.phone: ${way('int_a.phone', 'phone')}`,
      `1 int_a.tax_id: ${way('int_a.tax_id', 'tax_id')}`,
    ],
  ],
  ['a star without another column', over('select * exclude (phone, tax_id)'), [`1 int_a.email: ${way('int_a.email')}`]],
  [
    'a star that replaces the column by itself',
    over('select * exclude (phone, tax_id) replace (trim(email) as email)'),
    [`1 int_a.email: ${way('int_a.email (trim)')}`],
  ],
  [
    'a star that renames',
    over('select * exclude (phone, tax_id) rename (email as contact)'),
    [`1 int_a.contact: ${way('int_a.contact')}`],
  ],
  [
    'a branch of a union',
    {
      'intermediate/int_a':
        "select sha256(email) as e from {{ ref('stg_customers') }} union all select email from {{ ref('stg_customers') }}",
    },
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'intersect',
    {
      'intermediate/int_a':
        "select email as e from {{ ref('stg_customers') }} intersect select buyer from {{ ref('stg_orders') }}",
    },
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'an object',
    over("select object_construct('id', id, 'e', email) as o"),
    [`1 int_a.o: ${way('int_a.o (object_construct)')}`],
  ],
  ['JSON', over('select to_json(email) as o'), [`1 int_a.o: ${way('int_a.o (to_json)')}`]],
  [
    'a list of many rows',
    over("select array_agg(email) as a, listagg(email, ',') as b"),
    [`1 int_a.a: ${way('int_a.a (array_agg)')}`, `1 int_a.b: ${way('int_a.b (listagg)')}`],
  ],
  [
    'a branch of a case',
    over("select case when country = 'BR' then email else 'x' end as c"),
    [`1 int_a.c: ${way('int_a.c (case)')}`],
  ],
  [
    'a masked branch and an open one',
    over("select case when country = 'BR' then sha256(email) else email end as c"),
    [`1 int_a.c: ${way('int_a.c (case)')}`],
  ],
  ['coalesce', over("select coalesce(email, phone, '') as c"), [`1 int_a.c: ${way('int_a.c (coalesce)')}`]],
  [
    'a hash as what is left out',
    over('select nullif(email, sha256(email)) as c'),
    [`1 int_a.c: ${way('int_a.c (nullif)')}`],
  ],
  ['a hash beside it', over('select concat(sha256(email), email) as c'), [`1 int_a.c: ${way('int_a.c (concat)')}`]],
  [
    'aggregates that choose one',
    over('select max(email) as a, min(email) as b, any_value(email) as c'),
    [
      `1 int_a.a: ${way('int_a.a (max)')}`,
      `1 int_a.b: ${way('int_a.b (min)')}`,
      `1 int_a.c: ${way('int_a.c (any_value)')}`,
    ],
  ],
  [
    'windows',
    over('select lag(email) over (order by id) as a, first_value(email) over (partition by country order by id) as b'),
    [`1 int_a.a: ${way('int_a.a (over, lag)')}`, `1 int_a.b: ${way('int_a.b (over, first_value)')}`],
  ],
  [
    'a query in parentheses',
    {
      'intermediate/int_a':
        "select id, (select max(c.email) from {{ ref('stg_customers') }} as c where c.id = o.customer_id) as e from {{ ref('stg_orders') }} as o",
    },
    [`1 int_a.e: ${way('int_a.e (max)')}`],
  ],
  [
    'a join to the model that has it',
    {
      'intermediate/int_a':
        "select o.id, c.email as buyer_contact from {{ ref('stg_orders') }} as o join {{ ref('stg_customers') }} as c on c.id = o.customer_id",
    },
    [`1 int_a.buyer_contact: ${way('int_a.buyer_contact')}`],
  ],
  [
    'a name that staging gave',
    { 'intermediate/int_a': "select buyer from {{ ref('stg_orders') }}" },
    ['1 int_a.buyer: orders.email → stg_orders.buyer → int_a.buyer'],
  ],
  [
    'an alias of the same select',
    over('select email as e, lower(e) as f'),
    [`1 int_a.e: ${way('int_a.e')}`, `1 int_a.f: ${way('int_a.f (lower)')}`],
  ],
  [
    'unpivot',
    {
      'intermediate/int_a':
        "select id, kind, contact from {{ ref('stg_customers') }} unpivot (contact for kind in (email, phone))",
    },
    [`1 int_a.contact: ${way('int_a.contact (unpivot)')}`],
  ],
  [
    'a macro that masks by its name alone',
    {
      'macros/mask_pii.sql': '{% macro mask_pii(column) %}{{ column }}{% endmacro %}',
      ...over("select {{ mask_pii('email') }} as email"),
    },
    [`1 int_a.email: ${way('int_a.email (mask_pii)')}`],
  ],
  [
    'a macro that only formats',
    {
      'macros/mask_pii.sql': '{% macro mask_pii(column) %}lower(trim({{ column }})){% endmacro %}',
      ...over("select {{ mask_pii('email') }} as email"),
    },
    [`1 int_a.email: ${way('int_a.email (mask_pii, lower, trim)')}`],
  ],
  [
    'a macro that writes several columns',
    {
      'macros/contacts.sql': '{% macro contacts() %}email as a, phone as b{% endmacro %}',
      ...over('select id, {{ contacts() }}'),
    },
    [`1 int_a.a: ${way('int_a.a')}`, `1 int_a.b: ${way('int_a.b', 'phone')}`],
  ],
  [
    'a macro that is closed from within, beside the column',
    over("select {{ mask_pii('id) as a, left(email, 90) as e, sha2(id') }} as x"),
    [`1 int_a.e: ${way('int_a.e (left)')}`],
  ],
  [
    'a macro that is closed from within and opened again',
    over("select {{ mask_pii('id) || left(email, 90) || sha2(id') }} as x"),
    [`1 int_a.x: ${way('int_a.x (||, ||, left)')}`],
  ],
  [
    'a macro that is closed from within by a variable, a list and a name',
    {
      'macros/mask_first.sql':
        '{% macro mask_first(columns) %}{% for column in columns %}{{ mask_pii(column) }}{% endfor %}{% endmacro %}',
      ...over(
        "{% set c = 'id) || left(email, 90) || sha2(id' %}select {{ mask_pii(c) }} as a, {{ mask_pii(column=c) }} as b, {{ mask_first([c]) }} as c",
      ),
    },
    ['a', 'b', 'c'].map((name) => `1 int_a.${name}: ${way(`int_a.${name} (||, ||, left)`)}`),
  ],
  [
    'a macro that is closed from within by a block',
    {
      'macros/mask_pii.sql': '{% macro mask_pii() %}sha2({{ caller() }}, 256){% endmacro %}',
      ...over('select {% call mask_pii() %}id) || left(email, 90) || sha2(id{% endcall %} as x'),
    },
    [`1 int_a.x: ${way('int_a.x (||, ||, left)')}`],
  ],
  [
    'a macro that is closed from within by quotes',
    {
      'macros/mask_pii.sql': "{% macro mask_pii(column, salt) %}sha2('{{ salt }}' || {{ column }}, 256){% endmacro %}",
      ...over('select {{ mask_pii("id", "(\') || left(email, 90) || sha2(\')") }} as x'),
    },
    [`1 int_a.x: ${way('int_a.x (||, ||, left)')}`],
  ],
  [
    'a branch that is pushed into a macro',
    {
      'macros/mask_pii.sql':
        "{% macro mask_pii(column, test) %}case when {{ test }} then 'x' else sha2({{ column }}, 256) end{% endmacro %}",
      ...over("select {{ mask_pii('email', 'id > 0 then left(email, 90) when false') }} as x"),
    },
    [`1 int_a.x: ${way('int_a.x (case, left)')}`],
  ],
  [
    'an operator that reaches out of a macro',
    {
      'macros/mask_pii.sql': '{% macro mask_pii(column) %}|| left({{ column }}, 90){% endmacro %}',
      ...over("select 'x' {{ mask_pii('email') }} as x"),
    },
    [`1 int_a.x: ${way('int_a.x (||, left)')}`],
  ],
  [
    'a macro that writes columns, one of them masked',
    {
      'macros/mask_pii.sql': '{% macro mask_pii() %}sha2(email, 256) as a, left(email, 90) as b{% endmacro %}',
      ...over('select {{ mask_pii() }}'),
    },
    [`1 int_a.b: ${way('int_a.b (left)')}`],
  ],
  [
    'a name in a variable',
    over("{% set column = 'email' %}select {{ column }} as c"),
    [`1 int_a.c: ${way('int_a.c')}`],
  ],
  [
    'names in a loop',
    over("select id{% for column in ['email', 'phone'] %}, {{ column }} as c_{{ loop.index }}{% endfor %}"),
    [`1 int_a.c_1: ${way('int_a.c_1')}`, `1 int_a.c_2: ${way('int_a.c_2', 'phone')}`],
  ],
  ['a name put together', over("select {{ 'em' ~ 'ail' }} as c"), [`1 int_a.c: ${way('int_a.c')}`]],
  [
    'another case, and quotes',
    over('select EMAIL as a, "email" as b'),
    [`1 int_a.a: ${way('int_a.a')}`, `1 int_a.b: ${way('int_a.b')}`],
  ],
  [
    'other spellings',
    over(
      "select to_base64(email) as a, encode(email, 'hex') as b, reverse(email) as c, translate(email, '@', '#') as d",
    ),
    [
      `1 int_a.a: ${way('int_a.a (to_base64)')}`,
      `1 int_a.b: ${way('int_a.b (encode)')}`,
      `1 int_a.c: ${way('int_a.c (reverse)')}`,
      `1 int_a.d: ${way('int_a.d (translate)')}`,
    ],
  ],
  ['a part', over("select split_part(email, '@', 1) as c"), [`1 int_a.c: ${way('int_a.c (split_part)')}`]],
  [
    'out of a struct again',
    {
      'intermediate/int_a':
        "with s as (select object_construct('e', email) as o from {{ ref('stg_customers') }}) select json_extract(o, '$.e') as c from s",
    },
    [`1 int_a.c: ${way('int_a.c (json_extract, object_construct)')}`],
  ],
  [
    'a seed',
    { 'seeds/people.csv': 'id,email\n', 'intermediate/int_a': "select email as c from {{ ref('people') }}" },
    ['1 int_a.c: people.email → int_a.c'],
  ],
  [
    'a star over a seed',
    { 'seeds/people.csv': 'id,email\n', 'intermediate/int_a': "select * from {{ ref('people') }}" },
    ['1 int_a.email: people.email → int_a.email'],
  ],
  [
    'a snapshot',
    {
      'snapshots/people.sql':
        "{% snapshot people_snapshot %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select * from {{ source('shop', 'customers') }}{% endsnapshot %}",
      'intermediate/int_a': "select email as c from {{ ref('people_snapshot') }}",
    },
    ['1 int_a.c: people_snapshot.email → int_a.c'],
  ],
  [
    'a table by its name',
    { 'intermediate/int_a': 'select email as c from raw.shop.customers' },
    ['1 int_a.c: customers.email → int_a.c'],
  ],
  [
    'a model by the name of its table',
    { 'intermediate/int_a': 'select buyer as c from analytics.stg_orders' },
    ['1 int_a.c: orders.email → stg_orders.buyer → int_a.c'],
  ],
  [
    'two ephemeral models',
    {
      'staging/stg_b': "{{ config(materialized='ephemeral') }}select email as e from {{ ref('stg_customers') }}",
      'staging/stg_c': "{{ config(materialized='ephemeral') }}select e as f from {{ ref('stg_b') }}",
      'intermediate/int_a': "select f as g from {{ ref('stg_c') }}",
    },
    [`1 int_a.g: ${way('stg_b.e → stg_c.f → int_a.g')}`],
  ],
  [
    'an incremental run only',
    {
      'intermediate/int_a':
        "{{ config(materialized='incremental') }}select id, {% if is_incremental() %}email{% else %}sha256(email){% endif %} as e from {{ ref('stg_customers') }}",
    },
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'comments that say otherwise',
    over('select /* sha256( */ email /* ) */ as e -- sha256(email)\n'),
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'a hash of something else',
    over('select sha256(country) as email_hash, email as e'),
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'a hash in a filter only',
    {
      'intermediate/int_a': "select email as e from {{ ref('stg_customers') }} where sha256(email) is not null",
    },
    [`1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'an encryption that is undone',
    over("select aes_decrypt(aes_encrypt(email, 'k'), 'k') as e"),
    [`1 int_a.e: ${way('int_a.e (aes_decrypt, aes_encrypt)')}`],
  ],
  [
    'a function of the warehouse',
    over('select security.scramble(email) as e'),
    [`? 1 int_a.e: ${way('int_a.e (security.scramble)')}`],
  ],
  [
    'a macro that is not installed',
    {
      'packages.yml': 'packages:\n  - { package: acme/privacy, version: 1.0.0 }\n',
      ...over("select id, {{ privacy.scramble('email') }} as e"),
    },
    [`? 1 int_a.e: ${way('int_a.e')}`],
  ],
  [
    'a macro that is not installed, beside one that is approved',
    {
      'specs/governance/macro-library.md': '# Macros\n\n- `privacy.mask(column)`: masks a personal column.\n',
      'packages.yml': 'packages:\n  - { package: acme/privacy, version: 1.0.0 }\n',
      ...over("select id, {{ privacy.mask('email') }} as a, {{ privacy.scramble('email') }} as b"),
    },
    [`? 1 int_a.b: ${way('int_a.b')}`],
  ],
  [
    'a doubt is said where it leaves first',
    {
      ...over('select security.scramble(email) as e'),
      'marts/fct_b': "select e from {{ ref('int_a') }}",
    },
    [`? 1 int_a.e: ${way('int_a.e (security.scramble)')}`],
  ],
  [
    'a Python model',
    {
      'models/intermediate/int_a.py': 'def model(dbt, session):\n    return dbt.ref("stg_customers")\n',
    },
    ['? 1 int_a: customers.email → stg_customers.email'],
  ],
  [
    'a chain through the marts',
    {
      'intermediate/int_a': "select id, email as contact from {{ ref('stg_customers') }}",
      'marts/fct_churn': "select contact from {{ ref('int_a') }}",
    },
    [`1 fct_churn.contact: ${way('int_a.contact → fct_churn.contact')}`, `1 int_a.contact: ${way('int_a.contact')}`],
  ],
];

describe('evasions are caught', () => {
  it.each(evasions)('%s', async (...[, models, expected]) => {
    expect(await maskingOf({ ...world, ...filesOf(models) })).toEqual(expected);
  });
});
