import type { Located, Location } from './location.ts';

/** ODCS versions that are read (bitol-io/open-data-contract-standard). */
export const apiVersions = ['v3.0.0', 'v3.0.1', 'v3.0.2', 'v3.1.0', 'v3.2.0'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** `output`: a promise to readers. `input`: a demand on a source. */
export type Direction = 'output' | 'input';

/** ODCS `logicalType` (3.2.0, "Schema"). */
export const logicalTypes = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
  'map',
  'vector',
] as const;
export type LogicalType = (typeof logicalTypes)[number];

/** Plain data of a document, as JSON would hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A data contract, canonical over apiVersion 3.0.0 to 3.2.0: whichever spelling a file uses, this is what it says. */
export interface Contract {
  readonly path: string;
  readonly id: string;
  readonly apiVersion: ApiVersion;
  readonly version: Located<string>;
  readonly status?: Located<string>;
  readonly name?: string;
  readonly domain?: string;
  readonly dataProduct?: string;
  readonly purpose?: string;
  readonly direction: Direction;
  readonly schema: readonly SchemaObject[];
  readonly team: readonly TeamMember[];
  readonly teamName?: string;
  readonly servers: readonly Server[];
  readonly slaProperties: readonly SlaProperty[];
  readonly tags: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  readonly at: Location;
  /** Where the top-level keys of the file are written (`team`, `schema`, …). */
  readonly keys: ReadonlyMap<string, Location>;
}

/** A table, view, topic or file of a contract. */
export interface SchemaObject {
  readonly id?: string;
  readonly name: string;
  readonly physicalName?: string;
  readonly physicalType?: string;
  readonly description?: Located<string>;
  readonly properties: readonly Property[];
  readonly quality: readonly QualityRule[];
  readonly tags: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  readonly at: Location;
}

/** A column or nested field. `items`, `map.key` and `map.value` appear in `properties` as `[]`, `{key}` and `{value}`. */
export interface Property {
  readonly id?: string;
  readonly name: string;
  readonly physicalName?: string;
  readonly logicalType?: Located<LogicalType>;
  readonly logicalTypeOptions: { readonly [key: string]: Json };
  readonly physicalType?: Located<string>;
  readonly description?: Located<string>;
  /** Absent and `false` say the same thing in ODCS; `at` is the property where the key is absent. */
  readonly required: Located<boolean>;
  readonly unique: Located<boolean>;
  readonly primaryKey: Located<boolean>;
  readonly primaryKeyPosition?: number;
  readonly classification?: Located<string>;
  readonly enum?: readonly Json[];
  readonly semanticType?: string;
  readonly properties: readonly Property[];
  readonly quality: readonly QualityRule[];
  readonly relationships: readonly Relationship[];
  readonly tags: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  /** Where a fix can write a further key, behind the name; undefined where there is no safe place. */
  readonly insertion?: Insertion;
  readonly at: Location;
}

/** A place (of no width) for `key: value`, and the text that must stand before it there: a line break with indentation, or a comma. */
export interface Insertion {
  readonly at: Location;
  readonly prefix: string;
}

/** The eight ODCS operators; a rule has exactly one. */
export const qualityOperators = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const;
export type QualityOperator = (typeof qualityOperators)[number];

/** One data quality check; `rule` (3.0) and `metric` (3.1) are read alike. */
export interface QualityRule {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly type: 'text' | 'library' | 'sql' | 'custom';
  readonly metric?: string;
  readonly operator?: { readonly name: QualityOperator; readonly value: Json };
  readonly unit?: string;
  readonly arguments: { readonly [key: string]: Json };
  readonly query?: string;
  readonly engine?: string;
  readonly implementation?: Json;
  readonly severity?: string;
  readonly dimension?: string;
  readonly at: Location;
}

/** A foreign key of a property; `to` is `object.property` in this or another contract. */
export interface Relationship {
  readonly to: string;
  readonly at: Location;
}

/** Somebody on the team: `members` of 3.1 and the bare list of 3.0 are read alike. */
export interface TeamMember {
  readonly username: string;
  readonly name?: string;
  readonly role?: string;
  readonly at: Location;
}

/** Where the data is. `fields` holds the keys of the server's own type. */
export interface Server {
  readonly server: string;
  readonly type: string;
  readonly environment?: string;
  readonly fields: { readonly [key: string]: Json };
  readonly at: Location;
}

/** One service level of the contract. */
export interface SlaProperty {
  readonly property: string;
  readonly value: Json;
  readonly unit?: string;
  readonly element?: string;
  readonly at: Location;
}

/** A vendor's own key and value. */
export interface CustomProperty {
  readonly property: string;
  readonly value: Json;
  readonly at: Location;
}

/** The name by which the warehouse knows it. */
export function physicalNameOf(node: { readonly name: string; readonly physicalName?: string }): string {
  return node.physicalName ?? node.name;
}

/** Joins a contract id and element names to a subject: `<id>/<object>.<property>`; dots in names are escaped. */
export function contractSubject(contractId: string, ...names: readonly string[]): string {
  const path = names.map((name) => name.replaceAll('\\', '\\\\').replaceAll('.', '\\.')).join('.');
  return path === '' ? contractId : `${contractId}/${path}`;
}

/** A property with the names that lead to it from its schema object. */
export interface PropertyPlace {
  readonly property: Property;
  readonly path: readonly string[];
}

/** Every property below a schema object, at any depth, parents before children. */
export function* allProperties(object: SchemaObject): Generator<PropertyPlace> {
  yield* nestedProperties(object.properties, [object.name]);
}

function* nestedProperties(properties: readonly Property[], above: readonly string[]): Generator<PropertyPlace> {
  for (const property of properties) {
    const path = [...above, property.name];
    yield { property, path };
    yield* nestedProperties(property.properties, path);
  }
}
