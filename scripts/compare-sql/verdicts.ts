import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What somebody found by looking at models of one project that do not parse, or whose columns or rendered texts differ. */
export interface Verdict {
  readonly project: string;
  /** `template`: it is about what the two template interpreters print; absent: about parsing and columns. */
  readonly about?: 'template';
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

/** What was found about parsing and the columns of one model; undefined where nobody looked. */
export function verdictOf(verdicts: readonly Verdict[], project: string, path: string): Verdict | undefined {
  return verdicts.find((each) => each.about === undefined && isAbout(each, project, path));
}

/** Why the two template interpreters print one model differently; undefined where nobody looked. */
export function templateVerdictOf(verdicts: readonly Verdict[], project: string, path: string): Verdict | undefined {
  return verdicts.find((each) => each.about === 'template' && isAbout(each, project, path));
}

function isAbout({ project, models }: Verdict, wanted: string, path: string): boolean {
  return project === wanted && models.some((model) => path.endsWith(`/${model}`));
}
