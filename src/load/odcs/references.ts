import { type DocumentNode, entryOf, itemsOf, textOf, valueOf } from '../document.ts';
import type { Place } from './elements.ts';
import { addMissing, addMistake, quotable, type Reading } from './mistakes.ts';
import { isAtLeast } from './version-gates.ts';

/** Judges the two ends of a relationship. On a property only `to` is written: the property itself is the other end. */
export function judgeRelationship(reading: Reading, place: Place): void {
  judgeEnd(reading, place, 'to');
  judgeEnd(reading, place, 'from');
  const from = entryOf(place.node, 'from');
  const isOfObject = place.parent?.element === 'object';
  if (!isOfObject) {
    if (from !== undefined)
      addMistake(reading, { place, key: 'from', keyword: 'misplaced', at: from.keyAt, message: 'from-on-property' });
    return;
  }
  if (from === undefined) addMissing(reading, place, 'from');
  const to = valueOf(place.node, 'to');
  if (from === undefined || to === undefined || from.value.kind === to.kind) return;
  addMistake(reading, { place, key: 'to', keyword: 'ends', at: to.at, message: 'ends-differ' });
}

function judgeEnd(reading: Reading, place: Place, key: 'from' | 'to'): void {
  const node = valueOf(place.node, key);
  if (node === undefined) return;
  for (const end of node.kind === 'list' ? itemsOf(node) : [node]) judgeReference(reading, place, { key, end });
}

function judgeReference(reading: Reading, place: Place, { key, end }: { key: string; end: DocumentNode }): void {
  const text = textOf(end);
  if (text === undefined || isReference(text, reading)) return;
  addMistake(reading, {
    place,
    key,
    keyword: 'reference',
    at: end.at,
    message: 'not-a-reference',
    values: { value: quotable(text) },
  });
}

/** `object.property`, or the long form `[file.yaml#]/schema/<id>/properties/<id>`. */
function isReference(text: string, reading: Reading): boolean {
  return isShorthand(text, reading) || isFullyQualified(text, reading);
}

/** Two names; since 3.2.0 also more than two, for nested properties, and with hyphens. */
function isShorthand(text: string, reading: Reading): boolean {
  const segments = text.split('.');
  if (!isAtLeast(reading.version, 'v3.2.0'))
    return segments.length === 2 && segments.every((segment) => /^[A-Za-z_]\w*$/.test(segment));
  return segments.length >= 2 && segments.every((segment) => /^[A-Za-z_][\w-]*$/.test(segment));
}

function isFullyQualified(text: string, reading: Reading): boolean {
  const hash = text.indexOf('#');
  if (hash !== -1 && !isFileName(text.slice(0, hash), reading)) return false;
  const path = text.slice(hash + 1).replace(/^\//, '');
  const steps = path.split('/');
  return (
    steps.length % 2 === 0 && steps.every((step, index) => (index % 2 === 0 ? /^[A-Za-z_]\w*$/ : /^[\w-]+$/).test(step))
  );
}

/** Another contract's file: `.yaml`, since 3.2.0 also `.yml`. */
function isFileName(text: string, reading: Reading): boolean {
  const ending = isAtLeast(reading.version, 'v3.2.0') ? /[\w.\-/]\.ya?ml$/ : /[\w.\-/]\.yaml$/;
  return ending.test(text) && /^(?:https?:\/\/)?[\w.\-/]+$/.test(text);
}
