import type { ColumnFamily, ColumnType, RelationRef } from '../model/columns.ts';
import { allProperties, type Contract, type LogicalType, physicalNameOf, type Property } from '../model/contract.ts';
import type { DbtSource } from '../model/dbt.ts';
import type { ClassificationTerm, Governance } from '../model/governance.ts';
import { type Demand, demandOf, holdsTerm, maskedTerms } from '../model/masking.ts';
import type { Project } from '../model/project.ts';
import { containsTerm } from '../model/names.ts';
import { canHold } from '../model/personal-data.ts';
import { tableNames } from '../model/products-of.ts';

/** A column with what is demanded of it. */
export interface DemandedColumn {
  readonly column: string;
  readonly demand: Demand;
}

/** Answers which columns must be masked. */
export class Demands {
  readonly #project: Project;
  readonly #policy: Governance;
  readonly #terms: readonly ClassificationTerm[];
  readonly #objects = new Map<string, ReadonlyMap<string, Property> | undefined>();

  constructor(project: Project, policy: Governance) {
    this.#project = project;
    this.#policy = policy;
    this.#terms = maskedTerms(policy);
  }

  /** What the name of a column demands; nothing where its type cannot hold that. */
  ofName(column: string, type?: ColumnType): Demand | undefined {
    const logical = type === undefined ? undefined : logicalTypes[type.family];
    const term = this.#terms.find((each) => holdsTerm(column, each) && canHold(each.term, logical));
    return term && { term };
  }

  /** What is demanded of a column of something that no model gives: by the contract of a source, else by its name. */
  ofColumn(root: string, relation: RelationRef, column: string): Demand | undefined {
    const property = this.#properties(root, relation)?.get(column.toLowerCase());
    return property === undefined ? this.ofName(column) : demandOf(property, this.#policy);
  }

  /** Columns of something that no model gives which must be masked; undefined where nobody says what it has. */
  columnsOf(root: string, relation: RelationRef): readonly DemandedColumn[] | undefined {
    const contracted = this.#properties(root, relation);
    const names = contracted === undefined ? this.#describedNames(root, relation) : [...contracted.keys()];
    if (names.length === 0) return undefined;
    return names.flatMap((column) => {
      const demand = this.ofColumn(root, relation, column);
      return demand === undefined ? [] : [{ column, demand }];
    });
  }

  /** Properties of the one object of an input contract that is meant, by physical name in lower case. */
  #properties(root: string, { kind, name }: RelationRef): ReadonlyMap<string, Property> | undefined {
    if (kind === 'ref') return undefined;
    const key = `${root} ${kind} ${name}`;
    if (!this.#objects.has(key)) this.#objects.set(key, readProperties(this.#project, { root, kind, name }));
    return this.#objects.get(key);
  }

  #describedNames(root: string, { kind, name }: RelationRef): readonly string[] {
    const project = this.#project.dbt.find((each) => each.root === root);
    if (kind === 'source') return sourceOf(project?.sources, name)?.columns?.map((column) => column.name) ?? [];
    return kind === 'ref' ? (project?.seedColumns?.get(name) ?? []) : [];
  }
}

/** Types that no text, number or date can hide in. */
const logicalTypes: { readonly [family in ColumnFamily]: LogicalType | undefined } = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  interval: 'time',
  json: undefined,
  array: 'array',
  struct: 'object',
  bytes: undefined,
  uuid: undefined,
  geography: undefined,
};

interface SourceRead extends RelationRef {
  readonly root: string;
}

function readProperties(project: Project, read: SourceRead): ReadonlyMap<string, Property> | undefined {
  const objects = objectsNamed(project, read);
  const [only, ...others] = objects;
  if (only === undefined || others.length > 0) return undefined;
  const properties = [...allProperties(only.object)].filter(({ path }) => path.length === 2);
  return new Map(properties.map(({ property }) => [physicalNameOf(property).toLowerCase(), property]));
}

interface NamedObject {
  readonly contract: Contract;
  readonly object: Contract['schema'][number];
}

/** Objects of input contracts that a source's table, or a table of this name, can be. */
function objectsNamed({ dbt, contracts }: Project, { root, kind, name }: SourceRead): readonly NamedObject[] {
  const dot = name.lastIndexOf('.');
  const owner = name.slice(0, Math.max(dot, 0));
  const table = name.slice(dot + 1);
  const sources = dbt.find((each) => each.root === root)?.sources;
  const declared = kind === 'source' ? sourceOf(sources, name) : undefined;
  const names = new Set([table, declared?.identifier ?? table].map((each) => each.toLowerCase()));
  const found = contracts
    .filter(({ direction }) => direction === 'input')
    .flatMap((contract) => contract.schema.map((object) => ({ contract, object })))
    .filter(({ object }) => tableNames(object).some((each) => names.has(each.toLowerCase())));
  const near = found.filter(({ contract: { id, path } }) => owner !== '' && containsTerm(`${id} ${path}`, owner));
  return near.length > 0 ? near : found;
}

function sourceOf(sources: readonly DbtSource[] = [], name: string): DbtSource | undefined {
  return sources.find(({ source, table }) => `${source}.${table}` === name);
}
