import type { PivotPlan, UnpivotPlan } from './plan.ts';
import { type Column, mergeFunctions, mergeOrigins, opaqueHole, Relation, wrapOrigins } from './relation.ts';
import { type Resolving, resolveExpression } from './resolve-expression.ts';
import { without } from './resolve-sources.ts';
import { commonType } from './resolve-type.ts';
import type { Session } from './session.ts';

/** The columns of `pivot` over a relation, which is all that `resolving` sees. */
export function resolvePivot(plan: PivotPlan, relation: Relation, resolving: Resolving): Relation {
  const kept = without(relation.entries, new Set(plan.uses));
  useNamed(plan.uses, relation, resolving.session);
  if (plan.adds === undefined)
    return new Relation([...kept, opaqueHole({ reason: 'construct', detail: 'pivot', at: plan.at })]);
  const added = plan.adds.map(
    ({ name, value }): Column => ({ kind: 'column', name, isQuoted: false, ...resolveExpression(value, resolving) }),
  );
  return new Relation([...kept, ...added]);
}

function useNamed(names: readonly string[], relation: Relation, session: Session): void {
  for (const name of names) {
    const found = relation.find(name);
    session.use(found.kind === 'missing' ? undefined : found.column.origins);
  }
}

/** The columns of `unpivot` over a relation. */
export function resolveUnpivot(plan: UnpivotPlan, relation: Relation, session: Session): Relation {
  useNamed(plan.uses, relation, session);
  const used = plan.uses
    .map((name) => relation.find(name))
    .map((found) => (found.kind === 'missing' ? undefined : found.column));
  const origins = wrapOrigins(mergeOrigins([[], ...used.map((column) => column?.origins)]), {
    calls: ['unpivot'],
    role: 'value',
  });
  const type = plan.values.length > 1 ? undefined : commonType(used.map((column) => column?.type));
  const name: Column = {
    kind: 'column',
    name: plan.name,
    isQuoted: false,
    origins: [],
    functions: ['unpivot'],
    type: { family: 'string' },
  };
  const functions = mergeFunctions([['unpivot'], ...used.map((column) => column?.functions)]);
  const values = plan.values.map(
    (value): Column => ({
      kind: 'column',
      name: value,
      isQuoted: false,
      origins,
      functions,
      type: type === 'null' ? undefined : type,
    }),
  );
  const added = session.dialect === 'bigquery' ? [...values, name] : [name, ...values];
  return new Relation([...without(relation.entries, new Set(plan.uses)), ...added]);
}
