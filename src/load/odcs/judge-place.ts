import { entryOf, itemsOf, toJson, valueOf } from '../document.ts';
import type { Place } from './elements.ts';
import { judgeLogicalType } from './logical-type-options.ts';
import { addMissing, addMistake, addTooNew, quotable, type Reading } from './mistakes.ts';
import { judgeQuality } from './quality.ts';
import { judgeRelationship } from './references.ts';
import { judgeServer } from './servers.ts';
import {
  hasKey,
  isAtLeast,
  isOpen,
  isWithin,
  keySince,
  requiredKeys,
  teamObjectSince,
  valuesSince,
} from './version-gates.ts';

/** Judges what the schema cannot say of one mapping: what its version knows and needs, and what depends on its kind. */
export function judgePlace(reading: Reading, place: Place): void {
  judgeKeys(reading, place);
  judgeRequired(reading, place);
  judgeValues(reading, place);
  judgeKind(reading, place);
}

/** Whether a key of a place is judged at all: not where the version of the file does not know it. */
export function isJudged(reading: Reading, place: Place, key: string): boolean {
  if (place.element === 'contract' && key === 'team' && isTeamTooNew(reading, place)) return false;
  return hasKey(place.element, key, reading.version);
}

function judgeKeys(reading: Reading, place: Place): void {
  if (isAtLeast(reading.version, 'v3.2.0') || isOpen(place.element, reading.version)) return;
  for (const { key, keyAt } of place.node.entries) {
    const since = keySince(place.element, key);
    if (since !== undefined && !isAtLeast(reading.version, since))
      addTooNew(reading, { place, key, at: keyAt, what: key, since });
  }
}

function judgeRequired(reading: Reading, place: Place): void {
  for (const required of requiredKeys) {
    if (required.element !== place.element || !isWithin(reading.version, required)) continue;
    // The schema asks for what the newest version requires; only what it no longer requires is missed here.
    const isGone = required.until !== undefined;
    if (isGone && entryOf(place.node, required.key) === undefined) addMissing(reading, place, required.key);
  }
}

function judgeValues(reading: Reading, place: Place): void {
  for (const [key, values] of Object.entries(valuesSince[place.element] ?? {})) {
    const node = valueOf(place.node, key);
    const what = node?.kind === 'scalar' ? String(node.value) : '';
    const since = Object.hasOwn(values, what) ? values[what] : undefined;
    if (node === undefined || since === undefined || isAtLeast(reading.version, since)) continue;
    addTooNew(reading, { place, key, at: node.at, what, since });
  }
}

function judgeKind(reading: Reading, place: Place): void {
  switch (place.element) {
    case 'contract':
      judgeTeam(reading, place);
      break;
    case 'server':
      judgeServer(reading, place);
      break;
    case 'quality':
      judgeQuality(reading, place);
      break;
    case 'relationship':
      judgeRelationship(reading, place);
      break;
    case 'property':
    case 'item':
      judgeLogicalType(reading, place);
      if (isJudged(reading, place, 'enum')) judgeEnum(reading, place);
      break;
    default:
  }
}

function isTeamTooNew(reading: Reading, place: Place): boolean {
  return !isAtLeast(reading.version, teamObjectSince) && valueOf(place.node, 'team')?.kind === 'map';
}

function judgeTeam(reading: Reading, place: Place): void {
  const team = entryOf(place.node, 'team');
  if (team === undefined || !isTeamTooNew(reading, place)) return;
  addTooNew(reading, { place, key: 'team', at: team.keyAt, what: 'team.members', since: teamObjectSince });
}

/** No entry of `enum` may be written twice. */
function judgeEnum(reading: Reading, place: Place): void {
  const seen = new Set<string>();
  for (const item of itemsOf(valueOf(place.node, 'enum'))) {
    const text = JSON.stringify(toJson(item));
    if (seen.has(text)) {
      const value = valueOf(item, 'value');
      const shown = value?.kind === 'scalar' ? String(value.value) : text;
      const at = value?.at ?? item.at;
      addMistake(reading, {
        place,
        key: 'enum',
        keyword: `twice:${shown}`,
        at,
        message: 'value-twice',
        values: { value: quotable(shown) },
      });
    }
    seen.add(text);
  }
}
