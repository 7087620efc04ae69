import type { CtePlan, ExpressionPlan, QueryNode, RefPlan, RelationPlan, SetNode } from './plan.ts';
import { type Entry, opaqueColumn, opaqueRelation, Relation } from './relation.ts';
import type { Resolving } from './resolve-expression.ts';
import { resolvePivot, resolveUnpivot } from './resolve-pivot.ts';
import { resolveSelect } from './resolve-select.ts';
import { resolveSources } from './resolve-sources.ts';
import { resolveValues } from './resolve-values.ts';
import { emptyScope, type Scope, type Source } from './scope.ts';
import type { Session } from './session.ts';
import { combine } from './set-operations.ts';
import { tableFunctionColumns } from './table-functions.ts';

/** Common table expressions that a query sees. */
export interface Environment {
  readonly ctes: ReadonlyMap<string, Relation>;
  readonly parent: Environment | undefined;
}

/** Where a query stands. */
interface Place {
  readonly session: Session;
  readonly environment: Environment | undefined;
  readonly scope: Scope | undefined;
}

/** The columns that a query gives. */
export function resolveQuery(query: QueryNode, place: Place): Relation {
  if (query.kind === 'opaque') {
    place.session.use(undefined);
    return opaqueRelation(query.gap);
  }
  const inner: Place = query.ctes.length === 0 ? place : { ...place, environment: resolveCtes(query.ctes, place) };
  switch (query.kind) {
    case 'select':
      return resolveSelect(query, {
        session: place.session,
        parent: place.scope,
        resolveQuery: (nested, scope) => resolveQuery(nested, { ...inner, scope }),
        resolveRelation: (plan, scope) => resolveSource(plan, { ...inner, scope }),
      });
    case 'set':
      return combine(
        query,
        query.parts.map((part) => resolveQuery(part, inner)),
        place.session,
      );
    case 'values':
      return resolveValues(query, resolvingAt(inner));
    default:
      return query satisfies never;
  }
}

/** Common table expressions are resolved in their order, each once: a chain of thousands needs no depth. */
function resolveCtes(plans: readonly CtePlan[], place: Place): Environment {
  const ctes = new Map<string, Relation>();
  const environment: Environment = { ctes, parent: place.environment };
  for (const plan of plans) {
    const inner: Place = { ...place, environment };
    const isRecursive = plan.isRecursive && plan.query.kind === 'set' && plan.query.parts.length > 1;
    const relation =
      isRecursive && plan.query.kind === 'set'
        ? resolveRecursive(plan, plan.query, { ...inner, ctes })
        : renameColumns(resolveQuery(plan.query, inner), plan.columns);
    ctes.set(plan.name, relation);
  }
  return environment;
}

/** Rounds after which the origins of a recursive query are given up. */
const maxRounds = 6;

/** The first part names the columns; the others read them, which may bring origins from one column to another. */
function resolveRecursive(
  plan: CtePlan,
  query: SetNode,
  place: Place & { readonly ctes: Map<string, Relation> },
): Relation {
  const [anchor] = query.parts;
  if (anchor === undefined) return new Relation([]);
  const scoped: Place = query.ctes.length === 0 ? place : { ...place, environment: resolveCtes(query.ctes, place) };
  let current = renameColumns(resolveQuery(anchor, scoped), plan.columns);
  let before: string | undefined;
  for (let round = 0; round < maxRounds; round += 1) {
    const now = sourcesOf(current);
    if (now === before) return current;
    before = now;
    place.ctes.set(plan.name, current);
    const parts = [current, ...query.parts.slice(1).map((part) => resolveQuery(part, scoped))];
    current = renameColumns(combine(query, parts, place.session), plan.columns);
  }
  return new Relation(
    current.entries.map((entry) => (entry.kind === 'column' ? { ...entry, origins: undefined } : entry)),
    current.places,
  );
}

/** Which columns and functions every column is made of, in whatever order: a loop adds calls for ever. */
function sourcesOf(relation: Relation): string {
  return relation.entries
    .map((entry) =>
      entry.kind === 'hole'
        ? ''
        : [...new Set(entry.origins?.map(({ from, column }) => `${from.kind} ${from.name} ${column}`) ?? ['?'])]
            .sort()
            .concat(entry.functions ?? ['?'])
            .join(),
    )
    .join('\n');
}

