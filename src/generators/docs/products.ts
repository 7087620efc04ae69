import type { Contract } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import type { DataProduct } from '../../model/products.ts';
import type { Project } from '../../model/project.ts';

/** The contracts that readers get together under one name. */
export interface Product {
  readonly id: string;
  readonly name: string;
  /** What people say of it in an ODPS file. */
  readonly described?: DataProduct;
  readonly outputs: readonly Contract[];
  /** Contracts that a port of its ODPS file names as inputs. */
  readonly inputs: readonly Contract[];
}

/**
 * The data products of a project, sorted by id: those of ODPS files, with the contracts of their ports and those that name them as
 * `dataProduct`; then one for every other `dataProduct`; then one for every other output contract.
 */
export function dataProducts({
  contracts,
  products = [],
}: Pick<Project, 'contracts' | 'products'>): readonly Product[] {
  const described = new Map(products.map((each) => [each.id, each]));
  const grouped = new Map<string, Contract[]>([...described.keys()].map((id) => [id, []]));
  for (const contract of contracts.filter(({ direction }) => direction === 'output')) {
    const id = productOf(contract, products);
    const group = grouped.get(id);
    if (group === undefined) grouped.set(id, [contract]);
    else group.push(contract);
  }
  return [...grouped]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([id, outputs]) => productWith({ id, outputs, contracts }, described.get(id)));
}

function productOf({ id, dataProduct }: Contract, products: readonly DataProduct[]): string {
  const named = products.find((each) => dataProduct !== undefined && [each.id, each.name].includes(dataProduct));
  const port = products.find(({ outputPorts }) => outputPorts.some(({ contractId }) => contractId === id));
  return (named ?? port)?.id ?? dataProduct ?? id;
}

interface Group {
  readonly id: string;
  readonly outputs: readonly Contract[];
  readonly contracts: readonly Contract[];
}

function productWith({ id, outputs, contracts }: Group, described: DataProduct | undefined): Product {
  const sorted = outputs.toSorted((a, b) => compareText(a.path, b.path));
  const [only] = sorted;
  const isContract = sorted.length > 0 && sorted.every((each) => each.id === id && each.dataProduct === undefined);
  const name = described?.name ?? (isContract ? (only?.name ?? id) : id);
  if (described === undefined) return { id, name, outputs: sorted, inputs: [] };
  const demanded = new Set([
    ...described.inputPorts.flatMap(({ contractId }) => contractId ?? []),
    ...described.outputPorts.flatMap(({ inputContracts }) => inputContracts),
  ]);
  const inputs = contracts.filter((each) => demanded.has(each.id)).toSorted((a, b) => compareText(a.path, b.path));
  return { id, name, described, outputs: sorted, inputs };
}
