import type { ClassifiedChange } from '../model/change.ts';
import type { Rule, RuleContext } from '../model/rule.ts';

/** Declares a rule; the registry collects the default exports of `src/rules/<family>/`. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** Reports every change that the compatibility table gives to the rule, at the value in head, with what was before. */
export function reportChanges(context: RuleContext, ruleId: string): void {
  for (const { change, class: changeClass, row } of changesOf(context, ruleId)) {
    const { before, after } = { before: shown(change.before), after: shown(change.after) };
    context.report({
      subject: change.subject,
      at: change.at,
      class: changeClass,
      because: row,
      values: { name: lastName(change.subject), contract: change.contract, before, after },
      key: [change.kind, before, after],
      related: change.baseAt === undefined ? [] : [{ at: change.baseAt, message: 'before' }],
    });
  }
}

/** As {@link reportChanges}, but only what may hurt somebody: the rest is listed among the changes. */
export function reportRisks(context: RuleContext, ruleId: string): void {
  const risks = context.changes.filter((each) => each.class === 'breaking' || each.class === 'dangerous');
  reportChanges({ ...context, changes: risks }, ruleId);
}

/** Reports every removal that the compatibility table gives to the rule, on the base side, where it was. */
export function reportRemovals(context: RuleContext, ruleId: string): void {
  for (const { change, class: changeClass, row } of changesOf(context, ruleId)) {
    if (change.baseAt === undefined) continue;
    context.report({
      subject: change.subject,
      at: change.baseAt,
      side: 'base',
      class: changeClass,
      because: row,
      values: { name: lastName(change.subject), contract: change.contract },
    });
  }
}

/** The changes that the compatibility table gives to a rule. */
export function changesOf(context: RuleContext, ruleId: string): readonly ClassifiedChange[] {
  return context.changes.filter((classified) => classified.rule === ruleId);
}

/** A scalar as a message shows it: `none` where it is absent, nothing for a whole element. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : '';
}

/** The last name of a subject: `total` of `orders/orders.total`. */
export function lastName(subject: string): string {
  const names = subject.slice(subject.indexOf('/') + 1).split(/(?<!\\)\./);
  return (names.at(-1) ?? subject).replaceAll('\\.', '.');
}

/** Whether YAML of a dbt project cannot be read: what its models' properties say is then not known, and that is one mistake. */
export function hasUnreadYaml({ project }: Pick<RuleContext, 'project'>, root: string): boolean {
  return project.problems.some(
    ({ kind, severity, at }) =>
      kind === 'code' && severity !== 'warning' && /\.ya?ml$/.test(at.path) && at.path.startsWith(`${root}/`),
  );
}
