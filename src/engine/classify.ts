import { compatibilityRows } from '../generated/compatibility.ts';
import {
  type Bump,
  bumps,
  type Change,
  type ChangeClass,
  changeClasses,
  type ChangeKind,
  type ClassifiedChange,
  type Relation,
  type Trait,
} from '../model/change.ts';
import type { Direction } from '../model/contract.ts';
import { InternalError } from '../model/errors.ts';
import { groupBy } from '../model/group-by.ts';
import type { Lang } from '../model/messages.ts';
import type { Because } from '../model/rule.ts';
import type { Config, EffectOverride } from '../model/policy.ts';

/** A row of `rules/compatibility.yaml`: for a kind of change, who is hurt how much. */
export interface CompatibilityRow {
  readonly id: string;
  readonly change: string;
  readonly when?: RowCondition;
  readonly rule?: string;
  readonly output: Effect;
  readonly input: Effect;
  readonly why: { readonly [lang in Lang]: string };
  /** Of an input contract, where that is another reason. */
  readonly 'why-input'?: { readonly [lang in Lang]: string };
  /** What to do instead; given where a direction is hurt. */
  readonly instead?: { readonly [lang in Lang]: string };
}

/** All given conditions must hold; null stands for an absent value. */
export interface RowCondition {
  readonly before?: readonly (string | boolean | null)[];
  readonly after?: readonly (string | boolean | null)[];
  readonly relation?: readonly Relation[];
  /** All of them. */
  readonly traits?: readonly Trait[];
  /** Status of a removed contract. */
  readonly status?: readonly string[];
}

interface Effect {
  readonly class: ChangeClass;
  readonly bump: Bump;
}

/** The part of the configuration that has a say about changes. */
export type Judgement = Pick<Config, 'compatibility' | 'dangerousBump'>;

const rowsByKind = groupBy(compatibilityRows, (row) => row.change);
const rowsById = new Map(compatibilityRows.map((row) => [row.id, row]));

/**
 * The opinion of the table about a change: the first row that fits decides, in mode `full` by the direction that is hurt more.
 * What a retired contract promises hurts nobody; a draft's changes never block. @throws InternalError for a kind without a row.
 */
export function classifyChange(change: Change, judgement: Judgement): ClassifiedChange {
  const row = (rowsByKind.get(change.kind) ?? []).find((each) => fits(each.when, change));
  if (row === undefined)
    throw new InternalError(`rules/compatibility.yaml has no row for "${change.kind satisfies ChangeKind}"`);
  const { direction, effect, severity } = decide(row, change, judgement);
  const isOver = change.stability === 'retired' && !ends.has(change.kind);
  return {
    change,
    ...(isOver ? { class: 'docs', bump: 'none' } : effect),
    direction,
    row: row.id,
    rule: row.rule ?? unlisted,
    ...(severity === undefined ? {} : { severity }),
    advisory: change.stability === 'draft',
    impact: [],
  };
}

/** What a retired contract can still do: come back, or go. */
const ends: ReadonlySet<ChangeKind> = new Set(['status.changed', 'contract.removed']);

/** Rows that hurt nobody by themselves have no rule; where the configuration calls one harmful, this rule says so. */
const unlisted = 'contract/other-changed';

interface Decision {
  readonly direction: Direction;
  readonly effect: Effect;
  readonly severity?: EffectOverride['severity'];
}

function decide(row: CompatibilityRow, change: Change, judgement: Judgement): Decision {
  const own = effectOf(row, change.direction, judgement);
  if (change.mode !== 'full') return own;
  const other = effectOf(row, change.direction === 'output' ? 'input' : 'output', judgement);
  const worse = changeClasses.indexOf(other.effect.class) < changeClasses.indexOf(own.effect.class) ? other : own;
  const bump = bumps.find((each) => own.effect.bump === each || other.effect.bump === each) ?? 'none';
  return { ...worse, effect: { class: worse.effect.class, bump } };
}

/** What a row means for a direction, with what the configuration says over it. */
export function effectOf(row: CompatibilityRow, direction: Direction, judgement: Judgement): Decision {
  const override = judgement.compatibility[row.id]?.[direction];
  const asked = override?.class === undefined ? row[direction].bump : bumpOfClass[override.class];
  const changeClass = override?.class ?? row[direction].class;
  const raised = changeClass === 'dangerous' && asked === 'minor' ? judgement.dangerousBump : asked;
  return {
    direction,
    effect: { class: changeClass, bump: override?.bump ?? raised },
    ...(override?.severity === undefined ? {} : { severity: override.severity }),
  };
}

const bumpOfClass: { readonly [name in ChangeClass]: Bump } = {
  breaking: 'major',
  dangerous: 'minor',
  compatible: 'minor',
  docs: 'patch',
};

/** Why a row decides as it does for a direction. */
export function reasonOfRow({ row: id, direction }: Because, lang: Lang): string {
  const row = rowsById.get(id);
  return (direction === 'input' ? row?.['why-input']?.[lang] : undefined) ?? row?.why[lang] ?? '';
}

/** What to do instead; empty where nobody is hurt. */
export function adviceOfRow(id: string, lang: Lang): string {
  return rowsById.get(id)?.instead?.[lang] ?? '';
}

function fits(when: RowCondition | undefined, change: Change): boolean {
  if (when === undefined) return true;
  return (
    holds(when.before, scalar(change.before)) &&
    holds(when.after, scalar(change.after)) &&
    holds(when.relation, change.relation) &&
    holds(when.status, change.kind === 'contract.removed' ? change.before.status?.value : undefined) &&
    (when.traits ?? []).every((trait) => change.traits?.includes(trait))
  );
}

function holds<T>(wanted: readonly (T | null)[] | undefined, value: T | undefined): boolean {
  return wanted === undefined || wanted.includes(value ?? null);
}

function scalar(value: unknown): string | boolean | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
