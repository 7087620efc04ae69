import type { TeamMember } from '../../model/contract.ts';
import type { DataProduct, ProductPort } from '../../model/products.ts';
import { type DbtFiles, type FileRef, textOfFile, yamlOf } from '../dbt/dbt-files.ts';
import { type DocumentNode, itemsOf, textOf, valueOf } from '../document.ts';

/** A file that describes a data product, and the product where the file can be read as one. */
export interface ProductFile {
  readonly file: FileRef;
  readonly product?: DataProduct;
}

/**
 * Finds the data products (ODPS, `kind: DataProduct`) below `specs/`: `*.odps.yaml` anywhere, and by their kind among the
 * contracts and in the product canvas. Parts of a product that cannot be understood are left out.
 */
export function loadProducts(source: DbtFiles, files: readonly FileRef[]): readonly ProductFile[] {
  return files.flatMap((file) => {
    if (!isCandidate(source, file)) return [];
    const { root } = yamlOf(source, file);
    const kind = textOf(valueOf(root, 'kind'));
    if (kind !== productKind && !(isNamedProduct(file.path) && kind === undefined)) return [];
    const product = root === undefined ? undefined : readProduct(file.path, root);
    return [product === undefined ? { file } : { file, product }];
  });
}

const productKind = 'DataProduct';

/** Looks at the path, and for the kind at the text, so that contracts are not parsed twice. */
function isCandidate(source: DbtFiles, file: FileRef): boolean {
  if (isNamedProduct(file.path)) return true;
  if (!/^specs\/(?:contracts|product-canvas)\/.*\.ya?ml$/.test(file.path)) return false;
  return textOfFile(source, file)?.includes(productKind) === true;
}

function isNamedProduct(path: string): boolean {
  return /^specs\/.*\.odps\.ya?ml$/.test(path);
}

function readProduct(path: string, root: DocumentNode): DataProduct | undefined {
  const id = scalarOf(root, 'id') ?? scalarOf(root, 'name');
  if (id === undefined) return undefined;
  return {
    path,
    id,
    ...given(root, ['name', 'version', 'status', 'type']),
    inputPorts: portsOf(root, 'inputPorts'),
    outputPorts: portsOf(root, 'outputPorts'),
    team: teamOf(valueOf(root, 'team')),
    ...teamNameOf(valueOf(root, 'team')),
    ...ownerOf(valueOf(root, 'owner')),
    at: (valueOf(root, 'id') ?? valueOf(root, 'name') ?? root).at,
  };
}

function portsOf(root: DocumentNode, key: string): readonly ProductPort[] {
  return itemsOf(valueOf(root, key)).flatMap((node) => {
    const contractId = scalarOf(node, 'contractId');
    const name = scalarOf(node, 'name') ?? contractId;
    if (name === undefined) return [];
    const made = itemsOf(valueOf(node, 'inputContracts')).flatMap(
      (each) => scalarOf(each, 'id') ?? scalarOf(each, 'contractId') ?? [],
    );
    return [{ name, ...given(node, ['version', 'contractId']), inputContracts: made, at: node.at }];
  });
}

/** `members` of 1.0, and a bare list. */
function teamOf(node: DocumentNode | undefined): readonly TeamMember[] {
  return itemsOf(node?.kind === 'list' ? node : valueOf(node, 'members')).flatMap((member) => {
    const username = scalarOf(member, 'username') ?? scalarOf(member, 'name');
    return username === undefined ? [] : [{ username, ...given(member, ['name', 'role']), at: member.at }];
  });
}

function teamNameOf(node: DocumentNode | undefined): { readonly teamName?: string } {
  const teamName = textOf(node) ?? scalarOf(node, 'name');
  return teamName === undefined ? {} : { teamName };
}

function ownerOf(node: DocumentNode | undefined): { readonly owner?: string } {
  const owner = textOf(node) ?? scalarOf(node, 'email') ?? scalarOf(node, 'name');
  return owner === undefined ? {} : { owner };
}

/** The keys that have a value; the others are left out. */
function given<K extends string>(node: DocumentNode, keys: readonly K[]): { readonly [key in K]?: string } {
  const values: { [key in K]?: string } = {};
  for (const key of keys) {
    const value = scalarOf(node, key);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Versions and ids may be written as numbers. */
function scalarOf(node: DocumentNode | undefined, key: string): string | undefined {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && value.value !== null && value.value !== '' ? String(value.value) : undefined;
}
