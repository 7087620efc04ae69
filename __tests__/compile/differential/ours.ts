import { join } from 'node:path';
import { engineHost } from '../../../src/adapters/engine-files.ts';
import { planQuery } from '../../../src/compile/columns/plan-query.ts';
import { type ResolvedQuery, resolvePlan } from '../../../src/compile/columns/resolve-plan.ts';
import { Engines } from '../../../src/compile/engines.ts';
import { parseSql } from '../../../src/compile/sql/parse-sql.ts';
import type { Location } from '../../../src/model/location.ts';
import { knownColumns } from './tables.ts';

/** What we say of a query: its columns, or that no parser gave a syntax tree. */
export type Answer = ({ readonly kind: 'resolved' } & ResolvedQuery) | { readonly kind: 'not-read' };

/** Loads the parsers of DuckDB's dialect. */
export async function loadEngines(): Promise<Engines> {
  const engines = new Engines(engineHost(join(import.meta.dirname, 'nowhere')));
  await engines.prepare({ adapters: ['duckdb'], python: false, hcl: false });
  return engines;
}

export function resolveQuery(engines: Engines, sql: string): Answer {
  const verdict = parseSql(engines, 'duckdb', sql);
  if (verdict.kind !== 'parsed' || verdict.root === undefined) return { kind: 'not-read' };
  const rendition = { sql, locate, isPrinted: () => false, macros: [], markers: [] };
  const plan = planQuery({ root: verdict.root, rendition, dialect: 'duckdb', model: 'model' });
  return { kind: 'resolved', ...resolvePlan(plan, ({ name }) => knownColumns.get(name.toLowerCase())) };
}

function locate(offset: number): Location {
  return { path: 'models/model.sql', line: 1, column: offset + 1 };
}
