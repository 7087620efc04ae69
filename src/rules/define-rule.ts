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
