import type { CompatibilityMode, Contract, Direction, Json, Property, SchemaObject } from './contract.ts';
import type { Impact, Severity } from './finding.ts';
import type { Location } from './location.ts';

/** What every change tells, whatever its kind. `at` is on the head side, `baseAt` on the base side. */
interface ChangeFacts<Kind extends string, Value> {
  readonly kind: Kind;
  readonly subject: string;
  readonly contract: string;
  readonly direction: Direction;
  /** Who is protected, where that is said. */
  readonly mode?: CompatibilityMode;
  /** Base's status, where it takes force from the promise. */
  readonly stability?: 'draft' | 'retired';
  /** What of the subject changed, where it has several of the kind: the name of a rule, server, tag or service level. */
  readonly element?: string;
  readonly before?: Value;
  readonly after?: Value;
  /** How the two values stand to each other, where they can be compared. */
  readonly relation?: Relation;
  /** Circumstances that decide how much the change hurts. */
  readonly traits?: readonly Trait[];
  /** How sure it is that both sides are the same thing, in percent; undefined where names or ids say so. */
  readonly certainty?: number;
  /** Where head says it; for something removed, the nearest place that still exists. */
  readonly at: Location;
  readonly baseAt?: Location;
  /** Head does not write it any more: what changed can only be seen on the base side. */
  readonly unwritten?: boolean;
}

type Added<Kind extends string, Value> = ChangeFacts<Kind, Value> & { readonly after: Value };
type Removed<Kind extends string, Value> = ChangeFacts<Kind, Value> & {
  readonly before: Value;
  readonly baseAt: Location;
};

/**
 * How `after` stands to `before`. Types: `widened` and `narrowed` by the values they hold, `grown` and `shrunk` by the fields of a
 * struct, `rescaled` decimals, `zone` for
 * instants against wall clocks, `precision` of times. Promises and demands: `tightened` or `loosened`. Ordered values: `raised`
 * or `lowered`. `unknown`: they cannot be compared.
 */
export const relations = [
  'widened',
  'narrowed',
  'grown',
  'shrunk',
  'rescaled',
  'zone',
  'precision',
  'different',
  'tightened',
  'loosened',
  'raised',
  'lowered',
  'unknown',
] as const;
export type Relation = (typeof relations)[number];

/** The relation of the reverse change. */
export function mirrorRelation(relation: Relation): Relation {
  return mirrored[relation] ?? relation;
}

const mirrored: { readonly [relation in Relation]?: Relation } = {
  widened: 'narrowed',
  narrowed: 'widened',
  grown: 'shrunk',
  shrunk: 'grown',
  tightened: 'loosened',
  loosened: 'tightened',
  raised: 'lowered',
  lowered: 'raised',
};

/** How two physical types stand to each other. */
export type TypeRelation =
  | 'same'
  | Extract<
      Relation,
      'widened' | 'narrowed' | 'grown' | 'shrunk' | 'rescaled' | 'zone' | 'precision' | 'different' | 'unknown'
    >;

/** Circumstances of a change that a row of the compatibility table can ask for. */
export const traits = [
  /** Names that differ in upper and lower case only. */
  'case-only',
  /** Base marks it deprecated. */
  'deprecated',
  /** It was deprecated for at least the period that the policy asks for. */
  'notice-given',
  /** It is deprecated, but not for long enough. */
  'notice-short',
  /** It is deprecated, but the history is too shallow to tell since when. */
  'notice-unknown',
  /** Another file of the same contract id, of another major version (below 1.0.0: another minor one), stays in force. */
  'other-version',
  /** A property without a column of its own: a measure. */
  'measure',
  /** Readers tell columns by their position (csv, fixed width). */
  'positional',
  /** The added or changed property is required. */
  'required',
  /** The object already had a primary key of other columns. */
  'other-key',
  /** A server of production, or of no said environment. */
  'production',
  /** Both values are `${VAR}` placeholders. */
  'placeholder',
  /** The last one of its list. */
  'last',
  /** A date or time held as text. */
  'temporal',
  /** A service level that regulation asks for. */
  'regulatory',
  /** An end date, such as endOfSupport. */
  'end-date',
  /** A quality rule that fails the load (severity error, or none said). */
  'severe',
  /** A quality rule in words only. */
  'text',
  /** A tag or custom property that the configuration says things hang on. */
  'load-bearing',
  /** A definition of the meaning (type semantics, definition, businessDefinition). */
  'meaning',
  /** Code of this repository still reads it. */
  'still-read',
  /** The data stays on the server where it was. */
  'same-server',
  /** The logical type is now what the physical type, which stays, was all along. */
  'stored-so',
  /** The logical type is not what the physical type holds. */
  'stored-otherwise',
  /** Both statuses have full force: active, none, or a word that ODCS does not know. */
  'same-force',
  /** The table is one of a warehouse's kinds on both sides: table, view, materialized view. */
  'relational',
] as const;
export type Trait = (typeof traits)[number];

