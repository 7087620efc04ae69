import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractText } from '../engine/trees.ts';
import { createRepository, runGit } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';
import { edit } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

const path = (name: string): string => `specs/contracts/outputs/${name}.yaml`;
const columns = ['name: id, logicalType: integer, required: true, description: Key.'];
const projectFiles = {
  'dataengos.yaml': 'lang: en\n',
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  ...Object.fromEntries(
    ['middle', 'alpha', 'omega'].map((name) => [`implementation/dbt/models/marts/${name}.sql`, 'select 1 as id\n']),
  ),
  [path('middle')]: contractText({ id: 'middle', columns }),
};

/** Two branches that each add a contract and generate, then the one merged into the other: what git says. */
function mergeTwoBranches(): { readonly folder: string; readonly conflicts: readonly string[] } {
  const folder = createRepository(projectFiles);
  commit(folder, 'generated');
  for (const name of ['alpha', 'omega']) {
    runGit(folder, ['checkout', '-q', '-b', name, 'main']);
    edit(folder, path(name), contractText({ id: name, columns }));
    commit(folder, name);
  }
  runGit(folder, ['merge', '--no-edit', 'alpha'], { accept: [0, 1] });
  return { folder, conflicts: runGit(folder, ['diff', '--name-only', '--diff-filter=U']).trim().split('\n') };
}

function commit(folder: string, message: string): void {
  expect(cli.run(folder, ['generate', '--write'])).toMatchObject({ code: 0, stderr: '' });
  runGit(folder, ['add', '-A']);
  runGit(folder, ['commit', '-q', '-m', message]);
}

describe('two branches that each add a contract', () => {
  it('conflict only in indexes, which the next generation mends', () => {
    const { folder, conflicts } = mergeTwoBranches();
    expect(conflicts.length).toBeGreaterThan(0);
    expect(conflicts.filter((each) => !each.startsWith('exports/'))).toEqual([]);
    expect(readFileSync(join(folder, 'exports/docs/README.md'), 'utf8')).not.toContain('<<<<<<<');
    commit(folder, 'merge');
    expect(cli.run(folder, ['generate', '--check']).code).toBe(0);
    const index = readFileSync(join(folder, 'exports/docs/README.md'), 'utf8');
    expect(['alpha', 'middle', 'omega'].filter((name) => index.includes(`| ${name} |`))).toEqual([
      'alpha',
      'middle',
      'omega',
    ]);
  });

  it('have the same files as one branch that adds both', () => {
    const { folder } = mergeTwoBranches();
    commit(folder, 'merge');
    const once = createRepository({
      ...projectFiles,
      [path('alpha')]: contractText({ id: 'alpha', columns }),
      [path('omega')]: contractText({ id: 'omega', columns }),
    });
    commit(once, 'both');
    expect(runGit(folder, ['ls-tree', '-r', 'HEAD'])).toBe(runGit(once, ['ls-tree', '-r', 'HEAD']));
  });
});
