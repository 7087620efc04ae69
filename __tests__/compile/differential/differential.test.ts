import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { draws } from './draw.ts';
import { type Described, describeQuery, familyOf, openOracle } from './duckdb.ts';
import { ambiguous, misspelt } from './mutate.ts';
import { type Answer, loadEngines, resolveQuery } from './ours.ts';
import { generateQuery, plainText } from './query.ts';

/** A query with what both say of it. */
interface Case {
  readonly sql: string;
  readonly answer: Answer;
  readonly described: Described;
}

let engines: Engines;
let oracle: DuckDBConnection;
let marked: readonly string[];
let cases: readonly Case[];

beforeAll(async () => {
  engines = await loadEngines();
  oracle = await openOracle();
  marked = draws(2000).map(generateQuery);
  cases = await judge(marked.map(plainText));
}, 60_000);

async function judge(queries: readonly string[]): Promise<readonly Case[]> {
  const judged: Case[] = [];
  for (const sql of queries)
    judged.push({ sql, answer: resolveQuery(engines, sql), described: await describeQuery(oracle, sql) });
  return judged;
}

describe('2,000 generated queries over tables under contract, against DuckDB', () => {
  it('are nearly all queries that DuckDB binds', () => {
    expect(bound(cases).length).toBeGreaterThan(1940);
  });

  it('have the columns that DuckDB describes, in its order, wherever all are claimed', () => {
    const wrong = bound(cases).filter(
      ({ answer, names }) => isWhole(answer) && namesOf(answer).join().toLowerCase() !== names.join().toLowerCase(),
    );
    expect(shortest(wrong, ({ answer, names }) => `ours ${namesOf(answer).join()} duckdb ${names.join()}`)).toEqual([]);
  });

  it('have the families of types that DuckDB describes, wherever one is claimed', () => {
    const wrong = bound(cases).filter(
      ({ answer, families }) => isWhole(answer) && clash(answer, families) !== undefined,
    );
    expect(shortest(wrong, ({ answer, families }) => clash(answer, families))).toEqual([]);
  });

  it('have no problem where DuckDB finds none, but names that the result really has twice', () => {
    const accused = bound(cases).filter(({ answer, names }) => falseAlarms(answer, names).length > 0);
    expect(shortest(accused, ({ answer }) => problemsOf(answer).join())).toEqual([]);
  });

  it('cannot be proven in at most three of a hundred cases', () => {
    const all = bound(cases);
    const unproven = all.filter(({ answer }) => !isWhole(answer) || hasUntyped(answer));
    const reasons = unproven.map(({ answer, names }) => reasonOf(answer, names));
    expect(unproven.length / all.length, counted(reasons)).toBeLessThanOrEqual(0.03);
  });
});

describe('the same queries with one column misspelt', () => {
  // Without FROM nobody is accused: a bare word may be a function of the warehouse there, such as current_user.
  it('are accused of an unknown column where DuckDB accuses them, and only there', async () => {
    const message = /not found in|does not have a column named/;
    await expectSameVerdict({ change: misspelt, kind: 'unknown-column', message, least: 700 });
  });
});

describe('the same queries with one qualifier left out', () => {
  it('are accused of an ambiguous column where DuckDB accuses them, and only there', async () => {
    const message = /Ambiguous reference to column/;
    await expectSameVerdict({ change: ambiguous, kind: 'ambiguous-column', message, least: 100 });
  });
});

interface Mutation {
  /** The query with one mistake; undefined where it has no place for it. */
  readonly change: (query: string, index: number) => string | undefined;
  readonly kind: 'unknown-column' | 'ambiguous-column';
  /** What DuckDB says of it. */
  readonly message: RegExp;
  /** How many queries it must refuse, so that the test says something. */
  readonly least: number;
}

async function expectSameVerdict({ change, kind, message, least }: Mutation): Promise<void> {
  const changed = marked.flatMap((query, index) => {
    const { answer, described } = cases[index] ?? {};
    const isSound = described?.kind === 'columns' && answer !== undefined && isWhole(answer);
    return (isSound ? change(query, index) : undefined) ?? [];
  });
  // Parsing is what takes time: one in two shows the same.
  const judged = await judge(changed.filter((_, index) => index % 2 === 0).map(plainText));
  const refused = judged.filter(({ described }) => described.kind === 'refused' && message.test(described.message));
  const missed = refused.filter(({ answer }) => !problemsOf(answer).some((problem) => problem.startsWith(kind)));
  const invented = bound(judged).filter(({ answer, names }) => falseAlarms(answer, names).length > 0);
  expect(refused.length).toBeGreaterThan(least);
  expect(shortest(missed, ({ described }) => (described.kind === 'refused' ? described.message : ''))).toEqual([]);
  expect(shortest(invented, ({ answer }) => problemsOf(answer).join())).toEqual([]);
}

interface BoundCase extends Case {
  readonly names: readonly string[];
  readonly families: readonly (string | undefined)[];
}

/** Those that DuckDB binds. */
function bound(all: readonly Case[]): readonly BoundCase[] {
  return all.flatMap((one) => {
    if (one.described.kind === 'refused') return [];
    const { columns } = one.described;
    return [{ ...one, names: columns.map(({ name }) => name), families: columns.map(({ type }) => familyOf(type)) }];
  });
}

function isWhole(answer: Answer): boolean {
  return answer.kind === 'resolved' && answer.gaps.length === 0;
}

function namesOf(answer: Answer): readonly string[] {
  return answer.kind === 'resolved' ? answer.columns.map(({ name }) => name) : [];
}

/** DuckDB lets a result have a name twice; a table cannot, so that is a problem all the same. */
function falseAlarms(answer: Answer, names: readonly string[]): readonly string[] {
  const lower = names.map((name) => name.toLowerCase());
  const isTwice = new Set(lower).size < lower.length;
  return problemsOf(answer).filter((problem) => !isTwice || !problem.startsWith('duplicate-column'));
}

function problemsOf(answer: Answer): readonly string[] {
  return answer.kind === 'resolved' ? answer.problems.map(({ kind, column }) => `${kind} ${column}`) : [];
}

/** `null` has no family in DuckDB's eyes either: it prints "NULL". */
function hasUntyped(answer: Answer): boolean {
  return answer.kind === 'resolved' && answer.columns.some(({ type }) => type === undefined);
}

/** The first column whose claimed family is not DuckDB's. */
function clash(answer: Answer, families: readonly (string | undefined)[]): string | undefined {
  if (answer.kind !== 'resolved') return undefined;
  const at = answer.columns.findIndex(({ type }, index) => type !== undefined && type.family !== families[index]);
  const column = answer.columns[at];
  return column && `${column.name}: ours ${column.type?.family} duckdb ${families[at]}`;
}

function reasonOf(answer: Answer, names: readonly string[]): string {
  if (answer.kind === 'not-read') return 'not read';
  const [gap] = answer.gaps;
  if (gap !== undefined) return `${gap.reason} ${gap.detail}`;
  const untyped = answer.columns.findIndex(({ type }) => type === undefined);
  return `no type: ${names[untyped]}`.replace(/\d+/, '');
}

function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join('; ');
}

/** The five shortest queries, each with what is wrong with it: they say the most. */
function shortest<T extends Case>(failures: readonly T[], tell: (failure: T) => string | undefined): readonly string[] {
  return [...failures]
    .sort((a, b) => a.sql.length - b.sql.length)
    .slice(0, 5)
    .map((failure) => `${failure.sql} -- ${tell(failure)} (${failures.length} in all)`);
}
