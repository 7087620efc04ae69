import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env } from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';
import { describeWithTool, type RealTool, silence } from '../support/real-tools.ts';

const root = join(import.meta.dirname, '../..');
const examples = [
  {
    name: 'revenue',
    layout: 'sources-data-products',
    lang: 'en',
    dbt: 'implementation/dbt_project',
    contracts: 5,
    models: 6,
  },
  { name: 'vendas', layout: 'inputs-outputs', lang: 'pt-BR', dbt: 'implementation/dbt', contracts: 2, models: 2 },
] as const;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe.each(examples)('examples/$name', ({ name, layout, lang, dbt, contracts, models }) => {
  it('passes the gate as it stands, with everything new and everything counting', async () => {
    const report = await checkFiles({
      head: filesOf(join(root, 'examples', name)),
      request: { scope: 'all', lang: 'auto', failOn: 'warning' },
    });
    expect(report.findings).toEqual([]);
    expect(report.skipped).toEqual([]);
    expect({ verdict: report.verdict, layout: report.layout, lang: report.lang }).toEqual({
      verdict: 'pass',
      layout,
      lang,
    });
    expect({
      contracts: report.counts.contracts,
      models: report.counts.models,
      unknown: report.counts.unknownModels,
    }).toEqual({ contracts, models, unknown: 0 });
    expect(report.artifacts.every(({ status }) => status === 'fresh')).toBe(true);
  });

  describeWithTool('dbt', 'with the real dbt', (tool) => {
    it('really runs on DuckDB, its generated tests included', () => {
      const folder = mkdtempSync(join(tmpdir(), `example-${name}-`));
      folders.push(folder);
      cpSync(join(root, 'examples', name, dbt), folder, { recursive: true });
      const run = (args: readonly string[]): string => runDbt(tool, folder, args);
      expect(run(['seed'])).toMatch(/Done\. PASS=\d+ WARN=0 ERROR=0 SKIP=0/);
      const built = run([
        'build',
        '--exclude',
        // The rows of the seeds are of one year for ever: how old they may be is not theirs to say.
        'resource_type:seed',
        'tag:service-level',
        '--warn-error-options',
        '{"error":["Deprecations"]}',
      ]);
      expect(built).toMatch(/Done\. PASS=\d+ WARN=0 ERROR=0 SKIP=0/);
      expect(Number(/PASS=(\d+)/.exec(built)?.[1])).toBeGreaterThan(models + 5);
    });
  });
});

function filesOf(folder: string): Files {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

function runDbt(dbt: RealTool, folder: string, args: readonly string[]): string {
  const done = spawnSync(dbt.bin('dbt'), [...args, '--profiles-dir', '.', '--no-use-colors'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...silence },
  });
  return `${done.stdout}\n${done.stderr}`;
}
