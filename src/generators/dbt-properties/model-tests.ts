import {
  contractSubject,
  physicalNameOf,
  type Property,
  type QualityRule,
  type Relationship,
} from '../../model/contract.ts';
import { unreachable } from '../../model/errors.ts';
import type { Location } from '../../model/location.ts';
import { demandOf } from '../../model/masking.ts';
import { kindOf, rankOf } from '../../model/layer-kinds.ts';
import { canReachFields, requiredFields } from '../dbt/collection-tests.ts';
import { compositeKeyTests, constraintTests } from '../dbt/constraint-tests.ts';
import { customTest } from '../dbt/custom-test.ts';
import { libraryTests, type RulePlace } from '../dbt/quality-tests.ts';
import { queryTest } from '../dbt/query-test.ts';
import { serviceLevelTests } from '../dbt/service-level-tests.ts';
import type { Complain, Target } from '../dbt/target.ts';
import { columnArguments, identifier, isPlainName, type TestCall, testEntries } from '../dbt/test-call.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { ModelMatch } from '../match-models.ts';
import { resolveReference } from './references.ts';
import type { World } from './world.ts';

/** The tests of one model, collected column by column. What has no test is a note. */
export class ModelTests {
  /** Names of the generic tests that are called. */
  readonly called = new Set<string>();
  /** Singular tests by the name of their file. */
  readonly queries = new Map<string, string>();
  readonly notes: GeneratorNote[] = [];
  readonly #match: ModelMatch;
  readonly #world: World;
  readonly #target: Target;
  readonly #ofModel: TestCall[] = [];

  constructor(match: ModelMatch, world: World) {
    this.#match = match;
    this.#world = world;
    this.#target = match.project.dialect === undefined ? {} : { dialect: match.project.dialect };
  }

