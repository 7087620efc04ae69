import { describe, expect, it } from 'vitest';
import type { Json, QualityRule } from '../../../src/model/contract.ts';
import type { Governance } from '../../../src/model/governance.ts';
import { property, rule } from '../../drift/contracts.ts';
import { at, only } from './only.ts';

const custom = (implementation: Json, parts: Partial<QualityRule> = {}) =>
  property('v', { quality: [rule({ type: 'custom', engine: 'dbt', implementation, ...parts })] });

describe('masked columns', () => {
  const governance: Governance = {
    classification: {
      path: 'specs/governance/classification.yaml',
      terms: [{ term: 'email', level: 'confidential', pii: true, policy: 'hash_sha256', at }],
    },
  };
  const email = property('email', {
    logical: 'string',
    required: true,
    unique: true,
    logicalTypeOptions: { format: 'email', maxLength: 50 },
    quality: [
      rule({ metric: 'invalidValues', operator: { name: 'mustBe', value: 0 }, arguments: { pattern: '@' } }),
      rule({ metric: 'nullValues', operator: { name: 'mustBeLessThan', value: 5 } }),
    ],
  });

  it('are not held against what their values were', () => {
    const { entry, messages, notes } = only([email], { governance, model: { layer: 'marts' } });
    expect(entry.columns[0]?.['data_tests']).toEqual([
      'not_null',
      'unique',
      { not_null: { name: 'not_null_orders_email_2', config: { warn_if: '>= 5', error_if: '>= 5' } } },
    ]);
    expect(messages).toEqual(['generators.masked-values', 'generators.masked-values']);
    expect(notes[0]?.values).toEqual({ name: 'orders.email', options: 'format, maxLength', term: 'email' });
  });

  it.each([
    ['staging', { layer: 'staging' }, email],
    ['a hash under its own name', { layer: 'marts' }, { ...email, name: 'email_hash' }],
    ['something about it', { layer: 'marts' }, { ...email, name: 'email_template' }],
  ])('are not those of %s', (_name, parts, node) => {
    const { messages } = only([node], { governance, model: parts });
    expect(messages).toEqual([]);
  });
});

describe('rules of engine dbt', () => {
  it.each([
    ['a name', 'unique', 'unique'],
    ['a mapping', { not_null: null }, 'not_null'],
    ['YAML text', '- not_null:\n    config: {severity: warn}\n', { not_null: { config: { severity: 'warn' } } }],
    [
      'flat arguments and configuration',
      { accepted_values: { values: ['a'], severity: 'warn', where: "x = 'y' and (z > 1)" } },
      { accepted_values: { arguments: { values: ['a'] }, config: { severity: 'warn', where: "x = 'y' and (z > 1)" } } },
    ],
    [
      'a relation',
      { relationships: { arguments: { to: "ref('a')", field: 'id' } } },
      { relationships: { arguments: { to: "ref('a')", field: 'id' } } },
    ],
    [
      'Jinja as text',
      { accepted_values: { values: ['{{ x }}'] } },
      { accepted_values: { arguments: { values: ['{{ "{{ x }}" }}'] } } },
    ],
    ['a test of a package', { 'dbt_utils.not_constant': {} }, 'dbt_utils.not_constant'],
    ['a test of the project', 'is_even', 'is_even'],
    ['a generic test file', 'is_odd', 'is_odd'],
  ])('pass through as %s', (_name, implementation, expected) => {
    const own = {
      package: 'shop',
      path: 'm.sql',
      oid: 'm',
      text: '{% test is_even(model, column_name) %}{% endtest %}',
    };
    const files = { 'implementation/dbt/tests/generic/odd.sql': '{%- macro test_is_odd(model) -%}{%- endmacro -%}' };
    const { entry, messages } = only([custom(implementation)], {
      dbt: { macros: [own], packages: ['dbt_utils'] },
      given: { files },
    });
    expect([entry.columns[0]?.['data_tests'], messages]).toEqual([[expected], []]);
  });

  it.each([
    ['nothing', undefined, 'custom-shape'],
    ['two tests', { unique: {}, not_null: {} }, 'custom-shape'],
    ['a list of arguments', { unique: [1] }, 'custom-shape'],
    ['no name of a test', { 'a b': {} }, 'custom-shape'],
    ['broken YAML', 'a: [', 'custom-shape'],
    ['an unknown test', 'is_prime', 'custom-unknown-test'],
    ['a test of an unknown package', 'dbt_expectations.x', 'custom-unknown-test'],
  ])('are not tested where they are %s', (_name, implementation, message) => {
    const { entry, messages } = only([custom(implementation ?? null)]);
    expect([entry.columns[0]?.['data_tests'], messages]).toEqual([undefined, [`generators.${message}`]]);
  });

  it('leave out configuration that could do more than configure', () => {
    const bad = { config: { where: '1=1) ; drop table x --', warn_if: '> 1; x', error_if: '> 1', database: 'x' } };
    const { entry, messages, notes } = only([custom({ unique: bad }, { severity: 'info' })]);
    expect(entry.columns[0]?.['data_tests']).toEqual([{ unique: { config: { error_if: '> 1', severity: 'warn' } } }]);
    expect([messages, notes[0]?.values['keys']]).toEqual([['generators.custom-config'], 'where, warn_if, database']);
  });

  it('of other engines are left to their generators', () => {
    const soda = property('v', { quality: [rule({ type: 'custom', engine: 'soda', implementation: 'x' })] });
    expect(only([soda]).messages).toEqual(['generators.rule-custom-off']);
    expect(only([soda], { given: { on: ['soda'] } }).messages).toEqual([]);
  });
});

describe('patterns', () => {
  const lookAround = ['(?=a)b', '\\1', '(?<n>a)'];
  it.each([
    ['duckdb', [...lookAround, '\\u0041']],
    ['bigquery', [...lookAround, '\\u0041']],
    ['postgres', ['(?<n>a)', '\\p{L}']],
    ['databricks', []],
    ['snowflake', [...lookAround, '\\u0041', '\\p{L}', '(?:a)', 'a*?']],
    ['redshift', [...lookAround, '\\u0041', '\\p{L}', '(?:a)', 'a*?']],
  ])('that %s does not know are not tested', (dialect, unknown) => {
    const all = [...lookAround, '\\u0041', '\\p{L}', '(?:a)', 'a*?', '^[a-z]+\\d$'];
    const refused = all.filter(
      (pattern) =>
        only([property('v', { logical: 'string', logicalTypeOptions: { pattern } })], { dbt: { dialect } }).messages
          .length > 0,
    );
    expect(refused).toEqual(unknown);
  });
});

describe('queries', () => {
  it('give one value on BigQuery', () => {
    const query = rule({
      type: 'sql',
      id: 'n',
      query: 'select count(*) from {object}',
      operator: { name: 'mustBe', value: 1 },
    });
    const { artifacts } = only([property('v', { quality: [query] })], { dbt: { dialect: 'bigquery' } });
    const sql = artifacts.find(({ path }) => path.endsWith('orders__v__n.sql'))?.content;
    expect(sql?.split('\n').slice(1)).toEqual([
      '{{ config(meta={"rule":"n"}) }}',
      'with measured as (',
      'select (',
      "select count(*) from {{ ref('orders') }}",
      ') as metric_value',
      ')',
      'select metric_value',
      'from measured',
      'where metric_value is null or metric_value != 1',
      '',
    ]);
  });
});
