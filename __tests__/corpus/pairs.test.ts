import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareText } from '../../src/model/location.ts';
import type { Files } from '../../src/model/rule.ts';
import type { Report } from '../../src/model/report.ts';
import { checkFiles } from '../support/check-files.ts';

const corpus = env['CORPUS_DIR'];
const isThere = corpus !== undefined && existsSync(join(corpus, 'pairs.tsv'));
if (!isThere) stdout.write('corpus pairs are skipped: set CORPUS_DIR to the folder of the corpus\n');

/** A contract before and after a commit of a public repository. */
interface Pair {
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

/** Why two of the contract's versions cannot be compared; the gate says so in a finding of `spec/invalid-document`. */
interface Outcome extends Pair {
  readonly report: Report;
  readonly isReadable: boolean;
}

describe.skipIf(!isThere)('every pair of the corpus', () => {
  const pairs = isThere ? readPairs(corpus) : [];
  const outcomes: Outcome[] = [];

  it('runs through the gate without a crash', async () => {
    expect(pairs).toHaveLength(130);
    for (const pair of pairs) {
      const report = await checkFiles({ base: filesOf(pair.before), head: filesOf(pair.after), tip: {} });
      outcomes.push({ ...pair, report, isReadable: await isReadable(pair) });
    }
    expect(outcomes.filter(({ report }) => report.verdict === 'error').map(({ key }) => key)).toEqual([]);
    stdout.write(`${summary(outcomes)}\n`);
  });

  it('that only raises apiVersion has no breaking or dangerous change', () => {
    const raised = outcomes.filter((each) => differOnlyInApiVersion(each));
    const hurt = raised.filter(({ report }) => report.counts.breaking + report.counts.dangerous > 0);
    expect(hurt.map(({ key }) => key)).toEqual([]);
    stdout.write(`${raised.length} pairs only raise apiVersion\n`);
    expect(raised.length).toBeGreaterThan(0);
  });

  it('has no change against itself', async () => {
    for (const { key, after } of pairs) {
      const { changes } = await checkFiles({ base: filesOf(after), head: filesOf(after), tip: {} });
      expect({ key, changes }).toEqual({ key, changes: [] });
    }
  });

  it('whose two sides can be read and differ in a column is reported as a change', () => {
    const silent = outcomes.filter((each) => each.isReadable && columnsOf(each.before) !== columnsOf(each.after));
    expect(silent.filter(({ report }) => report.changes.length === 0).map(({ key }) => key)).toEqual([]);
    expect(silent.length).toBeGreaterThan(0);
  });
});

function readPairs(folder: string): readonly Pair[] {
  const [, ...rows] = readFileSync(join(folder, 'pairs.tsv'), 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const key = row.split('\t', 1)[0] ?? '';
    const text = (side: string): string => readFileSync(join(folder, 'pairs', `${key}.${side}.yaml`), 'utf8');
    return { key, before: text('old'), after: text('new') };
  });
}

function filesOf(contract: string): Files {
  return { 'specs/contracts/outputs/x.yaml': contract };
}

async function isReadable({ before, after }: Pair): Promise<boolean> {
  const reports = await Promise.all([before, after].map((text) => checkFiles({ head: filesOf(text), tip: {} })));
  return reports.every(({ counts }) => counts.contracts === 1);
}

function differOnlyInApiVersion({ before, after }: Pair): boolean {
  const [base, head] = [plain(before), plain(after)];
  return before !== after && base !== undefined && apiVersion(before) !== apiVersion(after) && base === head;
}

/** The contract without its apiVersion, as text that is equal where the contents are. */
function plain(text: string): string | undefined {
  const value: unknown = parse(text, { logLevel: 'silent', uniqueKeys: false });
  return value === null || typeof value !== 'object' ? undefined : JSON.stringify({ ...value, apiVersion: undefined });
}

function apiVersion(text: string): string | undefined {
  return /^apiVersion:\s*(\S+)/m.exec(text)?.[1];
}

interface Named {
  readonly name?: string;
  readonly properties?: readonly Named[];
}

/** Names of all tables and columns, sorted. */
function columnsOf(text: string): string {
  const document: { readonly schema?: unknown } = parse(text, { logLevel: 'silent', uniqueKeys: false });
  const objects: readonly Named[] = Array.isArray(document.schema) ? document.schema : [];
  const names = objects.flatMap(({ name, properties = [] }) => properties.map((each) => `${name}.${each.name}`));
  return names.sort(compareText).join('\n');
}

function summary(outcomes: readonly Outcome[]): string {
  const of = (holds: (each: Outcome) => boolean): number => outcomes.filter(holds).length;
  return [
    `${outcomes.length} pairs`,
    `${of(({ isReadable: both }) => both)} readable on both sides`,
    `${of(({ report }) => report.changes.length > 0)} with changes`,
    `${of(({ report }) => report.counts.breaking > 0)} breaking`,
    `${of(({ report }) => report.counts.dangerous > 0)} dangerous`,
  ].join(', ');
}
