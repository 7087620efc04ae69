import type { Contract } from '../model/contract.ts';
import type { DbtModel } from '../model/dbt.ts';
import type { Project } from '../model/project.ts';
import { foldWord } from '../model/words.ts';
import { kindOfWord } from '../model/layer-kinds.ts';
import { tableNames } from '../model/products-of.ts';

/** Which domains a model belongs to; names are folded (`foldWord`). */
export interface ModelDomains {
  /** By its folder below the layer and by the output contract that describes it. */
  readonly own: ReadonlySet<string>;
  /** As written, the first of `own`. */
  readonly name?: string;
}

/** Tells the domain of any model of a project. */
export function domainsOf(project: Project): (model: DbtModel) => ModelDomains {
  const contracts = outputsByTable(project);
  const known = knownDomains(project);
  return (model) => {
    const folder = folderDomain(model, known);
    const contract = contractOf(model, contracts);
    const names = [folder, ...(contract === undefined ? [] : contractDomains(contract))].filter(
      (name) => name !== undefined && name !== '',
    );
    const [name] = names;
    const own = new Set(names.flatMap((each) => (each === undefined ? [] : [foldWord(each)])));
    return { own, ...(name === undefined ? {} : { name }) };
  };
}

/** Output contracts by the names of their tables, in lower case. */
export function outputsByTable({ contracts }: Project): ReadonlyMap<string, Contract> {
  const outputs = contracts.filter(({ direction }) => direction === 'output');
  return new Map(
    outputs
      .flatMap((contract) => contract.schema.flatMap(tableNames).map((name) => [name.toLowerCase(), contract] as const))
      .toReversed(),
  );
}

/** The output contract that describes a model's table. */
export function contractOf({ name }: DbtModel, outputs: ReadonlyMap<string, Contract>): Contract | undefined {
  return outputs.get(name.toLowerCase());
}

/** What a contract says itself, and the folder that it lies in. */
function contractDomains({ domain, path }: Contract): readonly string[] {
  const folder = path.split('/').slice(3, -1)[0];
  return [domain, folder].filter((name) => name !== undefined);
}

function knownDomains({ contracts, narratives = [], topologies = [], assets = [] }: Project): ReadonlySet<string> {
  const outputs = contracts.filter(({ direction }) => direction === 'output');
  const pipelines = [...narratives, ...topologies, ...assets].map(({ domain }) => domain);
  return new Set([...outputs.flatMap(contractDomains), ...pipelines].map(foldWord).filter((name) => name !== ''));
}

/** Below marts and what leads to them a folder is a domain; below staging it is a system, unless something else is called so. */
function folderDomain({ path, layer }: DbtModel, known: ReadonlySet<string>): string | undefined {
  if (layer === undefined) return undefined;
  const folders = path.split('/').slice(0, -1);
  const below = folders.slice(folders.lastIndexOf(layer) + 1);
  const named = [layer, ...below].find((folder) => known.has(foldWord(folder)));
  const kind = kindOfWord(layer);
  if (named !== undefined) return named;
  return kind === 'marts' || kind === 'intermediate'
    ? below.find((folder) => kindOfWord(folder) === undefined)
    : undefined;
}
