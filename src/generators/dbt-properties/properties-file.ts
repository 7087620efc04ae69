import {
  type Contract,
  contractSubject,
  physicalNameOf,
  type Property,
  type QualityRule,
  type Relationship,
  type SchemaObject,
  hasColumn,
} from '../../model/contract.ts';
import { unreachable } from '../../model/errors.ts';
import type { Location } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { YamlData } from '../emit-yaml.ts';
import { findModels, type ModelMatch } from '../match-models.ts';
import { ownerOf, ownerWith } from '../owner.ts';
import { type Complain, compositeKeyTests, constraintTests, type Target } from './constraint-tests.ts';
import { libraryTests, type RuleTests } from './quality-tests.ts';
import { queryTest } from './query-test.ts';
import { identifier, isPlainName, isUsableName, literal, type TestCall, testEntries } from './test-call.ts';

/** What one schema object gives its dbt model. */
export interface ModelPropertiesFile {
  readonly data: YamlData;
  /** Names of the generic tests that are called. */
  readonly tests: readonly string[];
  /** Singular tests by the name of their file. */
  readonly queries: ReadonlyMap<string, string>;
  readonly notes: readonly GeneratorNote[];
}

/** The `models:` entry for a schema object, in dbt's current spelling (`data_tests`, `arguments`, everything else under `config`). */
export function modelProperties(match: ModelMatch, project: Project): ModelPropertiesFile {
  return new Builder(match, project).build();
}

class Builder {
  readonly #match: ModelMatch;
  readonly #project: Project;
  readonly #target: Target;
  readonly #notes: GeneratorNote[] = [];
  readonly #queries = new Map<string, string>();
  readonly #modelTests: TestCall[] = [];
  readonly #tests = new Set<string>();

  constructor(match: ModelMatch, project: Project) {
    this.#match = match;
    this.#project = project;
    this.#target = match.project.dialect === undefined ? {} : { dialect: match.project.dialect };
  }

