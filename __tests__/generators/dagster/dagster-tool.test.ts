import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { dagsterGenerator } from '../../../src/generators/dagster/dagster.ts';
import type { Files } from '../../../src/model/rule.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { corpusCases, hasCorpus } from '../airflow/corpus-files.ts';
import { exampleFiles, runGenerator } from '../airflow/run-generator.ts';
import { temporaryFolder, writeFiles } from '../airflow/write-files.ts';

const run = promisify(execFile);
const timeoutMs = 180_000;
const folder = 'implementation/orchestration/dagster';

/** Loads the definitions as Dagster does, and says what they are. */
const probe = `
import json, sys
sys.path.insert(0, ".")
from dataengos_dagster.definitions import defs

repository = defs().get_repository_def()
graph = repository.asset_graph

def seconds(window):
    return None if window is None else window.to_timedelta().total_seconds()

def asset(key):
    node = graph.get(key)
    policy = node.freshness_policy
    return {
        "group": node.group_name,
        "owners": sorted(node.owners),
        "pipeline": node.tags.get("dataengos/pipeline"),
        "fresh": None if policy is None else [seconds(policy.fail_window), seconds(policy.warn_window)],
        "eager": node.automation_condition is not None,
    }

def schedule(each):
    keys = repository.get_job(each.job_name).asset_layer.executable_asset_keys
    return {"cron": each.cron_schedule, "timezone": each.execution_timezone, "assets": sorted("/".join(key.path) for key in keys)}

with open(sys.argv[1], "w") as file:
    json.dump({
        "assets": {"/".join(key.path): asset(key) for key in graph.materializable_asset_keys},
        "schedules": {each.name: schedule(each) for each in repository.schedule_defs},
    }, file)
`;

describeWithTool('dagster', 'Dagster takes the definitions', (tool) => {
  const { root, remove } = temporaryFolder('dagster');
  afterAll(remove);

  /** Runs a program in the Dagster project of a repository; what it printed, and whether it was content. */
  async function inProject(name: string, program: string, args: readonly string[]) {
    writeFiles(root, { 'home/dagster.yaml': 'telemetry:\n  enabled: false\n' });
    const variables = {
      PATH: `${dirname(tool.bin('dg'))}:${env['PATH'] ?? ''}`,
      ...silence,
      DAGSTER_HOME: join(root, 'home'),
      HOME: join(root, 'home'),
    };
    const options = { cwd: join(root, name, folder), env: variables, maxBuffer: 2 ** 26 };
    return run(tool.bin(program), [...args], options).then(
      ({ stdout, stderr }) => ({ isContent: true, text: stdout + stderr }),
      (error: { readonly stdout?: string; readonly stderr?: string }) => ({
        isContent: false,
        text: `${error.stdout ?? ''}${error.stderr ?? ''}`,
      }),
    );
  }

  async function load(name: string) {
    const [program, result] = [join(root, 'probe.py'), join(root, `${name}.json`)];
    writeFileSync(program, probe);
    const { isContent, text } = await inProject(name, 'python', [program, result]);
    if (!isContent) throw new Error(text);
    return JSON.parse(readFileSync(result, 'utf8'));
  }

  it('of both examples', { timeout: timeoutMs }, async () => {
    for (const name of ['revenue', 'vendas'] as const) {
      writeFiles(join(root, name), made(exampleFiles(name)));
      for (const what of ['yaml', 'defs']) {
        const { isContent, text } = await inProject(name, 'dg', ['check', what]);
        expect(text).toContain(
          what === 'yaml' ? 'All component YAML validated successfully' : 'All definitions loaded successfully',
        );
        expect(isContent).toBe(true);
      }
    }
    const staging = { owners: expect.any(Array), pipeline: null, fresh: null, eager: false };
    const mart = { fresh: [93_600, 86_400], eager: false };
    expect(await load('revenue')).toEqual({
      assets: {
        stg_stripe__charges: { ...staging, group: 'shared' },
        stg_salesforce__opportunities: { ...staging, group: 'marketing' },
        fct_mrr_report: {
          ...mart,
          group: 'finance',
          owners: ['team:finance-data', 'team:marina.alves'],
          pipeline: 'finance__mrr_report',
        },
        fct_campaign_performance: {
          ...mart,
          group: 'marketing',
          owners: ['team:marketing-data', 'team:rafael.nunes'],
          pipeline: 'marketing__campaign_performance',
        },
        fct_churn_report: {
          ...mart,
          group: 'marketing',
          owners: ['team:marketing-data', 'team:rafael.nunes'],
          pipeline: 'marketing__churn_report',
        },
      },
      schedules: {
        finance__mrr_report: { cron: '0 2 * * *', timezone: 'UTC', assets: ['fct_mrr_report', 'stg_stripe__charges'] },
        marketing__campaign_performance: {
          cron: '0 2 * * *',
          timezone: 'UTC',
          assets: ['fct_campaign_performance', 'stg_salesforce__opportunities'],
        },
        marketing__churn_report: {
          cron: '0 2 * * *',
          timezone: 'UTC',
          assets: ['fct_churn_report', 'stg_stripe__charges'],
        },
      },
    });
  });

  it.each([
    ['yaml', 'a key that is none', 'attributes:', 'attribute:'],
    ['yaml', 'a component that is not there', 'DbtProjectComponent', 'DbtProyectComponent'],
    ['defs', 'a key that the component does not know', '  select:', '  selects:'],
    ['defs', 'a template variable that is not there', '{{ freshness(', '{{ freshnes('],
    ['defs', 'an owner that is none', 'team:finance-data', 'finance-data'],
  ])('dg check %s sees %s', { timeout: timeoutMs }, async (...[what, name, right, wrong]) => {
    const files = made(exampleFiles('revenue'));
    const broken = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        path.endsWith('finance/revenue/defs.yaml') ? text.replace(right, wrong) : text,
      ]),
    );
    const repository = name.replaceAll(' ', '-');
    writeFiles(join(root, repository), broken);
    expect((await inProject(repository, 'dg', ['check', what])).isContent).toBe(false);
  });

  it.skipIf(!hasCorpus)('of 20 public contracts in one repository', { timeout: timeoutMs }, async () => {
    const files: { [path: string]: string } = {};
    let count = 0;
    for (const each of corpusCases()) {
      const models = Object.keys(each.files).filter((path) => path.includes('/marts/'));
      // One table has one contract, and DuckDB knows no upper case.
      const taken = new Set(Object.keys(files).map((path) => path.toLowerCase()));
      if (count === 20 || models.some((path) => taken.has(path.toLowerCase()))) continue;
      const { 'specs/contracts/outputs/public.yaml': contract = '', ...others } = each.files;
      Object.assign(files, others, { [`specs/contracts/outputs/public-${count}.yaml`]: contract });
      count++;
    }
    expect(count).toBe(20);
    const generated = made(files);
    writeFiles(join(root, 'corpus'), generated);
    await run(tool.bin('python'), ['-m', 'compileall', '-q', join(root, 'corpus', folder)]);
    const { isContent, text } = await inProject('corpus', 'dg', ['check', 'defs']);
    expect(isContent, text).toBe(true);
    const { assets } = await load('corpus');
    const marts = Object.keys(files).flatMap((path) => (/\/marts\/(\w+)\.sql$/.exec(path) ?? []).slice(1));
    expect(Object.keys(assets)).toEqual(expect.arrayContaining(marts));
  });
});

/** A repository with what the generator makes of it. */
function made(files: Files): Files {
  return { ...files, ...runGenerator(dagsterGenerator, files).files };
}
