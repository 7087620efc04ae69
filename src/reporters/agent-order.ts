import type { CompiledModel } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/location.ts';
import type { Gate } from '../model/rule.ts';

/** What decides which finding is mended before which. */
export interface MendingWorld {
  /** The gate of a rule; undefined for a rule that nobody knows. */
  readonly gateOf: (rule: string) => Gate | undefined;
  /** Models of head, with what they read. */
  readonly models: readonly CompiledModel[];
}

/**
 * Findings in the order in which they are best mended, those of one file together: files in which something fails first; among
 * them specifications before code; what does not compile, then what differs from its contract, then the rest, style last; models
 * before those that read them. Generated files come last of all, for they follow from the others. `fails` tells which findings
 * make the gate fail.
 */
export function inMendingOrder(
  findings: readonly Finding[],
  fails: (finding: Finding) => boolean,
  world: MendingWorld,
): readonly Finding[] {
  const depths = modelDepths(world.models);
  const files = [...groupBy(findings, ({ path }) => path)].map(([path, own]) => ({
    path,
    // A file comes as early as the worst in it asks for.
    rank: least(own.map((finding) => rankOf(finding, { fails, world, depths }))),
    findings: own.toSorted((a, b) => compareInFile(a, b, { fails, world })),
  }));
  return files
    .toSorted((a, b) => compareNumbers(a.rank, b.rank) || compareText(a.path, b.path))
    .flatMap((file) => file.findings);
}

interface Ranking {
  readonly fails: (finding: Finding) => boolean;
  readonly world: MendingWorld;
}

function rankOf(
  finding: Finding,
  { fails, world, depths }: Ranking & { readonly depths: ReadonlyMap<string, number> },
): readonly number[] {
  const gate = world.gateOf(finding.rule);
  return [
    gate === 'artifacts' ? 1 : 0,
    fails(finding) ? 0 : 1,
    isSpecification(finding.path) ? 0 : 1,
    stageRank(finding.rule, gate),
    depths.get(finding.path) ?? 0,
  ];
}

function compareInFile(a: Finding, b: Finding, { fails, world }: Ranking): number {
  const rank = (finding: Finding): readonly number[] => [
    fails(finding) ? 0 : 1,
    stageRank(finding.rule, world.gateOf(finding.rule)),
    finding.line,
    finding.column,
  ];
  return compareNumbers(rank(a), rank(b)) || compareText(a.rule, b.rule) || compareText(a.subject, b.subject);
}

/** The specification says what the code must be. */
function isSpecification(path: string): boolean {
  return path.startsWith('specs/') || path === 'dataengos.yaml';
}

/** An unreadable document hides what else is wrong with it; the version of a contract is raised by what the whole change asks for. */
function stageRank(rule: string, gate: Gate | undefined): number {
  if (rule === 'spec/invalid-document') return 0;
  if (rule === 'contract/version-not-bumped') return stages.length;
  const stage = stages.indexOf(gate ?? 'lint');
  return stage === -1 ? stages.length : stage;
}

const stages: readonly Gate[] = [
  'compile',
  'parity',
  'masking',
  'breaking',
  'drift',
  'owner',
  'docs',
  'lint',
  'artifacts',
];

/** How many models lie between each model (by path) and what reads no other; a model in a circle counts as if it read nothing more. */
function modelDepths(models: readonly CompiledModel[]): ReadonlyMap<string, number> {
  const byName = new Map(models.map((model) => [model.model, model]));
  const depths = new Map<string, number>();
  for (const model of models) measureDepth(model, byName, depths);
  return new Map(models.map((model) => [model.path, depths.get(model.model) ?? 0]));
}

/** Without recursion: a chain of models may be longer than the stack. */
function measureDepth(
  start: CompiledModel,
  byName: ReadonlyMap<string, CompiledModel>,
  depths: Map<string, number>,
): void {
  const open = new Set<string>();
  const stack = [start];
  for (let model = stack.at(-1); model !== undefined; model = stack.at(-1)) {
    const parents = namesReadBy(model).flatMap((name) => byName.get(name) ?? []);
    const waiting = parents.filter(({ model: name }) => !depths.has(name) && !open.has(name));
    const isNew = !open.has(model.model);
    open.add(model.model);
    if (isNew && waiting.length > 0) {
      stack.push(...waiting.filter(({ model: name }) => name !== model.model));
      continue;
    }
    stack.pop();
    if (depths.has(model.model)) continue;
    depths.set(model.model, Math.max(-1, ...parents.map(({ model: name }) => depths.get(name) ?? -1)) + 1);
  }
}

/** What it reads, and what it surely means to read where the name is misspelt. */
function namesReadBy({ refs, unresolved }: CompiledModel): readonly string[] {
  return [...refs, ...unresolved.flatMap(({ suggestion }) => suggestion ?? [])];
}

function least(ranks: readonly (readonly number[])[]): readonly number[] {
  return ranks.toSorted(compareNumbers)[0] ?? [];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
