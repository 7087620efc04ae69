import { askDbt, type OurPrinted, renderOurs, type TemplateProject, type TheirPrinted } from './dbt-jinja.ts';
import type { MeasuredProject } from './read-project.ts';
import { type Count, counted } from './summary.ts';

/** How the two interpreters agree on one model. */
export type Agreement =
  | { readonly kind: 'same' }
  /** `detail`: the first line that differs, ours and theirs. */
  | { readonly kind: 'different'; readonly detail: string }
  /** One or both stop, or one has no incremental run; `reason` as in {@link stopReason}, `detail`: what the one that stops says. */
  | { readonly kind: 'ours-only' | 'theirs-only' | 'neither'; readonly reason: string; readonly detail: string };

/** One SQL model. */
export type JinjaModel = Agreement & { readonly path: string };

/** The figures of one project. */
export interface JinjaSummary {
  readonly models: number;
  /** Rendered by both. */
  readonly compared: number;
  readonly same: number;
  readonly different: number;
  readonly oursOnly: number;
  readonly theirsOnly: number;
  readonly neither: number;
  /** Why models were not rendered by both, the most frequent first. */
  readonly reasons: readonly Count[];
}

/**
 * Renders every SQL model of a project, those that are switched off too, with our interpreter and with dbt's.
 * @param python a Python with dbt-core and dbt-duckdb
 */
export function compareJinja(python: string, { dbt, dialect }: MeasuredProject): readonly JinjaModel[] {
  const models = dbt.models
    .filter(({ language }) => language === 'sql')
    .map(({ name, path, text }) => ({ name, path, text }));
  const { name, vars, packages, macros } = dbt;
  const project: TemplateProject = { name, dialect, vars, packages, macros, models };
  const answer = askDbt(python, [project]);
  const ours = renderOurs(project, answer.dbtMacros);
  const theirs = answer.projects[0] ?? [];
  return models.map(({ path }, at) => {
    const [our, their] = [ours[at], theirs[at]];
    if (our === undefined || their === undefined) throw new Error(`"${path}" was not rendered`);
    return { path, ...judgePrinted(our, their) };
  });
}

/** Compares byte for byte, a full run and, where there is one, an incremental run. */
export function judgePrinted(ours: OurPrinted, theirs: TheirPrinted): Agreement {
  if ('error' in theirs) {
    const kind = 'error' in ours ? 'neither' : 'ours-only';
    return { kind, reason: stopReason(ours, theirs.error), detail: firstLine(theirs.error) };
  }
  if ('error' in ours) return { kind: 'theirs-only', reason: ours.state, detail: firstLine(ours.error) };
  const pairs = ours.outputs
    .slice(0, theirs.outputs.length)
    .map((text, at) => [text, theirs.outputs[at] ?? ''] as const);
  const unequal = pairs.find(([our, their]) => our !== their);
  if (unequal !== undefined) return { kind: 'different', detail: firstDifference(...unequal) };
  if (ours.outputs.length === theirs.outputs.length) return { kind: 'same' };
  const kind = ours.outputs.length > theirs.outputs.length ? 'ours-only' : 'theirs-only';
  return { kind, reason: 'incremental', detail: firstLine(theirs.stopped ?? ours.stopped ?? '') };
}

/**
 * `built-in`: our own version of a macro that asks a warehouse in dbt, or a marker in its place. `no-adapter`: dbt has the macro
 * only in the adapter of the dialect. Else the state that our renderer stopped in.
 */
function stopReason(ours: OurPrinted, error: string): string {
  if (!('error' in ours)) return 'built-in';
  return error.includes('not implemented for adapter') ? 'no-adapter' : ours.state;
}

function firstDifference(ours: string, theirs: string): string {
  const [our, their] = [ours.split('\n'), theirs.split('\n')];
  const at = our.findIndex((line, index) => line !== their[index]);
  const line = at === -1 ? our.length : at;
  return `line ${line + 1}: ${JSON.stringify(our[line] ?? '')}, dbt ${JSON.stringify(their[line] ?? '')}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** Counts the models of a project. */
export function summariseJinja(models: readonly JinjaModel[]): JinjaSummary {
  const count = (kind: Agreement['kind']): number => models.filter((model) => model.kind === kind).length;
  const [same, different] = [count('same'), count('different')];
  return {
    models: models.length,
    compared: same + different,
    same,
    different,
    oursOnly: count('ours-only'),
    theirsOnly: count('theirs-only'),
    neither: count('neither'),
    reasons: counted(models.flatMap((model) => ('reason' in model ? [model.reason] : []))),
  };
}