/** Gives a relation's columns other names, as many as there are. */
function renameColumns(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation;
  const entries: Entry[] = [];
  for (const [at, name] of names.entries()) {
    const entry = relation.entries[at];
    const isKnown = entry?.kind === 'column' && relation.entries.slice(0, at).every(({ kind }) => kind === 'column');
    entries.push(isKnown ? { ...entry, name, isQuoted: false } : opaqueColumn(name));
  }
  const rest = relation.isWhole ? relation.entries.slice(names.length) : [];
  return new Relation([...entries, ...rest], relation.places);
}

function resolvingAt(place: Place): Resolving {
  return {
    session: place.session,
    scope: place.scope ?? emptyScope,
    resolveQuery: (query, scope) => resolveQuery(query, { ...place, scope }),
  };
}

function resolveSource(plan: RelationPlan, place: Place): Source {
  const relation = renamed(plan, place);
  const parts = plan.alias !== undefined ? [plan.alias.toLowerCase()] : plan.kind === 'table' ? plan.parts : [];
  const label = plan.alias ?? (plan.kind === 'table' ? plan.read.name : '');
  return { label, parts, relation, isHidden: false, isPlain: isPlain(plan, place.session.dialect) };
}

/** Whether the columns of a relation are called as it says, and in no other way. */
function isPlain(plan: RelationPlan, dialect: string): boolean {
  if (plan.kind === 'opaque') return false;
  return plan.kind !== 'function' || (plan.columns.length > 0 && (dialect === 'duckdb' || dialect === 'postgres'));
}

/** What a `from` reads, with the names that its alias gives to columns. Table functions name theirs by themselves. */
function renamed(plan: RelationPlan, place: Place): Relation {
  const relation = resolveRelation(plan, place);
  return plan.kind === 'function' ? relation : renameColumns(relation, plan.columns);
}

function resolveRelation(plan: RelationPlan, place: Place): Relation {
  switch (plan.kind) {
    case 'table':
      return findCte(plan.parts, place.environment) ?? arrayOf(plan, place) ?? place.session.relation(plan.read);
    case 'query':
      return resolveQuery(plan.query, place);
    case 'joined':
      return resolveJoined(plan, place);
    case 'function':
      return tableFunctionColumns(plan, resolvingAt(place));
    case 'pivot': {
      const source = resolveSource(plan.of, place);
      const scope: Scope = { ...emptyScope, sources: [source], parent: place.scope };
      return resolvePivot(plan, source.relation, { ...resolvingAt(place), scope });
    }
    case 'unpivot':
      return resolveUnpivot(plan, resolveSource(plan.of, place).relation, place.session);
    case 'opaque':
      place.session.use(undefined);
      return opaqueRelation(plan.gap);
    default:
      return plan satisfies never;
  }
}

/** Dialects in which `from t, t.items` reads an array of the row before. */
const readsArrays = new Set(['bigquery', 'redshift']);

function arrayOf(plan: Extract<RelationPlan, { kind: 'table' }>, place: Place): Relation | undefined {
  const { parts, read, alias } = plan;
  if (parts.length < 2 || place.scope === undefined || !readsArrays.has(place.session.dialect)) return undefined;
  const isArray = place.scope.sources.some((source) => source.parts.at(-1) === parts[0]);
  if (!isArray) return undefined;
  const { at } = read;
  const ref: RefPlan = { parts, kind: 'column', isDoubtful: true, at, calls: ['unnest'], role: 'value' };
  const value: ExpressionPlan = {
    refs: [ref],
    queries: [],
    type: { kind: 'unknown' },
    functions: ['unnest'],
    isOpaque: false,
  };
  const named = { columns: [], ...(alias !== undefined && { alias }) };
  return tableFunctionColumns({ kind: 'function', name: 'unnest', value, at, ...named }, resolvingAt(place));
}

function findCte(parts: readonly string[], environment: Environment | undefined): Relation | undefined {
  const [name] = parts;
  if (name === undefined || parts.length > 1) return undefined;
  for (let each = environment; each !== undefined; each = each.parent) {
    const relation = each.ctes.get(name);
    if (relation !== undefined) return relation;
  }
  return undefined;
}

function resolveJoined(plan: Extract<RelationPlan, { kind: 'joined' }>, place: Place): Relation {
  const { star } = resolveSources(plan.sources, {
    session: place.session,
    parent: place.scope,
    aliases: new Set(),
    resolveQuery: (query, scope) => resolveQuery(query, { ...place, scope }),
    resolveRelation: (inner, scope) => resolveSource(inner, { ...place, scope }),
  });
  return new Relation(star());
}
