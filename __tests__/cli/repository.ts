import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractText } from '../engine/trees.ts';
import { createRepository, type FileChanges } from '../support/git-repo.ts';

/** Path of the one contract. */
export const contractPath = 'specs/contracts/outputs/orders.yaml';

const columns = [
  'name: id, logicalType: integer, description: Key.',
  'name: total, logicalType: number, description: Total.',
];

/** The contract as it is on `main`, and without its column "total". */
export const goodContract = contractText({ id: 'orders', columns });
export const brokenPromise = contractText({ id: 'orders', columns: columns.slice(0, 1) });

/** Files of a repository that passes, but for its generated files, which are switched off. */
export const goodFiles: FileChanges = {
  'dataengos.yaml': 'lang: en\ngenerators: { all: false }\n',
  'README.md': '# Data\n',
  [contractPath]: goodContract,
};

/** A repository whose working directory withdraws a column, uncommitted. */
export function breakingWorktree(): string {
  const folder = createRepository(goodFiles);
  writeFileSync(join(folder, contractPath), brokenPromise);
  return folder;
}

/** Writes or, with undefined, deletes a file. */
export function edit(folder: string, path: string, content: string | undefined): void {
  if (content === undefined) rmSync(join(folder, path));
  else writeFileSync(join(folder, path), content);
}
