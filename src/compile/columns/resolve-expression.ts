import type { ColumnOrigin, ColumnProblem } from '../../model/columns.ts';
import { compareText } from '../../model/location.ts';
import type { ExpressionPlan, RefPlan, SubqueryPlan } from './plan.ts';
import { isPseudoColumn } from './pseudo-columns.ts';
import { type Column, fromHole, mergeFunctions, mergeOrigins, type Relation, wrapOrigins } from './relation.ts';
import { resolveType, type Typing } from './resolve-type.ts';
import { findMeaning, findSources, type Meaning, type Scope, type Source } from './scope.ts';
import type { Session } from './session.ts';

/** What resolving an expression needs. */
export interface Resolving {
  readonly session: Session;
  readonly scope: Scope;
  readonly resolveQuery: (query: SubqueryPlan['query'], scope: Scope) => Relation;
}

/** What a mention is made of. */
interface Operand extends Pick<Column, 'origins' | 'functions'> {
  readonly type: Typing;
}

/** What an expression gives: its type, origins and functions. Names that are wrong are reported. */
export function resolveExpression(
  plan: ExpressionPlan,
  resolving: Resolving,
): Pick<Column, 'type' | 'origins' | 'functions' | 'isNull'> {
  const refs = plan.refs.map((ref) => resolveRef(ref, resolving));
  const queries = plan.queries.map((query) => resolveSubquery(query, resolving));
  if (plan.isOpaque) resolving.session.use(undefined);
  const type = resolveType(plan.type, { ref: (at) => refs[at]?.type, query: (at) => queries[at]?.type });
  const operands = [...refs, ...queries];
  const origins = plan.isOpaque ? undefined : mergeOrigins([[], ...operands.map((each) => each.origins)]);
  const functions = plan.isOpaque
    ? undefined
    : mergeFunctions([plan.functions, ...operands.map((each) => each.functions)]);
  return { origins, functions, ...(type === 'null' ? { isNull: true } : { type }) };
}

function resolveRef(ref: RefPlan, resolving: Resolving): Operand {
  const operand = ref.kind === 'row' ? rowOperand(ref, resolving) : columnOperand(ref, resolving);
  resolving.session.use(operand.origins);
  return { ...operand, origins: wrapOrigins(operand.origins, ref) };
}

function columnOperand(ref: RefPlan, resolving: Resolving): Operand {
  const meaning = findMeaning(resolving.scope, ref.parts);
  if (meaning.kind === 'row') return rowOperandOf([meaning.source.relation]);
  if (meaning.kind === 'column') {
    reportAmbiguous(ref, meaning.among, resolving);
    const { column, fields } = meaning;
    const { origins, functions } = column;
    return { origins, functions, type: fields > 0 ? undefined : column.isNull === true ? 'null' : column.type };
  }
  reportUnknown(ref, meaning, resolving);
  const word = keywordOf(ref);
  const functions = word === undefined ? undefined : word === 'true' || word === 'false' ? [] : [word];
  return { origins: word !== undefined || ref.isDoubtful ? [] : undefined, functions, type: undefined };
}

/** Words that are values or functions, although nothing stands behind them. */
const keywords = new Set(
  'sysdate systimestamp current_date current_time current_timestamp current_datetime localtime localtimestamp level rownum current_user session_user system_user user getdate now today true false'.split(
    ' ',
  ),
);

function keywordOf({ parts }: RefPlan): string | undefined {
  const word = parts.at(-1)?.toLowerCase() ?? '';
  return (parts.length === 1 && keywords.has(word)) || word === 'nextval' || word === 'currval' ? word : undefined;
}

function rowOperand(ref: RefPlan, { scope }: Resolving): Operand {
  const keys = ref.parts.map((part) => part.toLowerCase());
  const sources = keys.length === 0 ? scope.sources : findSources(scope, keys).slice(0, 1);
  if (sources.length === 0) return { origins: undefined, functions: undefined, type: undefined };
  return rowOperandOf(sources.map(({ relation }) => relation));
}

