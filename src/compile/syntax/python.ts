import type { Problem } from '../../model/project.ts';
import type { Engines } from '../engines.ts';
import { findSyntaxFault, locateNode } from './first-error.ts';
import type { SyntaxNode } from './grammar.ts';
import { notJudged } from './not-judged.ts';

/** A mistake that the grammar lets pass, because it also reads Python 2 and forgives indentation. */
interface PythonFault {
  readonly key: string;
  readonly what: string;
  readonly node: SyntaxNode;
}

/** The first syntax error of a Python 3 file, by the grammar and what the grammar is too lenient for; at most one problem. */
export function checkPython(engines: Engines, path: string, text: string): readonly Problem[] {
  const source = text.replace(/^\uFEFF/, '');
  return engines.python.read(source, (root) => inspect(path, source, root)) ?? [notJudged(path)];
}

function inspect(path: string, source: string, root: SyntaxNode): readonly Problem[] {
  const fault = findSyntaxFault(root);
  if (fault !== undefined) {
    const { kind, what, near, node } = fault;
    return [problem(path, `compile.python-${kind}`, { node, values: { what, near } })];
  }
  const found = [...pythonTwo(root), ...indentation(source, root)].sort(
    (a, b) => a.node.startIndex - b.node.startIndex,
  )[0];
  return found === undefined ? [] : [problem(path, found.key, { node: found.node, values: { what: found.what } })];
}

interface ProblemPlace {
  readonly node: SyntaxNode;
  readonly values: { readonly [name: string]: string };
}

function problem(path: string, message: string, { node, values }: ProblemPlace): Problem {
  return { kind: 'code', at: locateNode(path, node), key: 'python-syntax', message, values };
}

/** Nodes that only Python 2 has, and how to tell them from Python 3. */
const pythonTwoNodes: { readonly [type: string]: (node: SyntaxNode) => string | undefined } = {
  // `print >>file, "x"` is an expression in Python 3.
  print_statement: (node) => (node.namedChild(0)?.type === 'chevron' ? undefined : 'print …'),
  exec_statement: () => 'exec …',
  tuple_pattern: (node) => (/^(?:lambda_)?parameters$/.test(node.parent?.type ?? '') ? node.text : undefined),
  comparison_operator: (node) => (node.children.some((child) => child.type === '<>') ? '<>' : undefined),
  raise_statement: (node) => (node.namedChild(0)?.type === 'expression_list' ? 'raise …, …' : undefined),
  integer: (node) => (/^0[0-9_]*[1-9]|[lL]$/.test(node.text) ? node.text : undefined),
  string_start: (node) => (node.text.endsWith('`') ? '`' : undefined),
};

function pythonTwo(root: SyntaxNode): readonly PythonFault[] {
  return root.descendantsOfType(Object.keys(pythonTwoNodes)).flatMap((node) => {
    const what = pythonTwoNodes[node.type]?.(node);
    return what === undefined ? [] : [{ key: 'compile.python-2', what, node }];
  });
}

function indentation(source: string, root: SyntaxNode): readonly PythonFault[] {
  const lines = source.split('\n');
  const blocks = root.descendantsOfType('block');
  return [
    ...blocks.filter((block) => statements(block).length === 0).map(emptyBlock),
    ...[root, ...blocks].flatMap((block) => unevenStatement(lines, block)),
  ];
}

function statements(block: SyntaxNode): readonly SyntaxNode[] {
  return block.namedChildren.filter((child) => child.type !== 'comment');
}

function emptyBlock(block: SyntaxNode): PythonFault {
  const owner = block.parent ?? block;
  return {
    key: 'compile.python-empty-block',
    what: owner.type.replace(/_(?:definition|statement|clause)$/, ''),
    node: owner,
  };
}

/** The first statement of a block that starts a line with another indentation than the first one does. */
function unevenStatement(lines: readonly string[], block: SyntaxNode): readonly PythonFault[] {
  let expected = block.type === 'module' ? '' : undefined;
  for (const node of statements(block)) {
    const indent = indentOf(lines, node);
    if (indent === undefined) continue;
    expected ??= indent;
    if (indent !== expected)
      return [{ key: 'compile.python-indent', what: node.text.split('\n', 1)[0]?.slice(0, 40) ?? '', node }];
  }
  return [];
}

/** The blank text before a statement that starts a line; undefined where something else stands before it. */
function indentOf(lines: readonly string[], node: SyntaxNode): string | undefined {
  const { row, column } = node.startPosition;
  const before = lines[row]?.slice(0, column).replace(/^.*\f/, '') ?? '';
  const continued = lines[row - 1]?.replace(/\r$/, '').endsWith('\\') ?? false;
  return continued || before.trim() !== '' ? undefined : before;
}
