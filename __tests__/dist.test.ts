import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildInto } from '../scripts/build.ts';
import { compareText } from '../src/model/location.ts';
import { cliIn } from './cli/program.ts';
import { createRepository, temporaryFolder } from './support/git-repo.ts';

const committed = join(import.meta.dirname, '../dist');
const built = join(temporaryFolder('dist-'), 'dist');
beforeAll(async () => buildInto(built));

describe('dist/', () => {
  it('is what the sources give, byte for byte; "npm run build" brings it up to date', () => {
    expect(differences()).toEqual([]);
  });

  it('is built the same way twice', async () => {
    const again = join(temporaryFolder('dist-'), 'dist');
    await buildInto(again);
    expect(filesOf(again)).toEqual(filesOf(built));
    const odd = filesOf(built).filter(
      (path) => !readFileSync(join(built, path)).equals(readFileSync(join(again, path))),
    );
    expect(odd).toEqual([]);
  });

  it('runs without anything else installed: SQL, Python and HCL are all parsed', () => {
    const alone = join(temporaryFolder('alone-'), 'program');
    cpSync(built, alone, { recursive: true });
    const folder = createRepository({
      'implementation/dbt/dbt_project.yml': 'name: shop\nprofile: shop\n',
      'implementation/dbt/profiles.yml': 'shop:\n  target: dev\n  outputs: { dev: { type: postgres } }\n',
      'implementation/dbt/models/broken.sql': 'select id from (select 1 as id\n',
      'implementation/airflow/dags/broken.py': 'def load(:\n    pass\n',
      'implementation/infrastructure/broken.tf': 'resource "a" "b" {\n  c = \n}\n',
    });
    const run = cliIn(alone).run(folder, ['check', '--scope', 'all', '--format', 'json']);
    expect(run.stderr).toBe('');
    const report: Compiled = JSON.parse(run.stdout);
    const broken = report.findings.filter(({ rule }) => rule === 'gate/compile-failed').map(({ path }) => path);
    expect(broken.sort(compareText)).toEqual([
      'implementation/airflow/dags/broken.py',
      'implementation/dbt/models/broken.sql',
      'implementation/infrastructure/broken.tf',
    ]);
  });
});

interface Compiled {
  readonly findings: readonly { readonly rule: string; readonly path: string }[];
}

/** Files that are missing, left over or different in the committed folder, each with what is wrong. */
function differences(): readonly string[] {
  const [ours, theirs] = [filesOf(built), filesOf(committed)];
  return [
    ...ours.filter((path) => !theirs.includes(path)).map((path) => `missing: ${path}`),
    ...theirs.filter((path) => !ours.includes(path)).map((path) => `left over: ${path}`),
    ...ours.filter((path) => theirs.includes(path) && !isSame(path)).map((path) => `different: ${path}`),
  ];
}

function isSame(path: string): boolean {
  return readFileSync(join(built, path)).equals(readFileSync(join(committed, path)));
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort(compareText);
}
