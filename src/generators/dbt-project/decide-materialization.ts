import { type Json, physicalNameOf, type SchemaObject } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import type { Duration } from '../../model/durations.ts';
import type { Location } from '../../model/location.ts';
import type { ServicePromise } from '../../model/promises-of.ts';
import { ageOf } from '../../model/service-time.ts';
import { callsOf, wordsOfSql } from '../model-template.ts';

/** A model of an output contract, and what is promised of it. */
interface PromisedModel {
  readonly model: DbtModel;
  readonly object: SchemaObject;
  /** The promise that allows the least age; undefined where none is made. */
  readonly promise?: ServicePromise;
  readonly dialect?: string;
}

/** How a model is to be built, and which line decided it. */
export interface Decision {
  readonly materialized: string;
  /** Further configuration, keys without `+`. */
  readonly config: { readonly [key: string]: Json };
  readonly because: 'type' | 'stream' | 'view' | 'incremental' | 'table';
  readonly at: Location;
  /** The words that decided: `view`, `15 min`. */
  readonly written: string;
}

/** What is promised and dbt cannot keep with this model. */
interface Undecided {
  readonly because: 'needs-stream';
  readonly at: Location;
  readonly written: string;
}

/**
 * How a model is built, by the first that applies: what its contract says it is; a promise below 5 minutes; one of at most an hour that a
 * materialized view keeps; one of at most 6 hours that the SQL is written for (`is_incremental`); any other promise. Undefined where nothing
 * is promised.
 */
export function decideMaterialization(promised: PromisedModel): Decision | Undecided | undefined {
  const { object, promise } = promised;
  const type = builtAs(object.physicalType);
  const age = promise?.time === undefined ? undefined : ageOf(promise.time);
  const seconds = age === undefined ? undefined : secondsOf(age);
  if (type !== undefined) {
    const config = type === 'dynamic_table' ? dynamicConfig(seconds) : {};
    return { materialized: type, config, because: 'type', at: object.at, written: object.physicalType ?? type };
  }
  if (promise === undefined || seconds === undefined) return undefined;
  const place = { at: promise.at, written: promise.written };
  if (seconds < 300) return { ...streamOf(promised, seconds), ...place };
  if (seconds <= 3_600 && isViewable(promised)) {
    return { materialized: 'materialized_view', config: {}, because: 'view', ...place };
  }
  const keys = object.properties.filter((property) => property.primaryKey.value).map(physicalNameOf);
  if (seconds <= 21_600 && keys.length > 0 && callsOf(promised.model).has('is_incremental')) {
    const config = { unique_key: keys, on_schema_change: 'fail' };
    return { materialized: 'incremental', config, because: 'incremental', ...place };
  }
  return { materialized: 'table', config: {}, because: 'table', ...place };
}

/** What of dbt makes what a contract calls a `physicalType`; undefined for topics, files and other words. */
function builtAs(physicalType: string | undefined): string | undefined {
  return words.get(
    (physicalType ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' '),
  );
}

const words: ReadonlyMap<string, string> = new Map([
  ['table', 'table'],
  ['view', 'view'],
  ['materialized view', 'materialized_view'],
  ['materialised view', 'materialized_view'],
  ['dynamic table', 'dynamic_table'],
  ['streaming table', 'streaming_table'],
]);

type Stream = Pick<Decision, 'materialized' | 'config'> & { readonly because: 'stream' };

function streamOf(promised: PromisedModel, seconds: number): Stream | { readonly because: 'needs-stream' } {
  if (promised.dialect === 'snowflake') {
    return { materialized: 'dynamic_table', config: dynamicConfig(seconds), because: 'stream' };
  }
  if (promised.dialect === 'databricks' && wordsOfSql(promised.model).includes('stream')) {
    return { materialized: 'streaming_table', config: {}, because: 'stream' };
  }
  if (!isViewable(promised)) return { because: 'needs-stream' };
  return { materialized: 'materialized_view', config: {}, because: 'stream' };
}

/** Snowflake refreshes at least a minute apart; without a promise, as what reads the table asks for it. */
function dynamicConfig(seconds: number | undefined): Decision['config'] {
  const minutes = Math.max(1, Math.floor((seconds ?? 0) / 60));
  const lag = seconds === undefined ? 'downstream' : `${minutes} minute${minutes === 1 ? '' : 's'}`;
  return { target_lag: lag, snowflake_warehouse: '{{ target.warehouse }}' };
}

/** Whether the warehouse can keep the query's result by itself: one aggregation of one table, the same at any time. */
function isViewable({ model, dialect }: PromisedModel): boolean {
  const said = wordsOfSql(model);
  const isOne = said.filter((word) => word === 'from').length === 1 && said.includes('group');
  return (
    viewWarehouses.has(dialect ?? '') && model.language === 'sql' && isOne && !said.some((word) => unviewable.has(word))
  );
}

const viewWarehouses: ReadonlySet<string> = new Set(['bigquery', 'databricks', 'postgres', 'redshift']);

const unviewable: ReadonlySet<string> = new Set(
  `join union intersect except over distinct limit having order qualify window with recursive lateral unnest now getdate sysdate random rand
   uuid_generate_v4 gen_random_uuid generate_uuid current_date current_time current_timestamp current_datetime current_user session_user`.split(
    /\s+/,
  ),
);

/** Months count as 28 days: a promise is kept by what is faster. */
function secondsOf({ months, seconds }: Duration): number {
  return seconds + months * 28 * 86_400;
}
