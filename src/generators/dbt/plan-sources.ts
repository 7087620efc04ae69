import type { Contract, SchemaObject, Server } from '../../model/contract.ts';
import type { DbtProject, DbtSource } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import { containsTerm } from '../../model/names.ts';
import type { Project } from '../../model/project.ts';
import { type GeneratorContext, headerStart } from '../define-generator.ts';
import { tableNameOf } from '../match-models.ts';
import { serverFor, type SourcePlace, placeOf } from './source-place.ts';
import { sourceNameOf, sourceTableName } from './source-name.ts';

/** A schema object of an input contract as a table of a dbt source. */
export interface PlannedTable {
  readonly contract: Contract;
  readonly object: SchemaObject;
  readonly dbt: DbtProject;
  /** `source('<source>', '<table>')`. */
  readonly source: string;
  readonly table: string;
  readonly place: SourcePlace;
  /** The contract's server in the project's warehouse; absent where it has none there. */
  readonly server?: Server;
  /** The declaration that people wrote; absent where there is none. */
  readonly written?: DbtSource;
  /** An object of another contract that is the same table of dbt already; absent where there is none. */
  readonly first?: PlannedTable;
}

/** What the plan depends on beside the project. */
export type PlanContext = Pick<GeneratorContext, 'read'> & {
  /** Environment, or name, of the servers that say where tables are; empty for production, else the first. */
  readonly environment: string;
};

/** The same, from the options of a generator that plans sources. */
export function planContext({ read, options }: GeneratorContext): PlanContext {
  const { environment } = options;
  return { read, environment: typeof environment === 'string' ? environment : '' };
}

/** Every table of the input contracts in each dbt project that it concerns, sorted by project, contract and place in it. */
export function planSources(project: Project, context: PlanContext): readonly PlannedTable[] {
  const inputs = project.contracts
    .filter(({ direction }) => direction === 'input')
    .toSorted((a, b) => compareText(a.path, b.path));
  const claims = countNames(inputs);
  const known = project.dbt.map((dbt) => new KnownSources(dbt, claims, context));
  return known
    .toSorted((a, b) => compareText(a.dbt.root, b.dbt.root))
    .flatMap((each) => withoutTwins(inputs.flatMap((contract) => planContract(contract, each, { known, context }))));
}

interface PlanWorld {
  readonly known: readonly KnownSources[];
  readonly context: PlanContext;
}

function planContract(contract: Contract, own: KnownSources, { known, context }: PlanWorld): readonly PlannedTable[] {
  if (!concerns(contract, own, known)) return [];
  const { dbt } = own;
  const server = serverFor(contract, dbt, context.environment);
  return contract.schema.map((object) => {
    const place = placeOf(object, server);
    const written = own.writtenFor(contract, object);
    const called = own.calledFor(object);
    return {
      contract,
      object,
      dbt,
      source: written?.source ?? called?.source ?? sourceNameOf(contract, place.schema),
      table: written?.table ?? called?.table ?? sourceTableName(object),
      place,
      ...(server && { server }),
      ...(written && { written }),
    };
  });
}

/** Of several dbt projects: those that read a table of the contract, else those of its warehouse, else all. */
function concerns(contract: Contract, own: KnownSources, all: readonly KnownSources[]): boolean {
  if (all.length === 1) return true;
  const readers = all.filter((each) => contract.schema.some((object) => each.knows(object)));
  if (readers.length > 0) return readers.includes(own);
  const near = all.filter(({ dbt }) => dbt.dialect !== undefined && serverFor(contract, dbt, '') !== undefined);
  return near.length === 0 || near.includes(own);
}

/** dbt refuses two definitions of one table of one source. */
function withoutTwins(tables: readonly PlannedTable[]): readonly PlannedTable[] {
  const first = new Map<string, PlannedTable>();
  return tables.map((each) => {
    const key = `${each.source}.${each.table}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, each);
    return earlier === undefined || each.written !== undefined ? each : { ...each, first: earlier };
  });
}

/** How many objects of input contracts go by a name. */
function countNames(inputs: readonly Contract[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const object of inputs.flatMap(({ schema }) => schema)) {
    for (const name of namesOf(object)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The sources that people have declared in a dbt project, and those that its models read. */
class KnownSources {
  readonly dbt: DbtProject;
  readonly #claims: ReadonlyMap<string, number>;
  readonly #written: ReadonlyMap<string, readonly DbtSource[]>;
  readonly #called: ReadonlyMap<string, readonly SourceCall[]>;

  constructor(dbt: DbtProject, claims: ReadonlyMap<string, number>, { read }: PlanContext) {
    this.dbt = dbt;
    this.#claims = claims;
    const ours = new Map<string, boolean>();
    const isOurs = ({ at: { path } }: DbtSource): boolean => {
      const known = ours.get(path) ?? isGenerated(path, read(path));
      ours.set(path, known);
      return known;
    };
    const written = dbt.sources.filter((source) => !isOurs(source));
    this.#written = groupBy(written, (source) => (source.identifier ?? source.table).toLowerCase());
    const calls = new Map(dbt.models.flatMap(({ text }) => sourceCalls(text)).map((call) => [callKey(call), call]));
    this.#called = groupBy(calls.values(), ({ table }) => table.toLowerCase());
  }

  /** The declaration of an object: the one whose source is named like something of the contract, else the only one that can be meant. */
  writtenFor({ id, path, domain = '' }: Contract, object: SchemaObject): DbtSource | undefined {
    const found = namesOf(object).flatMap((name) => this.#written.get(name) ?? []);
    const near = found.find(({ source }) => containsTerm(`${id} ${path} ${domain}`, source));
    return near ?? (this.#isSole(object) ? found[0] : undefined);
  }

  /** How models call the source of an object that nobody has declared. */
  calledFor(object: SchemaObject): SourceCall | undefined {
    const found = namesOf(object).flatMap((name) => this.#called.get(name) ?? []);
    return this.#isSole(object) && found.length === 1 ? found[0] : undefined;
  }

  knows(object: SchemaObject): boolean {
    return namesOf(object).some((name) => this.#written.has(name) || this.#called.has(name));
  }

  #isSole(object: SchemaObject): boolean {
    return namesOf(object).every((name) => this.#claims.get(name) === 1);
  }
}

/** The object's names in lower case, the physical one first. */
function namesOf(object: SchemaObject): readonly string[] {
  return [...new Set([tableNameOf(object), object.name].map((name) => name.toLowerCase()))];
}

/** A `source('a', 'b')` of a model. */
export interface SourceCall {
  readonly source: string;
  readonly table: string;
}

/** The sources that a model's template names. */
export function sourceCalls(text: string): readonly SourceCall[] {
  return [...text.matchAll(call)].map(([, , source = '', , table = '']) => ({ source, table }));
}

const call = /\bsource\(\s{0,20}(['"])([^'"\\\n]{1,200})\1\s{0,20},\s{0,20}(['"])([^'"\\\n]{1,200})\3\s{0,20}\)/g;

function callKey({ source, table }: SourceCall): string {
  return JSON.stringify([source, table]);
}

/** Where there is no text, the name of the file tells. */
function isGenerated(path: string, text: string | undefined): boolean {
  if (text === undefined) return path.endsWith('__sources.yml') && path.includes('/_');
  return text.split('\n', 1)[0]?.includes(`${headerStart} (dbt-sources,`) === true;
}
