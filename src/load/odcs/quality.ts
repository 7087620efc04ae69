import { qualityOperators } from '../../model/contract.ts';
import { entryOf, textOf, valueOf } from '../document.ts';
import type { Place } from './elements.ts';
import { type Field, type FieldType, judgeFields } from './fields.ts';
import { addMistake, listed, type Reading } from './mistakes.ts';
import { isAtLeast, isOpen } from './version-gates.ts';

/** Keys of every quality rule, whatever its kind. */
const commonKeys = [
  'authoritativeDefinitions',
  'businessImpact',
  'customProperties',
  'description',
  'dimension',
  'id',
  'method',
  'name',
  'schedule',
  'scheduler',
  'severity',
  'tags',
  'type',
  'unit',
];

/** What library rules of 3.1.0 and later measure. */
const metrics = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount'] as const;

const since31 = { since: 'v3.1.0' } as const;
const before31 = { until: 'v3.1.0' } as const;

const operators: readonly Field[] = qualityOperators.map((key) => ({ key, type: operatorType(key) }));

function operatorType(operator: (typeof qualityOperators)[number]): FieldType {
  if (operator === 'mustBe' || operator === 'mustNotBe') return 'any';
  return operator.endsWith('Between') ? 'pair' : 'number';
}

const library: readonly Field[] = [
  { key: 'metric', type: 'string', values: metrics, ...since31, required: {} },
  { key: 'rule', type: 'string', required: before31 },
  { key: 'arguments', type: 'object', ...since31 },
  ...operators,
];
/** Operators of sql rules are the standard's since 3.1.0; before, any key could stand. */
const sql: readonly Field[] = [
  { key: 'query', type: 'string', required: {} },
  ...operators.map((field) => ({ ...field, ...since31 })),
];
const custom: readonly Field[] = [
  { key: 'engine', type: 'string', required: {} },
  { key: 'implementation', type: 'object|string', required: {} },
];

/** Judges the keys of a quality rule by its kind. */
export function judgeQuality(reading: Reading, place: Place): void {
  const type = textOf(valueOf(place.node, 'type'));
  // An unknown kind is one mistake already; its keys cannot be judged.
  if (entryOf(place.node, 'type') !== undefined && !['text', 'library', 'sql', 'custom'].includes(type ?? '')) return;
  const hasOldName = isOldName(reading, place);
  const isLibrary = type === 'library' || hasOldName || hasLibraryKeys(reading, place, type);
  if (hasOldName) addOldName(reading, place);
  const fields = [
    ...(isLibrary ? libraryFields(hasOldName) : []),
    ...(type === 'sql' ? sql : []),
    ...(type === 'custom' ? custom : []),
  ];
  const open = isOpen('quality', reading.version);
  const kindless = type === undefined && fields.length === 0 && !open ? keysOfKinds(place) : [];
  if (kindless.length > 0) {
    const values = { found: listed(kindless) };
    addMistake(reading, {
      place,
      key: 'type',
      keyword: 'no-kind',
      at: place.at,
      message: 'quality-without-kind',
      values,
    });
  }
  judgeFields(reading, { place, node: place.node, fields, others: [...commonKeys, ...kindless], open });
  if (isLibrary || type === 'sql') judgeOperators(reading, place);
}

/** Without a `type`, 3.0 takes every rule for a library rule; later versions take what has a metric, whatever its type. */
function hasLibraryKeys(reading: Reading, place: Place, type: string | undefined): boolean {
  return isAtLeast(reading.version, 'v3.1.0')
    ? textOf(valueOf(place.node, 'metric')) !== undefined
    : type === undefined;
}

/** Whether a library rule still calls its metric `rule`, as 3.0 did. */
function isOldName(reading: Reading, place: Place): boolean {
  const type = textOf(valueOf(place.node, 'type'));
  if (!isAtLeast(reading.version, 'v3.1.0') || (type !== undefined && type !== 'library')) return false;
  return entryOf(place.node, 'rule') !== undefined && entryOf(place.node, 'metric') === undefined;
}

function addOldName(reading: Reading, place: Place): void {
  const at = entryOf(place.node, 'rule')?.keyAt ?? place.at;
  const replacement = { at, value: 'rule', text: 'metric', quotes: 'keep' } as const;
  addMistake(reading, { place, key: 'rule', keyword: 'old-name', at, message: 'rule-is-metric', replacement });
}

function libraryFields(hasOldName: boolean): readonly Field[] {
  return hasOldName ? library.filter((field) => field.key !== 'metric') : library;
}

/** Keys that only rules of some kind have. */
function keysOfKinds(place: Place): readonly string[] {
  const known = new Set([...library, ...sql, ...custom].map((field) => field.key));
  return place.node.entries.map((entry) => entry.key).filter((key) => known.has(key));
}

/** Since 3.1.0 a rule that measures has exactly one operator. */
function judgeOperators(reading: Reading, place: Place): void {
  if (!isAtLeast(reading.version, 'v3.1.0')) return;
  const names: readonly string[] = qualityOperators;
  const found = place.node.entries.filter((entry) => names.includes(entry.key));
  const [, second] = found;
  if (second !== undefined) {
    const values = { found: listed(found.map((entry) => entry.key)) };
    addMistake(reading, { place, keyword: 'operators', at: second.keyAt, message: 'several-operators', values });
  }
  if (found.length > 0 || place.node.entries.some((entry) => isNearOperator(entry.key))) return;
  addMistake(reading, {
    place,
    keyword: 'operators',
    at: place.at,
    message: 'no-operator',
    values: { allowed: listed(names) },
  });
}

/** An operator with a slip in its name is reported as an unknown key; that it is also missing would be the same mistake. */
function isNearOperator(key: string): boolean {
  return /^must/i.test(key);
}
