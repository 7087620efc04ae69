import type { Location } from '../../model/location.ts';
import type { Rendition } from '../jinja/rendition.ts';
import type { QueryNode } from './plan.ts';
import { queryReading, readQuery } from './read-query.ts';
import { readerOf } from './reader.ts';

/** What a query is planned from. */
export interface PlanRequest {
  /** Root of polyglot's syntax tree of `rendition.sql`. */
  readonly root: object;
  readonly rendition: Rendition;
  /** Name of the dialect (`sqlDialect(…).name`). */
  readonly dialect: string;
  /** Name of the model, which `this` reads. */
  readonly model: string;
}

/** A query as plain data: what it selects of what, with places in the template. */
export interface QueryPlan {
  readonly start: Location;
  readonly dialect: string;
  readonly model: string;
  readonly query: QueryNode;
}

/** Reads a syntax tree into a plan: linear in its size, the tree is not kept. Never throws; what is not understood is opaque. */
export function planQuery({ root, rendition, dialect, model }: PlanRequest): QueryPlan {
  const start = rendition.locate(0);
  return { start, dialect, model, query: readQuery(root, queryReading(readerOf(rendition, dialect, model))) };
}
