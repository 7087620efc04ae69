import { planQuery } from '../../src/compile/columns/plan-query.ts';
import { resolvePlan } from '../../src/compile/columns/resolve-plan.ts';
import type { Engines } from '../../src/compile/engines.ts';
import { sqlDialect } from '../../src/compile/sql/dialects.ts';
import { parseSql } from '../../src/compile/sql/parse-sql.ts';
import type { RelationColumn, RelationColumns, RelationRef } from '../../src/model/columns.ts';
import type { Artifacts } from './artifacts.ts';

/** What our columns of the SQL that dbt compiled are worth, by what the warehouse then built. */
export interface CatalogCheck {
  /** Models with both. */
  readonly models: number;
  /** All columns claimed. */
  readonly claimed: number;
  /** Claimed, and the names are the warehouse's, in its order. */
  readonly right: number;
  /** Columns with a claimed family of types, and with the warehouse's. */
  readonly typed: number;
  readonly typedRight: number;
  /** One line for each difference. */
  readonly differences: readonly string[];
}

export function checkCatalog({ relations, models }: Artifacts, engines: Engines, dialect: string): CatalogCheck {
  const known = (relation: RelationRef): RelationColumns | undefined => {
    const columns = relations.get(relation.name.toLowerCase().replaceAll('"', ''));
    return columns && { columns, isWhole: true };
  };
  const checked = models.flatMap(({ name, sql, columns }) => {
    if (columns === undefined) return [];
    const ours = resolve(sql, { engines, dialect, known });
    return [{ name, ours, theirs: columns }];
  });
  const claimed = checked.flatMap(({ name, ours, theirs }) => (ours === undefined ? [] : [{ name, ours, theirs }]));
  const wrong = claimed.filter(({ ours, theirs }) => namesOf(ours) !== namesOf(theirs));
  const pairs = claimed.filter((one) => !wrong.includes(one)).flatMap(typedPairs);
  const clashes = pairs.filter(({ ours, theirs }) => ours !== theirs);
  return {
    models: checked.length,
    claimed: claimed.length,
    right: claimed.length - wrong.length,
    typed: pairs.length,
    typedRight: pairs.length - clashes.length,
    differences: [
      ...wrong.map(({ name, ours, theirs }) => `${name}: ours ${namesOf(ours)}; warehouse ${namesOf(theirs)}`),
      ...clashes.map(({ column, ours, theirs }) => `${column}: ours ${ours}; warehouse ${theirs}`),
    ],
  };
}

interface Resolving {
  readonly engines: Engines;
  readonly dialect: string;
  readonly known: (relation: RelationRef) => RelationColumns | undefined;
}

/** The columns of a query; undefined where not all are claimed. */
function resolve(sql: string, { engines, dialect, known }: Resolving): readonly RelationColumn[] | undefined {
  const verdict = parseSql(engines, dialect, sql);
  if (verdict.kind !== 'parsed' || verdict.root === undefined) return undefined;
  const rendition = {
    sql,
    locate: (offset: number) => ({ path: 'compiled.sql', line: 1, column: offset + 1 }),
    isPrinted: () => false,
    macros: [],
    markers: [],
  };
  const plan = planQuery({ root: verdict.root, rendition, dialect: sqlDialect(dialect).name, model: 'model' });
  const { columns, gaps } = resolvePlan(plan, known);
  return gaps.length === 0 ? columns : undefined;
}

interface Claim {
  readonly name: string;
  readonly ours: readonly RelationColumn[];
  readonly theirs: readonly RelationColumn[];
}

function typedPairs({
  name,
  ours,
  theirs,
}: Claim): readonly { readonly column: string; readonly ours: string; readonly theirs: string }[] {
  return ours.flatMap(({ name: column, type }, at) => {
    const other = theirs[at]?.type;
    return type === undefined || other === undefined
      ? []
      : [{ column: `${name}.${column}`, ours: type.family, theirs: other.family }];
  });
}

function namesOf(columns: readonly RelationColumn[]): string {
  return columns.map(({ name }) => name.toLowerCase()).join(', ');
}
