import type { TerraformAttribute, TerraformBlock } from '../../model/infrastructure.ts';
import type { Location } from '../../model/location.ts';
import type { Engines } from '../engines.ts';
import { locateNode } from './first-error.ts';
import type { SyntaxNode } from './grammar.ts';
import { maskExponents } from './hcl.ts';

/** A Terraform file on its way to the model. */
interface Source {
  readonly path: string;
  readonly text: string;
}

/** The top-level blocks of a Terraform file, in its order; none of a file with a syntax error: half a file proves nothing. */
export function readTerraform(engines: Engines, path: string, text: string): readonly TerraformBlock[] {
  const source = { path, text: text.replace(/^\uFEFF/, '') };
  const read = (root: SyntaxNode): readonly TerraformBlock[] =>
    root.hasError ? [] : bodyOf(root).flatMap((node) => (node.type === 'block' ? [blockOf(source, node)] : []));
  return engines.hcl.read(maskExponents(source.text), read) ?? [];
}

/** Blocks and attributes directly inside a file or block. */
function bodyOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.find((child) => child.type === 'body')?.namedChildren ?? [];
}

function blockOf(source: Source, node: SyntaxNode): TerraformBlock {
  const [type, ...rest] = node.namedChildren;
  const inner = bodyOf(node);
  const attributes = inner.flatMap((child) => (child.type === 'attribute' ? attributeOf(source, child) : []));
  const insertion = insertionOf(source, node);
  return {
    type: type?.text ?? '',
    labels: rest.flatMap((child) => labelOf(source, child) ?? []),
    attributes,
    blocks: inner.flatMap((child) => (child.type === 'block' ? [blockOf(source, child)] : [])),
    at: headOf(source, node),
    ...(insertion === undefined ? {} : { insertion }),
  };
}

function labelOf({ text }: Source, node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text;
  return node.type === 'string_lit' ? text.slice(node.startIndex + 1, node.endIndex - 1) : undefined;
}

/** Type and labels: a finding about the whole block would cover the screen. */
function headOf({ path }: Source, node: SyntaxNode): Location {
  const last = node.namedChildren.findLast((child) => child.type === 'identifier' || child.type === 'string_lit');
  const { line, column } = locateNode(path, node);
  const { endLine, endColumn } = locateNode(path, last ?? node);
  return { path, line, column, ...(endLine === undefined ? {} : { endLine, endColumn }) };
}

/** Nothing may stand before the closing brace, or a further line would break what is there. */
function insertionOf({ path, text }: Source, node: SyntaxNode): TerraformBlock['insertion'] {
  const end = node.namedChildren.findLast((child) => child.type === 'block_end');
  if (end === undefined || end.startPosition.row === node.startPosition.row) return undefined;
  const closing = text.slice(end.startIndex - end.startPosition.column, end.startIndex);
  if (closing.trim() !== '') return undefined;
  const first = bodyOf(node)[0];
  const own = first === undefined ? '' : text.slice(first.startIndex - first.startPosition.column, first.startIndex);
  const indent = own !== '' && own.trim() === '' ? own : `${closing}  `;
  return { at: { path, line: end.startPosition.row + 1, column: 1 }, indent };
}

function attributeOf(source: Source, node: SyntaxNode): readonly TerraformAttribute[] {
  const [name, expression] = node.namedChildren.filter((child) => child.type !== 'comment');
  if (name === undefined || expression === undefined) return [];
  return [assigned(source, { name: name.text, nameAt: locateNode(source.path, name), expression })];
}

/** A name and the expression that it is given. */
interface Assignment {
  readonly name: string;
  readonly nameAt: Location;
  readonly expression: SyntaxNode;
}

function assigned(source: Source, { name, nameAt, expression }: Assignment): TerraformAttribute {
  const literal = literalOf(source, expression);
  const value = source.text.slice(expression.startIndex, expression.endIndex);
  return {
    name,
    nameAt,
    expression: { value, at: locateNode(source.path, expression) },
    ...(literal === undefined ? {} : { literal }),
    entries: entriesOf(source, expression),
  };
}

/** The text of a string without interpolation and escapes. */
function literalOf({ text }: Source, expression: SyntaxNode): string | undefined {
  const string = only(only(expression, 'literal_value'), 'string_lit');
  if (string === undefined) return undefined;
  const inner = text.slice(string.startIndex + 1, string.endIndex - 1);
  return /\\|\$\$\{|%%\{/.test(inner) ? undefined : inner;
}

function entriesOf(source: Source, expression: SyntaxNode): readonly TerraformAttribute[] {
  const collection = only(expression, 'collection_value');
  const object = only(collection, 'object');
  if (object !== undefined) {
    return object.namedChildren.flatMap((element) =>
      element.type === 'object_elem' ? elementOf(source, element) : [],
    );
  }
  const items = only(collection, 'tuple')?.namedChildren.filter((child) => child.type === 'expression') ?? [];
  return items.map((item, index) =>
    assigned(source, { name: String(index), nameAt: locateNode(source.path, item), expression: item }),
  );
}

/** `key = value` of an object; a key that is computed is called as it is written. */
function elementOf(source: Source, element: SyntaxNode): readonly TerraformAttribute[] {
  const key = element.childForFieldName('key');
  const expression = element.childForFieldName('val');
  if (key === null || expression === null) return [];
  const name = literalOf(source, key) ?? source.text.slice(key.startIndex, key.endIndex);
  return [assigned(source, { name, nameAt: locateNode(source.path, key), expression })];
}

/** The one named child that is no comment, where it is of this type. */
function only(node: SyntaxNode | undefined, type: string): SyntaxNode | undefined {
  const [child, ...more] = node?.namedChildren.filter((each) => each.type !== 'comment') ?? [];
  return more.length === 0 && child?.type === type ? child : undefined;
}
