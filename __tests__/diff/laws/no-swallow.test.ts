import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { Contract } from '../../../src/model/contract.ts';
import {
  changesBetween,
  type Fields,
  load,
  mistakesOf,
  type Path,
  pathsOf,
  textOf,
  valueAt,
  withValue,
} from './documents.ts';
import { type Edit, fieldOf, singleEdits } from './edits.ts';
import { fullContracts } from './full-contract.ts';
import { editText, silences } from './silences.ts';

/** An edit with what the reader makes of the document after it; undefined where that is no contract. */
interface Made {
  readonly edit: Edit;
  readonly part: string;
  readonly base: Contract;
  readonly head: Contract | undefined;
  readonly changes: readonly Change[];
}

const made: readonly Made[] = Object.entries(fullContracts).flatMap(([part, document]) => {
  const base = load(document);
  return singleEdits(document).map((edit): Made => {
    const head = loaded(edit.apply(document));
    return { edit, part, base, head, changes: head === undefined ? [] : changesBetween(base, head) };
  });
});

const edited = made.filter(({ head }) => head !== undefined);
const silent = edited.filter(({ changes }) => changes.length === 0);
const loud = edited.filter(({ changes }) => changes.length > 0);

describe('the contracts of the laws', () => {
  it.each(Object.entries(fullContracts))('%s is without mistakes', (_part, document) => {
    expect(mistakesOf(textOf(document))).toEqual([]);
  });

  it('say something with every key of the standard', () => {
    const said = new Set(
      Object.values(fullContracts).flatMap((each) => pathsOf(each).map((path) => String(path.at(-1)))),
    );
    const missing = schemaKeys().filter((key) => !said.has(key));
    // Former spellings of 3.0: `rule` of metric, `staging_dir` of stagingDir.
    expect(missing).toEqual(['rule', 'staging_dir']);
  });
});

describe('a single edit', () => {
  it('gives a change, or is silent for a reason', () => {
    const unexplained = silent.filter(({ edit }) => !silences.some((each) => each.edit.test(editText(edit))));
    expect(unexplained.map(({ part, edit }) => `${part}: ${editText(edit)}`)).toEqual([]);
    expect(loud.length).toBeGreaterThan(1000);
  });

  it('leaves no reason for a silence that there is not', () => {
    const texts = silent.map(({ edit }) => editText(edit));
    expect(silences.filter((each) => !texts.some((text) => each.edit.test(text))).map(({ why }) => why)).toEqual([]);
  });

  it('gives a change the other way round exactly where it gives one', () => {
    const oneWay = edited.filter(
      ({ base, head, changes }) =>
        head !== undefined && (changesBetween(head, base).length === 0) !== (changes.length === 0),
    );
    expect(oneWay.map(({ part, edit }) => `${part}: ${editText(edit)}`)).toEqual([]);
  });

  it('says what it was and is where it changes a value, and never the same twice', () => {
    const pointless = loud.filter(({ changes }) =>
      changes.some((each) => each.kind === 'physicalType.changed' && each.before === each.after),
    );
    expect(pointless.map(({ part, edit }) => `${part}: ${editText(edit)}`)).toEqual([]);
  });
});

describe('two edits at once', () => {
  it('tell all that each of them tells', () => {
    const values = loud.filter(({ edit }) => edit.what === 'changed' && !names.test(edit.field));
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        const first = values[one % values.length];
        const mates = values.filter(({ part, edit }) => part === first?.part && isApart(edit.path, first.edit.path));
        const second = mates[other % mates.length];
        if (first === undefined || second === undefined) return;
        const document = fullContracts[first.part] ?? {};
        const head = load(second.edit.apply(first.edit.apply(document)));
        const changes = changesBetween(first.base, head);
        const told = new Set([...changes.map(topicOf), ...changes.flatMap(toldWith)]);
        const wanted = [...first.changes, ...second.changes]
          .filter((each) => !isInsideOtherShape(each, changes) && !isOfConstraint(each, changes))
          .map(topicOf);
        expect(
          wanted.filter((topic) => !told.has(topic)),
          `${editText(first.edit)} and ${editText(second.edit)}`,
        ).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('never cancel each other, whatever they are', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        const first = loud[one % loud.length];
        const mates = loud.filter(({ part, edit }) => part === first?.part && isApart(edit.path, first.edit.path));
        const second = mates[other % mates.length];
        if (first === undefined || second === undefined) return;
        const [before, after] = inOrder(first.edit, second.edit);
        const head = loaded(after.apply(before.apply(fullContracts[first.part] ?? {})));
        if (head === undefined) return;
        expect(changesBetween(first.base, head).length, `${editText(before)} and ${editText(after)}`).toBeGreaterThan(
          0,
        );
      }),
      { numRuns: 400 },
    );
  });
});

