import type { Change, ClassifiedChange } from '../model/change.ts';
import { subjectNames } from '../model/contract.ts';
import { hasMessage } from '../model/messages.ts';
import type { Fix } from '../model/finding.ts';
import type { Rule, RuleContext, RuleFinding } from '../model/rule.ts';
import { hideSecret } from './hide-secrets.ts';

/** Declares a rule; the registry collects the default exports of `src/rules/<family>/`. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/**
 * Reports every change that the compatibility table gives to the rule, at the value in head, with what was before; a removal
 * on the base side, where it was. A pair that is only likely is said with how likely it is (message `likely`).
 */
export function reportChanges(
  context: RuleContext,
  ruleId: string,
  repair: (change: Change) => Fix | undefined = () => undefined,
): void {
  for (const classified of changesOf(context, ruleId)) {
    const { change } = classified;
    const values = valuesOf(change);
    const fix = repair(change);
    context.report({
      ...findingOf(classified),
      ...(fix === undefined ? {} : { fix }),
      ...messageOf(change, ruleId),
      ...placeOf(change),
      values,
      key: [change.kind, change.element ?? '', values.before, values.after],
    });
  }
}

/** Where head says it, with what was there before; on the base side where head does not say it any more. */
function placeOf({ kind, at, baseAt, unwritten }: Change): Pick<RuleFinding, 'at' | 'side' | 'related'> {
  if (baseAt === undefined || kind.endsWith('.added')) return { at };
  if (kind.endsWith('.removed') || unwritten === true) return { at: baseAt, side: 'base' };
  return { at, related: [{ at: baseAt, message: 'before' }] };
}

/** A rule may have words of its own for a kind of change (`enum-value-added`), and for a pair that is only likely. */
function messageOf({ kind, certainty }: Change, ruleId: string): Pick<RuleFinding, 'message'> {
  if (certainty !== undefined) return { message: 'likely' };
  const own = kind.replaceAll('.', '-');
  return hasMessage(`rules.${ruleId}.${own}`) ? { message: own } : {};
}

/** As {@link reportChanges}, but only what may hurt somebody: the rest is listed among the changes. */
export function reportRisks(context: RuleContext, ruleId: string): void {
  const risks = context.changes.filter((each) => each.class === 'breaking' || each.class === 'dangerous');
  reportChanges({ ...context, changes: risks }, ruleId);
}

/** Reports every removal that the compatibility table gives to the rule, on the base side, where it was. */
export function reportRemovals(context: RuleContext, ruleId: string): void {
  for (const classified of changesOf(context, ruleId)) {
    const { change } = classified;
    if (change.baseAt === undefined) continue;
    context.report({ ...findingOf(classified), at: change.baseAt, side: 'base', values: valuesOf(change) });
  }
}

/** What a finding about a change says, wherever it is shown. */
export function findingOf(
  classified: ClassifiedChange,
): Pick<RuleFinding, 'subject' | 'class' | 'because' | 'advisory' | 'impact' | 'severity'> {
  const { change, class: changeClass, row, direction, advisory, impact, severity } = classified;
  return {
    subject: change.subject,
    class: changeClass,
    because: { row, direction },
    advisory,
    impact,
    ...(severity === undefined ? {} : { severity }),
  };
}

/** What messages about a change can name; a credential is never among it. */
export function valuesOf(change: Change): {
  readonly name: string;
  readonly contract: string;
  readonly element: string;
  readonly before: string;
  readonly after: string;
  readonly certainty: string;
} {
  return {
    name: nameOf(change),
    contract: change.contract,
    element: change.element ?? '',
    before: hideSecret(shown(change.before), change.element),
    after: hideSecret(shown(change.after), change.element),
    certainty: String(change.certainty ?? 100),
  };
}

/** The column as people call it: with the way to it where it is nested. */
function nameOf(change: Change): string {
  const [object, ...path] = subjectNames(change);
  return path.length > 0 ? path.join('.') : (object ?? change.contract);
}

/** The changes that the compatibility table gives to a rule. */
export function changesOf(context: RuleContext, ruleId: string): readonly ClassifiedChange[] {
  return context.changes.filter((classified) => classified.rule === ruleId);
}

/** A value as a message shows it: `none` where it is absent, a list by its items, nothing for a whole element. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Whether YAML of a dbt project cannot be read: what its models' properties say is then not known, and that is one mistake. */
export function hasUnreadYaml({ project }: Pick<RuleContext, 'project'>, root: string): boolean {
  return project.problems.some(
    ({ kind, severity, at }) =>
      kind === 'code' && severity !== 'warning' && /\.ya?ml$/.test(at.path) && at.path.startsWith(`${root}/`),
  );
}
