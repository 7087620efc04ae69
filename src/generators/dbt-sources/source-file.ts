import { type Contract, hasColumn, physicalNameOf, type Property, type QualityRule } from '../../model/contract.ts';
import { groupBy } from '../../model/group-by.ts';
import { isPlainName, isUsableName, literal } from '../dbt/test-call.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { noteOn } from '../note.ts';
import { namedOwner } from '../../model/owners.ts';
import { ownerOf } from '../owner.ts';
import { freshnessOf } from '../dbt/freshness.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';
import { SourceTests, type SourceWorld } from './source-tests.ts';

/** What the tables of one contract give a dbt project. */
export interface SourceFile {
  readonly data: YamlData;
  /** Names of the generic tests that are called. */
  readonly called: ReadonlySet<string>;
  /** Singular tests by the name of their file. */
  readonly queries: ReadonlyMap<string, string>;
  readonly notes: readonly GeneratorNote[];
}

/** The `sources:` of a contract's tables (all of one contract and project, at least one), in dbt's current spelling. */
export function sourceFile(tables: readonly PlannedTable[], world: SourceWorld): SourceFile {
  const made = tables.map((table) => sourceTable(table, world));
  const bySource = groupBy(made, ({ table: { source, place } }) =>
    JSON.stringify([source, place.database, place.schema]),
  );
  return {
    data: { sources: [...bySource.values()].map(sourceEntry) },
    called: new Set(made.flatMap(({ tests }) => [...tests.called])),
    queries: new Map(made.flatMap(({ tests }) => [...tests.queries])),
    notes: made.flatMap(({ tests }) => tests.notes),
  };
}

interface MadeTable {
  readonly table: PlannedTable;
  readonly entry: YamlData;
  readonly tests: SourceTests;
}

function sourceEntry(made: readonly MadeTable[]): YamlData {
  const [first] = made;
  if (first === undefined) return undefined;
  const { contract, source, place } = first.table;
  return {
    name: source,
    description: text(contract.purpose ?? contract.name),
    database: text(place.database),
    schema: text(place.schema),
    config: { meta: metaOf(contract), tags: tagsOf(contract.tags) },
    tables: made.map(({ entry }) => entry),
  };
}

function sourceTable(table: PlannedTable, world: SourceWorld): MadeTable {
  const { object, place } = table;
  const tests = new SourceTests(table, world);
  const properties = object.properties.filter((property) => isColumn(property, table, tests));
  const isOnlyKey = properties.filter(({ primaryKey }) => primaryKey.value).length === 1;
  const columns = properties.map((property) => columnEntry(property, table, { tests, isOnlyKey }));
  const rules = [...object.quality, ...properties.flatMap(({ quality }) => quality)];
  const config = { meta: expectationsOf(rules), tags: tagsOf(object.tags), ...freshnessConfig(table, tests) };
  const entry = {
    name: table.table,
    identifier: place.identifier === table.table ? undefined : literal(place.identifier),
    quoting: isPlainName(place.identifier) ? undefined : { identifier: true },
    description: text(object.description?.value),
    config: Object.values(config).every((value) => value === undefined) ? undefined : config,
    data_tests: tests.ofTable(properties),
    columns: columns.length === 0 ? undefined : columns,
  };
  return { table, entry, tests };
}

function isColumn(property: Property, table: PlannedTable, { notes }: SourceTests): boolean {
  const place = { generator: 'dbt-sources', ...table, property };
  if (!hasColumn(property)) {
    const semanticType = property.semanticType?.value ?? '';
    notes.push({ ...noteOn(place, 'dbt-sources.semantic-type', { semanticType }), severity: 'info' });
    return false;
  }
  const isUsable = isUsableName(physicalNameOf(property));
  if (!isUsable) notes.push(noteOn(place, 'dbt-sources.name-not-usable'));
  return isUsable;
}

function columnEntry(
  property: Property,
  table: PlannedTable,
  { tests, isOnlyKey }: { readonly tests: SourceTests; readonly isOnlyKey: boolean },
): YamlData {
  const name = physicalNameOf(property);
  const classification = text(property.classification?.value);
  const meta = classification === undefined ? undefined : { classification };
  const tags = tagsOf(property.tags);
  return {
    name,
    description: text(property.description?.value),
    data_type: isTypeSure(table) ? text(property.physicalType?.value) : undefined,
    quote: isPlainName(name) ? undefined : true,
    config: meta === undefined && tags === undefined ? undefined : { meta, tags },
    data_tests: tests.ofColumn(property, { isOnlyKey }),
  };
}

/** A type of another system says nothing about the table in the warehouse. */
function isTypeSure({ contract, server }: PlannedTable): boolean {
  return server !== undefined || contract.servers.length === 0;
}

function freshnessConfig(table: PlannedTable, { notes }: SourceTests): { readonly [key: string]: YamlData } {
  const { contract, object, dbt } = table;
  const freshness = freshnessOf(contract, object, dbt.dialect);
  if (freshness?.refusal !== undefined) {
    const { message, values } = freshness.refusal;
    const place = { generator: 'dbt-sources', contract, object, at: freshness.sla.at };
    notes.push(noteOn(place, `dbt-sources.${message}`, values));
  }
  if (freshness?.config !== undefined && freshness.sla.unit?.trim() === 'm') {
    const place = {
      generator: 'dbt-sources',
      contract,
      object,
      at: freshness.sla.keys.get('unit') ?? freshness.sla.at,
    };
    const values = { property: freshness.sla.property };
    notes.push({ ...noteOn(place, 'dbt-sources.freshness-minutes', values), severity: 'info' });
  }
  return freshness?.config ?? {};
}

function metaOf(contract: Contract): YamlData {
  return {
    contract: text(contract.id),
    contract_version: text(contract.version.value),
    domain: text(contract.domain),
    data_product: text(contract.dataProduct),
    owner: text(ownerOf(contract)),
    technical_owner: text(namedOwner(contract.team, 'technical')),
    business_owner: text(namedOwner(contract.team, 'business')),
  };
}

function expectationsOf(rules: readonly QualityRule[]): YamlData {
  const expectations = rules
    .filter(({ type }) => type === 'text')
    .flatMap((rule) => rule.description ?? rule.name ?? [])
    .map(literal);
  return expectations.length === 0 ? undefined : { expectations };
}

function tagsOf(tags: readonly string[]): YamlData {
  return tags.length === 0 ? undefined : [...new Set(tags)].map(literal);
}

/** Text that is there, as dbt hands it on. */
function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : literal(trimmed);
}