function rowOperandOf(relations: readonly Relation[]): Operand {
  return {
    origins: mergeOrigins([[], ...relations.map(rowOrigins)]),
    functions: mergeFunctions(relations.map(rowFunctions)),
    type: undefined,
  };
}

function rowFunctions({ entries }: Relation): readonly string[] | undefined {
  return mergeFunctions(entries.map((entry) => (entry.kind === 'column' ? entry : fromHole(entry, '')).functions));
}

/** What all columns of a relation are made of. */
function rowOrigins(relation: Relation): readonly ColumnOrigin[] | undefined {
  if (!relation.isWhole) return undefined;
  return mergeOrigins([[], ...relation.entries.map((entry) => (entry.kind === 'column' ? entry.origins : undefined))]);
}

function resolveSubquery({ query, calls, role }: SubqueryPlan, { scope, resolveQuery }: Resolving): Operand {
  const relation = resolveQuery(query, scope);
  const [first] = relation.entries;
  const single = relation.entries.length === 1 && first?.kind === 'column' ? first : undefined;
  // `exists (select * …)` looks at no column.
  const isExistence = calls[calls.length - 1] === 'exists';
  const origins = isExistence ? [] : wrapOrigins(rowOrigins(relation), { calls, role });
  const functions = isExistence ? [] : rowFunctions(relation);
  return { origins, functions, type: single?.isNull === true ? 'null' : single?.type };
}

/** Candidates beyond this are not listed. */
const maxCandidates = 200;

function reportUnknown(
  ref: RefPlan,
  meaning: Extract<Meaning, { kind: 'nothing' }>,
  { session, scope }: Resolving,
): void {
  const last = ref.parts.at(-1) ?? '';
  const [first = ''] = ref.parts;
  if (!meaning.isCertain || ref.isDoubtful || isPseudoColumn(last) || isPseudoColumn(first)) return;
  if (ref.parts.length === 1 && isAlias(scope, first)) return;
  session.report({ kind: 'unknown-column', column: ref.parts.join('.'), at: ref.at, ...among(meaning.looked) });
}

function isAlias(scope: Scope, name: string): boolean {
  const key = name.toLowerCase();
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent)
    if (each.aliases.has(key)) return true;
  return false;
}

/** Dialects that take the first of several, or that are not known. */
const lenient = new Set(['clickhouse', 'generic']);

/** Dialects in which `where` and `on` never mean a name of the select list. */
const columnsFirst = new Set(['duckdb', 'postgres', 'bigquery', 'trino', 'athena', 'tsql']);

function reportAmbiguous(ref: RefPlan, sources: readonly Source[], { session, scope }: Resolving): void {
  const [name = ''] = ref.parts;
  if (sources.length < 2 || ref.isDoubtful || lenient.has(session.dialect)) return;
  // Snowflake takes the left one of a join with `using`; of others it is not known.
  if (scope.hasUsing && !columnsFirst.has(session.dialect)) return;
  if (!sources.every(({ isPlain }) => isPlain)) return;
  if (scope.aliases.has(name.toLowerCase()) && (scope.prefersAliases || !columnsFirst.has(session.dialect))) return;
  session.report({ kind: 'ambiguous-column', column: ref.parts.join('.'), at: ref.at, ...among(sources, name) });
}

function among(sources: readonly Source[], only?: string): Pick<ColumnProblem, 'relations' | 'candidates'> {
  const names = new Set(sources.flatMap(({ relation }) => (only === undefined ? [...relation.names()] : [])));
  const qualified = only === undefined ? [...names] : sources.map(({ label }) => `${label}.${only}`);
  return {
    relations: [...new Set(sources.map(({ label }) => label))],
    candidates: qualified.sort(compareText).slice(0, maxCandidates),
  };
}

/** The name of a column as it is declared, which is what comes out where a mention of it has other letters. */
export function declaredName(plan: ExpressionPlan, { scope }: Resolving): string | undefined {
  const [ref] = plan.refs;
  if (ref === undefined || plan.refs.length !== 1 || ref.kind !== 'column') return undefined;
  const meaning = findMeaning(scope, ref.parts);
  return meaning.kind === 'column' && meaning.fields === 0 ? meaning.column.name : undefined;
}
