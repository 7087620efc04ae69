import { expect, test } from 'vitest';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import {
  BASE,
  BOT,
  BROKEN,
  buildFirst,
  CHECK,
  checkOf,
  column,
  COLUMNS,
  contract,
  firstLines,
  PULL,
  run,
  SALES,
  start,
  startPull,
} from './scenario.ts';

buildFirst();

test('a merge group gets the check run on its own commit, and no comment', async () => {
  const github = await startPull(BROKEN);
  let group = '';
  const ended = await run(github, {
    event: { name: 'merge_group', number: PULL },
    before: (event) => {
      group = event.sha;
      return undefined;
    },
  });
  expect([ended.code, ended.outputs['verdict'], ended.outputs['breaking'], ended.writes]).toEqual([
    1,
    'fail',
    '1',
    ['checks/create'],
  ]);
  expect(checkOf(github, group)).toMatchObject({
    name: CHECK,
    conclusion: 'failure',
    title: 'Failed: 2 errors; 1 breaking change',
  });
  expect([github.comments(PULL), github.threads(PULL)]).toEqual([[], []]);
  github.assertNoViolations();
});

test('a merge group that changes nothing that matters passes', async () => {
  const github = await startPull({ 'README.md': 'Sales.\n' });
  const ended = await run(github, { event: { name: 'merge_group', number: PULL }, depth: 1 });
  expect([ended.code, ended.writes]).toEqual([0, ['checks/create']]);
  github.assertNoViolations();
});

test('a push is judged against what was there before, with a check run only', async () => {
  const github = await start(BASE);
  const sha = github.commit('main', { files: BROKEN });
  const ended = await run(github, { event: { name: 'push' } });
  expect([ended.code, ended.outputs['breaking'], ended.writes]).toEqual([1, '1', ['checks/create']]);
  expect(checkOf(github, sha).conclusion).toBe('failure');
  github.assertNoViolations();
});

test('a push that made a branch, or deleted one, has nothing to judge', async () => {
  const github = await start(BASE);
  const made = await run(github, { event: { name: 'push', before: '0'.repeat(40) } });
  expect([made.code, made.stdout, made.requests]).toEqual([
    0,
    'the push made a new branch: a pull request will be judged\n',
    [],
  ]);
  const gone = await run(github, {
    event: { name: 'push' },
    before: (event) => ({ ...event, payload: { ...event.payload, after: '0'.repeat(40) } }),
  });
  expect([gone.code, gone.stdout, gone.requests]).toEqual([0, 'the push deleted a branch\n', []]);
});

test('an event that the gate has no work for ends with 0 and says so', async () => {
  const github = await start(BASE);
  const ended = await run(github, { event: { name: 'push' }, before: (event) => ({ ...event, name: 'watch' }) });
  expect([ended.code, ended.stdout, ended.requests, ended.outputs]).toEqual([
    0,
    'the gate has nothing to do on "watch"\n',
    [],
    {},
  ]);
});

/** What the warehouse holds, as a dump of information_schema.columns. */
function dump(columns: readonly (readonly [name: string, type: string])[]): string {
  const rows = columns.map(([name, type], index) => `warehouse,main,sales,${name},${index + 1},${type},YES\n`);
  return `table_catalog,table_schema,table_name,column_name,ordinal_position,data_type,is_nullable\n${rows.join('')}`;
}

const SNAPSHOT = 'warehouse/columns.csv';
const SAME = dump([
  ['state', 'varchar'],
  ['total', 'varchar'],
  ['city', 'varchar'],
]);
const DRIFTED = dump([
  ['state', 'varchar'],
  ['city', 'varchar'],
]);
const schedule = { event: { name: 'schedule' }, inputs: { snapshot: SNAPSHOT } } as const;

async function startWarehouse(snapshot: string): Promise<FakeGitHub> {
  return start({ ...BASE, [SNAPSHOT]: snapshot });
}

