import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, exit, stdout } from 'node:process';
import { type CaseSet, pairCases, rowCases } from './compare/cases.ts';
import { renderComparison } from './compare/document.ts';
import { findMisses } from './compare/misses.ts';
import { judgeOurselves } from './compare/own.ts';
import { askPeer, type Audience, type Peer, peers, versionsOf } from './compare/peers.ts';
import type { Comparison, JudgedCase, ToolRun } from './compare/comparison.ts';

const root = join(import.meta.dirname, '..');

/**
 * Runs the peers and the gate over the same labelled changes, and writes `docs/comparison.md`: `COMPARE_TOOLS=FOLDER CORPUS_DIR=FOLDER
 * npm run compare`. Exit code 1 when a peer detects a break that the gate misses.
 */
async function main(): Promise<void> {
  const tools = peers.map((peer): ToolRun => ({ name: peer.name, versions: versionsOf(peer) }));
  for (const { name, versions } of tools)
    print(versions === undefined ? `${name}: not run, it is not installed` : versions.join(', '));
  const pairs = pairCases(root, env['CORPUS_DIR']);
  if (pairs === undefined) print('pairs: skipped, set CORPUS_DIR to the folder of the corpus');
  const present = peers.filter((_, index) => tools[index]?.versions !== undefined);
  const sets: readonly (readonly [Comparison['id'], Audience, CaseSet])[] = [
    ['rows-readers', 'readers', rowCases(root, 'output')],
    ...(pairs === undefined ? [] : [['pairs', 'readers', pairs] as const]),
    ['rows-source', 'source', rowCases(root, 'input')],
  ];
  const comparisons: Comparison[] = [];
  for (const [id, audience, set] of sets) comparisons.push(await compare(id, set, { audience, present }));
  const misses = comparisons.flatMap(findMisses);
  writeFileSync(join(root, 'docs/comparison.md'), renderComparison({ tools, comparisons, misses }));
  for (const { peer, key, place } of misses) print(`MISSED: ${peer} detects a break of ${key} ${place}`);
  print(
    `${misses.length} breaks that a peer detects and the gate misses, ${present.length} of ${peers.length} peers asked`,
  );
  exit(misses.length === 0 ? 0 : 1);
}

async function compare(
  id: Comparison['id'],
  { cases, excluded }: CaseSet,
  { audience, present }: { readonly audience: Audience; readonly present: readonly Peer[] },
): Promise<Comparison> {
  const asked = present.filter((peer) => audience === 'readers' || peer.name !== 'dbt');
  const answers = await Promise.all(asked.map((peer) => askPeer(peer, cases, audience)));
  const judged: JudgedCase[] = [];
  for (const [index, one] of cases.entries()) {
    const said = asked.map((peer, at) => [peer.name, answers[at]?.[index] ?? { unable: 'no answer' }] as const);
    judged.push({ ...one, own: await judgeOurselves(one), peers: Object.fromEntries(said) });
  }
  print(`${id}: ${cases.length} labelled changes`);
  return { id, audience, peers: asked.map(({ name }) => name), cases: judged, excluded };
}

function print(line: string): void {
  stdout.write(`${line}\n`);
}

await main();
