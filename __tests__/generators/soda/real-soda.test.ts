import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import type { Project } from '../../../src/model/project.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { corpusProjects } from '../great-expectations/corpus-projects.ts';
import { exampleProject } from '../great-expectations/example-project.ts';
import { hostileProject } from '../great-expectations/hostile.ts';
import { qualityRows, rowsContract, tableStatement } from '../great-expectations/quality-rows.ts';
import { project, shop } from '../shop.ts';
import { type ContractAnswer, type ContractJob, runContracts } from './run-contracts.ts';

function contractsOf(from: Project): readonly { readonly path: string; readonly content: string }[] {
  const { artifacts } = generateArtifacts(from, { enabled: { soda: true } });
  return artifacts.filter(({ generator }) => generator === 'soda');
}

describeWithTool('quality', 'Soda itself', (tool) => {
  const contracts = new Map(contractsOf(project([rowsContract], [])).map(({ path, content }) => [path, content]));
  const contentOf = (name: string): string =>
    [...contracts].find(([path]) => new RegExp(`/rows\\.${name}\\.yml$`).test(path))?.[1] ?? '';
  const jobs = (['good', 'bad'] as const).flatMap((state) =>
    qualityRows.map((row): ContractJob => {
      const statements = [tableStatement(row, state)];
      return { contract: contentOf(row.name), statements, restore: [tableStatement(row, 'good')] };
    }),
  );
  const wrong = contentOf('length_short').replace('valid_min_length', 'validMinLength');
  let all: readonly string[] = [];
  let answer: ContractAnswer = { checks: [], runs: [] };

  beforeAll(() => {
    const projects = [shop, exampleProject('revenue'), exampleProject('vendas'), hostileProject, ...corpusProjects(20)];
    all = [...contracts.values(), ...projects.flatMap(contractsOf).map(({ content }) => content), wrong];
    const setup = qualityRows.map((row) => tableStatement(row, 'good'));
    answer = runContracts(tool, { contracts: all, jobs, setup });
  });

  it('reads every contract, as its schema wants it', () => {
    const refused = answer.checks.slice(0, -1).flatMap((each, index) => {
      return each.errors.length + each.parsing.length === 0 ? [] : [{ ...each, contract: all[index] }];
    });
    expect(refused).toEqual([]);
    expect(answer.checks.length).toBeGreaterThan(qualityRows.length);
  });

  it('sees a key that is written wrong', () => {
    expect(answer.checks.at(-1)?.errors).not.toEqual([]);
  });

  it.each(qualityRows.map((row, index) => ({ name: row.name, index })))('passes good rows: $name', ({ index }) => {
    const run = answer.runs[index];
    expect(run).toMatchObject({ outcomes: { FAILED: [], WARN: [], NOT_EVALUATED: [], EXCLUDED: [] }, errors: [] });
    expect(run?.outcomes.PASSED).toContain('/schema');
  });

  it.each(qualityRows.map((row, index) => ({ name: row.name, row, index })))(
    'fails exactly what is broken: $name',
    ({ row, index }) => {
      const run = answer.runs[qualityRows.length + index];
      expect(run).toMatchObject({ outcomes: { FAILED: row.fails.soda, WARN: [], NOT_EVALUATED: [] }, errors: [] });
    },
  );
});

describeWithTool('quality', 'soda contract verify', (tool) => {
  it.each([
    { state: 'good', status: 0 },
    { state: 'bad', status: 1 },
  ] as const)('ends with $status on $state rows', ({ state, status }) => {
    const folder = mkdtempSync(join(tmpdir(), 'soda-'));
    try {
      const [row] = qualityRows;
      const [file] = contractsOf(project([rowsContract], [])).filter(({ path }) =>
        path.includes(`.${row?.name ?? ''}`),
      );
      writeFileSync(join(folder, 'contract.yml'), file?.content ?? '');
      writeFileSync(join(folder, 'source.yml'), 'type: duckdb\nname: duckdb\nconnection:\n  database: rows.duckdb\n');
      const statement = row === undefined ? '' : tableStatement(row, state);
      const create = `import duckdb, sys; duckdb.connect('rows.duckdb').sql(sys.argv[1])`;
      const options = { cwd: folder, encoding: 'utf8', env: { ...env, ...silence } } as const;
      expect(spawnSync(tool.bin('python'), ['-c', create, statement], options).status).toBe(0);
      const verified = spawnSync(
        tool.bin('soda'),
        ['contract', 'verify', '-ds', 'source.yml', '-c', 'contract.yml'],
        options,
      );
      expect([verified.status, verified.stderr]).toEqual([status, '']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
