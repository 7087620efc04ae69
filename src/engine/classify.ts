import { groupBy } from '../model/group-by.ts';
import { compatibilityRows } from '../generated/compatibility.ts';
import type { Bump, Change, ChangeClass, ChangeKind, ClassifiedChange, TypeRelation } from '../model/change.ts';
import { InternalError } from '../model/errors.ts';
import { compareText } from '../model/location.ts';
import type { Lang } from '../model/messages.ts';

/** A row of `rules/compatibility.yaml`: for a kind of change, who is hurt how much. */
export interface CompatibilityRow {
  readonly id: string;
  readonly change: string;
  readonly when?: RowCondition;
  readonly rule?: string;
  readonly output: Effect;
  readonly input: Effect;
  readonly why: { readonly [lang in Lang]: string };
}

/** All given conditions must hold; null stands for an absent value. */
export interface RowCondition {
  readonly before?: readonly (string | boolean | null)[];
  readonly after?: readonly (string | boolean | null)[];
  readonly relation?: readonly TypeRelation[];
  readonly required?: boolean;
  readonly status?: readonly string[];
  readonly order?: 'raised' | 'lowered';
}

interface Effect {
  readonly class: ChangeClass;
  readonly bump: Bump;
}

const rowsByKind = groupBy(compatibilityRows, (row) => row.change);

/** The opinion of the table about a change: the first row that fits decides. @throws InternalError for a kind without a row. */
export function classifyChange(change: Change): ClassifiedChange {
  const row = (rowsByKind.get(change.kind) ?? []).find((each) => fits(each.when, change));
  if (row === undefined)
    throw new InternalError(`rules/compatibility.yaml has no row for "${change.kind satisfies ChangeKind}"`);
  return { change, ...row[change.direction], row: row.id, ...(row.rule === undefined ? {} : { rule: row.rule }) };
}

/** Why a row decides as it does. */
export function reasonOfRow(id: string, lang: Lang): string {
  return compatibilityRows.find((row) => row.id === id)?.why[lang] ?? '';
}

function fits(when: RowCondition | undefined, change: Change): boolean {
  if (when === undefined) return true;
  return (
    holds(when.before, scalar(change.before)) &&
    holds(when.after, scalar(change.after)) &&
    holds(when.relation, change.kind === 'physicalType.changed' ? change.relation : undefined) &&
    holds(when.status, change.kind === 'contract.removed' ? change.before.status?.value : undefined) &&
    (when.required === undefined ||
      (change.kind === 'property.added' && change.after.required.value === when.required)) &&
    (when.order === undefined || when.order === orderOf(change))
  );
}

function holds<T>(wanted: readonly (T | null)[] | undefined, value: T | undefined): boolean {
  return wanted === undefined || wanted.includes(value ?? null);
}

function scalar(value: unknown): string | boolean | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

function orderOf(change: Change): 'raised' | 'lowered' {
  return compareText(String(scalar(change.after) ?? ''), String(scalar(change.before) ?? '')) < 0
    ? 'lowered'
    : 'raised';
}
