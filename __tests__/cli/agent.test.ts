import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '@toon-format/toon';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AgentBrief } from '../../src/reporters/agent-brief.ts';
import { createRepository } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';
import { contractPath, edit, goodContract, goodFiles } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

/** A contract with two mistakes that have a repair. */
const wrong = goodContract.replace('status: active', 'status: Active').replace('Type: integer', 'Type: Integer');

function repository(): string {
  const folder = createRepository(goodFiles);
  edit(folder, contractPath, wrong);
  return folder;
}

const schemaText = readFileSync(join(import.meta.dirname, '../../schemas/agent.schema.json'), 'utf8');
const isBrief = new Ajv2020({ strict: true }).compile<AgentBrief>(JSON.parse(schemaText));

/** What stdout holds; fails where that is no brief. */
function briefIn(stdout: string): AgentBrief {
  const data: unknown = stdout.startsWith('{') ? JSON.parse(stdout) : decode(stdout);
  if (!isBrief(data)) throw new TypeError(`no brief: ${JSON.stringify(isBrief.errors)}`);
  return data;
}

describe('check --for-agent', () => {
  it('tells in both formats the same, with the exit code of every check', () => {
    const folder = repository();
    const table = cli.run(folder, ['check', '--for-agent']);
    expect(table).toMatchObject({ code: 1, stderr: '' });
    const brief = briefIn(table.stdout);
    expect(brief.mend.map(({ severity, rule, line, fix }) => [severity, rule, line, fix])).toEqual([
      ['error', 'spec/invalid-document', 14, 'Integer → integer'],
      ['warning', 'contract/type-changed', 14, ''],
      ['warning', 'spec/unknown-status', 5, 'status: active'],
      ['warning', 'contract/version-not-bumped', 4, 'version: 1.1.0'],
    ]);
    expect(brief.commands).toEqual([
      { does: 'fix', run: 'npx dataengos fix' },
      { does: 'check', run: 'npx dataengos check --for-agent' },
    ]);
    const json = cli.run(folder, ['check', '--for-agent', '--format', 'json', '--base', 'main']);
    expect(json.code).toBe(1);
    expect(briefIn(json.stdout)).toEqual({
      ...brief,
      commands: [
        { does: 'fix', run: 'npx dataengos fix --base main' },
        { does: 'check', run: 'npx dataengos check --for-agent --format json --base main' },
      ],
    });
    expect(cli.run(folder, ['check', '--format', 'toon']).stdout).toBe(table.stdout);
  });

  it('leads from check over fix to a check with nothing to mend', () => {
    const folder = repository();
    const steps = briefIn(cli.run(folder, ['check', '--for-agent']).stdout).commands.map(({ run }) => run.split(' '));
    const [fix, check] = steps.map((words) => cli.run(folder, words.slice(2)));
    expect(fix).toMatchObject({ code: 0 });
    expect(check).toMatchObject({ code: 0 });
    expect(briefIn(check?.stdout ?? '')).toMatchObject({ verdict: 'pass', counts: { fixable: 0, shown: 0 }, mend: [] });
  });

  it('keeps to its budget and says how to get the rest', () => {
    const folder = repository();
    const brief = briefIn(cli.run(folder, ['check', '--for-agent', '--budget', '50']).stdout);
    expect(brief.counts).toMatchObject({ failing: 1, warnings: 3, shown: 1, left: 3 });
    const more = brief.commands.find(({ does }) => does === 'more')?.run ?? '';
    expect(more).toMatch(/^npx dataengos check --for-agent --budget \d+$/);
    expect(briefIn(cli.run(folder, more.split(' ').slice(2)).stdout).counts).toMatchObject({ shown: 4, left: 0 });
  });

  it('judges files one by one, too', () => {
    const run = cli.run(repository(), ['check', '--fast', '--for-agent', contractPath]);
    expect(run.code).toBe(1);
    expect(briefIn(run.stdout).mend.map(({ rule }) => rule)).toContain('spec/invalid-document');
  });

  it('does not repeat a revision that a shell would take apart', () => {
    const run = cli.run(repository(), ['check', '--for-agent', '--base', 'main@{0}']);
    expect(briefIn(run.stdout).commands.map(({ run: line }) => line)).toContain('npx dataengos fix --base main@{0}');
    const evil = 'main:/x;id';
    expect(cli.run(repository(), ['check', '--for-agent', '--base', evil]).code).toBe(2);
  });

  it.each([
    [['check', '--for-agent', '--format', 'text'], '"text"; allowed are toon, json'],
    [['check', '--budget', '100'], '"--budget" belongs to "--for-agent"'],
    [['check', '--for-agent', '--budget', 'all'], '"--budget" is "all"'],
    [['check', '--for-agent', '--budget', '0'], '"--budget" is "0"'],
    [['diff', 'HEAD', '--format', 'toon'], '"toon"'],
    [['check', '--compile', 'dtb'], 'did you mean "dbt"'],
    [['check', '--dbt-artifacts', 'nowhere'], '"nowhere" is neither a file of dbt'],
    [['check', '--fast', '--compile', 'dbt'], '"--fast" compiles nothing'],
  ])('answers %j with exit code 2', (args, message) => {
    const run = cli.run(repository(), args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });

  it('is loaded only where it is asked for, and is small', () => {
    const chunks = readdirSync(join(cli.folder, 'chunks')).map((name) => {
      return { name, text: readFileSync(join(cli.folder, 'chunks', name), 'utf8') };
    });
    const [table, ...others] = chunks.filter(({ text }) => text.includes('unpaired surrogate'));
    expect(others).toEqual([]);
    expect(table?.text.length).toBeLessThan(130_000);
    const name = table?.name ?? 'none';
    const texts = [...chunks.map(({ text }) => text), readFileSync(join(cli.folder, 'cli.js'), 'utf8')];
    const users = texts.filter((text) => text.includes(name));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((text) => !text.includes(`import("./${name}")`))).toEqual([]);
  });
});
