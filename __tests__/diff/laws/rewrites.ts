import * as fc from 'fast-check';
import { Document, visit } from 'yaml';
import type { Json } from '../../../src/model/contract.ts';
import { type Fields, isFields, itemsOf } from './documents.ts';

/** Lists whose order says something, and values that are compared as they are written. */
const ordered = new Set([
  'from',
  'to',
  'mustBeBetween',
  'mustNotBeBetween',
  'context',
  'implementation',
  'value',
  'arguments',
]);

/** The same document with its unordered lists and the keys of its mappings in another order. */
export function reordered<T extends Json>(value: T, random: () => number, kept: ReadonlySet<string> = ordered): T {
  const inner = (each: Json): Json => reordered(each, random, kept);
  const result: Json = Array.isArray(value)
    ? shuffled(itemsOf(value).map(inner), random)
    : isFields(value)
      ? Object.fromEntries(
          shuffled(Object.entries(value), random).map(([key, each]) => [key, kept.has(key) ? each : inner(each)]),
        )
      : value;
  // A mapping stays a mapping and a list a list.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return result as T;
}

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ways to write the same document as YAML: flow or block, quotes, comments, anchors, JSON. */
export const styles: fc.Arbitrary<(document: Fields) => string> = fc
  .record({
    flow: fc.boolean(),
    quotes: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
    comments: fc.boolean(),
    anchors: fc.boolean(),
    json: fc.boolean(),
    indent: fc.constantFrom(2, 4),
  })
  .map(({ flow, quotes, comments, anchors, json, indent }) => (document): string => {
    if (json) return JSON.stringify(document, null, indent);
    const yaml = new Document(document, { aliasDuplicateObjects: anchors });
    if (flow || comments) {
      visit(yaml, {
        Map(_key, node, path) {
          if (flow && path.length > 4) node.flow = true;
          if (comments && !flow) node.comment = ' a word';
        },
      });
    }
    return yaml.toString({ indent, defaultStringType: quotes, lineWidth: 0 });
  });

/** One thing of a property that can be said in two ways: from one to the other, where the property says it so. */
type Rewrite = (property: Fields) => Fields;

function addRule(property: Fields, rule: Fields): Fields {
  return { ...property, quality: [...itemsOf(property['quality']), rule] };
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== key));
}

function optionsOf(property: Fields): Fields {
  const options = property['logicalTypeOptions'];
  return isFields(options) ? options : {};
}

const withOptions = (property: Fields, more: Fields): Fields => ({
  ...property,
  logicalTypeOptions: { ...optionsOf(property), ...more },
});

const aliases: { readonly [type: string]: string } = {
  'varchar(20)': 'Character Varying( 20 )',
  int: 'int4',
  bigint: 'BIGINT',
  'decimal(10,2)': 'numeric(10,2)',
  timestamp: 'timestamp without time zone',
  bool: 'boolean',
  text: 'varchar',
};

/** Every re-expression of a property that is no change. */
const rewrites: { readonly [name: string]: Rewrite } = {
  'required as nullValues': (property) =>
    property['required'] === true
      ? addRule(without(property, 'required'), { metric: 'nullValues', mustBe: 0 })
      : property,
  'unique as duplicateValues': (property) =>
    property['unique'] === true
      ? addRule(without(property, 'unique'), { metric: 'duplicateValues', mustBeLessThan: 1, unit: 'rows' })
      : property,
  'required twice': (property) =>
    property['required'] === true ? addRule(property, { metric: 'nullValues', mustBe: 0, unit: 'percent' }) : property,
  'required where the primary key implies it': (property) =>
    property['primaryKey'] === true ? { ...property, required: true } : property,
  'pattern as invalidValues': (property) => {
    const { pattern, ...others } = optionsOf(property);
    if (
      pattern === undefined ||
      itemsOf(property['quality']).some((rule) => isFields(rule) && rule['metric'] === 'invalidValues')
    )
      return property;
    return addRule(
      { ...property, logicalTypeOptions: others },
      { metric: 'invalidValues', arguments: { pattern }, mustBe: 0 },
    );
  },
  'enum as validValues': (property) => {
    const values = itemsOf(property['enum']);
    const isBare = values.length > 0 && values.every((each) => isFields(each) && Object.keys(each).length === 1);
    if (!isBare) return property;
    const validValues = values.map((each) => (isFields(each) ? (each['value'] ?? null) : each));
    return addRule(without(property, 'enum'), { metric: 'invalidValues', arguments: { validValues }, mustBe: 0 });
  },
  'aliases of types': (property) => {
    const alias = aliases[JSON.stringify(property['physicalType'] ?? '').slice(1, -1)];
    return alias === undefined ? property : { ...property, physicalType: alias };
  },
  'exclusive bounds of whole numbers': (property) => {
    const { minimum, ...others } = optionsOf(property);
    if (property['logicalType'] !== 'integer' || typeof minimum !== 'number' || 'exclusiveMinimum' in others)
      return property;
    return { ...property, logicalTypeOptions: { ...others, exclusiveMinimum: minimum - 1 } };
  },
  'lower bounds that everything keeps': (property) =>
    property['logicalType'] === 'string' && !('minLength' in optionsOf(property))
      ? withOptions(property, { minLength: 0 })
      : property,
  defaults: (property) =>
    property['logicalType'] === 'timestamp' && !('timezone' in optionsOf(property))
      ? withOptions(property, { timezone: false })
      : property,
  'absent switches': (property) => ({
    required: false,
    unique: false,
    deprecated: false,
    partitioned: false,
    ...property,
  }),
  'column is what a property is': (property) => ({ semanticType: 'column', ...property }),
  'the physical name that it has anyway': (property) => ({ physicalName: property['name'] ?? null, ...property }),
};

/** A document with some of its properties said in other words. */
export function reexpressed(document: Fields, random: () => number): Fields {
  const objects = itemsOf(document['schema']).map((object) => {
    if (!isFields(object)) return object;
    const properties = itemsOf(object['properties']).map((property) =>
      isFields(property)
        ? Object.values(rewrites).reduce((each, rewrite) => (random() < 0.5 ? rewrite(each) : each), property)
        : property,
    );
    return { ...object, properties };
  });
  return { ...document, schema: objects, slaProperties: itemsOf(document['slaProperties']).map(inHours) };
}

function inHours(level: Json): Json {
  return isFields(level) && level['unit'] === 'd' ? { ...level, value: Number(level['value']) * 24, unit: 'h' } : level;
}
