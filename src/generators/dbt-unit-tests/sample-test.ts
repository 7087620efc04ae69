import { type Contract, hasColumn, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { compareText, type Location } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { SampleRows } from '../../model/sample-rows.ts';
import type { TestRows } from '../../model/unit-tests.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { findModels, findSource } from '../match-models.ts';
import { materializationOf, readsOf } from '../model-template.ts';
import { writeRows } from './test-rows.ts';

/** What the tests of one dbt project are made from. */
export interface SampleTools {
  readonly dbt: DbtProject;
  readonly samples: SampleRows;
  readonly tables: Tables;
}

/** A message with its namespace, and its values. */
type Reason = readonly [message: string, values: { readonly [name: string]: string }];

/** Something about a test that is to be said. */
interface TestNote {
  readonly at: Location | string;
  readonly reason: Reason;
}

/** One item of `unit_tests:`. */
interface SampleTest {
  readonly data: YamlData;
  /** The file of the expected rows, and every file of the specifications that the test is made from. */
  readonly expected: string;
  readonly sources: readonly string[];
  readonly notes: readonly TestNote[];
}

/** Rows of a file that were not read to their end are no test. */
const maxRows = 1_000;

/** The test of a model that has expected rows; why it cannot be written; or undefined where nothing is expected. `path` is the test's file. */
export function sampleTest(
  { dbt, samples, tables }: SampleTools,
  model: DbtModel,
  path: string,
): SampleTest | { readonly at: Location; readonly reason: Reason } | undefined {
  const made = tables.ofModel(model);
  const expect = samples.expected(made?.object, [model.name]);
  if (expect === undefined) return undefined;
  const { keys, isOpen } = readsOf(model);
  const refuse = (message: string, values: Reason[1] = {}) => ({
    at: expect.at,
    reason: [`dbt-unit-tests.${message}`, { model: model.name, ...values }] as const,
  });
  if (model.language !== 'sql') return refuse('python');
  if (!isName(model.name) || keys.some((key) => !isName(nameOf(key)))) return refuse('name');
  if (isOpen) return refuse('inputs-open');
  if (expect.rows.length >= maxRows) return refuse('too-long', { max: String(maxRows) });
  const inputs = keys.map((key) => inputOf(key, { dbt, samples, tables }));
  const ephemeral = inputs.find(({ isEphemeral }) => isEphemeral);
  if (ephemeral !== undefined) return refuse('ephemeral', { input: ephemeral.written });
  const long = inputs.find(({ rows }) => (rows?.rows.length ?? 0) >= maxRows);
  if (long !== undefined) return refuse('too-long', { max: String(maxRows) });
  if (inputs.length > 0 && inputs.every(({ rows, isSeed }) => rows === undefined && !isSeed)) {
    return refuse('no-rows', { inputs: inputs.map(({ written }) => written).join(', ') });
  }
  const isEmpty = expect.rows.length > 0 && writeRows(expect, columnsOf(made)).columns.length === 0;
  if (isEmpty) return refuse('no-columns');
  return new TestWriter({ model, dbt, path }).write(inputs, { expect, ...(made && { made }) });
}

/** Where columns and their types are known from. */
interface Table {
  readonly contract: Contract;
  readonly object: SchemaObject;
}

/** The objects of contracts that models and sources of a dbt project are. */
export class Tables {
  readonly #models = new Map<string, Table>();
  readonly #sources = new Map<string, Table>();

  constructor({ contracts }: Project, dbt: DbtProject) {
    for (const contract of contracts) {
      for (const object of contract.schema) {
        const [match] = contract.direction === 'output' ? findModels(contract, object, [dbt]) : [];
        if (match !== undefined && !this.#models.has(match.model.name))
          this.#models.set(match.model.name, { contract, object });
        const source = contract.direction === 'input' ? findSource(object, dbt) : undefined;
        const name = source && `${source.source}.${source.table}`;
        if (name !== undefined && !this.#sources.has(name)) this.#sources.set(name, { contract, object });
      }
    }
  }

  ofModel({ name }: Pick<DbtModel, 'name'>): Table | undefined {
    return this.#models.get(name);
  }

  ofSource(name: string): Table | undefined {
    return this.#sources.get(name);
  }
}

/** Something that the model reads, as the test names it. */
interface Input {
  readonly written: string;
  readonly table?: Table;
  readonly rows?: TestRows;
  /** Its own file has the rows. */
  readonly isSeed: boolean;
  readonly isEphemeral: boolean;
}

function inputOf(key: string, { dbt, samples, tables }: SampleTools): Input {
  const name = nameOf(key);
  if (key.startsWith('ref ')) {
    const model = dbt.models.find((each) => each.name === name);
    const table = tables.ofModel({ name });
    const rows = samples.expected(table?.object, [name]) ?? samples.input(table?.object, [name]);
    const isSeed = rows === undefined && dbt.seeds.includes(name);
    const isEphemeral = model !== undefined && materializationOf(model) === 'ephemeral';
    return { written: `ref('${name}')`, ...(table && { table }), ...(rows && { rows }), isSeed, isEphemeral };
  }
  const source = dbt.sources.find((each) => `${each.source}.${each.table}` === name);
  const [schema = '', ...rest] = name.split('.');
  const [from, of] = source === undefined ? [schema, rest.join('.')] : [source.source, source.table];
  const table = tables.ofSource(name);
  const rows = samples.input(table?.object, [name, of, source?.identifier ?? of]);
  return {
    written: `source('${from}', '${of}')`,
    ...(table && { table }),
    ...(rows && { rows }),
    isSeed: false,
    isEphemeral: false,
  };
}

/** Writes the item of one model. */
class TestWriter {
  readonly #notes: TestNote[] = [];
  readonly #model: DbtModel;
  readonly #name: string;

  constructor({ model, dbt, path }: { readonly model: DbtModel; readonly dbt: DbtProject; readonly path: string }) {
    const taken = new Set((dbt.unitTests ?? []).flatMap((test) => (test.at.path === path ? [] : [test.name])));
    const start = `${model.name}__sample_data`;
    let free = start;
    for (let count = 2; taken.has(free); count++) free = `${start}_${count}`;
    this.#model = model;
    this.#name = free;
  }

  write(inputs: readonly Input[], { expect, made }: { readonly expect: TestRows; readonly made?: Table }): SampleTest {
    const given = inputs.map((input) => this.#given(input));
    const files = [expect, ...inputs.flatMap(({ rows }) => rows ?? [])].map(({ at }) => at.path);
    const contracts = [made, ...inputs.map(({ table }) => table)].flatMap((table) => table?.contract.path ?? []);
    const data = { name: this.#name, model: this.#model.name, given, expect: { rows: this.#rows(expect, made) } };
    const sources = [...new Set([...files, ...contracts])].toSorted(compareText);
    return { data, expected: expect.at.path, sources, notes: this.#notes };
  }

  #given({ written, rows, table, isSeed }: Input): YamlData {
    if (isSeed) return { input: written };
    if (rows !== undefined) return { input: written, rows: this.#rows(rows, table) };
    this.#note(this.#model.path, 'no-sample', { input: written });
    return { input: written, rows: [] };
  }

  #rows(rows: TestRows, table: Table | undefined): readonly YamlData[] {
    const written = writeRows(rows, columnsOf(table));
    for (const column of written.unknown) this.#note(rows.at, 'column-unknown', { column });
    for (const column of written.nested) this.#note(rows.at, 'column-nested', { column });
    return written.rows;
  }

  #note(at: Location | string, message: string, values: Reason[1]): void {
    this.#notes.push({ at, reason: [`dbt-unit-tests.${message}`, { model: this.#model.name, ...values }] });
  }
}

/** Columns by their names in the warehouse and in the contract, in lower case. */
function columnsOf(table: Table | undefined): ReadonlyMap<string, Property> {
  const properties = (table?.object.properties ?? []).filter(hasColumn);
  const named = (nameOfColumn: (each: Property) => string): [string, Property][] =>
    properties.map((each) => [nameOfColumn(each).toLowerCase(), each]);
  return new Map([...named(({ name }) => name), ...named(physicalNameOf)]);
}

/** The name in a key such as `ref orders` and `source shop.orders`. */
function nameOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** Whether a name can be written into `ref('…')`: dbt runs what it reads there. */
function isName(name: string): boolean {
  return /^[\p{L}\p{N}_.$ -]+$/u.test(name);
}
