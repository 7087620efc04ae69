import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/git-repo.ts';
import { BASE, buildFirst, PULL, run, start } from './scenario.ts';

buildFirst();

const root = 'implementation/dbt';
const dbtFiles = {
  [`${root}/dbt_project.yml`]: 'name: shop\n',
  [`${root}/profiles.yml`]: 'shop: { target: dev, outputs: { dev: { type: duckdb, path: x.duckdb } } }\n',
  [`${root}/models/orders.sql`]: 'select 1 as id\n',
};
const asking = { ...BASE, ...dbtFiles, 'dataengos.yaml': 'lang: en\ncompile: dbt\n' };
const change = { [`${root}/models/orders.sql`]: 'select 2 as id\n' };

/** A dbt that writes down the environment that it runs in, and passes. */
function spy(): { readonly path: string; readonly seen: () => string | undefined } {
  const folder = temporaryFolder('spy-');
  const path = join(folder, 'dbt');
  writeFileSync(path, `#!/bin/sh\nenv > "$(dirname "$0")/seen"\n`);
  chmodSync(path, 0o755);
  const seen = join(folder, 'seen');
  return { path, seen: () => (existsSync(seen) ? readFileSync(seen, 'utf8') : undefined) };
}

const secrets = { SNOWFLAKE_PASSWORD: 'hunter2', ACTIONS_RUNTIME_TOKEN: 'runtime', PATH: env['PATH'] ?? '' };

test('dbt runs on a pull request of the repository where base asks, and sees no secret', async () => {
  const github = await start(asking);
  github.commit('feature', { files: change });
  github.openPullRequest({ head: 'feature', title: 'Change' });
  const dbt = spy();
  const ended = await run(github, { env: { ...secrets, DBT_BIN: dbt.path } });
  expect(ended.report.skipped.filter(({ what }) => what === 'dbt')).toEqual([]);
  const seen = dbt.seen() ?? '';
  expect(seen).toContain('DBT_PROFILES_DIR=');
  expect(seen).not.toMatch(/GITHUB_|INPUT_|ACTIONS_|RUNNER_|SNOWFLAKE|hunter2|ghs_/);
});

test.each([
  ['pull_request', 'dbt is not run on the pull request of a fork'],
  ['pull_request_target', 'dbt is not run on pull_request_target'],
] as const)('dbt never runs on %s of a fork, whatever the workflow asks', async (name, why) => {
  const github = await start(asking);
  github.commit('stranger:feature', { files: change });
  github.openPullRequest({ head: 'stranger:feature', title: 'From a fork', author: 'stranger' });
  const dbt = spy();
  const ended = await run(github, {
    event: { name, number: PULL },
    inputs: { compile: 'dbt' },
    env: { ...secrets, DBT_BIN: dbt.path },
  });
  expect(dbt.seen()).toBeUndefined();
  expect(ended.report.skipped.filter(({ what }) => what === 'dbt')).toEqual([
    { what: 'dbt', why: expect.stringContaining(why) },
  ]);
});

test('dbt does not run because a pull request asks for it', async () => {
  const github = await start({ ...asking, 'dataengos.yaml': 'lang: en\n' });
  github.commit('feature', { files: { ...change, 'dataengos.yaml': 'lang: en\ncompile: dbt\n' } });
  github.openPullRequest({ head: 'feature', title: 'Change' });
  const dbt = spy();
  await run(github, { env: { ...secrets, DBT_BIN: dbt.path } });
  expect(dbt.seen()).toBeUndefined();
});

test('the brief for an agent is written beside the report', async () => {
  const github = await start(asking);
  github.commit('feature', { files: { [`${root}/models/orders.sql`]: "select * from {{ ref('nope') }}\n" } });
  github.openPullRequest({ head: 'feature', title: 'Change' });
  // What the tests read as the report is the brief here.
  const inputs = { 'report-file': 'report.json', 'agent-file': 'dataengos-report.json', compile: 'static' };
  const ended = await run(github, { inputs });
  expect(ended.code).toBe(1);
  expect(ended.report).toMatchObject({
    verdict: 'fail',
    mend: expect.arrayContaining([
      expect.objectContaining({ rule: 'gate/compile-failed', path: `${root}/models/orders.sql`, line: 1 }),
    ]),
  });
});
