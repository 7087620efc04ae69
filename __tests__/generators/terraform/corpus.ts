import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { type TerraformOutput, terraformOfProject } from './generate.ts';
import { governance } from './warehouses.ts';

const corpus = env['CORPUS_DIR'];

/** Terraform of each public contract that has a server for it, as an output contract beside governance, and of all of them together; none without the corpus. */
export function corpusModules(): { readonly [name: string]: { readonly [file: string]: string } } {
  const list = corpus === undefined ? '' : join(corpus, 'contracts.tsv');
  if (corpus === undefined || !existsSync(list)) {
    stdout.write('Terraform of the corpus is skipped: set CORPUS_DIR to the folder of the corpus\n');
    return {};
  }
  const paths = readFileSync(list, 'utf8')
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('\t')[0] || []);
  const made = paths.map((path) => [path.replaceAll('/', '-'), filesFrom(corpus, [path])] as const);
  return {
    ...Object.fromEntries(made.filter(([, files]) => Object.keys(files).length > 0)),
    together: filesFrom(corpus, paths),
  };
}

/** Contracts with mistakes are not generated from in the gate, but nothing may throw. */
function filesFrom(folder: string, paths: readonly string[]): TerraformOutput['files'] {
  const contracts = paths.map((path, at) => [
    `specs/contracts/outputs/x${at}.yaml`,
    readFileSync(join(folder, 'contracts', path)),
  ]);
  const tree = memoryTree({ ...governance, ...Object.fromEntries(contracts) });
  return terraformOfProject({ ...loadProject(tree, createMemo()), problems: [] }, { tree }).files;
}