  build(): ModelPropertiesFile {
    const { contract, object, model } = this.#match;
    const properties = object.properties.filter((property) => this.#isColumn(property));
    const keys = properties.filter((property) => property.primaryKey.value);
    const columns = properties.map((property) => this.#column(property, keys.length === 1));
    this.#modelTests.push(...compositeKeyTests({ ...object, properties }));
    for (const rule of object.quality) this.#rule(rule);
    const texts = [...object.quality, ...properties.flatMap((property) => property.quality)].filter(
      (rule) => rule.type === 'text',
    );
    const entry = {
      name: model.name,
      description: descriptionOf(object),
      config: { meta: metaOf(contract, texts), tags: tagsOf([...contract.tags, ...object.tags]) },
      data_tests: this.#entries(this.#modelTests, model.name),
      columns,
    };
    return {
      data: { models: [entry] },
      tests: [...this.#tests].toSorted(),
      queries: this.#queries,
      notes: this.#notes,
    };
  }

  #isColumn(property: Property): boolean {
    const complain = this.#complainer(property.at, property);
    const usable = isUsableName(physicalNameOf(property));
    if (!hasColumn(property)) complain('semantic-type', { semanticType: property.semanticType?.value ?? '' });
    else if (!usable) complain('name-not-usable');
    return hasColumn(property) && usable;
  }

  #column(property: Property, isOnlyKey: boolean): YamlData {
    const name = physicalNameOf(property);
    const complain = this.#complainer(property.at, property);
    const calls = [...constraintTests(property, { target: this.#target, isOnlyKey }, complain)];
    for (const rule of property.quality) calls.push(...this.#rule(rule, property).column);
    for (const relationship of property.relationships) calls.push(...this.#relationship(relationship, property));
    for (const nested of property.properties) this.#nested(property, nested);
    const classification = property.classification?.value;
    const meta = classification === undefined ? undefined : { classification: literal(classification) };
    const tags = tagsOf(property.tags);
    return {
      name,
      description: descriptionOf(property),
      data_type: this.#dataType(property),
      quote: isPlainName(name) ? undefined : true,
      config: meta === undefined && tags === undefined ? undefined : { meta, tags },
      data_tests: this.#entries(calls, `${this.#match.model.name}_${name}`),
    };
  }

  /** Only where the contract's servers do not speak of another warehouse than the dbt project. */
  #dataType(property: Property): string | undefined {
    const type = property.physicalType?.value;
    const dialect = this.#target.dialect;
    const types = this.#match.contract.servers.map((server) => server.type.replace('postgresql', 'postgres'));
    const isSure = dialect === undefined || types.length === 0 || types.includes(dialect);
    return type !== undefined && isSure ? literal(type) : undefined;
  }

  #rule(rule: QualityRule, property?: Property): RuleTests {
    const complain = this.#complainer(rule.at, property, { rule: rule.name ?? rule.id ?? rule.metric ?? rule.type });
    const place = { object: this.#match.object, target: this.#target, ...(property === undefined ? {} : { property }) };
    switch (rule.type) {
      case 'library': {
        const tests = libraryTests(rule, place, complain);
        this.#modelTests.push(...tests.model);
        return tests;
      }
      case 'sql': {
        const sql = queryTest(rule, { ...place, model: this.#match.model.name }, complain);
        if (sql !== undefined) this.#queries.set(this.#queryName(rule, property), sql);
        return { column: [], model: [] };
      }
      case 'custom':
        complain('rule-custom', { engine: rule.engine ?? '' });
        return { column: [], model: [] };
      // Text is for people: it goes to the model's meta.
      case 'text':
        return { column: [], model: [] };
      default:
        return unreachable(rule.type);
    }
  }

  #queryName(rule: QualityRule, property: Property | undefined): string {
    const parts = [this.#match.model.name, property?.name ?? '', rule.id ?? rule.name ?? 'quality'].map(identifier);
    const name = parts
      .filter((part) => part !== '')
      .join('__')
      .slice(0, 80);
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name}_${count}`;
      if (!this.#queries.has(candidate)) return candidate;
    }
  }

  #relationship(relationship: Relationship, property: Property): readonly TestCall[] {
    const complain = this.#complainer(relationship.at, property);
    const target = this.#resolve(relationship.to);
    if (target === undefined) {
      complain('relationship-not-resolved', { to: relationship.to });
      return [];
    }
    return [{ test: 'relationships', arguments: { to: `ref('${target.model}')`, field: target.column } }];
  }

  /** `object.property` of this contract, else of the only contract that has such an object, made by a model of the same dbt project. */
  #resolve(to: string): { readonly model: string; readonly column: string } | undefined {
    const [objectName, propertyName] = to.split('.').slice(-2);
    const others = this.#project.contracts.filter((contract) => contract.id !== this.#match.contract.id);
    const own = objectsNamed([this.#match.contract], objectName);
    const found = own.length > 0 ? own : objectsNamed(others, objectName);
    const [only] = found;
    const property = only?.object.properties.find((each) => each.name === propertyName);
    if (only === undefined || found.length > 1 || property === undefined) return undefined;
    const model = findModels(only.contract, only.object, [this.#match.project])[0]?.model.name;
    const column = physicalNameOf(property);
    return model !== undefined && /^[\w.-]+$/.test(model) && isPlainName(column) ? { model, column } : undefined;
  }

  /** dbt tests columns; what is inside them is only described by their type. */
  #nested(parent: Property, nested: Property): void {
    const constrained =
      nested.required.value || nested.unique.value || nested.enum !== undefined || nested.quality.length > 0;
    if (constrained || Object.keys(nested.logicalTypeOptions).length > 0) {
      this.#complainer(nested.at, parent)('nested-not-expressed', { nested: nested.name });
    }
    for (const deeper of nested.properties) this.#nested(parent, deeper);
  }

  #entries(calls: readonly TestCall[], place: string): YamlData {
    for (const call of calls) this.#tests.add(call.test);
    return calls.length === 0 ? undefined : testEntries(calls, place);
  }

  #complainer(at: Location, property?: Property, common: { readonly [name: string]: string } = {}): Complain {
    const { contract, object } = this.#match;
    const names = property === undefined ? [object.name] : [object.name, property.name];
    return (message, values = {}) => {
      this.#notes.push({
        generator: 'dbt-properties',
        subject: contractSubject(contract.id, ...names),
        at,
        message: `generators.${message}`,
        values: { name: names.join('.'), ...common, ...values },
      });
    };
  }
}

function objectsNamed(
  contracts: readonly Contract[],
  name: string | undefined,
): readonly { readonly contract: Contract; readonly object: SchemaObject }[] {
  return contracts.flatMap((contract) =>
    contract.schema.filter((object) => object.name === name).map((object) => ({ contract, object })),
  );
}

function descriptionOf(node: SchemaObject | Property): string | undefined {
  const text = node.description?.value.trim();
  return text === undefined || text === '' ? undefined : literal(text);
}

function metaOf(contract: Contract, texts: readonly QualityRule[]): YamlData {
  const expectations = texts.flatMap((rule) => rule.description ?? rule.name ?? []).map(literal);
  const meta = {
    contract: contract.id,
    contract_version: contract.version.value,
    domain: contract.domain,
    data_product: contract.dataProduct,
    owner: ownerOf(contract),
    technical_owner: ownerWith(contract, /tech/i),
    business_owner: ownerWith(contract, /business/i),
  };
  const safe = Object.entries(meta).map(
    ([key, value]) => [key, value === undefined ? undefined : literal(value)] as const,
  );
  return { ...Object.fromEntries(safe), expectations: expectations.length === 0 ? undefined : expectations };
}

function tagsOf(tags: readonly string[]): YamlData {
  return tags.length === 0 ? undefined : [...new Set(tags)].map(literal);
}
