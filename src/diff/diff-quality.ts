import type { FieldChange, FieldKind } from '../model/change.ts';
import type { Json, QualityRule } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { type ChangeScope, fieldChange, traitsWhere, unplaced } from './change-scope.ts';
import { type Absorbed, isSevere, operatorsOf } from './constraints.ts';
import { type Pair, pairBy } from './pair.ts';
import { sameWords, stableText } from './same.ts';
import { tellingTexts } from './telling-texts.ts';
import { normaliseQuery } from './values/queries.ts';
import { compareSeverities } from './values/ranks.ts';
import type { Comparison } from './values/comparison.ts';
import { compareSchedules } from './values/schedules.ts';
import { compareThresholds, thresholdText } from './values/thresholds.ts';

/** The quality rules of one element in both trees; what a constraint absorbs is told by the constraint. */
export interface QualityLists {
  readonly base: readonly QualityRule[];
  readonly head: readonly QualityRule[];
  readonly absorbed: Absorbed;
  /** The changes of the element's constraints: a rule that only says one of them again needs no change of its own. */
  readonly told: readonly FieldChange[];
}

/**
 * The quality rules that differ. Most rules have neither id nor name, so what they measure tells them apart: with its threshold,
 * without it, then only what is left alone of its kind on both sides.
 */
export function diffQuality({ base, head, absorbed, told }: QualityLists, scope: ChangeScope): FieldChange[] {
  if (base.length === 0 && head.length === 0) return [];
  const pairs = pairBy(base, head, {
    keys: [
      (rule) => rule.id,
      (rule) => rule.name,
      (rule) => `${measureOf(rule)}\n${stableText(operatorsOf(rule).map(({ name, value }) => [name, value]))}`,
      measureOf,
      (rule) => (rule.type === 'library' ? rule.metric : undefined),
    ],
    isSame: (before, after) => diffRule(before, after, scope).length === 0,
  });
  const both = pairs.flatMap(({ base: before, head: after }) =>
    before !== undefined && after !== undefined && absorbed.has(before) && absorbed.has(after)
      ? [...diffFurtherOperators(before, after, scope), ...diffReports(before, after, scope)]
      : [],
  );
  return [...both, ...diffOwn(joinLonely(pairs.flatMap((pair) => ownPart(pair, { absorbed, told }))), scope)];
}

/** What of a pair is a rule of its own. A rule that became a constraint, or was one, is told by what happened to the constraint. */
function ownPart(
  { base, head }: Pair<QualityRule>,
  { absorbed, told }: Pick<QualityLists, 'absorbed' | 'told'>,
): readonly Pair<QualityRule>[] {
  const [before, after] = [base, head].map((rule) => (rule === undefined || absorbed.has(rule) ? undefined : rule));
  const isSplit = (before === undefined) !== (after === undefined) && base !== undefined && head !== undefined;
  if (isSplit && base.metric === head.metric && told.some(({ kind }) => says(base, kind))) return [];
  const own = { ...(before === undefined ? {} : { base: before }), ...(after === undefined ? {} : { head: after }) };
  return before === undefined && after === undefined ? [] : [own];
}

/** What the metrics of the library say of a property, as the start of the kinds of its changes. */
const promises: { readonly [metric: string]: RegExp } = {
  nullValues: /^required\./,
  duplicateValues: /^unique\./,
  invalidValues: /^(?:enum|pattern)\./,
};

function says({ metric }: QualityRule, kind: FieldKind): boolean {
  return metric !== undefined && Object.hasOwn(promises, metric) && promises[metric]?.test(kind) === true;
}

function diffOwn(pairs: readonly Pair<QualityRule>[], scope: ChangeScope): FieldChange[] {
  return pairs.flatMap(({ base: before, head: after }): FieldChange[] => {
    if (before !== undefined && after !== undefined) return diffRule(before, after, scope);
    const rule = after ?? before;
    if (rule === undefined) return [];
    return [
      fieldChange(scope, before === undefined ? 'quality.added' : 'quality.removed', {
        element: elementOf(rule),
        before: unplaced(before && summaryOf(before), before?.at),
        after: unplaced(after && summaryOf(after), after?.at),
        // Where nothing is said the tools fail too, but nobody was promised that.
        traits: traitsWhere({ text: rule.type === 'text', severe: rule.severity !== undefined && isSevere(rule) }),
      }),
    ];
  });
}

