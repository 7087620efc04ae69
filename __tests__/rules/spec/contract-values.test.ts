import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../src/model/rule.ts';
import arrayWithoutItems from '../../../src/rules/spec/array-without-items.ts';
import contradictoryRange from '../../../src/rules/spec/contradictory-range.ts';
import emptyQualityRule from '../../../src/rules/spec/empty-quality-rule.ts';
import exampleOutsideValues from '../../../src/rules/spec/example-outside-values.ts';
import invalidPattern from '../../../src/rules/spec/invalid-pattern.ts';
import keyPositionWithoutKey from '../../../src/rules/spec/key-position-without-key.ts';
import misplacedMetric from '../../../src/rules/spec/misplaced-metric.ts';
import { contractOf, lintContract } from './lint-contract.ts';

async function messages(rule: Rule, property: string, apiVersion = 'v3.2.0'): Promise<readonly string[]> {
  const text = contractOf(`      - { name: x, ${property} }`, { apiVersion });
  return (await lintContract(rule, text)).map(({ message }) => message);
}

function says(lower: string, upper: string): readonly string[] {
  return [`no value of "x" can keep ${lower} and ${upper}; swap the two, or correct one of them`];
}

describe('spec/contradictory-range', () => {
  it.each([
    ['number', 'minimum: 2, maximum: 1', says('"minimum" 2', '"maximum" 1')],
    ['number', 'minimum: 1, maximum: 1', []],
    ['number', 'minimum: 1, exclusiveMaximum: 1', says('"minimum" 1', '"exclusiveMaximum" 1')],
    ['number', 'exclusiveMinimum: 1, exclusiveMaximum: 2', []],
    ['integer', 'exclusiveMinimum: 1, exclusiveMaximum: 2', says('"exclusiveMinimum" 1', '"exclusiveMaximum" 2')],
    ['integer', 'exclusiveMinimum: 1, exclusiveMaximum: 3', []],
    ['integer', 'exclusiveMinimum: 1, maximum: 2', []],
    ['array', 'minItems: 2, maxItems: 1', says('"minItems" 2', '"maxItems" 1')],
    ['object', 'minProperties: 2, maxProperties: 1', says('"minProperties" 2', '"maxProperties" 1')],
    ['time', "minimum: '18:00', maximum: '09:00'", says('"minimum" 18:00', '"maximum" 09:00')],
    ['timestamp', "minimum: '2026-01-01T00:00:00+02:00', maximum: '2026-01-01T00:00:00+03:00'", []],
    ['timestamp', "minimum: '2026-01-01T02:00:00+03:00', maximum: '2026-01-01T01:00:00+01:00'", []],
    ['timestamp', "minimum: '2026-01-02', maximum: '2026-01-01T00:00:00Z'", []],
  ])('%s with %s', async (type, options, expected) => {
    expect(await messages(contradictoryRange, `logicalType: ${type}, logicalTypeOptions: { ${options} }`)).toEqual(
      expected,
    );
  });

  it('reads the switches of 3.0 for what they say', async () => {
    const property = 'logicalType: integer, logicalTypeOptions: { minimum: 1, maximum: 1, exclusiveMaximum: true }';
    expect(await messages(contradictoryRange, property, 'v3.0.2')).toEqual(says('"minimum" 1', '"exclusiveMaximum" 1'));
    expect(await messages(contradictoryRange, property.replace('true', 'false'), 'v3.0.2')).toEqual([]);
  });
});

describe('spec/invalid-pattern', () => {
  it('shows the pattern and how to repair it', async () => {
    expect(await messages(invalidPattern, "logicalType: string, logicalTypeOptions: { pattern: '[a-z' }")).toEqual([
      'pattern "[a-z" of "x" does not compile: a set of characters is opened and not closed; add "]", or write "\\[" for the character itself',
    ]);
  });
});

