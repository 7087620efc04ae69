import { hasColumn, type Json, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { isUsableName, literal } from '../dbt/test-call.ts';
import type { ModelMatch } from '../match-models.ts';

/** Whether dbt itself holds a model to its contract. */
export interface Enforcement {
  readonly isEnforced: boolean;
  /** Whether the warehouse is given constraints, too: tables only have them. */
  readonly hasConstraints: boolean;
  /** How dbt builds the model; undefined where a template decides. */
  readonly materialized: string | undefined;
  /** What dbt asks of an incremental model with a contract, where nothing says it yet. */
  readonly onSchemaChange?: 'append_new_columns';
  /** Why it is not enforced: key below `dbt-properties.` and values; absent where the contract names no types at all. */
  readonly refusal?: { readonly message: string; readonly values: { readonly [name: string]: string } };
}

/** Decides whether the contract of a model is enforced: every column has a type of this warehouse, and dbt can for such a model. */
export function enforcementOf(match: ModelMatch): Enforcement {
  const { model } = match;
  const materialized = materializationOf(model);
  const refused = (message: string, values: { readonly [name: string]: string } = {}): Enforcement => ({
    isEnforced: false,
    hasConstraints: false,
    materialized,
    refusal: { message, values },
  });
  if (model.language === 'python') return refused('not-enforced-python');
  if (materialized === undefined || !enforceable.has(materialized))
    return refused('not-enforced-materialized', { materialized: materialized ?? '{{ … }}' });
  const columns = columnsOf(match.object);
  const untyped = columns.filter((property) => dataTypeOf(property, match) === undefined);
  if (columns.every(({ physicalType }) => physicalType === undefined))
    return { isEnforced: false, hasConstraints: false, materialized };
  if (untyped.length > 0)
    return refused('not-enforced-types', { columns: untyped.slice(0, shownColumns).map(physicalNameOf).join(', ') });
  const change = configured(model, 'on_schema_change');
  const isIncremental = materialized === 'incremental';
  if (isIncremental && change !== undefined && change !== 'fail' && change !== 'append_new_columns')
    return refused('not-enforced-schema-change', { change: typeof change === 'string' ? change : '{{ … }}' });
  return {
    isEnforced: true,
    hasConstraints: materialized !== 'view',
    materialized,
    ...(isIncremental && change === undefined ? { onSchemaChange: 'append_new_columns' } : {}),
  };
}

/** What dbt enforces contracts of (docs.getdbt.com, "contract"): no ephemeral models, no materialized views. */
const enforceable = new Set(['table', 'incremental', 'view']);

/** A message names so many columns. */
const shownColumns = 5;

/** The properties of an object that are columns with a name that SQL and Jinja can hold. */
export function columnsOf(object: SchemaObject): readonly Property[] {
  return object.properties.filter((property) => hasColumn(property) && isUsableName(physicalNameOf(property)));
}

/** The column's type, only where the contract's servers do not speak of another warehouse than the dbt project, and it is a type. */
export function dataTypeOf({ physicalType }: Property, { contract, project }: ModelMatch): string | undefined {
  const type = physicalType?.value.trim();
  const types = contract.servers.map((server) => server.type.toLowerCase().replace('postgresql', 'postgres'));
  const isSure = project.dialect === undefined || types.length === 0 || types.includes(project.dialect);
  return type !== undefined && isSure && isType(type) ? literal(type) : undefined;
}

/** Whether a text can stand where SQL wants a type: dbt pastes it into `cast(null as …)`. */
function isType(type: string): boolean {
  return /^[A-Za-z][\w ,.:()<>[\]"-]{0,2000}$/.test(type) && !type.includes('--') && isBalanced(type);
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth++;
    else if (sign === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** How dbt builds a model: its own call of `config` wins over its folder; a view where nothing says it. */
function materializationOf(model: DbtModel): string | undefined {
  const value = configured(model, 'materialized');
  if (value === undefined) return 'view';
  return typeof value === 'string' && /^\w+$/.test(value) ? value : undefined;
}

/** What a model is configured with, apart from our own file; null where it is no plain text. */
export function configured({ text, folderConfig }: DbtModel, key: string): Json | undefined {
  const call = /\bconfig\s{0,20}\([^}]{0,4000}/.exec(text)?.[0] ?? '';
  const own = new RegExp(`\\b${key}['"]?\\s{0,20}[=:]\\s{0,20}(?:'(\\w{1,60})'|"(\\w{1,60})")?`).exec(call);
  return own === null ? folderConfig[key] : (own[1] ?? own[2] ?? null);
}