  /** The entries of a column's `data_tests:`. */
  ofColumn(property: Property, { isOnlyKey }: { readonly isOnlyKey: boolean }): YamlData {
    const { contract, object, model } = this.#match;
    const complain = this.#complainer(property.at, property);
    const maskedFor = this.#maskedFor(property);
    const place = { target: this.#target, isOnlyKey, maskedFor };
    const calls = [...constraintTests(property, place, complain)];
    for (const rule of property.quality) calls.push(...this.#ofRule(rule, property, maskedFor));
    for (const relationship of property.relationships) calls.push(...this.#ofRelationship(relationship, property));
    const level = { object, property, severity: this.#world.serviceLevels };
    calls.push(...serviceLevelTests(contract, level, complain));
    for (const nested of property.properties) this.#ofNested(property, nested);
    return this.#entries(calls, `${model.name}_${physicalNameOf(property)}`);
  }

  /** The entries of the model's `data_tests:`, with those that the rules of columns add: call it last. */
  ofModel(properties: readonly Property[]): YamlData {
    const { object, model } = this.#match;
    const keys = compositeKeyTests({ ...object, properties });
    const own = object.quality.flatMap((rule) => this.#ofRule(rule));
    const references = this.#compositeReferences(properties);
    return this.#entries([...keys, ...this.#ofModel, ...own, ...references], model.name);
  }

  /** A note on a property of the object, or on the object itself; `message` has its namespace. */
  note(
    message: string,
    { property, at, values = {} }: { property?: Property; at?: Location; values?: { readonly [name: string]: string } },
  ): void {
    const { contract, object } = this.#match;
    const names = property === undefined ? [object.name] : [object.name, property.name];
    this.notes.push({
      generator: 'dbt-properties',
      subject: contractSubject(contract.id, ...names),
      at: at ?? property?.at ?? object.at,
      message,
      values: { name: names.join('.'), ...values },
      ...(isInformative(message) ? { severity: 'info' } : {}),
    });
  }

  /** Models behind staging hold the masked form of what the classification policy masks. */
  #maskedFor(property: Property): string | undefined {
    const kind = kindOf(this.#match.model);
    if (kind !== undefined && rankOf(kind) < rankOf('intermediate')) return undefined;
    return demandOf(property, this.#world.project.governance)?.term.term;
  }

  #ofRule(rule: QualityRule, property?: Property, maskedFor?: string): readonly TestCall[] {
    const complain = this.#complainer(rule.at, property, { rule: rule.name ?? rule.id ?? rule.metric ?? rule.type });
    const place = { object: this.#match.object, target: this.#target, maskedFor, ...(property && { property }) };
    switch (rule.type) {
      case 'library': {
        const { column, model } = libraryTests(rule, place, complain);
        if (property === undefined) return [...column, ...model];
        this.#ofModel.push(...model);
        return column;
      }
      case 'sql':
        this.#addQuery(rule, place, complain);
        return [];
      case 'custom':
        return this.#ofEngine(rule, complain);
      // Text is for people: it goes to the model's meta.
      case 'text':
        return [];
      default:
        return unreachable(rule.type);
    }
  }

  #addQuery(rule: QualityRule, place: RulePlace, complain: Complain): void {
    const { model } = this.#match;
    const sql = queryTest(rule, { ...place, model: model.name }, complain);
    if (sql === undefined) return;
    const parts = [model.name, place.property?.name ?? '', rule.id ?? rule.name ?? 'quality'].map(identifier);
    const name = parts
      .filter((part) => part !== '')
      .join('__')
      .slice(0, 80);
    let count = 1;
    while (this.queries.has(numbered(name, count))) count++;
    this.queries.set(numbered(name, count), sql);
  }

  #ofEngine(rule: QualityRule, complain: Complain): readonly TestCall[] {
    const engine = rule.engine ?? '';
    if (engine.toLowerCase() === 'dbt') {
      const call = customTest(rule, this.#world.knownTests(this.#match.project), complain);
      return call === undefined ? [] : [call];
    }
    const other = takers.get(identifier(engine).replaceAll('_', ''));
    if (other === undefined) complain('rule-custom', { engine });
    else if (!this.#world.isOn(other)) complain('rule-custom-off', { engine, generator: other });
    return [];
  }

  #ofRelationship(relationship: Relationship, property: Property): readonly TestCall[] {
    if (relationship.ofObject && this.#isPartOfSeveral(property)) return [];
    const target = resolveReference(relationship.to, this.#match, this.#world.project);
    const field = target && physicalNameOf(target.property);
    if (target === undefined || field === undefined || !isPlainName(field) || !isModelName(target.match.model.name)) {
      this.#complainer(relationship.at, property)('relationship-not-resolved', { to: relationship.to });
      return [];
    }
    return [{ test: 'relationships', arguments: { to: `ref('${target.match.model.name}')`, field } }];
  }

  /** Whether a relationship of the object refers from this column and others together. */
  #isPartOfSeveral({ name }: Property): boolean {
    return this.#match.object.relationships.some(
      ({ from }) => from.length > 1 && from.some((each) => lastName(each) === name),
    );
  }

  /** Relationships of several columns to as many: only together do they refer to a row. */
  #compositeReferences(properties: readonly Property[]): readonly TestCall[] {
    return this.#match.object.relationships.flatMap(({ from, to, at }) => {
      if (from.length < 2) return [];
      const columns = from.map((each) => properties.find(({ name }) => name === lastName(each)));
      const targets = to.map((each) => resolveReference(each, this.#match, this.#world.project));
      const [first] = targets;
      const isSound =
        first !== undefined &&
        columns.length === targets.length &&
        isModelName(first.match.model.name) &&
        targets.every((each) => each?.match.model === first.match.model);
      const names = columns.flatMap((each) => (each === undefined ? [] : [physicalNameOf(each)]));
      const fields = targets.flatMap((each) => (each === undefined ? [] : [physicalNameOf(each.property)]));
      if (!isSound || names.length !== from.length || fields.length !== from.length) {
        this.#complainer(at)('relationship-not-resolved', { to: to.join(', ') });
        return [];
      }
      const quotedFields = fields.filter((field) => !isPlainName(field));
      return [
        {
          test: 'dataengos_reference',
          arguments: {
            ...columnArguments(names),
            to: `ref('${first.match.model.name}')`,
            fields,
            ...(quotedFields.length === 0 ? {} : { quoted_fields: quotedFields }),
          },
        },
      ];
    });
  }

  /** dbt tests columns; what is inside them is only described by their type. */
  #ofNested(parent: Property, nested: Property): void {
    const { required, unique, quality, logicalTypeOptions } = nested;
    const isTested = canReachFields(parent, this.#target) && requiredFields(parent).includes(nested.name);
    const isConstrained =
      (required.value && !isTested) || unique.value || nested.enum !== undefined || quality.length > 0;
    if (isConstrained || Object.keys(logicalTypeOptions).length > 0)
      this.#complainer(nested.at, parent)('nested-not-expressed', { nested: nested.name });
    for (const deeper of nested.properties) this.#ofNested(parent, deeper);
  }

  #entries(calls: readonly TestCall[], place: string): YamlData {
    for (const { test } of calls) this.called.add(test);
    return calls.length === 0 ? undefined : testEntries(calls, place);
  }

  #complainer(at: Location, property?: Property, common: { readonly [name: string]: string } = {}): Complain {
    return (message, values = {}) =>
      this.note(`generators.${message}`, { at, ...(property && { property }), values: { ...common, ...values } });
  }
}

/** What is as it should be, or what the contract does not ask for by itself. */
function isInformative(message: string): boolean {
  return /^(?:dbt-properties\.not-enforced-|generators\.(?:masked-values|semantic-type)$)/.test(message);
}

/** Generators that take the rules of other engines. */
const takers: ReadonlyMap<string, string> = new Map([
  ['greatexpectations', 'great-expectations'],
  ['soda', 'soda'],
]);

function isModelName(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

function lastName(reference: string): string {
  return reference.split(/[./]/).at(-1) ?? reference;
}

function numbered(name: string, count: number): string {
  return count === 1 ? name : `${name}_${count}`;
}
