import { functionName } from './call-names.ts';
import type { ExpressionPlan, RelationPlan } from './plan.ts';
import { readExpression, type Reading } from './read-expression.ts';
import { identifierOf, listOf, namesOf, type Node, nodeOf, textAt, type Tree } from './tree.ts';

/** Reads `pivot (aggregates for column in (values))`. */
export function readPivot(body: Tree, of: RelationPlan, reading: Reading): RelationPlan {
  const names = namingOf(body);
  const at = reading.reader.locate(0);
  const fields = listOf(body['fields']);
  const isStatement = fields.length === 0 || body['unpivot'] === true || body['group'] !== null;
  if (isStatement) return { kind: 'opaque', gap: { reason: 'construct', detail: 'pivot', at }, ...names };
  const aggregates = listOf(body['expressions']);
  const read = [...aggregates, ...fields].map((value) => readExpression(value, reading));
  const uses = read.flatMap(({ refs }) => refs.map(({ parts }) => (parts.at(-1) ?? '').toLowerCase()));
  return {
    kind: 'pivot',
    of,
    uses,
    adds: addedColumns(aggregates, fields, reading),
    at: read[0]?.refs[0]?.at ?? at,
    ...names,
  };
}

function namingOf(body: Tree): { readonly columns: readonly string[]; readonly alias?: string } {
  const alias = identifierOf(body['alias'])?.name;
  return { columns: namesOf(body['alias_columns']), ...(alias !== undefined && { alias }) };
}

interface Added {
  readonly name: string;
  readonly value: ExpressionPlan;
}

/** One column for each value and aggregate; undefined where the values are not written out. */
function addedColumns(
  aggregates: readonly unknown[],
  fields: readonly unknown[],
  reading: Reading,
): readonly Added[] | undefined {
  const field = nodeOf(fields[0]);
  if (fields.length !== 1 || field?.kind !== 'in') return undefined;
  const added: Added[] = [];
  for (const value of listOf(field.body['expressions'])) {
    const label = labelOf(value);
    if (label === undefined) return undefined;
    for (const aggregate of aggregates) {
      const name = nameOf(label, aggregate, { count: aggregates.length, dialect: reading.reader.dialect });
      if (name === undefined) return undefined;
      added.push({ name, value: readExpression(unaliased(aggregate), reading) });
    }
  }
  return added.length === 0 ? undefined : added;
}

interface Label {
  readonly text: string;
  readonly isAlias: boolean;
  readonly isText: boolean;
}

function labelOf(value: unknown): Label | undefined {
  const node = nodeOf(value);
  if (node === undefined) return undefined;
  if (node.kind === 'pivot_alias' || node.kind === 'alias') {
    const alias = aliasOf(node.body['alias']);
    return alias === undefined ? undefined : { text: alias, isAlias: true, isText: true };
  }
  if (node.kind === 'column' && node.body['table'] === null) {
    const name = identifierOf(node.body['name'])?.name;
    return name === undefined ? undefined : { text: name, isAlias: true, isText: true };
  }
  if (node.kind !== 'literal') return undefined;
  const text = textAt(node.body, 'value');
  return text === undefined
    ? undefined
    : { text, isAlias: false, isText: textAt(node.body, 'literal_type') === 'string' };
}

function aliasOf(value: unknown): string | undefined {
  const direct = identifierOf(value)?.name;
  if (direct !== undefined) return direct;
  const node = nodeOf(value);
  if (node?.kind === 'column') return identifierOf(node.body['name'])?.name;
  return node?.kind === 'literal' ? textAt(node.body, 'value') : undefined;
}

function unaliased(aggregate: unknown): unknown {
  const node = nodeOf(aggregate);
  return node?.kind === 'alias' ? node.body['this'] : aggregate;
}

/** How each warehouse names a column of a pivot; undefined where it is not certain. */
function nameOf(
  label: Label,
  aggregate: unknown,
  { count, dialect }: { count: number; dialect: string },
): string | undefined {
  const alias = aggregateAlias(nodeOf(aggregate));
  if (dialect === 'snowflake') return snowflakeLabel(label, alias, count);
  if (dialect === 'bigquery') return bigqueryLabel(label, alias, count);
  if (dialect === 'duckdb')
    return alias === undefined && count === 1 ? label.text : alias === undefined ? undefined : `${label.text}_${alias}`;
  if (dialect === 'spark' || dialect === 'databricks') {
    if (count === 1) return label.text;
    return alias === undefined ? undefined : `${label.text}_${alias}`;
  }
  return dialect === 'tsql' || dialect === 'redshift'
    ? count === 1 && alias === undefined
      ? label.text
      : undefined
    : undefined;
}

/** Snowflake keeps the quotes of a literal in the name. */
function snowflakeLabel(
  { text, isAlias, isText }: Label,
  alias: string | undefined,
  count: number,
): string | undefined {
  if (count > 1 || alias !== undefined) return undefined;
  return isAlias ? text : isText ? `'${text}'` : text;
}

/** The aggregate's alias stands before the value, which must be a word to be a name as it is. */
function bigqueryLabel({ text, isAlias }: Label, alias: string | undefined, count: number): string | undefined {
  if (!isAlias && !/^\w+$/.test(text)) return undefined;
  if (alias !== undefined) return `${alias}_${text}`;
  if (/^\d/.test(text)) return undefined;
  return count === 1 ? text : undefined;
}

function aggregateAlias(node: Node | undefined): string | undefined {
  return node?.kind === 'alias' ? (identifierOf(node.body['alias'])?.name ?? functionName(node)) : undefined;
}

/** Reads `unpivot (value for name in (columns))`. */
export function readUnpivot(body: Tree, of: RelationPlan, reading: Reading): RelationPlan {
  const value = identifierOf(body['value_column'])?.name;
  const name = identifierOf(body['name_column'])?.name;
  const names = namingOf(body);
  if (value === undefined || name === undefined)
    return { kind: 'opaque', gap: { reason: 'construct', detail: 'unpivot', at: reading.reader.locate(0) }, ...names };
  const uses = readExpression(body['columns'], reading).refs.map(({ parts }) => (parts.at(-1) ?? '').toLowerCase());
  const values = [value, ...namesOf(body['extra_value_columns'])];
  return { kind: 'unpivot', of, uses, name, values, ...names };
}
