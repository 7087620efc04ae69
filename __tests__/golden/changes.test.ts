import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Location } from '../../src/model/location.ts';
import { changesBetween, type Fields, load, loadText, mistakesOf, textOf } from '../diff/laws/documents.ts';
import { type Edit, singleEdits } from '../diff/laws/edits.ts';
import { fullContracts } from '../diff/laws/full-contract.ts';
import { editText } from '../diff/laws/silences.ts';

/**
 * What every single edit of a contract that says everything is called: kind, values, relation, traits and places, in both
 * directions of time. One file per part of the standard; `npx vitest run __tests__/golden/changes.test.ts -u` writes them anew.
 */
describe('what every single edit of a contract is', () => {
  it.each(Object.entries(fullContracts))('%s', async (part, document) => {
    const lines = casesOf(part, document).flatMap(editLines);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'changes', `${part}.txt`));
  });
});

/** A contract before and after one edit. */
interface Case {
  readonly base: Contract;
  readonly head: Contract;
  readonly edit: Edit;
}

const known = new Map<string, readonly Case[]>();

/** Read once: reading takes most of the time, and `npm run mutate`, which breaks the comparison only, asks many times. */
function casesOf(part: string, document: Fields): readonly Case[] {
  const cases = known.get(part) ?? readCases(document);
  known.set(part, cases);
  return cases;
}

function readCases(document: Fields): readonly Case[] {
  const base = load(document);
  return singleEdits(document).flatMap((edit) => {
    const text = textOf(edit.apply(document));
    return mistakesOf(text).length > 0 ? [] : [{ base, head: loadText(text), edit }];
  });
}

/** Compares copies, so that nothing a comparison keeps about a contract is left for the next one. */
function editLines({ base, head, edit }: Case): readonly string[] {
  const [there, back] = [changesBetween({ ...base }, { ...head }), changesBetween({ ...head }, { ...base })];
  return [`# ${editText(edit)}`, ...told('+', there), ...told('-', back)];
}

/** More than these of one edit are told by their kinds. */
const mostTold = 3;

function told(sign: string, changes: readonly Change[]): readonly string[] {
  const lines = changes.slice(0, mostTold).map((change) => `${sign} ${changeText(change)}`);
  const rest = changes.slice(mostTold).map(({ kind, relation = '' }) => `${kind} ${relation}`.trim());
  const counted = [...new Set(rest)].map((text) => `${rest.filter((each) => each === text).length} ${text}`);
  return rest.length === 0 ? lines : [...lines, `${sign} … ${counted.join(', ')}`];
}

function changeText(change: Change): string {
  const { kind, subject, contract: _, direction: _direction, before, after, at, baseAt, ...rest } = change;
  const values = [before, after].map((value) => shorten(JSON.stringify(value) ?? '-')).join(' => ');
  const more = Object.entries(rest).map(([name, value]) => ` ${name}=${shorten(JSON.stringify(value))}`);
  return `${kind} ${subject.slice(subject.indexOf('/') + 1)} ${values}${more.join('')} @${placeText(at)} ${baseAt === undefined ? '-' : placeText(baseAt)}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function placeText({ line, column, endLine, endColumn }: Location): string {
  return endLine === undefined ? `${line}:${column}` : `${line}:${column}-${endLine}:${endColumn}`;
}
