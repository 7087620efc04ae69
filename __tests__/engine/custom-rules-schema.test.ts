import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationOf } from '../../src/load/custom-rules/violation-of.ts';
import type { Json } from '../../src/model/contract.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it fixes the seed
import '../support/property-tests.ts';

const keys = fc.constantFrom('name', 'tags', 'a', 'b');
/** Few values, so that schemas and values meet. */
const scalars = fc.constantFrom<Json>(null, true, false, 0, 1, 2.5, -1, '', 'a', 'ab', 'é', '😀');
const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const types = fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null');
const sizes = fc.integer({ min: 0, max: 3 });
const bounds = fc.constantFrom(-1, 0, 1, 2.5);
const schemas: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    fc.record(
      {
        type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
        const: values,
        enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 3 }),
        minimum: bounds,
        maximum: bounds,
        exclusiveMinimum: bounds,
        exclusiveMaximum: bounds,
        minLength: sizes,
        maxLength: sizes,
        pattern: fc.constantFrom('^a', 'b$', '^[a-z]+$', '.', '^$'),
        minItems: sizes,
        maxItems: sizes,
        uniqueItems: fc.boolean(),
        minProperties: sizes,
        maxProperties: sizes,
        items: tie('schema'),
        contains: tie('schema'),
        required: fc.uniqueArray(fc.constantFrom('name', 'a'), { maxLength: 2 }),
        properties: fc.dictionary(fc.constantFrom('name', 'tags', 'a'), tie('schema'), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        additionalProperties: tie('schema'),
        allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
        not: tie('schema'),
        if: tie('schema'),
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        then: tie('schema'),
        else: tie('schema'),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;

/** ajv compiles schemas to code, which the gate never does with a schema of a repository; here it tells what is right. */
function oracle(schema: Json, value: Json): boolean {
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schemas above are booleans and mappings
  return ajv.validate(schema as boolean | object, value);
}

describe('our subset of JSON Schema', () => {
  it('judges as ajv does', () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        const isValid = oracle(schema, value);
        seen[isValid ? 'valid' : 'invalid'] += 1;
        expect(violationOf(schema, value) === undefined).toBe(isValid);
      }),
      { numRuns: 400 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(60);
  });

  it.each<[string, Json, Json, readonly string[] | undefined]>([
    ['the whole value where a key is missing', { required: ['a'] }, { b: 1 }, []],
    ['a key', { properties: { a: { type: 'string' } } }, { a: 1 }, ['a']],
    ['an item of a list', { properties: { a: { items: { minimum: 1 } } } }, { a: [1, 0] }, ['a', '1']],
    ['a key that is not allowed', { properties: { a: true }, additionalProperties: false }, { a: 1, b: 2 }, ['b']],
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    ['what a branch asks', { if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 }, []],
    ['nothing', { anyOf: [{ type: 'string' }, { type: 'null' }] }, null, undefined],
    ['equal maps in another order', { const: { a: 1, b: [2] } }, { b: [2], a: 1 }, undefined],
  ])('points at %s', (...[, schema, value, place]) => {
    expect(violationOf(schema, value)).toEqual(place);
  });

  it('matches patterns in linear time', () => {
    const started = process.hrtime.bigint();
    expect(violationOf({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toEqual([]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2000);
  });
});
