import { parse } from 'yaml';
import { gatherFiles } from '../../__tests__/support/check-files.ts';
import {
  type Contract,
  type LogicalType,
  physicalNameOf,
  type Property,
  type SchemaObject,
} from '../../src/model/contract.ts';
import type { Files } from '../../src/model/rule.ts';
import { dbtPropertiesGenerator } from '../../src/generators/dbt-properties/dbt-properties.ts';
import { findModels, tableNameOf } from '../../src/generators/match-models.ts';
import type { Case } from './cases.ts';

/** The models of a case before and after, as the dbt driver reads them. */
export interface DbtCase {
  readonly key: string;
  readonly before: readonly DbtModel[];
  readonly after: readonly DbtModel[];
}

interface DbtModel {
  readonly name: string;
  readonly config: object;
  readonly constraints: readonly DbtConstraint[];
  readonly columns: readonly { readonly name: string }[];
}

interface DbtConstraint {
  readonly type: 'not_null' | 'unique' | 'primary_key';
  readonly columns?: readonly string[];
}

/** A schema object and the properties that our generator writes for its model. */
interface Described {
  readonly object: SchemaObject;
  readonly properties: ModelProperties;
}

interface ModelProperties {
  readonly name: string;
  readonly config?: object;
  readonly columns?: readonly { readonly name: string; readonly data_type?: string }[];
}

/**
 * The models that our generator describes, with what dbt needs to hold them to their contract: an enforced contract, a type for each
 * column, constraints, a materialization. `prefix` keeps the cases apart in one dbt project.
 */
export async function dbtCase(one: Case, prefix: string): Promise<DbtCase> {
  const [before, after] = await Promise.all([describe(one.base, one.path), describe(one.head, one.path)]);
  return {
    key: one.key,
    before: before.map((each) => modelOf(each, { prefix, others: after })),
    after: after.map((each) => modelOf(each, { prefix, others: before })),
  };
}

const dbtRoot = 'implementation/dbt';

async function describe(files: Files, path: string): Promise<readonly Described[]> {
  const contract = await contractOf({ [path]: files[path] ?? '' });
  const names = new Set((contract?.schema ?? []).map(tableNameOf).filter((name) => /^\w[\w.-]*$/.test(name)));
  const models = [...names].map((name) => [`${dbtRoot}/models/${name}.sql`, 'select 1 as id\n'] as const);
  const tree: Files = {
    [path]: files[path] ?? '',
    [`${dbtRoot}/dbt_project.yml`]: 'name: compared\n',
    ...Object.fromEntries(models),
  };
  const { project } = (await gatherFiles({ head: tree })).input.head;
  // Called by itself: a run of the gate generates nothing from a contract that violates its JSON Schema.
  const written = dbtPropertiesGenerator
    .generate(project, { options: {}, read: () => undefined, paths: [] })
    .artifacts.filter((each) => each.path.endsWith('__contract.yml'))
    .flatMap((each): readonly ModelProperties[] => parse(each.content).models);
  const { contracts, dbt } = project;
  return contracts.flatMap((each) =>
    each.schema.flatMap((object) => {
      const name = findModels(each, object, dbt)[0]?.model.name;
      const properties = written.find((model) => model.name === name);
      return properties === undefined ? [] : [{ object, properties }];
    }),
  );
}

async function contractOf(files: Files): Promise<Contract | undefined> {
  const { input } = await gatherFiles({ head: files });
  return input.head.project.contracts[0];
}

interface Around {
  readonly prefix: string;
  /** The models of the other side. */
  readonly others: readonly Described[];
}

function modelOf({ object, properties }: Described, { prefix, others }: Around): DbtModel {
  const other = others.find((each) => each.properties.name === properties.name);
  const keys = object.properties.filter((property) => property.primaryKey.value).map(physicalNameOf);
  const written = new Set((properties.columns ?? []).map(({ name }) => name));
  // Our generator leaves dimensions out of the model, but their columns stay.
  const columns = object.properties.filter(
    (property) => written.has(physicalNameOf(property)) || property.semanticType?.value === 'dimension',
  );
  const materialized = /view/i.test(object.physicalType ?? '') ? 'view' : 'table';
  return {
    name: `${prefix}__${properties.name}`,
    // dbt refuses an enforced contract without columns.
    config: { ...properties.config, materialized, contract: { enforced: columns.length > 0 } },
    constraints: keys.length > 1 ? [{ type: 'primary_key', columns: keys }] : [],
    columns: columns.map((property) => {
      const name = physicalNameOf(property);
      const same = other?.object.properties.find((each) => physicalNameOf(each) === name);
      return { name, data_type: typeOf(property, same), constraints: constraintsOf(property, keys.length) };
    }),
  };
}

const dbtTypes: { readonly [type in LogicalType]: string } = {
  string: 'varchar',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  number: 'decimal',
  integer: 'bigint',
  object: 'struct',
  array: 'list',
  boolean: 'boolean',
  map: 'map',
  vector: 'array',
};

/** dbt wants a type for every column; where only one side states one, nothing changes for dbt. */
function typeOf(property: Property, other: Property = property): string {
  const physical = property.physicalType?.value;
  if (physical !== undefined && other.physicalType !== undefined) return physical;
  const logical = property.logicalType?.value;
  if (logical !== undefined && other.logicalType !== undefined) return dbtTypes[logical];
  return 'varchar';
}

function constraintsOf(property: Property, keyCount: number): readonly DbtConstraint[] {
  return [
    ...(property.required.value ? [{ type: 'not_null' } as const] : []),
    ...(property.unique.value ? [{ type: 'unique' } as const] : []),
    ...(property.primaryKey.value && keyCount === 1 ? [{ type: 'primary_key' } as const] : []),
  ];
}
