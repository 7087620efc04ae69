import type { Located, Location } from './location.ts';

/** ODCS versions that are read (bitol-io/open-data-contract-standard). */
export const apiVersions = ['v3.0.0', 'v3.0.1', 'v3.0.2', 'v3.1.0', 'v3.2.0'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** `output`: a promise to readers. `input`: a demand on a source. */
export type Direction = 'output' | 'input';

/** Who must survive a change: readers of the data (`consumer`), the source that delivers it (`producer`), or both. */
export const compatibilityModes = ['consumer', 'producer', 'full'] as const;
export type CompatibilityMode = (typeof compatibilityModes)[number];

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
  readonly tenant?: string;
  readonly dataProduct?: string;
  readonly contractCreatedTs?: string;
  readonly purpose?: string;
  readonly usage?: string;
  readonly limitations?: string;
  readonly context?: Json;
  readonly direction: Direction;
  /** Who is protected, where the contract, the configuration or a data product says more than the direction. */
  readonly mode?: CompatibilityMode;
  readonly schema: readonly SchemaObject[];
  readonly team: readonly TeamMember[];
  readonly teamName?: string;
  readonly servers: readonly Server[];
  readonly slaProperties: readonly SlaProperty[];
  readonly roles: readonly Role[];
  readonly support: readonly SupportItem[];
  readonly price?: Price;
  readonly authoritativeDefinitions: readonly AuthoritativeDefinition[];
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
  readonly businessName?: string;
  readonly description?: Located<string>;
  readonly dataGranularityDescription?: Located<string>;
  readonly synonyms: readonly string[];
  readonly context?: Json;
  readonly deprecated: Located<boolean>;
  readonly properties: readonly Property[];
  readonly quality: readonly QualityRule[];
  /** As the object itself declares them; those of its properties are with the properties. */
  readonly relationships: readonly ObjectRelationship[];
  readonly authoritativeDefinitions: readonly AuthoritativeDefinition[];
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
  /** Where the values of the options are written; undefined without options. */
  readonly optionPlaces?: ReadonlyMap<string, Location>;
  readonly physicalType?: Located<string>;
  readonly businessName?: Located<string>;
  readonly description?: Located<string>;
  readonly synonyms: readonly string[];
  readonly deprecated: Located<boolean>;
  /** Absent and `false` say the same thing in ODCS; `at` is the property where the key is absent. */
  readonly required: Located<boolean>;
  readonly unique: Located<boolean>;
  readonly primaryKey: Located<boolean>;
  readonly primaryKeyPosition?: number;
  readonly partitioned: Located<boolean>;
  readonly partitionKeyPosition?: number;
  readonly classification?: Located<string>;
  readonly encryptedName?: Located<string>;
  readonly criticalDataElement: Located<boolean>;
  readonly transformLogic?: Located<string>;
  readonly transformSourceObjects: readonly string[];
  readonly transformDescription?: Located<string>;
  readonly examples: readonly Json[];
  readonly enum?: readonly Json[];
  /** The allowed values with what is said about each; undefined where `enum` is. */
  readonly enumValues?: readonly EnumValue[];
  readonly semanticType?: Located<string>;
  readonly properties: readonly Property[];
  readonly quality: readonly QualityRule[];
  /** Its own relationships, and those that its schema object declares for it. */
  readonly relationships: readonly Relationship[];
  readonly authoritativeDefinitions: readonly AuthoritativeDefinition[];
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

/** What a measured value is held against. */
export interface Threshold {
  readonly name: QualityOperator;
  readonly value: Json;
}

/** One data quality check; `rule` (3.0) and `metric` (3.1) are read alike. */
export interface QualityRule {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly type: 'text' | 'library' | 'sql' | 'custom';
  readonly metric?: string;
  /** The first in the order of {@link qualityOperators}. */
  readonly operator?: Threshold;
  /** Those beside the first; undefined where there are none, as ODCS demands. */
  readonly furtherOperators?: readonly Threshold[];
  readonly unit?: string;
  readonly arguments: { readonly [key: string]: Json };
  readonly query?: string;
  readonly engine?: string;
  readonly implementation?: Json;
  readonly severity?: string;
  readonly dimension?: string;
  readonly businessImpact?: string;
  readonly method?: string;
  readonly schedule?: string;
  readonly scheduler?: string;
  readonly tags: readonly string[];
  readonly at: Location;
  /** Where the keys of the rule are written. */
  readonly keys: Keys;
}

/** Where the values of a mapping are written, by key. */
export type Keys = ReadonlyMap<string, Location>;

/** A foreign key of a property; `to` is `object.property` in this or another contract. */
export interface Relationship {
  readonly id?: string;
  readonly to: string;
  /** Whether the schema object declares it and not the property itself. */
  readonly ofObject: boolean;
  readonly at: Location;
}

/** A foreign key that a schema object declares: `from` and `to` name as many columns each, as written. */
export interface ObjectRelationship {
  readonly id?: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly at: Location;
}

/** One value that a property may have (ODCS 3.2.0, "Enum"). */
export interface EnumValue {
  readonly id?: string;
  readonly value: Json;
  readonly label?: string;
  readonly description?: string;
  readonly at: Location;
}

/** Somebody on the team: `members` of 3.1 and the bare list of 3.0 are read alike. */
export interface TeamMember {
  readonly username: string;
  readonly name?: string;
  readonly role?: string;
  readonly at: Location;
}

/** Who may access the data, and how. */
export interface Role {
  readonly id?: string;
  readonly role: string;
  readonly access?: string;
  readonly description?: string;
  readonly firstLevelApprovers?: string;
  readonly secondLevelApprovers?: string;
  readonly at: Location;
  readonly keys: Keys;
}

/** Where readers find help. */
export interface SupportItem {
  readonly id?: string;
  readonly channel: string;
  /** Its other texts: `url`, `tool`, `scope`, `description`, `invitationUrl`. */
  readonly fields: { readonly [key: string]: string };
  readonly at: Location;
}

/** What readers pay. */
export interface Price {
  readonly amount?: number;
  readonly currency?: string;
  readonly unit?: string;
  readonly at: Location;
}

/** A link to what something means. */
export interface AuthoritativeDefinition {
  readonly id?: string;
  readonly type: string;
  readonly url: string;
  readonly description?: string;
  readonly at: Location;
}

/** Where the data is. `fields` holds the keys of the server's own type. */
export interface Server {
  readonly id?: string;
  readonly server: string;
  readonly type: string;
  readonly environment?: string;
  readonly description?: string;
  readonly fields: { readonly [key: string]: Json };
  readonly roles: readonly Role[];
  readonly customProperties: readonly CustomProperty[];
  readonly at: Location;
  readonly keys: Keys;
}

/** One service level of the contract. */
export interface SlaProperty {
  readonly id?: string;
  readonly property: string;
  readonly value: Json;
  readonly valueExt?: Json;
  readonly unit?: string;
  readonly element?: string;
  readonly driver?: string;
  readonly description?: string;
  readonly schedule?: string;
  readonly scheduler?: string;
  readonly customProperties: readonly CustomProperty[];
  readonly at: Location;
  readonly keys: Keys;
}

/** A vendor's own key and value. */
export interface CustomProperty {
  readonly property: string;
  readonly value: Json;
  readonly at: Location;
}

/** Whether the warehouse has a column for it: a dimension is one, a measure is only computed (ODCS 3.2.0, `semanticType`). */
export function hasColumn({ semanticType }: Property): boolean {
  return semanticType?.value !== 'measure';
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

/** The names that a subject of a contract adds to its id, from the schema object down. */
export function subjectNames({
  subject,
  contract,
}: {
  readonly subject: string;
  readonly contract: string;
}): readonly string[] {
  const path = subject.slice(contract.length + 1);
  return [...path.matchAll(/(?:\\.|[^.\\])+/g)].map(([name]) => name.replaceAll(/\\(.)/g, '$1'));
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
