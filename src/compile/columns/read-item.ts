import type { Location } from '../../model/location.ts';
import { castText } from './cast-text.ts';
import { implicitName } from './implicit-name.ts';
import type { ExpressionPlan, ItemPlan, NamePlan, StarPlan } from './plan.ts';
import type { ItemText } from './query-text.ts';
import { mergeFunctions } from './relation.ts';
import { columnChain } from './column-chain.ts';
import { readExpression, type Reading } from './read-expression.ts';
import { placeOf } from './reader.ts';
import {
  type Identifier,
  identifierOf,
  isTree,
  listOf,
  namesOf,
  type Node,
  nodeOf,
  spanOf,
  type Tree,
} from './tree.ts';

/** What reading an entry of a select list needs. */
export interface ItemReading extends Reading {
  /** Undefined where the text does not tell. */
  readonly text: ItemText | undefined;
  /** Start of the entry, or of its select. */
  readonly at: Location;
}

/** Functions whose number of columns the data or the list of columns tell. */
const manyColumns = new Set([
  'explode',
  'explode_outer',
  'explode',
  'explode_outer',
  'columns',
  'stack',
  'inline',
  'posexplode',
  'posexplode_outer',
  'inline_outer',
  'json_tuple',
]);

/** Reads an entry of a select list. */
export function readItem(value: unknown, reading: ItemReading): ItemPlan {
  const node = nodeOf(value);
  if (node === undefined) return { kind: 'opaque', gap: { reason: 'construct', detail: 'expression', at: reading.at } };
  if (node.kind === 'star') return readStar(node.body, reading);
  if (node.kind === 'dot' && isTree(node.body['field']) && identifierOf(node.body['field'])?.name === '*')
    return opaqueStar(reading);
  if (node.kind === 'alias') return readAlias(node.body, reading);
  if (node.kind === 'braced_wildcard')
    return { kind: 'opaque', gap: { reason: 'construct', detail: '{*}', at: reading.at } };
  if (node.kind === 'eq' && reading.reader.dialect === 'tsql') return readAssignment(node, reading);
  return readBare(value, node, reading);
}

function opaqueStar(reading: ItemReading): ItemPlan {
  return { kind: 'opaque', gap: { reason: 'construct', detail: '.*', at: reading.at } };
}

function readAlias(body: Tree, reading: ItemReading): ItemPlan {
  const alias = identifierOf(body['alias']);
  const aliases = namesOf(body['column_aliases']);
  if (alias === undefined || aliases.length > 0) return readAliases(body, aliases, reading);
  const inner = nodeOf(body['this']);
  if (inner !== undefined && isColumnsCall(inner)) return manyGap(inner, reading);
  return named(alias, withText(body['this'], reading, alias), reading);
}

/** `posexplode(x) as (a, b)`: several columns of one value; without names of their own, a gap. */
function readAliases(body: Tree, aliases: readonly string[], reading: ItemReading): ItemPlan {
  const [name] = aliases;
  if (aliases.length === 1 && name !== undefined)
    return named({ name, isQuoted: false, span: undefined }, readExpression(body['this'], reading), reading);
  if (aliases.length > 1)
    return { kind: 'values', names: aliases, at: reading.at, value: readExpression(body['this'], reading) };
  return { kind: 'opaque', gap: { reason: 'construct', detail: 'alias', at: reading.at } };
}

function named(alias: Identifier, value: ExpressionPlan, reading: ItemReading): ItemPlan {
  const at = placeOf(reading.reader, alias.span) ?? reading.at;
  const { name, isQuoted } = alias;
  return { kind: 'value', name, isQuoted, isAlias: true, at, value: withMacros(value, reading) };
}

/** The expression, with the macros that wrote some of it, around no column too: literals and functions have no places. */
function withMacros(value: ExpressionPlan, { reader, text }: ItemReading): ExpressionPlan {
  const { start, end } = text ?? { start: 0, end: reader.sql.length };
  const macros = text === undefined ? [] : reader.macrosWithin(start, end).map((name) => [`macro:${name}`]);
  const functions = mergeFunctions([value.functions, ...macros]);
  const isMade = value.refs.length > 0 || value.queries.length > 0 || functions?.length !== 0;
  return { ...value, functions: isMade || !reader.isPrinted(start, end) ? functions : undefined };
}

