import { describe, expect, it } from 'vitest';
import { exampleContract } from '../../src/rules/example.ts';
import { filesOf, maskingOf, world } from './masking-world.ts';

function over(select: string): { readonly [name: string]: string } {
  return { 'intermediate/int_a': `${select} from {{ ref('stg_customers') }}` };
}

const honest: readonly (readonly [string, { readonly [name: string]: string }])[] = [
  ['a hash', over('select id, sha256(email) as email_hash')],
  ['a hash under the old name', over('select id, sha2(lower(trim(email)), 256) as email')],
  ['a keyed hash', over("select hmac(email, 'key', 'sha256') as e")],
  ['a spelling of a hash', over('select to_hex(md5(email)) as e, left(sha256(phone), 12) as p')],
  ['an approved macro', over("select {{ mask_pii('email') }} as email, {{ mask_pii('phone') }} as phone")],
  [
    'an approved macro in a loop',
    over("select id{% for c in ['email', 'phone'] %}, {{ mask_pii(c) }} as {{ c }}{% endfor %}"),
  ],
  [
    'an approved macro that keeps a part',
    {
      'macros/mask_pii.sql': "{% macro mask_pii(column) %}concat(left({{ column }}, 1), '***'){% endmacro %}",
      ...over("select {{ mask_pii('email') }} as email"),
    },
  ],
  [
    'an approved macro of a package that is not installed',
    {
      'specs/governance/macro-library.md': '# Macros\n\n- `privacy.mask(column)`: masks a personal column.\n',
      'packages.yml': 'packages:\n  - { package: acme/privacy, version: 1.0.0 }\n',
      ...over("select id, {{ privacy.mask('email') }} as email"),
    },
  ],
  ['a count', over('select count(email) as n, count(distinct email) as emails')],
  ['a question', over('select email is not null as has_email, email is null as no_email')],
  [
    'a comparison',
    over("select email = 'x' as is_x, email like '%@example.com' as is_internal, email in ('a', 'b') as is_known"),
  ],
  ['a length', over('select length(email) as email_length')],
  [
    'groups by it',
    { 'intermediate/int_a': "select country, count(*) as n from {{ ref('stg_customers') }} group by country, email" },
  ],
  [
    'the key of a join',
    {
      'intermediate/int_a':
        "select c.id, o.amount from {{ ref('stg_customers') }} as c join {{ ref('stg_orders') }} as o on c.email = o.buyer",
    },
  ],
  [
    'a filter',
    { 'intermediate/int_a': "select id from {{ ref('stg_customers') }} where email is not null and phone <> ''" },
  ],
  ['a star without it', over('select * exclude (email, phone, tax_id)')],
  ['a star that replaces it', over('select * exclude (phone, tax_id) replace (sha256(email) as email)')],
  [
    'a column that is dropped at the end',
    {
      'intermediate/int_a':
        "with c as (select *, lower(email) as e from {{ ref('stg_customers') }}) select id, country from c",
    },
  ],
  [
    'masked in staging',
    {
      'staging/stg_customers': "select id, sha256(email) as email from {{ source('shop', 'customers') }}",
      'intermediate/int_a': "select email, email as contact from {{ ref('stg_customers') }}",
      'marts/dim_a': "select * from {{ ref('int_a') }}",
    },
  ],
  ['staging as it is', {}],
  ['a model of no layer', { 'other/o': "select email from {{ ref('stg_customers') }}" }],
  ['the condition of a case', over("select case when email is null then 'none' when email = 'x' then 'x' end as kind")],
  ['a hash in every branch', over("select case when country = 'BR' then sha256(email) else md5(email) end as e")],
  ['the domain', over("select split_part(email, '@', 2) as email_domain")],
  ['the order of a window', over('select id, row_number() over (partition by email order by created_at) as nth')],
  [
    'a surrogate key',
    over("select md5(cast(coalesce(email, '') as varchar) || '-' || cast(id as varchar)) as customer_key"),
  ],
  ['a constant', over("select 'n/a' as email, null as phone")],
  ['what the policy leaves alone', over('select country')],
  [
    'what only looks like it',
    { 'intermediate/int_a': 'select email_verified, emailed_at, email_template_id from raw.shop.mails' },
  ],
  ['a hash that came from the source', { 'intermediate/int_a': 'select email_hash as email from raw.shop.customers' }],
  [
    'what the contract of the source calls public',
    {
      'specs/contracts/inputs/shop.yaml': exampleContract({
        id: 'shop',
        object: 'customers',
        columns: ['name: id, logicalType: string', 'name: email, logicalType: string, classification: public'],
      }),
      'staging/stg_customers': "select id, email as support_mailbox from {{ source('shop', 'customers') }}",
      ...over('select support_mailbox'),
    },
  ],
  [
    'a column that is cast to what it cannot be',
    { 'intermediate/int_a': 'select cast(flag as boolean) as email from raw.shop.mails' },
  ],
  [
    'a boolean that is named so',
    {
      'intermediate/int_a': "select amount > 0 as email from {{ ref('stg_orders') }}",
    },
  ],
  [
    'a Python model that reads nothing of it',
    {
      'models/intermediate/int_a.py': 'def model(dbt, session):\n    return dbt.ref("int_b")\n',
      'intermediate/int_b': "select id from {{ ref('stg_customers') }}",
    },
  ],
];

describe('honest uses pass', () => {
  it.each(honest)('%s', async (...[, models]) => {
    expect(await maskingOf({ ...world, ...filesOf(models) })).toEqual([]);
  });
});
