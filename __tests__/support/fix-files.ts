import { counts } from '../../src/engine/build-report.ts';
import { check } from '../../src/engine/check.ts';
import { fixInRounds, type FixOutcome, type Judged } from '../../src/engine/fix-rounds.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Files } from '../../src/model/rule.ts';
import { gatherFiles, type Scenario } from './check-files.ts';

/** What is repaired of a scenario. */
export interface FixScenario extends Scenario {
  /** Only findings that this says yes to; default all. */
  readonly wanted?: (finding: Finding) => boolean;
}

/** Files in memory before and after their repair. */
export interface FixedFiles {
  readonly outcome: FixOutcome;
  readonly files: Files;
}

/** Repairs files in memory as `dataengos fix` repairs those of a working directory. */
export async function fixFiles(scenario: FixScenario): Promise<FixedFiles> {
  const head = scenario.head;
  const outcome = await fixInRounds({
    judge: (edited) => judge({ ...scenario, head: withEdits(head, edited) }),
    read: async (path) => (head[path] === undefined ? undefined : new TextEncoder().encode(head[path])),
  });
  return { outcome, files: withEdits(head, new Map(outcome.files.map(({ path, after }) => [path, after]))) };
}

async function judge(scenario: FixScenario): Promise<Judged> {
  const { input } = await gatherFiles(scenario);
  const inScope = check(input).findings.filter((finding) => counts(finding, input));
  const fixable = inScope.filter(({ side, fix }) => side === 'head' && fix !== null);
  return {
    fixable: fixable.filter(scenario.wanted ?? (() => true)),
    others: inScope.length - fixable.length,
    text: (path) => input.text('head', path),
  };
}

function withEdits(files: Files, edited: ReadonlyMap<string, Uint8Array>): Files {
  const texts = [...edited].map(([path, bytes]) => [path, decoder.decode(bytes)] as const);
  return { ...files, ...Object.fromEntries(texts) };
}

/** Keeps byte order marks, as the files have them. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