describe('spec/example-outside-values', () => {
  it.each([
    [
      'logicalType: number, logicalTypeOptions: { minimum: 1 }, examples: [0, 1, -1]',
      '"0", "-1" of "x" break its "minimum" "1"',
    ],
    [
      'logicalType: number, logicalTypeOptions: { exclusiveMaximum: 1 }, examples: [1]',
      '"1" of "x" break its "exclusiveMaximum" "1"',
    ],
    [
      "logicalType: date, logicalTypeOptions: { maximum: '2026-01-01' }, examples: ['2026-01-02']",
      '"2026-01-02" of "x" break its "maximum" "2026-01-01"',
    ],
    [
      'logicalType: string, logicalTypeOptions: { minLength: 2 }, examples: [a, 🦜]',
      '"a", "🦜" of "x" break its "minLength" "2"',
    ],
  ])('%s', async (property, expected) => {
    expect(await messages(exampleOutsideValues, property)).toEqual([
      `the examples ${expected}; correct the examples or the option`,
    ]);
  });

  it('names the allowed values', async () => {
    const property = 'logicalType: string, enum: [{ value: paid }, { value: open }], examples: [paid, sent]';
    expect(await messages(exampleOutsideValues, property)).toEqual([
      'the examples "sent" of "x" are none of the values that "enum" allows, which are "paid", "open"; correct the examples or add the values',
    ]);
  });

  it.each([
    ['text of a number', "logicalType: number, logicalTypeOptions: { minimum: 5 }, examples: ['1']"],
    [
      'a date in another form',
      "logicalType: date, logicalTypeOptions: { maximum: '2026-01-01' }, examples: [02/01/2026]",
    ],
    ['a character of two units', 'logicalType: string, logicalTypeOptions: { maxLength: 1 }, examples: [🦜]'],
    ['a placeholder', "logicalType: string, logicalTypeOptions: { maxLength: 2 }, examples: ['${COUNTRY}']"],
    ['nothing', 'logicalType: string, enum: [{ value: a }], examples: [null]'],
    ['items of an array', 'logicalType: array, enum: [{ value: a }], examples: [[b]]'],
    ['a pattern', "logicalType: string, logicalTypeOptions: { pattern: '^a$' }, examples: [b]"],
  ])('does not judge %s', async (_, property) => {
    expect(await messages(exampleOutsideValues, property)).toEqual([]);
  });
});

describe('spec/array-without-items', () => {
  it.each(['array', 'LIST', 'repeated', "''"])('a physical type %s names no element', async (physicalType) => {
    expect(await messages(arrayWithoutItems, `logicalType: array, physicalType: ${physicalType}`)).toHaveLength(1);
  });
  it.each(['"ARRAY<INT64>"', '"text[]"', 'jsonb', '_int4', '"array(varchar)"'])(
    'a physical type %s',
    async (physicalType) => {
      expect(await messages(arrayWithoutItems, `logicalType: array, physicalType: ${physicalType}`)).toEqual([]);
    },
  );
});

describe('spec/empty-quality-rule', () => {
  it.each([
    ['type: text, name: totals', 1],
    ["type: text, description: ' '", 1],
    ['severity: error', 1],
    ['metric: nullValues, mustNotBe: null', 1],
    ['type: sql, query: select 1, mustBe: null', 1],
    ['name: totals, description: Totals are right.', 0],
    ['type: custom, engine: soda, implementation: checks', 0],
    ['metric: nullValues, mustBeLessThan: 1', 0],
  ])('%s', async (quality, count) => {
    expect(await messages(emptyQualityRule, `logicalType: string, quality: [{ ${quality} }]`)).toHaveLength(count);
  });

  it('leaves a rule with only a name to the reader in 3.0, which misses its "rule"', async () => {
    expect(await messages(emptyQualityRule, 'logicalType: string, quality: [{ name: a }]', 'v3.0.2')).toEqual([]);
  });
});

describe('spec/misplaced-metric', () => {
  it('says where the rule belongs', async () => {
    const property = 'logicalType: string, quality: [{ metric: rowCount, mustBe: 1 }]';
    expect(await messages(misplacedMetric, property)).toEqual([
      '"rowCount" counts the rows of a table, but stands at column "x"; move the rule to "quality" of the table',
    ]);
  });

  it.each([
    [
      'the items of an array',
      'logicalType: array, items: { logicalType: string, quality: [{ metric: rowCount, mustBe: 1 }] }',
    ],
    ['duplicates of a column', 'logicalType: string, quality: [{ metric: duplicateValues, mustBe: 0 }]'],
  ])('leaves %s alone', async (_, property) => {
    expect(await messages(misplacedMetric, property)).toEqual([]);
  });

  it.each([
    ['nullValues', '', 1],
    ['nullValues', ', arguments: { properties: [x] }', 0],
    ['duplicateValues', '', 0],
    ['rowCount', '', 0],
  ])('%s%s at a table', async (metric, rest, count) => {
    const quality = `    quality: [{ metric: ${metric}${rest}, mustBe: 0 }]\n`;
    const text = contractOf('      - { name: x, logicalType: string }', { rest: quality });
    expect(await lintContract(misplacedMetric, text)).toHaveLength(count);
  });
});

describe('spec/key-position-without-key', () => {
  it.each([
    [
      'primaryKeyPosition: 1',
      ['"x" has "primaryKeyPosition: 1" but not "primaryKey: true"; add it, or remove the position'],
    ],
    [
      'partitionKeyPosition: 2',
      ['"x" has "partitionKeyPosition: 2" but not "partitioned: true"; add it, or remove the position'],
    ],
    ['primaryKey: true, primaryKeyPosition: 1', []],
    ['primaryKeyPosition: 0', []],
    ['primaryKeyPosition: -1', []],
  ])('%s', async (property, expected) => {
    expect(await messages(keyPositionWithoutKey, `logicalType: string, ${property}`)).toEqual(expected);
  });
});