describe('names that are written twice', () => {
  const items = Object.entries(fullContracts).flatMap(([part, document]) =>
    pathsOf(document)
      .filter((path) => typeof path.at(-1) === 'number' && !sets.test(`${part} ${fieldOf(path)}`))
      .map((path) => ({ part, document, path })),
  );

  it('swallow no edit of either', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.boolean(), (one, other, ofCopy) => {
        const { part, document, path } = items[one % items.length] ?? { part: '', document: {}, path: [] };
        const inside = loud.filter(({ part: home, edit }) => home === part && isBelow(edit.path, path));
        const chosen = inside[other % inside.length];
        if (chosen === undefined) return;
        const { base, at } = doubled(document, path);
        const target: Path = ofCopy ? [...at, ...chosen.edit.path.slice(path.length)] : chosen.edit.path;
        const edit = singleEdits(base).find(
          (each) => each.what === chosen.edit.what && JSON.stringify(each.path) === JSON.stringify(target),
        );
        const head = edit && loaded(edit.apply(base));
        if (edit === undefined || head === undefined) return;
        expect(changesBetween(load(base), head).length, `${part}: ${editText(edit)}`).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('are no change when they change places', () => {
    const differing = items.flatMap(({ part, document, path }) => {
      const { base, at } = doubled(document, path);
      const inside = loud.find(
        ({ part: home, edit }) => home === part && edit.what === 'changed' && isBelow(edit.path, path),
      );
      if (inside === undefined) return [];
      const other = inside.edit.apply(base);
      const swapped = withValue(withValue(other, path, valueAt(other, at)), at, valueAt(other, path));
      const changes = changesBetween(load(other), load(swapped));
      return changes.length === 0 ? [] : [`${part}: ${fieldOf(path)} with another ${editText(inside.edit)}`];
    });
    expect(differing).toEqual([]);
  });
});

/**
 * Keys that tell which element is meant: two edits of one element then tell of an added and a removed one. Quality rules without
 * a name are told apart by what they measure.
 */
const names =
  /(\.|^)(id|name|username|channel|role|server|property|physicalName|url|type|synonym)$|enum\[\]\.value$|relationships\[\]|quality\[\]\.(metric|query|engine|implementation|arguments|description)/;

/** Lists in which a value counts once (dates of an end too), or that are compared as they are written. */
const sets =
  /(tags|required|validValues|missingValues|enum|mustBeBetween|mustNotBeBetween|from|to|properties|names)\[\]$|\.quality\[\]$|^types .*customProperties\[\]|context\./;

/** A list has no fields to compare with those of a struct. */
function isInsideOtherShape({ subject }: Change, changes: readonly Change[]): boolean {
  return changes.some((each) => each.kind === 'logicalType.changed' && subject.startsWith(`${each.subject}.`));
}

/** A rule that is a constraint no longer is told by the constraint that went. */
function isOfConstraint({ kind, subject }: Change, changes: readonly Change[]): boolean {
  const went = /^(?:required|unique|enum|pattern)\.(?:changed|removed)$/;
  return kind.startsWith('quality.') && changes.some((each) => went.test(each.kind) && each.subject === subject);
}

/** What another change says already. */
function toldWith({ kind, subject }: Change): readonly string[] {
  const [inner, element] = inside[kind] ?? [];
  return inner === undefined ? [] : [[inner, subject, element].join(' ')];
}

const inside: { readonly [kind: string]: readonly [kind: string, element?: string] } = {
  'partitioned.changed': ['partitionKeyPosition.changed'],
  'primaryKey.changed': ['primaryKeyPosition.changed'],
  'required.changed': ['quality.severity.changed', 'required'],
  'unique.changed': ['quality.severity.changed', 'unique'],
  'enum.removed': ['quality.severity.changed', 'enum'],
  'pattern.removed': ['quality.severity.changed', 'pattern'],
};

function topicOf({ kind, subject, element }: Change): string {
  return [kind, subject, element].join(' ');
}

function loaded(document: Fields): Contract | undefined {
  try {
    return load(document);
  } catch {
    return undefined;
  }
}

function isBelow(path: Path, above: Path): boolean {
  return path.length > above.length && above.every((step, index) => step === path[index]);
}

function isApart(a: Path, b: Path): boolean {
  return !isBelow(a, b) && !isBelow(b, a) && JSON.stringify(a) !== JSON.stringify(b);
}

/** What stands further down comes first: taking it away moves nothing that the other edit means. */
function inOrder(a: Edit, b: Edit): readonly [Edit, Edit] {
  const step = a.path.findIndex((each, index) => each !== b.path[index]);
  return Number(a.path[step]) < Number(b.path[step]) ? [b, a] : [a, b];
}

function doubled(document: Fields, path: Path): { readonly base: Fields; readonly at: Path } {
  const list = path.slice(0, -1);
  const items = valueAt(document, list);
  const length = Array.isArray(items) ? items.length : 0;
  const value = valueAt(document, path);
  const base = withValue(document, list, [...(Array.isArray(items) ? items : []), value ?? null]);
  return { base, at: [...list, length] };
}

function schemaKeys(): readonly string[] {
  const file = join(import.meta.dirname, '../../../schemas/odcs.schema.json');
  const { properties, $defs }: Schema = JSON.parse(readFileSync(file, 'utf8'));
  const all = [properties, ...Object.values($defs).map((each) => each.properties)];
  return [...new Set(all.flatMap((each) => Object.keys(each ?? {})))];
}

interface Schema {
  readonly properties: { readonly [key: string]: unknown };
  readonly $defs: { readonly [name: string]: { readonly properties?: { readonly [key: string]: unknown } } };
}