/** The only rule removed and the only one added, of one kind or at all, are one rule that measures something else. */
function joinLonely(pairs: readonly Pair<QualityRule>[]): readonly Pair<QualityRule>[] {
  const kinds: readonly (readonly QualityRule['type'][])[] = [
    ['sql'],
    ['custom'],
    ['library'],
    ['sql', 'custom', 'library'],
  ];
  return kinds.reduce((all, types) => {
    const alone = (rule: QualityRule | undefined): boolean =>
      rule !== undefined && types.includes(rule.type) && !isNamed(rule);
    const removed = all.filter((pair) => pair.head === undefined && alone(pair.base));
    const added = all.filter((pair) => pair.base === undefined && alone(pair.head));
    const [before] = removed;
    const [after] = added;
    if (before?.base === undefined || after?.head === undefined || removed.length > 1 || added.length > 1) return all;
    const joined: Pair<QualityRule> = { base: before.base, head: after.head };
    return all.flatMap((pair) => (pair === after ? [joined] : pair === before ? [] : [pair]));
  }, pairs);
}

function isNamed(rule: QualityRule): boolean {
  return rule.id !== undefined || rule.name !== undefined;
}

function diffRule(base: QualityRule, head: QualityRule, scope: ChangeScope): FieldChange[] {
  const element = elementOf(head);
  const at = (...keys: readonly string[]): { readonly before: Location; readonly after: Location } => ({
    before: placeOf(base, keys),
    after: placeOf(head, keys),
  });
  const changes: FieldChange[] = [];
  if (measureOf(base) !== measureOf(head)) {
    const places = at('metric', 'query', 'implementation', 'arguments', 'type');
    const shown = tellingTexts(base, head, [
      summaryOf,
      (rule) => rule.arguments,
      ({ implementation }) => implementation,
    ]);
    changes.push(
      fieldChange(scope, 'quality.measure.changed', {
        element,
        before: unplaced(shown.before, places.before),
        after: unplaced(shown.after, places.after),
        traits: traitsWhere({ text: base.type === 'text' && head.type === 'text' }),
      }),
    );
  }
  // Of another measure the threshold says something else too: that is one change.
  if (changes.length === 0) changes.push(...diffThreshold(base, head, scope));
  const severity = compareSeverities(base.severity, head.severity);
  if (severity !== 'same') {
    const places = at('severity');
    changes.push(
      fieldChange(scope, 'quality.severity.changed', {
        element,
        before: unplaced(base.severity, places.before),
        after: unplaced(head.severity, places.after),
        relation: severity,
        traits: traitsWhere({ severe: isSevere(head) }),
      }),
    );
  }
  return [...changes, ...diffReports(base, head, scope)];
}

function diffThreshold(base: QualityRule, head: QualityRule, scope: ChangeScope): FieldChange[] {
  const isSingle = [base, head].every(({ furtherOperators }) => furtherOperators === undefined);
  if (!isSingle) return diffFurtherOperators(base, head, scope);
  return thresholdChange({ base, head, relation: compareThresholds(base, head) }, scope);
}

/** Nobody can say what a rule with several operators accepts: ODCS allows one. That they are others is told all the same. */
function diffFurtherOperators(base: QualityRule, head: QualityRule, scope: ChangeScope): FieldChange[] {
  if (base.furtherOperators === undefined && head.furtherOperators === undefined) return [];
  const [before, after] = [base, head].map((rule) =>
    stableText(operatorsOf(rule).map(({ name, value }) => [name, value])),
  );
  const isSame = before === after && compareThresholds(base, head) === 'same';
  return thresholdChange({ base, head, relation: isSame ? 'same' : 'unknown' }, scope);
}