/** Kinds of changes of a value, which is plain data on both sides; undefined is "not given". */
const fieldKinds = [
  // Contract
  'contract.moved',
  'id.changed',
  'direction.changed',
  'version.changed',
  'status.changed',
  'apiVersion.changed',
  'name.changed',
  'domain.changed',
  'tenant.changed',
  'dataProduct.changed',
  'contractCreatedTs.changed',
  'purpose.changed',
  'usage.changed',
  'limitations.changed',
  // Schema object
  'object.renamed',
  'object.physicalName.changed',
  'object.physicalType.changed',
  'dataGranularityDescription.changed',
  // Any element
  'description.changed',
  'businessName.changed',
  'synonyms.changed',
  'context.changed',
  'deprecated.changed',
  'sunset.changed',
  'tag.added',
  'tag.removed',
  'customProperty.added',
  'customProperty.removed',
  'customProperty.changed',
  'authoritativeDefinition.added',
  'authoritativeDefinition.removed',
  'authoritativeDefinition.changed',
  // Property
  'property.renamed',
  'property.physicalName.changed',
  'properties.moved',
  'logicalType.changed',
  'physicalType.changed',
  'semanticType.changed',
  'required.changed',
  'unique.changed',
  'primaryKey.changed',
  'primaryKeyPosition.changed',
  'partitioned.changed',
  'partitionKeyPosition.changed',
  'enum.added',
  'enum.removed',
  'enum.value.added',
  'enum.value.removed',
  'enum.value.renamed',
  'enum.value.changed',
  'pattern.added',
  'pattern.removed',
  'pattern.changed',
  'minimum.changed',
  'maximum.changed',
  'minLength.changed',
  'maxLength.changed',
  'minItems.changed',
  'maxItems.changed',
  'minProperties.changed',
  'maxProperties.changed',
  'multipleOf.changed',
  'uniqueItems.changed',
  'requiredProperties.changed',
  'format.changed',
  'timezone.changed',
  'defaultTimezone.changed',
  'dimensions.changed',
  'elementType.changed',
  'embeddingModel.changed',
  'embeddingModelVersion.changed',
  'distanceMetric.changed',
  'normalized.changed',
  'option.changed',
  'classification.changed',
  'encryptedName.changed',
  'criticalDataElement.changed',
  'transformLogic.changed',
  'transformSourceObjects.changed',
  'transformDescription.changed',
  'examples.changed',
  // Quality rules
  'quality.added',
  'quality.removed',
  'quality.threshold.changed',
  'quality.measure.changed',
  'quality.severity.changed',
  'quality.schedule.changed',
  'quality.changed',
  // Relationships
  'relationship.added',
  'relationship.removed',
  'relationship.changed',
  // Servers
  'server.added',
  'server.removed',
  'server.renamed',
  'server.location.changed',
  'server.format.changed',
  'server.configuration.changed',
  'server.environment.changed',
  'server.changed',
  // Roles
  'role.added',
  'role.removed',
  'role.access.changed',
  'role.changed',
  // Service levels
  'sla.added',
  'sla.removed',
  'sla.changed',
  'sla.element.changed',
  'sla.driver.changed',
  'sla.description.changed',
  // People and terms
  'team.changed',
  'member.added',
  'member.removed',
  'member.changed',
  'support.added',
  'support.removed',
  'support.changed',
  'price.added',
  'price.removed',
  'price.changed',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** A change of a value. */
export type FieldChange = ChangeFacts<FieldKind, Json>;

/** A fact about two contracts that were paired; it carries no opinion about who is hurt. */
export type Change =
  | Added<'contract.added', Contract>
  | Removed<'contract.removed', Contract>
  | Added<'object.added', SchemaObject>
  | Removed<'object.removed', SchemaObject>
  | Added<'property.added', Property>
  | Removed<'property.removed', Property>
  | FieldChange;

export type ChangeKind = Change['kind'];

/** Every kind of change. */
export const changeKinds: readonly ChangeKind[] = [
  'contract.added',
  'contract.removed',
  'object.added',
  'object.removed',
  'property.added',
  'property.removed',
  ...fieldKinds,
];

/** How much a change hurts: `rules/compatibility.yaml` decides. */
export const changeClasses = ['breaking', 'dangerous', 'compatible', 'docs'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** The part of `version` that a change asks to raise. */
export const bumps = ['major', 'minor', 'patch', 'none'] as const;
export type Bump = (typeof bumps)[number];

/** A change with the opinion of the compatibility table. */
export interface ClassifiedChange {
  readonly change: Change;
  readonly class: ChangeClass;
  readonly bump: Bump;
  /** Whose side decided: in mode `full` the one that is hurt more. */
  readonly direction: Direction;
  /** Row of `rules/compatibility.yaml` that decided. */
  readonly row: string;
  /** Rule that reports it, where it hurts. */
  readonly rule: string;
  /** Severity that the configuration gives to the row. */
  readonly severity?: Severity;
  /** A draft promises nothing yet: reported, never blocking. */
  readonly advisory: boolean;
  /** What it takes to bring the warehouse there, where that cannot alter the column in place. */
  readonly migration?: Migration;
  /** What of the repository it hits; only of changes that hurt. */
  readonly impact: readonly Impact[];
}

/** A change of a table that its warehouse cannot do in place. */
export interface Migration {
  readonly warehouse: string;
  /** `rewrite`: one statement, but it writes the whole table again. */
  readonly possible: 'no' | 'rewrite';
  /** Key in the message catalogues: the migration in words. */
  readonly message: string;
}

/** The change of `version` that a contract's changes ask for, against what the file declares. */
export interface VersionBump {
  readonly contract: string;
  /** File of the contract in head. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly required: Bump;
  readonly declared: Bump | 'lowered' | 'not-semver';
  /** The lowest version that says enough; `to` where it does already. */
  readonly next: string;
  readonly ok: boolean;
}