/** `total = a + b` */
function readAssignment(node: Node, reading: ItemReading): ItemPlan {
  const left = nodeOf(node.body['left']);
  const name = left?.kind === 'column' ? identifierOf(left.body['name']) : undefined;
  if (name === undefined) return readBare({ [node.kind]: node.body }, node, reading);
  return named(name, readExpression(node.body['right'], reading), reading);
}

function readBare(value: unknown, node: Node, reading: ItemReading): ItemPlan {
  const { reader } = reading;
  const marker = reader.markerOf(node);
  if (marker?.kind === 'star') return { kind: 'marker-star', marker, at: marker.at };
  if (marker !== undefined)
    return { kind: 'opaque', gap: { reason: 'unknown-macro', detail: marker.macro, at: marker.at } };
  if (isColumnsCall(node) || isManyCall(node)) return manyGap(node, reading);
  const chain = node.kind === 'column' || node.kind === 'dot' ? columnChain(node) : undefined;
  const last = chain?.parts.at(-1);
  if (last !== undefined && !/^[$#@]/.test(last.name)) {
    const at = placeOf(reader, last.span) ?? placeOf(reader, chain?.span) ?? reading.at;
    const expression = readExpression(value, reading);
    return { kind: 'value', name: last.name, isQuoted: last.isQuoted, isAlias: false, at, value: expression };
  }
  const name = implicitName(node, reader.dialect) ?? '';
  return {
    kind: 'value',
    name,
    isQuoted: false,
    isAlias: false,
    at: reading.at,
    value: withMacros(withText(value, reading, undefined), reading),
  };
}

function isColumnsCall({ kind, body }: Node): boolean {
  return kind === 'columns' || (kind === 'function' && String(body['name']).toLowerCase() === 'columns');
}

function isManyCall({ kind, body }: Node): boolean {
  const name = kind === 'function' ? String(body['name']).toLowerCase() : kind;
  return manyColumns.has(name);
}

function manyGap({ kind, body }: Node, reading: ItemReading): ItemPlan {
  const name = kind === 'function' ? String(body['name']).toLowerCase() : kind;
  return { kind: 'opaque', gap: { reason: 'construct', detail: name, at: reading.at } };
}

/** The expression, with the type as written where it is a cast. */
function withText(value: unknown, reading: ItemReading, alias: Identifier | undefined): ExpressionPlan {
  const expression = readExpression(value, reading);
  const { type } = expression;
  if (type.kind !== 'is' || reading.text === undefined) return expression;
  const node = nodeOf(value);
  const text = node === undefined ? undefined : castText(node, reading.text, { reader: reading.reader, alias });
  return text === undefined ? expression : { ...expression, type: { kind: 'is', type: { ...type.type, text } } };
}

function readStar(body: Tree, reading: ItemReading): StarPlan {
  const { reader } = reading;
  const table = identifierOf(body['table']);
  const span = spanOf(body['span']) ?? table?.span;
  const start = reading.text?.start ?? reader.offsetOf(span?.start ?? 0);
  const at = reading.text === undefined ? (placeOf(reader, span) ?? reading.at) : reading.at;
  const qualifier = table === undefined ? [] : table.name.split('.');
  return {
    kind: 'star',
    qualifier: qualifier.map((name) => name.toLowerCase()),
    text: [...qualifier, '*'].join('.'),
    except: listOf(body['except']).flatMap((each) => nameOf(identifierOf(each), { at, reading })),
    replace: listOf(body['replace']).flatMap((each) => {
      const alias = nodeOf(each)?.kind === 'alias' ? nodeOf(each)?.body : isTree(each) ? each : undefined;
      const value = readExpression(alias?.['this'], reading);
      return nameOf(identifierOf(alias?.['alias']), { at, reading }).map((name) => ({ ...name, value }));
    }),
    rename: listOf(body['rename']).flatMap((pair) => {
      const [from, to] = listOf(pair).map(identifierOf);
      return to === undefined ? [] : nameOf(from, { at, reading }).map((name) => ({ ...name, to: to.name }));
    }),
    at,
    calls: reader
      .macrosAround(start, start + 1)
      .map(({ name }) => `macro:${name}`)
      .toReversed(),
  };
}

function nameOf(
  identifier: Identifier | undefined,
  { at, reading }: { readonly at: Location; readonly reading: ItemReading },
): readonly NamePlan[] {
  if (identifier === undefined) return [];
  const { name, span } = identifier;
  return [{ name: name.slice(name.lastIndexOf('.') + 1), at: placeOf(reading.reader, span) ?? at }];
}
