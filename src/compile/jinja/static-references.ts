import type { CallNode, Expression } from './ast.ts';
import type { ParsedTemplate } from './parse-template.ts';
import type { LineIndex } from './positions.ts';
import type { RefCall, SourceCall } from './session.ts';

/** The references that a template writes with literal names, whether or not they are reached: for templates that stop early. */
export function staticReferences(template: ParsedTemplate, lines: LineIndex, which: Reach = 'any'): StaticReferences {
  const calls = collectCalls(template.body, which);
  return {
    refs: calls.flatMap((call) => readRef(call, lines)),
    sources: calls.flatMap((call) => readSource(call, lines)),
  };
}

/** `certain`: only calls that every rendering makes, because no condition, loop, macro or block stands around them. */
export type Reach = 'any' | 'certain';

const conditional: ReadonlySet<unknown> = new Set([
  'if',
  'for',
  'macro',
  'call-block',
  'condition',
  'logic',
  'set-block',
]);

interface StaticReferences {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
}

/** The tree is plain data, so every node is found by walking its fields; without recursion, because chains are deep. */
export function collectCalls(body: ParsedTemplate['body'], which: Reach): readonly CallNode[] {
  const calls: CallNode[] = [];
  const open: unknown[] = [...body];
  for (let node = open.pop(); open.length > 0 || node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (which === 'certain' && 'kind' in node && conditional.has(node.kind)) continue;
    if (isCall(node)) calls.push(node);
    for (const value of Object.values(node)) if (typeof value === 'object') open.push(value);
  }
  return calls;
}

function isCall(node: object): node is CallNode {
  return 'kind' in node && node.kind === 'call';
}

function literalTexts(items: readonly Expression[]): readonly string[] | undefined {
  const texts = items.map((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? item.value : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function isNamed(call: CallNode, name: string): boolean {
  return call.callee.kind === 'name' && call.callee.name === name;
}

function readRef(call: CallNode, lines: LineIndex): RefCall[] {
  const names = isNamed(call, 'ref') ? literalTexts(call.args.positional) : undefined;
  if (names === undefined || call.args.named.length > 0) return [];
  const [first, second] = names;
  const name = second ?? first;
  const at = lines.range(call.start, call.end);
  return name === undefined
    ? []
    : [{ name, ...(second !== undefined && first !== undefined && { package: first }), at }];
}

function readSource(call: CallNode, lines: LineIndex): SourceCall[] {
  const [source, table] = (isNamed(call, 'source') ? literalTexts(call.args.positional) : undefined) ?? [];
  if (source === undefined || table === undefined) return [];
  return [{ source, table, at: lines.range(call.start, call.end) }];
}
