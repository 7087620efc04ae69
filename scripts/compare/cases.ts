import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CompatibilityRow } from '../../src/engine/classify.ts';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { type ChangeClass, changeClasses } from '../../src/model/change.ts';
import type { Direction } from '../../src/model/contract.ts';
import type { Files } from '../../src/model/rule.ts';
import { filesOfExample, readRowExamples, type RowExample } from '../row-examples.ts';
import type { Label } from './judge.ts';
import { placeOf } from './places.ts';

/** A labelled change: two versions of one contract file, and what lies beside it on both sides. */
export interface Case {
  /** The row of the compatibility table, or the key of the pair. */
  readonly key: string;
  readonly label: Label;
  /** Kinds of the changes that have the label's class, sorted. */
  readonly kinds: readonly string[];
  /** Our reason for the label; empty for pairs. */
  readonly reason: string;
  readonly path: string;
  readonly base: Files;
  readonly head: Files;
  /** The day of the run. */
  readonly today?: string;
  /** Every labelled change with its place, where a case holds several. */
  readonly changes: readonly PlacedChange[];
}

/** A labelled change and where it is, spelled as {@link placeOf} does. */
export interface PlacedChange {
  readonly kind: string;
  readonly class: ChangeClass;
  readonly place: string;
}

/** What can be compared, and the keys of what cannot. */
export interface CaseSet {
  readonly cases: readonly Case[];
  /** Rows whose example is more, or less, than two versions of one contract file; pairs with an unreadable side. */
  readonly excluded: readonly string[];
}

/** The executed examples of the compatibility table, as contracts of `direction`, in the table's order. */
export function rowCases(root: string, direction: Direction): CaseSet {
  const examples = readRowExamples(root);
  const made = compatibilityRows.map((row) => ({ row, made: caseOfRow(row, examples[row.id], direction) }));
  return {
    cases: made.flatMap((each) => each.made ?? []),
    excluded: made.filter((each) => each.made === undefined).map(({ row }) => row.id),
  };
}

function caseOfRow(row: CompatibilityRow, example: RowExample | undefined, direction: Direction): Case | undefined {
  if (example === undefined) return undefined;
  const { base, head } = filesOfExample(example, direction);
  const [before, after] = [base, head].map((files) => Object.keys(files).filter((path) => path !== 'dataengos.yaml'));
  const path = before?.[0];
  if (path === undefined || before?.length !== 1 || after?.length !== 1 || after[0] !== path) return undefined;
  return {
    key: row.id,
    label: row[direction].class,
    kinds: [row.change],
    reason: (direction === 'input' ? row['why-input']?.en : undefined) ?? row.why.en,
    path,
    base,
    head,
    ...(example.today === undefined ? {} : { today: example.today }),
    changes: [],
  };
}

interface PairLabel {
  readonly key: string;
  readonly unreadable?: string;
  readonly changes?: readonly { readonly kind: string; readonly subject: string; readonly class: ChangeClass }[];
}

/** The labelled pairs of the corpus in `folder`; undefined where there is no corpus. */
export function pairCases(root: string, folder: string | undefined): CaseSet | undefined {
  if (folder === undefined || !existsSync(join(folder, 'pairs.tsv'))) return undefined;
  const labels: { readonly pairs: readonly PairLabel[] } = parse(
    readFileSync(join(root, '__tests__/fixtures/pairs/labels.yaml'), 'utf8'),
  );
  return {
    cases: labels.pairs.filter((each) => each.unreadable === undefined).map((each) => caseOfPair(each, folder)),
    excluded: labels.pairs.filter((each) => each.unreadable !== undefined).map(({ key }) => key),
  };
}

function caseOfPair({ key, changes = [] }: PairLabel, folder: string): Case {
  const [before, after] = ['old', 'new'].map((side) =>
    readFileSync(join(folder, 'pairs', `${key}.${side}.yaml`), 'utf8'),
  );
  const path = 'specs/contracts/outputs/contract.yaml';
  const ids = [before, after].map((text) => idOf(text ?? ''));
  const label = changeClasses.find((name) => changes.some((change) => change.class === name)) ?? 'none';
  return {
    key,
    label,
    kinds: [...new Set(changes.filter((change) => change.class === label).map(({ kind }) => kind))].toSorted(),
    reason: '',
    path,
    base: { [path]: before ?? '' },
    head: { [path]: after ?? '' },
    changes: changes.map((change) => ({ ...change, place: placeOf(change.subject, ids) })),
  };
}

function idOf(text: string): string {
  const document: unknown = parse(text, { logLevel: 'silent', uniqueKeys: false });
  const id: unknown = document !== null && typeof document === 'object' && 'id' in document ? document.id : undefined;
  return typeof id === 'string' ? id : '';
}
