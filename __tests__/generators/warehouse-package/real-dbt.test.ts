import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/git-repo.ts';
import { describeWithTool, type RealTool, silence } from '../../support/real-tools.ts';
import { exampleFiles, type Pack, packOf, treeOf } from './pack.ts';

/** Writes the package alone, and a profile elsewhere. */
function deploy({ files }: Pack, profile: string): { readonly folder: string; readonly profiles: string } {
  const [folder, profiles] = [temporaryFolder('package-'), temporaryFolder('profiles-')];
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const target = `{ type: duckdb, path: ${join(profiles, 'warehouse.duckdb')}, threads: 1 }`;
  writeFileSync(join(profiles, 'profiles.yml'), `${profile}: { target: prod, outputs: { prod: ${target} } }\n`);
  return { folder, profiles };
}

function dbt(
  tool: RealTool,
  place: ReturnType<typeof deploy>,
  args: readonly string[],
): readonly [number | null, string] {
  const strict = ['--no-use-colors', '--warn-error-options', '{"error":["Deprecations"]}'];
  const { status, stdout, stderr } = spawnSync(tool.bin('dbt'), [...strict, ...args], {
    cwd: place.folder,
    encoding: 'utf8',
    env: { ...env, ...silence, DBT_PROFILES_DIR: place.profiles },
  });
  return [status, status === 0 ? '' : `${stdout}${stderr}`];
}

/** All that the package's project is made of comes from the repository and its other generators. */
const others = [
  'dbt-properties',
  'dbt-macros',
  'dbt-sources',
  'dbt-project',
  'dbt-exposures',
  'dbt-unit-tests',
  'sqlfluff',
];

describeWithTool('dbt', 'the warehouse package, taken out of its repository,', (tool) => {
  it.each(['revenue', 'vendas'] as const)(
    'of %s is parsed and built by dbt with a profile of the environment',
    (name) => {
      const place = deploy(packOf('warehouse-package', treeOf(exampleFiles(name)), others), name);
      expect(dbt(tool, place, ['parse', '--no-partial-parse'])).toEqual([0, '']);
      // The examples' sources are their seeds.
      expect(dbt(tool, place, ['seed'])).toEqual([0, '']);
      expect(dbt(tool, place, ['build', '--exclude', 'resource_type:seed'])).toEqual([0, '']);
    },
    120_000,
  );

  it('of a draft whose model is empty is parsed and built without it', () => {
    const files = exampleFiles('revenue');
    const model = 'implementation/dbt_project/models/marts/fct_churn_report.sql';
    const contract = 'specs/contracts/data-products/marketing/churn_report.odcs.yaml';
    const draft = {
      ...files,
      [model]: '-- later\n',
      [contract]: (files[contract] ?? '').replace('status: active', 'status: draft'),
    };
    const pack = packOf(
      'warehouse-package',
      treeOf(draft),
      others.filter((each) => each !== 'dbt-exposures'),
    );
    expect(pack.notes).toHaveLength(1);
    const place = deploy(pack, 'revenue');
    expect(dbt(tool, place, ['seed'])).toEqual([0, '']);
    expect(dbt(tool, place, ['run'])).toEqual([0, '']);
    writeFileSync(join(place.folder, 'models/marts/fct_churn_report.sql'), '-- later\n');
    expect(dbt(tool, place, ['run'])[0]).toBe(1);
  }, 120_000);
});
