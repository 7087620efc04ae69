import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What somebody found by looking at models of one project that do not parse, or whose columns differ. */
export interface Verdict {
  readonly project: string;
  /** `invalid`: no query of the warehouse. `gap`: our parsers do not read it. `ours`: our mistake. `theirs`: the measurement's. */
  readonly verdict: 'invalid' | 'gap' | 'ours' | 'theirs';
  readonly reason: string;
  /** Ends of paths. */
  readonly models: readonly string[];
}

/** What was found so far: `verdicts.yaml` beside this file. */
export function readVerdicts(): readonly Verdict[] {
  const text = readFileSync(join(import.meta.dirname, 'verdicts.yaml'), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file
  return parse(text) as readonly Verdict[];
}

/** What was found about one model; undefined where nobody looked. */
export function verdictOf(verdicts: readonly Verdict[], project: string, path: string): Verdict | undefined {
  return verdicts.find((each) => each.project === project && each.models.some((model) => path.endsWith(`/${model}`)));
}
