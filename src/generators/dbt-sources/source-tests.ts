import { type Json, physicalNameOf, type Property, type QualityRule, type Relationship } from '../../model/contract.ts';
import { unreachable } from '../../model/errors.ts';
import type { Location } from '../../model/location.ts';
import { slaMetricOf } from '../../model/slas.ts';
import { canReachFields, requiredFields } from '../dbt/collection-tests.ts';
import { compositeKeyTests, constraintTests } from '../dbt/constraint-tests.ts';
import { customTest } from '../dbt/custom-test.ts';
import { libraryTests, type RulePlace } from '../dbt/quality-tests.ts';
import { queryTest } from '../dbt/query-test.ts';
import { serviceLevelTests } from '../dbt/service-level-tests.ts';
import type { Complain, Target } from '../dbt/target.ts';
import { columnArguments, identifier, isPlainName, type TestCall, testEntries } from '../dbt/test-call.ts';
import type { TestWorld } from '../dbt/test-world.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { noteOn } from '../note.ts';
import type { FindTarget, SourceTarget } from './find-target.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';

/** What the tests of sources depend on beside their contract. */
export interface SourceWorld extends TestWorld {
  readonly findTarget: FindTarget;
}

/** The tests of one source table, collected column by column. What has no test is a note. */
export class SourceTests {
  /** Names of the generic tests that are called. */
  readonly called = new Set<string>();
  /** Singular tests by the name of their file. */
  readonly queries = new Map<string, string>();
  readonly notes: GeneratorNote[] = [];
  readonly #table: PlannedTable;
  readonly #target: Target;
  readonly #world: SourceWorld;
  readonly #ofTable: TestCall[] = [];

  constructor(table: PlannedTable, world: SourceWorld) {
    this.#table = table;
    this.#world = world;
    const { dialect } = table.dbt;
    this.#target = dialect === undefined ? {} : { dialect };
  }

