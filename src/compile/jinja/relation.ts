import type { RelationRef } from '../../model/columns.ts';
import { printValue } from './print-value.ts';
import { fail } from './stop.ts';
import {
  argument,
  type CallArgs,
  Dict,
  type HostAbilities,
  HostObject,
  hostFunction,
  none,
  type Value,
} from './values.ts';

const backtickDialects = ['bigquery', 'databricks', 'spark', 'sparksql', 'hive', 'mysql'];

/** An identifier that any dialect reads back as `name`: bare where it is a plain word, quoted otherwise. */
export function quoteIfNeeded(name: string, dialect: string | undefined): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quoteIdentifier(name, dialect);
}

/** An identifier in the quotes of its dialect; a quote inside is doubled (escaped for backticks). */
export function quoteIdentifier(name: string, dialect: string | undefined): string {
  const isBacktick = backtickDialects.includes(dialect ?? '');
  return isBacktick ? `\`${name.replaceAll('`', '\\`')}\`` : `"${name.replaceAll('"', '""')}"`;
}

/** Where a relation is; `text` is what it prints. */
export interface RelationParts {
  readonly database?: string;
  readonly schema?: string;
  readonly identifier: string;
  readonly text: string;
  /** What it is in the graph; undefined for a relation that a template names itself. */
  readonly reference?: RelationRef;
}

/** A relation as templates see it. */
export class RelationObject extends HostObject {
  readonly reference: RelationRef | undefined;
  constructor(abilities: HostAbilities, reference: RelationRef | undefined) {
    super('relation', abilities);
    this.reference = reference;
  }
}

const questions = ['is_table', 'is_view', 'is_cte', 'is_dynamic_table', 'is_materialized_view', 'is_iceberg_format'];
const changes = ['include', 'quote', 'incorporate', 'replace_path', 'without_identifier', 'information_schema'];

/** What `ref`, `source`, `this` and `api.Relation.create` give. It prints a sentinel name, whatever is included or quoted. */
export function makeRelation(parts: RelationParts): HostObject {
  let fields: ReadonlyMap<string, Value> | undefined;
  const attribute = (name: string): Value | undefined => (fields ??= relationFields(parts)).get(name);
  return new RelationObject({ text: parts.text, isMapping: true, attribute }, parts.reference);
}

function relationFields(parts: RelationParts): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>([
    ['database', parts.database ?? 'database'],
    ['project', parts.database ?? 'database'],
    ['schema', parts.schema ?? 'schema'],
    ['dataset', parts.schema ?? 'schema'],
    ['identifier', parts.identifier],
    ['name', parts.identifier],
    ['table', parts.identifier],
    ['alias', parts.identifier],
    ['type', 'table'],
    ['render', hostFunction('render', () => parts.text)],
    ...questions.map((name) => [name, name === 'is_table'] as const),
    ...changes.map((name) => [name, hostFunction(name, () => makeRelation(parts))] as const),
  ]);
  // dbt_utils tells relations from texts by this: `obj is mapping and obj.get('metadata').get('type')` ends with Relation.
  fields.set('metadata', new Dict([['type', 'Relation']]));
  const get = (args: CallArgs): Value =>
    fields.get(printValue(argument(args, 0, 'key') ?? '')) ?? argument(args, 1, 'default') ?? none;
  fields.set('get', hostFunction('get', get));
  return fields;
}

/** `api.Relation.create(database=…, schema=…, identifier=…)`. @throws RenderStop without an identifier */
export function createRelation(named: ReadonlyMap<string, Value>, dialect: string | undefined): HostObject {
  const [database, schema, identifier] = ['database', 'schema', 'identifier'].map((name) => {
    const value = named.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  });
  if (identifier === undefined) return fail('bad-argument', { type: 'nothing' });
  const path = [database, schema, identifier].filter((part) => part !== undefined);
  const text = path.map((part) => quoteIfNeeded(part, dialect)).join('.');
  return makeRelation({ identifier, text, ...(database && { database }), ...(schema && { schema }) });
}
