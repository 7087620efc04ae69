import { diffContract } from '../diff/parity-contract.ts';
import { columnKey } from '../diff/parity-names.ts';
import { columnTracer } from '../diff/parity-origins.ts';
import { diffProperties } from '../diff/parity-properties.ts';
import type { ModelColumns } from '../model/columns.ts';
import { contractSubject, hasColumn, physicalNameOf } from '../model/contract.ts';
import type { DbtModel, DbtProject } from '../model/dbt.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Parity, ParityDifference, ParityPair } from '../model/parity.ts';
import type { Project } from '../model/project.ts';
import { type MadeByModel, PairedContracts } from './pair-contracts.ts';

/** One tree, whose models are compared with what is written of them. */
export interface ParitySource {
  readonly project: Project;
  /** What compiling its models told. */
  readonly compiled: readonly CompiledModel[];
  /** What its models give: those that are compared, and what they read. */
  readonly columns: readonly ModelColumns[];
}

/**
 * Compares models with the contracts of what they make and with their properties files. Compared is what exactly one model makes
 * and exactly one contract in force describes, and only where the model compiles: what does not is told already.
 */
export function parityFacts(source: ParitySource): Parity {
  const { project, compiled, columns } = source;
  if (columns.length === 0) return { pairs: [], differences: [] };
  const results = new Map(compiled.map((each) => [each.path, each]));
  const given = new Map(
    columns.filter((each) => compiles(each, results.get(each.path))).map((each) => [each.path, each] as const),
  );
  const paired = new PairedContracts(project, compiled);
  const pairs = paired.outputs.filter(({ model }) => given.has(model.path));
  const promised = promisedDifferences(project, { paired, pairs, given });
  const said = saidColumns(promised);
  const described = project.dbt.flatMap((dbt) =>
    dbt.models.flatMap((model) =>
      propertiesDifferences(model, {
        dbt,
        columns: given.get(model.path),
        compiled: results.get(model.path),
        said: said.get(model.path) ?? new Set(),
      }),
    ),
  );
  return { pairs: pairs.map(pairOf), differences: [...promised.flatMap(({ found }) => found), ...described] };
}

/** What does not render, parse or find what it refers to is told already; one that nobody could render has its gap. */
function compiles({ problems }: ModelColumns, compiled: CompiledModel | undefined): boolean {
  if (problems.some(({ kind }) => kind === 'unknown-column')) return false;
  return compiled === undefined || (compiled.error === undefined && compiled.unresolved.length === 0);
}

function pairOf({ contract, object, model }: MadeByModel): ParityPair {
  const keys = object.properties.filter((property) => hasColumn(property) && property.primaryKey.value);
  return {
    contract: contract.id,
    subject: contractSubject(contract.id, object.name),
    model: model.name,
    path: model.path,
    at: object.at,
    keys: keys.map(physicalNameOf),
  };
}

interface Compared {
  readonly paired: PairedContracts;
  readonly pairs: readonly MadeByModel[];
  /** Columns by path of the model. */
  readonly given: ReadonlyMap<string, ModelColumns>;
}

interface PromisedDifferences {
  readonly path: string;
  readonly found: readonly ParityDifference[];
}

function promisedDifferences(project: Project, { paired, pairs, given }: Compared): readonly PromisedDifferences[] {
  return project.dbt.flatMap((dbt) => {
    const models = new Map(
      dbt.models.flatMap(({ name, path }) => {
        const columns = given.get(path);
        return columns === undefined ? [] : [[name, columns] as const];
      }),
    );
    const united = new Set(dbt.models.flatMap(({ path, text }) => (/\b(?:union|values)\b/i.test(text) ? [path] : [])));
    const untraceable = columnTracer({
      models,
      isData: ({ path, reads }) => reads.length === 0 || united.has(path),
      source: (name) => paired.source(dbt, name),
    });
    return pairs
      .filter(({ root }) => root === dbt.root)
      .flatMap(({ contract, object, model: { path } }) => {
        const columns = given.get(path);
        if (columns === undefined) return [];
        return [{ path, found: diffContract({ contract, object, columns, dialect: dbt.dialect, untraceable }) }];
      });
  });
}

/** Columns by path of the model that a contract says something of already: one mistake is told once. */
function saidColumns(promised: readonly PromisedDifferences[]): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>();
  for (const { path, found } of promised) {
    const own = said.get(path) ?? new Set();
    said.set(path, own);
    for (const name of found.flatMap(columnsOf)) own.add(columnKey(name));
  }
  return said;
}

function columnsOf(difference: ParityDifference): readonly string[] {
  if (difference.kind === 'missing-column')
    return difference.meant === undefined ? [difference.column] : [difference.column, difference.meant];
  return difference.kind === 'extra-column' || difference.kind === 'type-mismatch' ? [difference.column] : [];
}

interface Described {
  readonly dbt: DbtProject;
  readonly columns: ModelColumns | undefined;
  readonly compiled: CompiledModel | undefined;
  readonly said: ReadonlySet<string>;
}

function propertiesDifferences(
  model: DbtModel,
  { dbt, columns, compiled, said }: Described,
): readonly ParityDifference[] {
  const { properties } = model;
  if (properties === undefined || columns === undefined) return [];
  return diffProperties({
    properties,
    columns,
    dialect: dbt.dialect,
    isEnforced: isContractEnforced(model, compiled),
    said,
  });
}

/** dbt's own model contract: the nearest word counts, the model's before its properties' and those before its folder's. */
function isContractEnforced(model: DbtModel, compiled: CompiledModel | undefined): boolean {
  const contract =
    compiled?.config['contract'] ?? model.properties?.config['contract'] ?? model.folderConfig['contract'];
  return typeof contract === 'object' && contract !== null && 'enforced' in contract && contract['enforced'] === true;
}
