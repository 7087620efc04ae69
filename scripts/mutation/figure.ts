import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MutationScore } from './score.ts';

/** The figure of the last whole run, as one sentence for README.md. @throws Error where docs/mutation.json is not there */
export function mutationSentence(root: string): string {
  const figure: MutationScore = JSON.parse(readFileSync(join(root, 'docs/mutation.json'), 'utf8'));
  const { score, killed, survived, uncovered } = figure;
  const all = (killed + survived + uncovered).toLocaleString('en-US');
  return `Of ${all} small defects put into the rules and the change detector, one at a time, the tests notice **${score} %** ([how it is measured](docs/mutation.md)).`;
}