  /** The entries of a column's `data_tests:`. */
  ofColumn(property: Property, { isOnlyKey }: { readonly isOnlyKey: boolean }): YamlData {
    const calls = [
      ...constraintTests(property, { target: this.#target, isOnlyKey }, this.complainer(property.at, property)),
      ...property.quality.flatMap((rule) => this.#ofRule(rule, property)),
      ...property.relationships.flatMap((relationship) => this.#ofRelationship(relationship, property)),
    ];
    calls.push(...this.#ofRetention(property));
    for (const nested of property.properties) this.#ofNested(property, nested);
    return this.#entries(calls, physicalNameOf(property));
  }

  /** The entries of the table's `data_tests:`, with those that the rules of columns add: call it last. */
  ofTable(properties: readonly Property[]): YamlData {
    const { object } = this.#table;
    const own = object.quality.flatMap((rule) => this.#ofRule(rule));
    const keys = compositeKeyTests({ ...object, properties });
    return this.#entries([...keys, ...this.#ofTable, ...own, ...this.#compositeReferences(properties)]);
  }

  complainer(at: Location, property?: Property, common: { readonly [name: string]: string } = {}): Complain {
    const { contract, object } = this.#table;
    const place = { generator: 'dbt-sources', contract, object, at, ...(property && { property }) };
    return (message, values = {}) => {
      this.notes.push(noteOn(place, `generators.${message}`, { ...common, ...values }));
    };
  }

  #ofRule(rule: QualityRule, property?: Property): readonly TestCall[] {
    const complain = this.complainer(rule.at, property, { rule: rule.name ?? rule.id ?? rule.metric ?? rule.type });
    const place = { object: this.#table.object, target: this.#target, ...(property && { property }) };
    switch (rule.type) {
      case 'library': {
        const { column, model } = libraryTests(rule, place, complain);
        if (property === undefined) return [...column, ...model];
        this.#ofTable.push(...model);
        return column;
      }
      case 'sql':
        this.#ofQuery(rule, { ...place, complain });
        return [];
      case 'custom':
        return this.#ofEngine(rule, complain);
      // Text is for people: it goes to the table's meta.
      case 'text':
        return [];
      default:
        return unreachable(rule.type);
    }
  }

  #ofQuery(rule: QualityRule, { complain, ...place }: RulePlace & { readonly complain: Complain }): void {
    const { source, table } = this.#table;
    const from = { generator: 'dbt-sources', relation: `source('${source}', '${table}')` };
    const isSafe = [source, table].every((name) => /^[\w.-]+$/.test(name));
    const sql = isSafe ? queryTest(rule, { ...place, model: table, from }, complain) : undefined;
    if (sql === undefined) return;
    const parts = [source, table, place.property?.name ?? '', rule.id ?? rule.name ?? 'quality'].map(identifier);
    const name = `source_${parts.filter((part) => part !== '').join('__')}`.slice(0, 90);
    let count = 1;
    while (this.queries.has(numbered(name, count))) count++;
    this.queries.set(numbered(name, count), sql);
  }

  #ofEngine(rule: QualityRule, complain: Complain): readonly TestCall[] {
    const engine = rule.engine ?? '';
    if (engine.toLowerCase() === 'dbt') {
      const call = customTest(rule, this.#world.knownTests(this.#table.dbt), complain);
      return call === undefined ? [] : [call];
    }
    const other = takers.get(identifier(engine).replaceAll('_', ''));
    if (other === undefined) complain('rule-custom', { engine });
    else if (!this.#world.isOn(other)) complain('rule-custom-off', { engine, generator: other });
    return [];
  }

  /** How old the data may be is the freshness of the source; how old it must be is a test. */
  #ofRetention(property: Property): readonly TestCall[] {
    const { contract, object } = this.#table;
    const slaProperties = contract.slaProperties.filter((each) => slaMetricOf(each.property) === 'retention');
    const level = { object, property, severity: this.#world.serviceLevels };
    return serviceLevelTests({ ...contract, slaProperties }, level, this.complainer(property.at, property));
  }

  #ofRelationship({ to, at, ofObject }: Relationship, property: Property): readonly TestCall[] {
    if (ofObject && this.#isPartOfSeveral(property)) return [];
    const found = this.#world.findTarget(to, this.#table);
    if (found === undefined || !isPlainName(found.column)) {
      this.#unresolved(to, { at, property });
      return [];
    }
    return [{ test: 'relationships', arguments: { to: callOf(found), field: found.column } }];
  }

  /** Whether a relationship of the object refers from this column and others together. */
  #isPartOfSeveral({ name }: Property): boolean {
    return this.#table.object.relationships.some(
      ({ from }) => from.length > 1 && from.some((each) => lastName(each) === name),
    );
  }

  /** Relationships of several columns to as many: only together do they refer to a row. */
  #compositeReferences(properties: readonly Property[]): readonly TestCall[] {
    const several = this.#table.object.relationships.filter(({ from }) => from.length > 1);
    return several.flatMap(({ from, to, at }) => {
      const columns = from.flatMap((each) => properties.find(({ name }) => name === lastName(each)) ?? []);
      const targets = to.flatMap((each) => this.#world.findTarget(each, this.#table) ?? []);
      const relations = new Set(targets.map(callOf));
      const [relation] = relations;
      const isWhole = columns.length === from.length && targets.length === from.length && relations.size === 1;
      if (!isWhole || relation === undefined) {
        this.#unresolved(to.join(', '), { at });
        return [];
      }
      const fields = targets.map(({ column }) => column);
      const quoted = fields.filter((field) => !isPlainName(field));
      const names = columnArguments(columns.map(physicalNameOf));
      const further: { readonly [name: string]: Json } = quoted.length === 0 ? {} : { quoted_fields: quoted };
      return [{ test: 'dataengos_reference', arguments: { ...names, to: relation, fields, ...further } }];
    });
  }

  #unresolved(to: string, place: { readonly at: Location; readonly property?: Property }): void {
    const { contract, object } = this.#table;
    const of = { generator: 'dbt-sources', contract, object, ...place };
    this.notes.push(noteOn(of, 'dbt-sources.relationship-not-resolved', { to }));
  }

  /** dbt tests columns; what is inside them is only described by their type. */
  #ofNested(parent: Property, nested: Property): void {
    const { required, unique, quality, logicalTypeOptions } = nested;
    const isTested = canReachFields(parent, this.#target) && requiredFields(parent).includes(nested.name);
    const isConstrained =
      (required.value && !isTested) || unique.value || nested.enum !== undefined || quality.length > 0;
    if (isConstrained || Object.keys(logicalTypeOptions).length > 0)
      this.complainer(nested.at, parent)('nested-not-expressed', { nested: nested.name });
    for (const deeper of nested.properties) this.#ofNested(parent, deeper);
  }

  #entries(calls: readonly TestCall[], column = ''): YamlData {
    for (const { test } of calls) this.called.add(test);
    const { source, table } = this.#table;
    return calls.length === 0 ? undefined : testEntries(calls, `${source}_${table}_${column}`);
  }
}

function numbered(name: string, count: number): string {
  return count === 1 ? name : `${name}_${count}`;
}

function callOf({ source, table }: SourceTarget): string {
  return `source('${source}', '${table}')`;
}

function lastName(reference: string): string {
  return reference.split(/[./]/).at(-1) ?? reference;
}

/** Generators that take the rules of other engines. */
const takers: ReadonlyMap<string, string> = new Map([
  ['greatexpectations', 'great-expectations'],
  ['soda', 'soda'],
]);
