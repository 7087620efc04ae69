import type { DiffOptions } from '../diff/diff-projects.ts';
import { warehouseOf } from '../diff/warehouse.ts';
import { alterInPlace, type AlterStep } from '../diff/types/alter.ts';
import { type ImpactWorld, impactWorld } from '../lineage/impact-world.ts';
import { impactOf, isStillRead } from '../lineage/impact.ts';
import type { Change, ClassifiedChange, Migration } from '../model/change.ts';
import { type Contract, subjectNames } from '../model/contract.ts';
import type { Project } from '../model/project.ts';
import { withoutCascades } from './cascades.ts';
import type { CheckInput } from './check-input.ts';
import { classifyChange } from './classify.ts';
import { newErrors, unreadableRule } from './known-findings.ts';
import { noticeReader } from './notice.ts';
import { settingOf } from './rule-settings.ts';

/** The changes between base and head with the opinion of the table, and whom in the repository the harmful ones hit. */
export function judgeChanges(input: CheckInput): readonly ClassifiedChange[] {
  const { unreadableFails } = diffOptions(input);
  const changes = withoutCascades(input.changes, unreadableFails ? newErrors(input) : []);
  return judge(changes, { input, from: input.base.project });
}

/** How trees of this check are compared. */
export function diffOptions({ policy }: Pick<CheckInput, 'policy'>): DiffOptions {
  const setting = settingOf(policy.config, { rule: unreadableRule, own: 'error' });
  return {
    unreadableFails: setting === 'error',
    loadBearing: policy.config.loadBearing,
  };
}

/** A check, and the project whose contracts the changes start from: base's, or what was last released. */
export interface Judged {
  readonly input: CheckInput;
  readonly from: Project;
}

/** Adds the circumstances that only the repository and its history tell, then classifies. */
export function judge(changes: readonly Change[], { input, from }: Judged): readonly ClassifiedChange[] {
  const { policy, notice } = input;
  const withNotice = noticeReader({ base: from, facts: notice, policy: policy.config.deprecation });
  const elementOf = elementFinder(from, input.head.project);
  const world = lazy(() => headWorld(input));
  return changes.map((change) => {
    const noticed = withNotice(change);
    const element = elementOf(noticed);
    const isRead = isInputRemoval(noticed) && element !== undefined && isStillRead(world(), element);
    const told: Change = isRead ? { ...noticed, traits: [...(noticed.traits ?? []), 'still-read'] } : noticed;
    const migration = element === undefined ? undefined : migrationOf(told, element.contract);
    const classified = { ...classifyChange(told, policy.config), ...(migration === undefined ? {} : { migration }) };
    return hitsReaders(classified) && element !== undefined
      ? { ...classified, impact: impactOf(world(), element) }
      : classified;
  });
}

/** Whether a change may hurt those who read what it changes. */
export function hitsReaders({ change, class: changeClass }: Pick<ClassifiedChange, 'change' | 'class'>): boolean {
  const isNew = change.kind === 'object.added' || change.kind === 'property.added';
  return !isNew && (changeClass === 'breaking' || changeClass === 'dangerous');
}

/** Everything of head that may use a contract or model. */
export function headWorld({ head: { project, facts }, policy }: CheckInput): ImpactWorld {
  return impactWorld({ project, models: facts.models, columns: facts.columns, owners: policy.owners });
}

/** What is no longer asked of a source hurts only where our own code reads it. */
function isInputRemoval({ kind, direction, mode }: Change): boolean {
  return (direction === 'input' || mode === 'full') && (kind === 'property.removed' || kind === 'object.removed');
}

/** What a table of ours needs, where its warehouse cannot simply alter it; a source alters its own. */
function migrationOf(change: Change, contract: Contract): Migration | undefined {
  const warehouse = warehouseOf(contract);
  const step = change.direction === 'output' ? alterStep(change) : undefined;
  if (warehouse === undefined || step === undefined) return undefined;
  const { possible, migration } = alterInPlace(warehouse, step);
  return possible === 'no' || possible === 'rewrite' ? { warehouse, possible, message: migration } : undefined;
}

function alterStep(change: Change): AlterStep | undefined {
  const { kind, before, after } = change;
  if (kind === 'physicalType.changed' && typeof before === 'string' && typeof after === 'string')
    return { kind: 'type', before, after };
  if (kind === 'required.changed') return { kind: after === true ? 'not-null-added' : 'not-null-dropped' };
  const isRequired = kind === 'property.added' && change.traits?.includes('required') === true;
  return isRequired ? { kind: 'not-null-column-added' } : undefined;
}

type Element = Parameters<typeof impactOf>[1];

/** Finds what changed, as it was before: readers use the names of then. */
export function elementFinder(from: Project, head: Project): (change: Change) => Element | undefined {
  const contracts = new Map([...head.contracts, ...from.contracts].map((contract) => [contract.path, contract]));
  return (change) => {
    const contract = contracts.get((change.baseAt ?? change.at).path);
    if (contract === undefined) return undefined;
    const [name, ...path] = subjectNames(change);
    const object = objectOf(contract, change, name);
    return {
      contract,
      ...(object === undefined ? {} : { object, ...(path.length === 0 ? {} : { path: formerPath(change, path) }) }),
    };
  };
}

function objectOf(
  contract: Contract,
  change: Change,
  name: string | undefined,
): Contract['schema'][number] | undefined {
  const former = change.kind.startsWith('object.') && typeof change.before === 'string' ? change.before : undefined;
  return contract.schema.find(
    (object) => object.name === name || (former !== undefined && (object.physicalName ?? object.name) === former),
  );
}

/** A renamed column is read by the name that it had. */
function formerPath({ kind, before }: Change, path: readonly string[]): readonly string[] {
  const renamed = kind === 'property.renamed' || kind === 'property.physicalName.changed';
  return renamed && typeof before === 'string' ? [...path.slice(0, -1), before] : path;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
