import type { Contract, Property, QualityRule, SchemaObject, Server } from '../../src/model/contract.ts';
import { fileStart, type Location } from '../../src/model/location.ts';

/** A contract of the model, for tests that need no file: everything not given is empty. */
export function contract(parts: Partial<Contract> = {}): Contract {
  const path = parts.path ?? 'specs/contracts/outputs/orders.yaml';
  return {
    path,
    id: 'orders',
    apiVersion: 'v3.1.0',
    version: { value: '1.0.0', at: fileStart(path) },
    direction: 'output',
    schema: [],
    team: [],
    servers: [],
    slaProperties: [],
    roles: [],
    support: [],
    authoritativeDefinitions: [],
    tags: [],
    customProperties: [],
    at: fileStart(path),
    keys: new Map(),
    ...parts,
  };
}

/** A schema object at line 10. */
export function object(name: string, properties: readonly Property[], parts: Partial<SchemaObject> = {}): SchemaObject {
  return {
    name,
    synonyms: [],
    deprecated: { value: false, at: line(10) },
    properties,
    quality: [],
    relationships: [],
    authoritativeDefinitions: [],
    tags: [],
    customProperties: [],
    at: line(10),
    ...parts,
  };
}

/** A property at line 20 whose `logicalType`, `physicalType` and flags are given as plain values. */
export function property(name: string, parts: PropertyParts = {}): Property {
  const { type, logical, required, unique, primaryKey, classification, description, semantic, ...rest } = parts;
  return {
    name,
    logicalTypeOptions: {},
    synonyms: [],
    deprecated: { value: false, at: line(20) },
    required: { value: required ?? false, at: line(20) },
    unique: { value: unique ?? false, at: line(20) },
    primaryKey: { value: primaryKey ?? false, at: line(20) },
    partitioned: { value: false, at: line(20) },
    criticalDataElement: { value: false, at: line(20) },
    transformSourceObjects: [],
    examples: [],
    properties: [],
    quality: [],
    relationships: [],
    authoritativeDefinitions: [],
    tags: [],
    customProperties: [],
    at: line(20),
    ...(type === undefined ? {} : { physicalType: { value: type, at: line(21) } }),
    ...(logical === undefined ? {} : { logicalType: { value: logical, at: line(22) } }),
    ...(classification === undefined ? {} : { classification: { value: classification, at: line(23) } }),
    ...(description === undefined ? {} : { description: { value: description, at: line(24) } }),
    ...(semantic === undefined ? {} : { semanticType: { value: semantic, at: line(25) } }),
    ...rest,
  };
}

type PropertyParts = Omit<
  Partial<Property>,
  | 'physicalType'
  | 'logicalType'
  | 'required'
  | 'unique'
  | 'primaryKey'
  | 'classification'
  | 'description'
  | 'semanticType'
> & {
  readonly type?: string;
  readonly logical?: NonNullable<Property['logicalType']>['value'];
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly primaryKey?: boolean;
  readonly classification?: string;
  readonly description?: string;
  readonly semantic?: string;
};

/** A quality rule at line 30. */
export function rule(parts: Partial<QualityRule>): QualityRule {
  return { type: 'library', arguments: {}, tags: [], at: line(30), keys: new Map(), ...parts };
}

export function server(type: string, fields: Server['fields'] = {}): Server {
  return { server: type, type, fields, roles: [], customProperties: [], at: line(5), keys: new Map() };
}

function line(number: number): Location {
  return { path: 'specs/contracts/outputs/orders.yaml', line: number, column: 3 };
}
