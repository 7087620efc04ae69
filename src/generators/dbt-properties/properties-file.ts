import {
  type Contract,
  hasColumn,
  physicalNameOf,
  type Property,
  type QualityRule,
  type SchemaObject,
} from '../../model/contract.ts';
import { dayOf, deprecationOf } from '../../model/deprecation.ts';
import { compareText } from '../../model/location.ts';
import { serviceLevelOf } from '../../model/service-levels.ts';
import { isPlainName, isUsableName, literal } from '../dbt/test-call.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { ModelMatch } from '../match-models.ts';
import { namedOwner } from '../../model/owners.ts';
import { ownerOf } from '../owner.ts';
import { columnConstraints, tableConstraints } from './constraints.ts';
import { columnsOf, dataTypeOf, type Enforcement, enforcementOf } from './enforcement.ts';
import { type GroupChoice, groupOf } from './groups.ts';
import { ModelTests } from './model-tests.ts';
import { isSemantic, semanticModel, type SemanticParts } from './semantic-model.ts';
import type { World } from './world.ts';

/** What one schema object gives its dbt model. */
export interface ModelPropertiesFile {
  readonly data: YamlData;
  /** Names of the generic tests that are called. */
  readonly tests: readonly string[];
  /** Singular tests by the name of their file. */
  readonly queries: ReadonlyMap<string, string>;
  readonly group: GroupChoice | undefined;
  /** Whether dbt's semantic layer is told of it, which needs a time spine. */
  readonly isSemantic: boolean;
  readonly notes: readonly GeneratorNote[];
}

/** The `models:` entry for a schema object, in dbt's current spelling (`data_tests`, `arguments`, everything else under `config`). */
export function modelProperties(match: ModelMatch, world: World): ModelPropertiesFile {
  const { contract, object, model, project } = match;
  const tests = new ModelTests(match, world);
  const enforcement = enforcementOf(match);
  const isEnforced = world.enforces && enforcement.isEnforced;
  if (world.enforces && enforcement.refusal !== undefined) {
    const { message, values } = enforcement.refusal;
    tests.note(`dbt-properties.${message}`, { values: { model: model.name, ...values } });
  }
  const hasConstraints = isEnforced && enforcement.hasConstraints;
  const semantic = semanticParts(match, world, tests);
  const group = groupOf(contract, model, project);
  noteUnusable(object, tests);
  const properties = columnsOf(object);
  const keys = properties.filter((property) => property.primaryKey.value);
  const columns = properties.map((property) => {
    const constraints = hasConstraints ? columnConstraints(property, match) : [];
    const calls = tests.ofColumn(property, { isOnlyKey: keys.length === 1 });
    return columnEntry(property, { match, constraints, tests: calls, semantic });
  });
  const constraints = hasConstraints ? tableConstraints(match, world) : [];
  const entry = {
    name: model.name,
    description: descriptionOf(object),
    deprecation_date: lastDay(contract, object),
    config: configOf(match, { enforcement, isEnforced, group }),
    ...semantic?.model,
    constraints: constraints.length === 0 ? undefined : constraints,
    data_tests: tests.ofModel(properties),
    columns: columns.length === 0 ? undefined : columns,
  };
  return {
    data: { models: [entry] },
    tests: [...tests.called].toSorted(compareText),
    queries: tests.queries,
    group,
    isSemantic: semantic !== undefined,
    notes: tests.notes,
  };
}

function semanticParts(match: ModelMatch, world: World, tests: ModelTests): SemanticParts | undefined {
  if (!isSemantic(match.object)) return undefined;
  const isOn =
    world.semanticLayer === 'on' || (world.semanticLayer === 'auto' && world.settings(match.project).hasSemanticModels);
  if (isOn)
    return semanticModel(match, world.project, (property, message, values = {}) =>
      tests.note(`dbt-properties.${message}`, { property, values }),
    );
  for (const property of match.object.properties.filter((each) => !hasColumn(each)))
    tests.note('generators.semantic-type', { property });
  return undefined;
}

function noteUnusable(object: SchemaObject, tests: ModelTests): void {
  for (const property of object.properties) {
    if (hasColumn(property) && !isUsableName(physicalNameOf(property)))
      tests.note('generators.name-not-usable', { property });
  }
}

function columnEntry(
  property: Property,
  {
    match,
    constraints,
    tests,
    semantic,
  }: {
    readonly match: ModelMatch;
    readonly constraints: readonly YamlData[];
    readonly tests: YamlData;
    readonly semantic: SemanticParts | undefined;
  },
): YamlData {
  const name = physicalNameOf(property);
  const classification = property.classification?.value;
  const meta = classification === undefined ? undefined : { classification: literal(classification) };
  const tags = tagsOf(property.tags);
  return {
    name,
    description: descriptionOf(property),
    data_type: dataTypeOf(property, match),
    quote: isPlainName(name) ? undefined : true,
    config: meta === undefined && tags === undefined ? undefined : { meta, tags },
    ...semantic?.columns.get(name),
    constraints: constraints.length === 0 ? undefined : constraints,
    data_tests: tests,
  };
}

/** dbt's configuration of the model: what everybody may read is public, except where there is nothing to read. */
function configOf(
  { contract, object }: ModelMatch,
  {
    enforcement,
    isEnforced,
    group,
  }: { readonly enforcement: Enforcement; readonly isEnforced: boolean; readonly group: GroupChoice | undefined },
): YamlData {
  return {
    access: enforcement.materialized === 'ephemeral' ? undefined : 'public',
    group: group?.name,
    contract: isEnforced ? { enforced: true } : undefined,
    on_schema_change: isEnforced ? enforcement.onSchemaChange : undefined,
    meta: metaOf(contract, textsOf(object)),
    tags: tagsOf([...contract.tags, ...object.tags]),
  };
}

/** The last day on which the model must be there: its own, that of its contract, or the end of its support. */
function lastDay(contract: Contract, object: SchemaObject): string | undefined {
  const ends = contract.slaProperties.flatMap(({ property, value }) => {
    const level = serviceLevelOf(property);
    const day = level === 'endOfSupport' || level === 'endOfLife' ? dayOf(value) : undefined;
    return day === undefined ? [] : [day];
  });
  return deprecationOf(object).sunset ?? deprecationOf(contract).sunset ?? ends.toSorted(compareText)[0];
}

function descriptionOf(node: SchemaObject | Property): string | undefined {
  const text = node.description?.value.trim();
  return text === undefined || text === '' ? undefined : literal(text);
}

function textsOf({ quality, properties }: SchemaObject): readonly QualityRule[] {
  return [...quality, ...properties.flatMap((property) => property.quality)].filter(({ type }) => type === 'text');
}

function metaOf(contract: Contract, texts: readonly QualityRule[]): YamlData {
  const expectations = texts.flatMap((rule) => rule.description ?? rule.name ?? []).map(literal);
  const meta = {
    contract: contract.id,
    contract_version: contract.version.value,
    domain: contract.domain,
    data_product: contract.dataProduct,
    owner: ownerOf(contract),
    technical_owner: namedOwner(contract.team, 'technical'),
    business_owner: namedOwner(contract.team, 'business'),
  };
  const safe = Object.entries(meta).map(
    ([key, value]) => [key, value === undefined ? undefined : literal(value)] as const,
  );
  return { ...Object.fromEntries(safe), expectations: expectations.length === 0 ? undefined : expectations };
}

function tagsOf(tags: readonly string[]): YamlData {
  return tags.length === 0 ? undefined : [...new Set(tags)].map(literal);
}
