import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { readArtifacts } from './compare-sql/artifacts.ts';
import { init } from './compare-sql/polyglot.ts';
import { checkCatalog } from './compare-sql/catalog-check.ts';
import { renderCoverage } from './compare-sql/document.ts';
import { fixtureFolders, measureFixtures } from './compare-sql/fixtures.ts';
import { compareJinja, type JinjaModel, summariseJinja } from './compare-sql/jinja.ts';
import { loadEngines, measureProject, type ProjectResult } from './compare-sql/measure.ts';
import { readProject } from './compare-sql/read-project.ts';
import { readVerdicts } from './compare-sql/verdicts.ts';
import { summarise } from './compare-sql/summary.ts';

/**
 * `npm run compare:sql -- [DIALECT:]FOLDER… [--fixtures FOLDER] [--jinja PYTHON] [--json FILE] [--write]`: measures the gate on dbt
 * projects that are checked out, with their packages in `dbt_packages/`. `--fixtures`: the dialects folder of sqlfluff's fixtures.
 * `--jinja`: a Python with dbt-core and dbt-duckdb, whose Jinja2 renders the same templates in dbt's sandbox. `--write` writes
 * `docs/sql-coverage.md`. Nothing is fetched and nothing of the projects is run.
 */
async function main(): Promise<void> {
  const { folders, fixtures, jinja: python, json, write } = readArguments(argv.slice(2));
  const engines = await loadEngines(Object.keys(fixtureFolders));
  await init();
  const verdicts = readVerdicts();
  const projects: MeasuredResult[] = [];
  for (const folder of folders) {
    const project = readProject(folder);
    const artifacts = readArtifacts(project.folder);
    const catalog = artifacts && checkCatalog(artifacts, engines, project.dialect);
    const jinja = python === undefined ? undefined : compareJinja(python, project);
    const measured = await measureProject(project, engines);
    const result = { ...measured, ...(catalog && { catalog }), ...(jinja && { jinja }) };
    projects.push(result);
    stdout.write(`${JSON.stringify(summarise(result, verdicts))}\n`);
    if (catalog) stdout.write(`  catalog ${JSON.stringify({ ...catalog, differences: catalog.differences.length })}\n`);
    if (jinja) stdout.write(`  jinja ${JSON.stringify(summariseJinja(jinja))}\n`);
  }
  const dialects =
    fixtures === undefined
      ? []
      : Object.entries(fixtureFolders).map(([dialect, folder]) =>
          measureFixtures(join(fixtures, folder), dialect, engines),
        );
  for (const { dialect, queries, parsed } of dialects) stdout.write(`fixtures ${dialect}: ${parsed} of ${queries}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ projects, dialects }, null, 1)}\n`);
  if (write)
    writeFileSync(
      join(import.meta.dirname, '..', 'docs/sql-coverage.md'),
      renderCoverage({ projects, dialects, verdicts }),
    );
}

type MeasuredResult = ProjectResult & {
  readonly catalog?: ReturnType<typeof checkCatalog>;
  readonly jinja?: readonly JinjaModel[];
};

interface Arguments {
  readonly folders: readonly string[];
  readonly fixtures: string | undefined;
  /** A Python that has dbt. */
  readonly jinja: string | undefined;
  readonly json: string | undefined;
  readonly write: boolean;
}

function readArguments(given: readonly string[]): Arguments {
  const valueOf = (name: string): string | undefined =>
    given.includes(name) ? given[given.indexOf(name) + 1] : undefined;
  const values = new Set(['--fixtures', '--jinja', '--json'].map(valueOf));
  const folders = given.filter((each) => !each.startsWith('--') && !values.has(each));
  if (folders.length === 0) {
    stderr.write('give the folders of dbt projects: [DIALECT:]FOLDER\n');
    exit(2);
  }
  return {
    folders,
    fixtures: valueOf('--fixtures'),
    jinja: valueOf('--jinja'),
    json: valueOf('--json'),
    write: given.includes('--write'),
  };
}

await main();
