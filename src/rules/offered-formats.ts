import type { Json, SchemaObject, Server } from '../model/contract.ts';
import type { DbtModel } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Location } from '../model/location.ts';
import { foldWord } from '../model/words.ts';
import { nameKey, type Product, tableNames } from '../model/products-of.ts';

/** How readers get the data. */
export type OfferedFormat = 'table' | 'view' | 'topic' | 'json' | 'avro' | 'parquet' | 'csv' | 'api';

/** A format with the place that says so. */
export interface Offer {
  readonly format: OfferedFormat;
  readonly at: Location;
}

/**
 * The formats in which a contract is published: as its tables say (`physicalType`), as its servers imply, or as the models
 * are materialized. None where any table leaves it open.
 */
export function offeredFormats({ contract, models }: Product, compiled: readonly CompiledModel[]): readonly Offer[] {
  if (contract === undefined) return [];
  const ofServers = contract.servers.flatMap(serverOffer);
  const ofObjects = contract.schema.map((object) => objectOffer(object) ?? modelOffer(object, models, compiled));
  if (ofObjects.includes(undefined)) return ofServers.length === contract.servers.length ? ofServers : [];
  return [...ofObjects.filter((offer) => offer !== undefined), ...ofServers];
}

const physicalTypes: ReadonlyMap<string, OfferedFormat> = new Map([
  ['table', 'table'],
  ['view', 'view'],
  ['materializedview', 'table'],
  ['topic', 'topic'],
]);

function objectOffer({ physicalType = '', at }: SchemaObject): Offer | undefined {
  const format = physicalTypes.get(foldWord(physicalType));
  return format && { format, at };
}

const materializations: ReadonlyMap<string, OfferedFormat> = new Map([
  ['view', 'view'],
  ['table', 'table'],
  ['incremental', 'table'],
  ['materialized_view', 'table'],
  ['dynamic_table', 'table'],
  ['streaming_table', 'table'],
]);

function modelOffer(
  object: SchemaObject,
  models: readonly DbtModel[],
  compiled: readonly CompiledModel[],
): Offer | undefined {
  const keys = new Set(tableNames(object).map(nameKey));
  const model = models.find(({ name }) => keys.has(nameKey(name)));
  const setting = model && settingOf(model, compiled, 'materialized');
  const format = typeof setting === 'string' ? materializations.get(setting) : undefined;
  return model && format && { format, at: { path: model.path, line: 1, column: 1 } };
}

/** A setting of a model: its own `config(…)` wins over its YAML entry, and that over its folder's. */
export function settingOf(model: DbtModel, compiled: readonly CompiledModel[], key: string): Json | undefined {
  const own = compiled.find(({ path }) => path === model.path)?.config[key];
  return own ?? model.properties?.config[key] ?? model.folderConfig[key];
}

const serverTypes: ReadonlyMap<string, OfferedFormat> = new Map([
  ['kafka', 'topic'],
  ['kinesis', 'topic'],
  ['pubsub', 'topic'],
  ['api', 'api'],
]);

const fileFormats: ReadonlySet<string> = new Set(['json', 'avro', 'parquet', 'csv']);

function serverOffer({ type, fields, at }: Server): readonly Offer[] {
  const format = serverTypes.get(foldWord(type)) ?? (isFileFormat(fields['format']) ? fields['format'] : undefined);
  return format === undefined ? [] : [{ format, at }];
}

function isFileFormat(value: Json | undefined): value is OfferedFormat {
  return typeof value === 'string' && fileFormats.has(value);
}
