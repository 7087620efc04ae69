import type { ColumnFamily, ColumnType } from '../../model/columns.ts';
import type { TypePlan } from './plan.ts';
import { familyOfTypeName } from './type-names.ts';

/** A type, `null` of any type, or unknown. */
export type Typing = ColumnType | 'null' | undefined;

/** What mentions and subqueries of an expression are of. */
export interface Operands {
  readonly ref: (index: number) => Typing;
  readonly query: (index: number) => Typing;
}

/** The type of an expression, from those of what it mentions. */
export function resolveType(plan: TypePlan, operands: Operands): Typing {
  const of = (inner: TypePlan): Typing => resolveType(inner, operands);
  switch (plan.kind) {
    case 'unknown':
      return undefined;
    case 'null':
      return 'null';
    case 'is':
      return plan.type;
    case 'ref':
      return operands.ref(plan.index);
    case 'query':
      return familyOnly(operands.query(plan.index));
    case 'common':
      return familyOnly(commonType(plan.of.map(of)));
    case 'arithmetic':
      return plan.rest.reduce<Typing>(
        (left, { operator, of: right }) => arithmeticType(operator, [left, of(right)], plan.hasDates),
        of(plan.first),
      );
    case 'element':
      return elementType(of(plan.of));
    case 'within':
      return within(of(plan.of), plan.families);
    case 'unless':
      return isFamily(of(plan.of) ?? { family: plan.family }, [...plan.families, plan.family])
        ? { family: plan.family }
        : undefined;
    case 'text':
      return plan.of.some((inner) => isFamily(of(inner), ['string'])) ? { family: 'string' } : undefined;
    default:
      return plan satisfies never;
  }
}

/** Families of `left operator right`, where they are not numbers: PostgreSQL's, which DuckDB keeps. */
const moments: { readonly [operation: string]: ColumnFamily } = {
  'date - date': 'number',
  'date - number': 'date',
  'date + number': 'date',
  'number + date': 'date',
  'date + interval': 'timestamp',
  'date - interval': 'timestamp',
  'interval + date': 'timestamp',
  'timestamp + interval': 'timestamp',
  'timestamp - interval': 'timestamp',
  'interval + timestamp': 'timestamp',
  'timestamp - timestamp': 'interval',
  'timestamp - date': 'interval',
  'date - timestamp': 'interval',
  'interval + interval': 'interval',
  'interval - interval': 'interval',
  'interval * number': 'interval',
  'number * interval': 'interval',
  'interval / number': 'interval',
  'time + interval': 'time',
  'time - interval': 'time',
  'date + time': 'timestamp',
};

function arithmeticType(operator: string, [left, right]: readonly [Typing, Typing], hasDates: boolean): Typing {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left === 'null' ? 'number' : left.family, right === 'null' ? 'number' : right.family];
  if (a === 'number' && b === 'number') return { family: 'number' };
  if (left === 'null' || right === 'null' || !hasDates) return undefined;
  const family = moments[`${a} ${operator} ${b}`];
  return family === undefined ? undefined : { family };
}

/** `varchar[]`, `array<string>`, `array(varchar)` */
function elementType(type: Typing): Typing {
  if (type === undefined || type === 'null' || type.family !== 'array' || type.text === undefined) return undefined;
  const text = type.text.trim();
  const inner = text.endsWith('[]') ? text.slice(0, -2) : /^array\s*[<(](.*)[>)]$/i.exec(text)?.[1];
  const family = inner === undefined ? undefined : familyOfTypeName(inner);
  return family === undefined ? undefined : { family, text: inner };
}

function isFamily(type: Typing, families: readonly ColumnFamily[]): boolean {
  return type === 'null' || (type !== undefined && families.includes(type.family));
}

function within(type: Typing, families: readonly ColumnFamily[]): Typing {
  if (type === undefined || type === 'null') return undefined;
  return families.length === 0 || families.includes(type.family) ? { family: type.family } : undefined;
}

function familyOnly(type: Typing): Typing {
  return type === undefined || type === 'null' ? type : { family: type.family };
}

/** The type that several have in common, `null` fitting all: with its text where that is the same. */
export function commonType(types: readonly Typing[]): Typing {
  const known = types.filter((type) => type !== 'null');
  const [first] = known;
  if (first === undefined) return known.length === 0 && types.length > 0 ? 'null' : undefined;
  if (!known.every((type) => type?.family === first.family)) return undefined;
  return known.every((type) => type?.text === first.text) ? first : { family: first.family };
}
