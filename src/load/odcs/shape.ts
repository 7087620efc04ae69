import { elementKeys, type ShapeError, validate } from '../../generated/odcs-validator.js';

import { type DocumentNode, entriesOf, itemsOf, type MapEntry, type MapNode, toJson } from '../document.ts';
import { type Element, type Place, placesOfKey } from './elements.ts';
import { isJudged } from './judge-place.ts';
import {
  addMissing,
  addMistake,
  addNotAllowed,
  addUnknownKey,
  addWrongType,
  quotable,
  type Reading,
} from './mistakes.ts';
import { serverTypesOf } from './servers.ts';
import { hasKey, isAtLeast, isOpen, isWithin, requiredKeys, valuesSince } from './version-gates.ts';

/** Judges a contract by the schema of the newest version, and leaves out what the file's own version does not ask for. */
export function judgeShape(reading: Reading, contract: Place): void {
  if (validate(toJson(contract.node))) return;
  const index = new Map<MapNode, Map<string, MapEntry>>();
  for (const error of validate.errors ?? []) {
    const target = findTarget(reading, { contract, index, pointer: error.instancePath });
    if (target !== undefined) judgeError(reading, { error, target, index });
  }
}

/** What an error of the schema is about: a place, and the key of it that holds the wrong value, if it is not the place as a whole. */
interface Target {
  readonly place: Place;
  readonly key?: string;
  readonly node: DocumentNode;
}

interface Search {
  readonly contract: Place;
  readonly index: Map<MapNode, Map<string, MapEntry>>;
  readonly pointer: string;
}

/** Follows a JSON pointer; an item of a list is called `tags[0]`; undefined where it leads through something that the file's version does not judge. */
function findTarget(reading: Reading, { contract, index, pointer }: Search): Target | undefined {
  let place = contract;
  let node: DocumentNode = contract.node;
  let key: string | undefined;
  let item = '';
  for (const token of pointer.split('/').slice(1)) {
    const step = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: DocumentNode | undefined =
      node.kind === 'map' ? keyIndex(node, index).get(step)?.value : itemsOf(node)[Number(step)];
    if (next === undefined) return undefined;
    if (node === place.node) {
      if (!isJudged(reading, place, step)) return undefined;
      key = step;
      item = '';
    } else if (node.kind === 'list') item += `[${step}]`;
    node = next;
    const inner = key === undefined ? undefined : placeOf(place, key, node);
    if (inner !== undefined) {
      place = inner;
      key = undefined;
    }
  }
  return { place, node, ...(key === undefined ? {} : { key: `${key}${item}` }) };
}

const placesByNode = new WeakMap<MapNode, Map<string, ReadonlyMap<DocumentNode, Place>>>();

/** The place that `node` is under a key; remembered, since a long list may hold many mistakes. */
function placeOf(parent: Place, key: string, node: DocumentNode): Place | undefined {
  if (node.kind !== 'map') return undefined;
  const known = placesByNode.get(parent.node) ?? new Map<string, ReadonlyMap<DocumentNode, Place>>();
  placesByNode.set(parent.node, known);
  let places = known.get(key);
  if (places === undefined) {
    places = new Map(placesOfKey(parent, key).map((place) => [place.node, place]));
    known.set(key, places);
  }
  return places.get(node);
}

/** The entries of a mapping by key; the last one where a key is written twice. */
function keyIndex(node: MapNode, index: Map<MapNode, Map<string, MapEntry>>): Map<string, MapEntry> {
  const known = index.get(node);
  if (known !== undefined) return known;
  const entries = new Map(entriesOf(node).map((entry) => [entry.key, entry]));
  index.set(node, entries);
  return entries;
}

interface Judged {
  readonly error: ShapeError;
  readonly target: Target;
  readonly index: Search['index'];
}

function judgeError(reading: Reading, judged: Judged): void {
  const { error, target } = judged;
  const { place, node } = target;
  const key = target.key ?? place.key;
  switch (error.keyword) {
    case 'required':
      judgeRequired(reading, place, String(error.params['missingProperty']));
      break;
    case 'additionalProperties':
      judgeUnknown(reading, judged, String(error.params['additionalProperty']));
      break;
    case 'type':
      judgeType(reading, target, error);
      break;
    case 'enum':
      addNotAllowed(reading, { place, key, node, allowed: allowedValues(reading, place, { key, error }) });
      break;
    case 'pattern':
      addMistake(reading, {
        place,
        key,
        keyword: 'pattern',
        at: node.at,
        message: 'not-an-id',
        values: { value: shown(node) },
      });
      break;
    case 'format':
      addMistake(reading, {
        place,
        key,
        keyword: 'format',
        at: node.at,
        message: `not-a-${String(error.params['format'])}`,
        values: { value: shown(node) },
      });
      break;
    case 'minItems':
      addMistake(reading, { place, key, keyword: 'minItems', at: node.at, message: 'empty-list' });
      break;
    default:
      // A keyword that the schema gained without a message of its own is still a mistake.
      addMistake(reading, {
        place,
        key,
        keyword: error.keyword,
        at: node.at,
        message: 'wrong-shape',
        values: { keyword: error.keyword },
      });
  }
}

function judgeRequired(reading: Reading, place: Place, key: string): void {
  const span = requiredKeys.find((each) => each.element === place.element && each.key === key);
  if (span === undefined || isWithin(reading.version, span)) addMissing(reading, place, key);
}

function judgeUnknown(reading: Reading, { target, index }: Judged, key: string): void {
  const { place, node } = target;
  if (isOpen(place.element, reading.version) || node.kind !== 'map') return;
  const at = keyIndex(node, index).get(key)?.keyAt ?? place.at;
  addUnknownKey(reading, { place, key, at, known: knownKeys(reading, place.element) });
}

/** The keys of an element in a version. */
function knownKeys(reading: Reading, element: Element): readonly string[] {
  return (elementKeys[element] ?? []).filter((key) => hasKey(element, key, reading.version)).toSorted();
}

function judgeType(reading: Reading, { place, key, node }: Target, error: ShapeError): void {
  const { type } = error.params;
  const expected = Array.isArray(type) ? type.join('|') : String(type);
  addWrongType(reading, { place, key: key ?? place.key, node, expected });
}

/** The members of a closed set that the file's version knows. */
function allowedValues(
  reading: Reading,
  place: Place,
  { key, error }: { key: string; error: ShapeError },
): readonly string[] {
  if (place.element === 'server' && key === 'type') return serverTypesOf(reading.version);
  const since = valuesSince[place.element]?.[key] ?? {};
  const given = error.params['allowedValues'];
  const all = Array.isArray(given) ? given.map(String) : [];
  return all.filter((value) => isAtLeast(reading.version, since[value] ?? reading.version));
}

function shown(node: DocumentNode): string {
  return node.kind === 'scalar' ? quotable(String(node.value)) : '';
}
