import type { ColumnType } from '../../model/columns.ts';
import type { TableFunctionPlan } from './plan.ts';
import { type Column, type Entry, opaqueHole, Relation } from './relation.ts';
import { type Resolving, resolveExpression } from './resolve-expression.ts';

const number: ColumnType = { family: 'number' };
const string: ColumnType = { family: 'string' };
const json: ColumnType = { family: 'json' };

/** Functions that give the same columns whatever they read; undefined types are those of what is read. */
const fixed: { readonly [name: string]: readonly (readonly [name: string, type: ColumnType | undefined])[] } = {
  flatten: [
    ['seq', number],
    ['key', string],
    ['path', string],
    ['index', number],
    ['value', json],
    ['this', json],
  ],
  split_to_table: [
    ['seq', number],
    ['index', number],
    ['value', string],
  ],
  strtok_split_to_table: [
    ['seq', number],
    ['index', number],
    ['value', string],
  ],
  generator: [],
  string_split: [['value', string]],
  json_each: [
    ['key', string],
    ['value', undefined],
  ],
  jsonb_each: [
    ['key', string],
    ['value', undefined],
  ],
  json_each_text: [
    ['key', string],
    ['value', string],
  ],
  jsonb_each_text: [
    ['key', string],
    ['value', string],
  ],
};

const numbersOnly = new Set(['seq', 'index']);

/** Functions of one column, which is called like the function or like the relation's alias. */
const single = new Set([
  'generate_series',
  'regexp_split_to_table',
  'string_to_table',
  'jsonb_array_elements',
  'json_array_elements',
  'jsonb_array_elements_text',
  'json_array_elements_text',
  'jsonb_object_keys',
  'json_object_keys',
  'generate_subscripts',
]);

/** The columns that a table function gives. */
export function tableFunctionColumns(plan: TableFunctionPlan, resolving: Resolving): Relation {
  const { origins, functions, type: valueType } = resolveExpression(plan.value, resolving);
  const made = (name: string, type?: ColumnType): Column => ({
    kind: 'column',
    name,
    isQuoted: false,
    type,
    origins,
    functions,
  });
  const offset = plan.offset === undefined ? [] : [{ ...made(plan.offset, number), origins: [] }];
  const known = Object.hasOwn(fixed, plan.name) ? fixed[plan.name] : undefined;
  if (known !== undefined)
    return new Relation(
      known.map(([name, type]) => (numbersOnly.has(name) ? { ...made(name, type), origins: [] } : made(name, type))),
    );
  const [first, ...more] = plan.columns;
  const listed = [...(first === undefined ? [] : [made(first, valueType)]), ...more.map((name) => made(name))];
  const { dialect } = resolving.session;
  if (plan.name === 'unnest' || isExplosion(plan.name)) return unnested(plan, { made, offset, listed, dialect });
  if (listed.length > 0) return new Relation(listed);
  if (single.has(plan.name) && (dialect === 'postgres' || dialect === 'redshift'))
    return new Relation([made(plan.alias ?? plan.name, valueType), ...offset]);
  if (dialect === 'duckdb' && (plan.name === 'generate_series' || plan.name === 'range'))
    return new Relation([made(plan.name, valueType)]);
  if ((dialect === 'spark' || dialect === 'databricks') && plan.name === 'range')
    return new Relation([made('id', number)]);
  return new Relation([opaqueHole({ reason: 'construct', detail: plan.name, at: plan.at })]);
}

function isExplosion(name: string): boolean {
  return ['explode', 'explode_outer', 'posexplode', 'posexplode_outer', 'inline', 'inline_outer'].includes(name);
}

interface Unnesting {
  readonly made: (name: string, type?: ColumnType) => Column;
  readonly offset: readonly Column[];
  readonly listed: readonly Column[];
  readonly dialect: string;
}

/** What arrays are made of is not known: a value, or several where they hold structures. */
function unnested(plan: TableFunctionPlan, { made, offset, listed, dialect }: Unnesting): Relation {
  if (isExplosion(plan.name)) return exploded(plan, listed);
  if (dialect === 'bigquery') return valueTable(plan, made, offset);
  const [counter] = offset;
  const last = listed.at(-1);
  if (counter !== undefined && last !== undefined && listed.length > 1)
    return new Relation([...listed.slice(0, -1), { ...counter, name: last.name }]);
  if (listed.length > 0) return new Relation([...listed, ...offset]);
  if (dialect === 'duckdb') return new Relation([made('unnest'), ...offset]);
  if (dialect === 'postgres') return new Relation([made(plan.alias ?? 'unnest'), opaqueHole(gapOf(plan)), ...offset]);
  if (dialect === 'redshift') return valueTable(plan, made, offset);
  return new Relation([opaqueHole(gapOf(plan)), ...offset]);
}

function gapOf(plan: TableFunctionPlan): {
  readonly reason: 'construct';
  readonly detail: string;
  readonly at: TableFunctionPlan['at'];
} {
  return { reason: 'construct', detail: plan.name, at: plan.at };
}

/** The alias is the value; of a structure, the fields are columns too. */
function valueTable(plan: TableFunctionPlan, made: Unnesting['made'], offset: readonly Column[]): Relation {
  const value = made(plan.alias ?? '');
  const rest = value.origins === undefined ? undefined : [{ origins: value.origins, functions: value.functions }];
  const hole: Entry = {
    kind: 'hole',
    gap: gapOf(plan),
    except: new Set(offset.map(({ name }) => name.toLowerCase())),
    rest,
  };
  return new Relation([...(plan.alias === undefined ? [] : [value]), hole, ...offset]);
}

function exploded(plan: TableFunctionPlan, listed: readonly Column[]): Relation {
  if (listed.length > 0) return new Relation(listed);
  // `explode` of a map gives `key` and `value`, of an array `col`.
  return new Relation([opaqueHole(gapOf(plan))]);
}
