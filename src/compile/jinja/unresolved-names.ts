import type { UnresolvedReference } from '../../model/facts.ts';
import { suggest } from '../../model/suggest.ts';
import type { CallNode } from './ast.ts';
import { givenNames, namesBoundIn } from './called-macros.ts';
import type { MacroLookup } from './macro-lookup.ts';
import type { ParsedTemplate } from './parse-template.ts';
import type { LineIndex } from './positions.ts';
import type { RenderRequest } from './session.ts';
import { collectCalls } from './static-references.ts';
import { findVariable, variableNames } from './variables.ts';

/** Adapters whose own macros we know by name (dbt-labs/dbt-adapters); others may bring any. */
const knownAdapters = new Set(['athena', 'bigquery', 'duckdb', 'postgres', 'redshift', 'snowflake', 'spark']);

/** Looking for what was meant takes time for each; nobody needs more to start with. */
const maxFound = 20;

interface Search {
  readonly template: ParsedTemplate;
  readonly request: RenderRequest;
  readonly lookup: MacroLookup;
  readonly lines: LineIndex;
}

/**
 * Macros that exist nowhere and variables that the project does not define, where the model's own template surely asks for
 * them: outside conditions, loops, macros and blocks. The first {@link maxFound} of them, by place.
 */
export function unresolvedNames(search: Search): readonly UnresolvedReference[] {
  const found: UnresolvedReference[] = [];
  const isBound = boundNames(search.template);
  for (const call of collectCalls(search.template.body, 'certain').toSorted((a, b) => a.start - b.start)) {
    const missing = missingMacro(call, isBound, search) ?? missingVariable(call, isBound, search);
    if (missing !== undefined) found.push(missing);
    if (found.length === maxFound) break;
  }
  return found;
}

/** Tells names that the template itself gives a meaning. It is walked when the first question comes, which is seldom. */
function boundNames(template: ParsedTemplate): (name: string) => boolean {
  let bound: ReadonlySet<string> | undefined;
  return (name) => (bound ??= namesBoundIn(template)).has(name);
}

type IsBound = ReturnType<typeof boundNames>;

function missingMacro(call: CallNode, isBound: IsBound, search: Search): UnresolvedReference | undefined {
  const { callee } = call;
  const target = callee.kind === 'attribute' ? callee.target : callee;
  if (target.kind !== 'name' || givenNames.has(target.name)) return undefined;
  if (callee.kind === 'name' && !knownAdapters.has(search.request.dialect ?? '')) return undefined;
  const wanted = callee.kind === 'attribute' ? `${target.name}.${callee.name}` : target.name;
  if (search.lookup.has(wanted) || isBound(target.name)) return undefined;
  const { name, isCertain, suggestion } = search.lookup.absence(wanted);
  if (!isCertain) return undefined;
  return { kind: 'macro', name, at: placeOf(call, search), ...(suggestion !== undefined && { suggestion }) };
}

/** `var('x')` without a default; `--vars` on the command line could still give it. */
function missingVariable(call: CallNode, isBound: IsBound, search: Search): UnresolvedReference | undefined {
  const { callee, args } = call;
  const [first, ...others] = args.positional;
  const isPlain = others.length === 0 && args.named.length === 0 && !args.spread && !args.spreadNamed;
  if (callee.kind !== 'name' || callee.name !== 'var' || !isPlain) return undefined;
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return undefined;
  const name = first.value;
  if (findVariable(search.request, name) !== undefined || isBound('var')) return undefined;
  const suggestion = suggest(name, variableNames(search.request));
  return { kind: 'var', name, at: placeOf(call, search), ...(suggestion !== undefined && { suggestion }) };
}

function placeOf(call: CallNode, { lines }: Search): UnresolvedReference['at'] {
  return lines.range(call.start, call.end);
}