test('on a schedule one issue is opened, kept, updated, closed by itself and opened again', async () => {
  const github = await startWarehouse(DRIFTED);
  const opened = await run(github, schedule);
  expect([opened.code, opened.writes]).toEqual([1, ['issues/create']]);
  expect(github.issues()).toMatchObject([
    {
      number: 1,
      title: 'Data contracts drift from the warehouse: 1 difference',
      state: 'open',
      author: BOT,
      labels: ['dataengos: drift'],
    },
  ]);
  expect(github.issues()[0]?.body).toContain('drift/column-missing');

  const kept = await run(github, schedule);
  expect(kept.writes.filter((write) => write !== 'issues/update')).toEqual([]);
  expect(github.comments(1)).toEqual([]);

  github.commit('main', {
    files: {
      [SNAPSHOT]: dump([
        ['state', 'varchar'],
        ['region', 'varchar'],
        ['city', 'varchar'],
      ]),
    },
  });
  const updated = await run(github, { ...schedule, event: { name: 'workflow_dispatch' } });
  expect(updated.writes).toEqual(['issues/update']);
  expect(github.issues()).toMatchObject([
    { title: 'Data contracts drift from the warehouse: 2 differences', state: 'open' },
  ]);

  github.commit('main', { files: { [SNAPSHOT]: SAME } });
  const closed = await run(github, schedule);
  expect([closed.code, closed.writes]).toEqual([0, ['issues/update', 'issues/create-comment']]);
  expect(github.issues()).toMatchObject([{ state: 'closed' }]);
  expect(github.comments(1).map(({ author, body }) => [author, firstLines(body, 1)[0]])).toEqual([
    [BOT, 'The warehouse holds what the contracts say again.'],
  ]);

  const still = await run(github, schedule);
  expect([still.code, still.writes]).toEqual([0, []]);

  github.commit('main', { files: { [SNAPSHOT]: DRIFTED } });
  const again = await run(github, schedule);
  expect([again.code, again.writes]).toEqual([1, ['issues/update']]);
  expect(github.issues()).toMatchObject([
    { number: 1, state: 'open', title: 'Data contracts drift from the warehouse: 1 difference' },
  ]);
  github.assertNoViolations();
}, 60_000);

test('drift that did not change is not written again', async () => {
  const github = await startWarehouse(DRIFTED);
  await run(github, schedule);
  const again = await run(github, schedule);
  expect([again.code, again.writes]).toEqual([1, []]);
  github.assertNoViolations();
});

test('an issue that a stranger made look like ours is not touched', async () => {
  const github = await startWarehouse(DRIFTED);
  await run(github, schedule);
  const [own] = github.issues();
  const other = await startWarehouse(DRIFTED);
  const forged = other.openIssue({ title: 'forged', body: own?.body ?? '', labels: ['dataengos: drift'] });
  await run(other, schedule);
  expect(other.issues().map(({ number, author, title }) => [number === forged, author, title])).toEqual([
    [true, 'stranger', 'forged'],
    [false, BOT, 'Data contracts drift from the warehouse: 1 difference'],
  ]);
  other.assertNoViolations();
});

test('drift without permission for issues is a warning, and the verdict stands', async () => {
  const github = await startWarehouse(DRIFTED);
  const ended = await run(github, { ...schedule, permissions: { contents: 'read' } });
  expect([ended.code, ended.outputs['verdict'], github.issues()]).toEqual([1, 'fail', []]);
  expect(ended.report.skipped).toEqual([
    { what: 'drift issue', why: 'the token may not do this; add "issues: write" to the permissions of the job' },
  ]);
  github.assertNoViolations();
});

test.each([
  ['no snapshot is named', {}, 'set the input "snapshot" to a file with information_schema.columns'],
  ['the snapshot is not there', { snapshot: 'warehouse/none.csv' }, 'cannot read snapshot "'],
  ['the snapshot is something else', { snapshot: 'dataengos.yaml' }, 'dataengos.yaml'],
])('where %s the run ends with 2 and says how to repair it', async (_, inputs, message) => {
  const github = await start(BASE);
  const ended = await run(github, { event: { name: 'schedule' }, inputs });
  expect([ended.code, ended.writes, ended.annotations.length]).toEqual([2, [], 1]);
  expect(ended.annotations[0]?.message).toContain(message);
});

test.each([
  ['fail-on', 'eror', 'did you mean "error"'],
  ['comment', 'yes', 'allowed are true and false'],
  ['export', 'push', 'commit'],
])('input %s with a wrong value ends with 2 and says what is allowed', async (name, value, message) => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { inputs: { [name]: value } });
  expect([ended.code, ended.requests]).toEqual([2, []]);
  expect(ended.annotations[0]?.message).toContain(message);
});

test('fail-on decides what fails, and the language is that of the input', async () => {
  const github = await startPull({ [SALES]: contract({ columns: [...COLUMNS, column('country')] }) });
  const warning = await run(github, { inputs: { 'fail-on': 'warning', lang: 'pt-BR' } });
  expect([warning.code, warning.outputs['warnings']]).toEqual([1, '1']);
  expect(firstLines(warning.summary, 1)).toEqual(['## ❌ Reprovado: 1 aviso']);
  const never = await run(github, { inputs: { 'fail-on': 'never' } });
  expect([never.code, never.outputs['verdict']]).toEqual([0, 'pass']);
});

test('a SARIF report is written where it is asked for', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github, { inputs: { 'sarif-file': 'gate.sarif', 'report-file': '' } });
  expect([ended.code, ended.outputs['report-file']?.endsWith('/dataengos-report.json')]).toEqual([1, true]);
});
