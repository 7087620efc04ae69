import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createRepository } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';
import { contractPath, edit, goodContract, goodFiles } from './repository.ts';

const root = join(import.meta.dirname, '..', '..');

interface Hook {
  readonly id: string;
  readonly language: string;
  readonly entry: string;
  readonly files: string;
  readonly exclude: string;
  readonly pass_filenames: boolean;
  readonly require_serial: boolean;
}

const hooks: readonly Hook[] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
const [hook] = hooks;
const program: { readonly bin: { readonly [name: string]: string } } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

/** Runs a hook's entry as pre-commit does: the program, its arguments, then the staged files that fit. */
function runHook({ entry, files, exclude }: Hook, folder: string, staged: readonly string[]) {
  const [, ...args] = entry.split(' ');
  const [include, leave] = [new RegExp(files), new RegExp(exclude)];
  const names = staged.filter((path) => include.test(path) && !leave.test(path));
  return cli.run(folder, [...args, ...names]);
}

describe('.pre-commit-hooks.yaml', () => {
  it('offers one hook, which the package installs', () => {
    expect(hooks.map(({ id }) => id)).toEqual(['dataengos-check-fast']);
    expect(hook).toMatchObject({ language: 'node', pass_filenames: true, require_serial: true });
    expect(Object.keys(program.bin)).toContain(hook?.entry.split(' ')[0]);
  });

  it.each([
    ['specs/contracts/outputs/orders.yaml', true],
    ['specs/product-canvas/vision.md', true],
    ['specs/pipelines/sales/topology.mermaid', true],
    ['implementation/dbt/models/schema.yml', true],
    ['dataengos.yaml', true],
    ['README.md', false],
    ['docs/specs/naming.md', false],
    ['other/dataengos.yaml', false],
    ['implementation/dbt/dbt_packages/utils/dbt_project.yml', false],
  ])('%s: %s', (path, isJudged) => {
    if (hook === undefined) throw new Error('no hook');
    expect(new RegExp(hook.files).test(path) && !new RegExp(hook.exclude).test(path)).toBe(isJudged);
  });

  it('fails on what is staged and broken, and passes when it is repaired', () => {
    if (hook === undefined) throw new Error('no hook');
    const folder = createRepository(goodFiles);
    const staged = ['README.md', contractPath];
    edit(folder, contractPath, goodContract.replace('kind: DataContract', 'kind: DataContrac'));
    writeFileSync(join(folder, 'specs/contracts/outputs/unstaged.yaml'), 'id: [\n');
    const run = runHook(hook, folder, staged);
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toContain('spec/invalid-document');
    expect(run.stdout).not.toContain('unstaged.yaml');
    edit(folder, contractPath, goodContract);
    expect(runHook(hook, folder, staged).code).toBe(0);
  });
});
