import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/model/edits.ts';
import type { Edit } from '../../src/model/finding.ts';
import type { Location } from '../../src/model/location.ts';
import type { Replacement } from '../../src/model/project.ts';
import type { RuleContext } from '../../src/model/rule.ts';
import { defineRule } from '../../src/rules/define-rule.ts';
import { placeOf, replaceValue, replaceWritten, writtenAt } from '../../src/rules/replace-text.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/product-canvas/vision.md';

/** What is told about a file that holds `text`, by somebody who asks as a rule does. */
async function inFile<Told>(text: string, ask: (context: RuleContext) => Told): Promise<Told | undefined> {
  const told: Told[] = [];
  const asker = defineRule({
    id: 'spec/asker',
    kind: 'lint',
    gate: 'lint',
    summary: '',
    why: '',
    severity: 'info',
    since: '0.1.0',
    examples: [],
    check: (context) => void told.push(ask(context)),
  });
  const { skipped } = await checkFiles({ head: { [path]: text }, rules: [asker] });
  expect(skipped).toEqual([]);
  return told.at(-1);
}

/** `1:7-12` is a place on one line, `1:7-2:3` one on two, `1:7` one whose end nobody knows. */
function at(place: string): Location {
  const [, line = '', column = '', , endLine = line, endColumn] = /^(\d+):(\d+)(-(?:(\d+):)?(\d+))?$/.exec(place) ?? [];
  const start = { path, line: Number(line), column: Number(column) };
  return endColumn === undefined ? start : { ...start, endLine: Number(endLine), endColumn: Number(endColumn) };
}

function applied(text: string, edit: Edit | undefined): string | undefined {
  return edit && applyEdits(text, [edit]);
}

describe('a value is replaced where it stands', () => {
  it.each([
    ['plain', 'name: total', '1:7-12', 'total', 'name: sum'],
    ['in double quotes', 'name: "total" # it', '1:7-14', 'total', 'name: "sum" # it'],
    ['in single quotes', "name: 'total'", '1:7-14', 'total', "name: 'sum'"],
    ['further down', 'a: b\n- { name: total }\n', '2:11-16', 'total', 'a: b\n- { name: sum }\n'],
  ])('%s', async (_, ...[text, place, value, expected]) => {
    const edit = await inFile(text, (context) => replaceValue(context, { value, at: at(place) }, 'sum'));
    expect(applied(text, edit)).toBe(expected);
  });

  it.each([
    ['an alias stands there', 'name: *it', '1:7-10', 'total'],
    ['it is written with escapes', 'name: "a\\tb"', '1:7-13', 'a\tb'],
    ['it goes on in the next line', 'name: total\n      of it', '1:7-2:12', 'total'],
    ['its end is not known', 'name: total', '1:7', 'total'],
    ['its end is not known, and it is empty', 'name:', '1:6', ''],
    ['the file has no such line', 'name: total', '9:7-12', 'total'],
  ])('not where %s', async (_, ...[text, place, value]) => {
    expect(await inFile(text, (context) => replaceValue(context, { value, at: at(place) }, 'sum'))).toBeUndefined();
  });

  it('not where there is no such file', async () => {
    const elsewhere = { ...at('1:7-12'), path: 'specs/product-canvas/mission.md' };
    const asked = await inFile('', (context) => [
      replaceValue(context, { value: 'total', at: elsewhere }, 'sum'),
      placeOf(context, elsewhere, 'total'),
      writtenAt(context, elsewhere),
    ]);
    expect(asked).toEqual([undefined, undefined, undefined]);
  });
});

/** A replacement whose place is given apart. */
type Written = Omit<Replacement, 'at'>;

describe('what is meant otherwise is written otherwise', () => {
  it.each<[string, string, Written, string, string]>([
    ['a value, whose quotes stay', 'a: "yes"', { quotes: 'keep', value: 'yes', text: 'no' }, '1:4-9', 'a: "no"'],
    ['quotes go', 'a: "true"', { quotes: 'drop', value: 'true', text: 'true' }, '1:4-10', 'a: true'],
    ['single quotes go', "a: '1'", { quotes: 'drop', value: '1', text: '1' }, '1:4-7', 'a: 1'],
    ['another word without quotes', 'a: yes', { quotes: 'drop', value: 'yes', text: 'true' }, '1:4-7', 'a: true'],
    ['a number that is text', 'a: 1.10', { quotes: 'add' }, '1:4-8', 'a: "1.10"'],
    ['a date that is text', 'a: 2026-01-01 # x', { quotes: 'add' }, '1:4-14', 'a: "2026-01-01" # x'],
  ])('%s', async (_, ...[text, replacement, place, expected]) => {
    const edit = await inFile(text, (context) => replaceWritten(context, { ...replacement, at: at(place) }));
    expect(applied(text, edit)).toBe(expected);
  });

  it.each<[string, string, Written, string]>([
    ['the value is not known', 'a: yes', { quotes: 'keep', text: 'no' }, '1:4-7'],
    ['another value stands there', 'a: *yes', { quotes: 'drop', value: 'yes', text: 'true' }, '1:4-8'],
    ['no value was expected', 'a: undefined', { quotes: 'drop', text: 'true' }, '1:4-13'],
    ['there is nothing to write', 'a: yes', { quotes: 'drop', value: 'yes' }, '1:4-7'],
    ['quotes would not be enough: an end', 'a: 1.10"', { quotes: 'add' }, '1:4-9'],
    ['quotes would not be enough: a start', 'a: &x1.10', { quotes: 'add' }, '1:4-10'],
    ['its end is not known', 'a: 1.10', { quotes: 'add' }, '1:4'],
    ['it goes on', 'a: 1.10\n  2', { quotes: 'add' }, '1:4-2:8'],
    ['the file has no such line', 'a: 1.10', { quotes: 'add' }, '2:4-8'],
  ])('not where %s', async (_, ...[text, replacement, place]) => {
    expect(await inFile(text, (context) => replaceWritten(context, { ...replacement, at: at(place) }))).toBeUndefined();
  });
});

describe('the place of a word', () => {
  it.each([
    ['a line', 'sum total here', '1:1', '1:5-10'],
    ['a line of its own', 'total', '1:1', '1:1-6'],
    ['several lines', 'a\nb\n- total', '1:1-3:8', '3:3-8'],
    ['beside longer words', 'subtotal total_a a.total total/b total-c #total (total)', '1:1', '1:50-55'],
    ['after the start', 'total, total', '1:3', '1:8-13'],
    ['at the start', 'a, total', '1:4', '1:4-9'],
    ['in front of the end', 'total, total', '1:1-8', '1:1-6'],
    ['behind the column of the end, on a line above it', 'a\nb  total\nc total', '1:1-3:2', '2:4-9'],
    ['in front of the column of the start, on a line below it', 'total  total x\ntotal', '1:14-2:9', '2:1-6'],
  ])('in %s', async (_, ...[text, within, expected]) => {
    const place = await inFile(text, (context) => placeOf(context, at(within), 'total'));
    expect(place).toEqual({ ...at(expected) });
  });

  it.each([
    ['it is not there', 'sum', '1:1'],
    ['it is there twice', 'total total', '1:1'],
    ['it is only further down', 'sum\ntotal', '1:1'],
    ['it is only behind the end', 'sum\nof total', '1:1-2:3'],
  ])('nowhere: %s', async (_, text, within) => {
    expect(await inFile(text, (context) => placeOf(context, at(within), 'total'))).toBeUndefined();
  });
});
