import { alterTables } from '../../generated/types.ts';
import type { TypeRelation } from '../../model/change.ts';
import type { AlterAnswer, AlterPossible, AlterRow, ColumnStep } from './alter-row.ts';
import { compareTypes } from './compare-types.ts';
import { normaliseTypeText, parseType, warehouseOf } from './parse-type.ts';
import type { PhysicalType } from './physical-type.ts';

/** A change of one column of a table that has rows. */
export type AlterStep =
  | { readonly kind: 'type'; readonly before: string; readonly after: string }
  | { readonly kind: ColumnStep };

/** Whether a warehouse can make a change without a new table; `migration` is the key of a message that says how. */
export interface AlterVerdict {
  readonly possible: AlterPossible;
  readonly migration: `migrations.${string}`;
}

/**
 * Whether `warehouse` (an ODCS server type or dbt adapter) can make the change in place, by `rules/types/<warehouse>.yaml`; `unknown`
 * for a warehouse or a type that is not known there. The verdict is about tables of the warehouse itself, not external ones.
 */
export function alterInPlace(warehouse: string | undefined, step: AlterStep): AlterVerdict {
  const name = warehouseOf(warehouse);
  const table = Object.hasOwn(alterTables, name) ? alterTables[name] : undefined;
  if (step.kind !== 'type') return verdict(table?.columns[step.kind]);
  if (normaliseTypeText(step.before) === normaliseTypeText(step.after)) return nothing;
  const types = { before: parseType(warehouse, step.before), after: parseType(warehouse, step.after) };
  if (types.before === undefined || types.after === undefined) return verdict(undefined);
  const change = {
    before: types.before,
    after: types.after,
    relation: compareTypes(types.before, types.after),
  };
  if (change.relation === 'unknown') return verdict(undefined);
  // CHAR(10) and VARCHAR(10) hold the same texts but are stored in two ways.
  if (change.relation === 'same' && !changesPadding(change)) return nothing;
  return verdict(table?.types.find((row) => fits(row, change)));
}

interface TypeChange {
  readonly before: PhysicalType;
  readonly after: PhysicalType;
  readonly relation: TypeRelation;
}

const nothing: AlterVerdict = { possible: 'yes', migration: 'migrations.nothing' };

const defaults: { readonly [possible in AlterPossible]: string } = {
  yes: 'alter',
  rewrite: 'rewrite',
  no: 'new-column',
  unknown: 'unknown',
};

function verdict(answer: AlterAnswer | undefined): AlterVerdict {
  const possible = answer?.possible ?? 'unknown';
  return { possible, migration: `migrations.${answer?.how ?? defaults[possible]}` };
}

/** To the warehouse a struct with more fields is the wider type. */
const sizes: { readonly [relation in TypeRelation]?: TypeRelation } = { grown: 'widened', shrunk: 'narrowed' };

function fits(row: AlterRow, change: TypeChange): boolean {
  const { before, after, relation } = change;
  return (
    isOf(row.from, before) &&
    isOf(row.to, after) &&
    (row.relation === undefined || row.relation === (sizes[relation] ?? relation)) &&
    (row.scale === undefined || (row.scale === 'same') === (before.scale === after.scale)) &&
    (row.precision === undefined || row.precision === precisionStep(change)) &&
    (row.padded === undefined || row.padded === (before.padded === true || after.padded === true)) &&
    (row.fromBits === undefined || (before.bits ?? Infinity) <= row.fromBits) &&
    (row.toBits === undefined || (after.bits ?? 0) >= row.toBits) &&
    (row.digits === undefined || wholeDigits(after) >= row.digits)
  );
}

function isOf(families: AlterRow['from'], type: PhysicalType): boolean {
  return families === 'any' || (typeof families === 'string' ? [families] : families).includes(type.family);
}

function precisionStep({ before, after }: TypeChange): 'raised' | 'lowered' | undefined {
  if (before.precision === undefined || after.precision === undefined || before.precision === after.precision)
    return undefined;
  return after.precision > before.precision ? 'raised' : 'lowered';
}

/** An unlimited decimal has precision and scale without end. */
function wholeDigits(type: PhysicalType): number {
  return type.precision === Infinity ? Infinity : (type.precision ?? 0) - (type.scale ?? 0);
}

function changesPadding({ before, after }: TypeChange): boolean {
  return (before.padded ?? false) !== (after.padded ?? false);
}
