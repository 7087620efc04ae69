import { columnTypeOf, familyOfType } from '../diff/column-type.ts';
import { warehouseOf } from '../diff/warehouse.ts';
import { findModels, findSource } from '../generators/match-models.ts';
import type { ModelColumns, RelationColumn, RelationRef } from '../model/columns.ts';
import { type Contract, contractSubject, hasColumn, physicalNameOf, type SchemaObject } from '../model/contract.ts';
import type { DbtSource, ModelColumn } from '../model/dbt.ts';
import type { Finding } from '../model/finding.ts';
import type { Gate } from '../model/rule.ts';
import type { CheckInput } from './check-input.ts';

/** The columns of something, by a name that says what it is: `model stg_orders`, `source stripe.charges`, `contract orders/orders`. */
export interface NamedRelation {
  readonly relation: string;
  readonly columns: readonly RelationColumn[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

/**
 * Tells for findings about columns which columns there are: of the model or table that the finding is about, and of what the SQL
 * there reads. Of findings about anything else nothing.
 */
export function relationsOf(input: Pick<CheckInput, 'head' | 'rules'>): (finding: Finding) => readonly NamedRelation[] {
  const gates = new Map(input.rules.map(({ id, gate }) => [id, gate]));
  const known = new KnownRelations(input);
  return (finding) => (isAboutColumns(finding, gates.get(finding.rule)) ? known.around(finding) : []);
}

function isAboutColumns({ rule, subject }: Finding, gate: Gate | undefined): boolean {
  if (gate === 'compile' || gate === 'parity' || gate === 'masking') return true;
  return rule.startsWith('sample-data/column-') || /^model:[^.]+\./.test(subject);
}

/** The columns of head's models and contracts, looked up by name. */
class KnownRelations {
  readonly #dbt: CheckInput['head']['project']['dbt'];
  readonly #contracts: readonly Contract[];
  readonly #byPath: ReadonlyMap<string, ModelColumns>;
  readonly #byModel: ReadonlyMap<string, ModelColumns>;

  constructor({ head }: Pick<CheckInput, 'head'>) {
    const columns = head.facts.columns ?? [];
    this.#dbt = head.project.dbt;
    this.#contracts = head.project.contracts;
    this.#byPath = new Map(columns.map((each) => [each.path, each]));
    this.#byModel = new Map(columns.map((each) => [each.model, each]));
  }

  around({ path, subject }: Finding): readonly NamedRelation[] {
    const model = this.#byPath.get(path)?.model ?? /^model:([^.]+)/.exec(subject)?.[1];
    const promised = this.#contracts.flatMap((contract) =>
      contract.schema.flatMap((object) => {
        const own = contractSubject(contract.id, object.name);
        return subject === own || subject.startsWith(`${own}.`) ? this.#promise(contract, object) : [];
      }),
    );
    return [...promised, ...(model === undefined ? [] : this.#read(model))];
  }

  /** What a contract promises, and the columns of the model that makes it. */
  #promise(contract: Contract, object: SchemaObject): readonly NamedRelation[] {
    const relation = `contract ${contractSubject(contract.id, object.name)}`;
    const models = findModels(contract, object, this.#dbt).flatMap(({ model }) => this.#relation('ref', model.name));
    return [{ relation, columns: promisedColumns(contract, object), isWhole: true }, ...models];
  }

  /** The columns of a model, after those of all that it reads. */
  #read(name: string): readonly NamedRelation[] {
    const reads = this.#byModel.get(name)?.reads ?? [];
    return [...reads.flatMap((read) => this.#relation(read.kind, read.name)), ...this.#relation('ref', name)];
  }

  #relation(kind: RelationRef['kind'], name: string): readonly NamedRelation[] {
    if (kind === 'table') return [];
    return kind === 'source' ? this.#source(name) : this.#model(name);
  }

  #model(name: string): readonly NamedRelation[] {
    const relation = `model ${name}`;
    const read = this.#byModel.get(name);
    if (read !== undefined && read.columns.length > 0)
      return [{ relation, columns: read.columns, isWhole: read.gaps.length === 0 }];
    const described = this.#dbt.flatMap(({ models, dialect }) =>
      models.flatMap((each) => (each.name === name ? describedColumns(each.properties?.columns, dialect) : [])),
    );
    // A properties file may leave columns out.
    return described.length === 0 ? [] : [{ relation, columns: described, isWhole: false }];
  }

  #source(name: string): readonly NamedRelation[] {
    const relation = `source ${name}`;
    for (const contract of this.#contracts.filter(({ direction }) => direction === 'input')) {
      const object = contract.schema.find((each) =>
        this.#dbt.some((project) => isSource(findSource(each, project), name)),
      );
      if (object !== undefined) return [{ relation, columns: promisedColumns(contract, object), isWhole: true }];
    }
    const described = this.#dbt.flatMap(({ sources, dialect }) =>
      sources.flatMap((source) => (isSource(source, name) ? describedColumns(source.columns, dialect) : [])),
    );
    return described.length === 0 ? [] : [{ relation, columns: described, isWhole: false }];
  }
}

function isSource(source: DbtSource | undefined, name: string): boolean {
  return source !== undefined && `${source.source}.${source.table}` === name;
}

function promisedColumns(contract: Contract, { properties }: SchemaObject): readonly RelationColumn[] {
  return properties.filter(hasColumn).map((property) => {
    const type = columnTypeOf(property, warehouseOf(contract));
    return { name: physicalNameOf(property), ...(type && { type }) };
  });
}

function describedColumns(
  columns: readonly ModelColumn[] | undefined,
  dialect: string | undefined,
): readonly RelationColumn[] {
  return (columns ?? []).map(({ name, dataType }) => {
    const family = dataType === undefined ? undefined : familyOfType(dialect, dataType);
    return family === undefined || dataType === undefined ? { name } : { name, type: { family, text: dataType } };
  });
}