function thresholdChange(
  { base, head, relation }: { readonly base: QualityRule; readonly head: QualityRule; readonly relation: Comparison },
  scope: ChangeScope,
): FieldChange[] {
  if (relation === 'same') return [];
  return [
    fieldChange(scope, 'quality.threshold.changed', {
      element: elementOf(head),
      before: unplaced(textOf(base), placeOf(base, [base.operator?.name ?? ''])),
      after: unplaced(textOf(head), placeOf(head, [head.operator?.name ?? ''])),
      relation,
    }),
  ];
}

function textOf(rule: QualityRule): string | undefined {
  const texts = operatorsOf(rule).flatMap((operator) => thresholdText({ ...rule, operator }) ?? []);
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** When a rule runs, and what is said about it. */
function diffReports(base: QualityRule, head: QualityRule, scope: ChangeScope): FieldChange[] {
  const relation = compareSchedules(base, head);
  if (relation === 'same') return diffWords(base, head, scope);
  const keys = ['schedule', 'scheduler'];
  const shown = tellingTexts(base, head, [({ schedule }) => schedule, ({ scheduler }) => scheduler]);
  const change = fieldChange(scope, 'quality.schedule.changed', {
    element: elementOf(head),
    before: unplaced(shown.before, placeOf(base, keys)),
    after: unplaced(shown.after, placeOf(head, keys)),
    relation,
  });
  return [change, ...diffWords(base, head, scope)];
}

/** What only reports about the rule. */
function diffWords(base: QualityRule, head: QualityRule, scope: ChangeScope): FieldChange[] {
  const texts = ['description', 'dimension', 'businessImpact', 'method', 'name', 'id'] as const;
  const changed = texts.filter(
    (key) =>
      !(base.type === 'text' && head.type === 'text' && key === 'description') && !sameWords(base[key], head[key]),
  );
  // With an operator the unit is part of the threshold.
  const isUnitLoose = base.operator === undefined && head.operator === undefined && !sameWords(base.unit, head.unit);
  const units = isUnitLoose ? (['unit'] as const) : [];
  const tags = tagText(base) === tagText(head) ? [] : (['tags'] as const);
  const [key] = [...changed, ...units, ...tags];
  if (key === undefined) return [];
  const valueOf = (rule: QualityRule): Json | undefined => rule[key];
  return [
    fieldChange(scope, 'quality.changed', {
      element: elementOf(head),
      before: unplaced(valueOf(base), placeOf(base, [key])),
      after: unplaced(valueOf(head), placeOf(head, [key])),
    }),
  ];
}

/** Tags are a set. */
function tagText({ tags }: QualityRule): string {
  return stableText([...new Set(tags)].toSorted());
}

/** What a rule measures, whatever its threshold. */
function measureOf(rule: QualityRule): string {
  const { type, metric, query, engine, implementation } = rule;
  switch (type) {
    case 'text':
      return stableText(['text', rule.description?.trim().replaceAll(/\s+/g, ' ') ?? '']);
    case 'sql':
      return stableText(['sql', query === undefined ? '' : normaliseQuery(query)]);
    case 'custom':
      return stableText(['custom', engine ?? '', implementation ?? null]);
    case 'library':
      return stableText(['library', metric ?? '', rule.arguments]);
  }
}

/** How people tell it from others: its name, its id, its words, or what it measures. */
function elementOf(rule: QualityRule): string {
  const { name, id, description, metric } = rule;
  return shortened(name ?? id ?? description ?? metric ?? summaryOf(rule));
}

/** The longest text that names a rule. */
const maxElement = 100;

function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length <= maxElement ? line : `${line.slice(0, maxElement - 1)}…`;
}

/** The rule in one line: its metric with the threshold, its query, or its words. */
function summaryOf(rule: QualityRule): string {
  if (rule.type === 'sql') return normaliseQuery(rule.query ?? '');
  if (rule.type === 'text') return rule.description ?? 'text';
  if (rule.type === 'custom') return rule.engine ?? 'custom';
  return [rule.metric ?? 'library', textOf(rule)].filter(Boolean).join(' ');
}

function placeOf(rule: QualityRule, keys: readonly string[]): Location {
  return keys.map((key) => rule.keys.get(key)).find((at) => at !== undefined) ?? rule.at;
}
