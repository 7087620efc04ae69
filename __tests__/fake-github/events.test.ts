import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, createRepository, runGit, temporaryFolder } from '../support/git-repo.ts';
import { checkoutEvent, readOutputs, runAction } from '../support/run-action.ts';
import { readLog } from '../support/workflow-commands.ts';
import { startWithPull } from './scenario.ts';

test('a pull request event carries the merge commit and both sides', async () => {
  const fake = await startWithPull();
  const event = fake.event({ name: 'pull_request', number: 1, action: 'synchronize', before: 'b'.repeat(40) });
  expect([event.sha, event.ref]).toEqual([
    runGit(fake.repositoryPath, ['rev-parse', 'refs/pull/1/merge']).trim(),
    'refs/pull/1/merge',
  ]);
  expect(event.payload).toMatchObject({
    action: 'synchronize',
    before: 'b'.repeat(40),
    after: fake.branch('feature'),
    number: 1,
    pull_request: { head: { sha: fake.branch('feature'), repo: { full_name: 'acme/data' } }, base: { ref: 'main' } },
    repository: { full_name: 'acme/data', owner: { login: 'acme' } },
    sender: { login: 'developer' },
  });
});

test('the other events name their ref, and no pull request', async () => {
  const fake = await startWithPull();
  const main = fake.branch('main');
  const group = fake.event({ name: 'merge_group', number: 1 });
  expect(group.payload).toMatchObject({
    action: 'checks_requested',
    merge_group: { base_sha: main, head_sha: group.sha, head_ref: group.ref },
  });
  expect(group.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-1-${fake.branch('feature')}`);
  expect(fake.event({ name: 'schedule' })).toMatchObject({
    payload: { schedule: '0 5 * * *' },
    sha: main,
    ref: 'refs/heads/main',
  });
  expect(fake.event({ name: 'workflow_dispatch', inputs: { a: 'b' } }).payload).toMatchObject({
    inputs: { a: 'b' },
    ref: 'refs/heads/main',
  });
  expect(fake.event({ name: 'push', branch: 'feature' })).toMatchObject({
    payload: { before: main, after: fake.branch('feature') },
  });
  expect([group, fake.event({ name: 'push' })].filter(({ payload }) => 'pull_request' in payload)).toEqual([]);
});

test('the checkout of an event has its ref, one commit deep, and can fetch others by SHA', async () => {
  const fake = await startWithPull();
  const workspace = checkoutEvent(fake, fake.event({ name: 'pull_request', number: 1 }));
  expect(existsSync(join(workspace, 'specs', 'new.txt'))).toBe(true);
  expect(runGit(workspace, ['rev-list', '--count', 'HEAD']).trim()).toBe('1');
  const base = fake.branch('main') ?? '';
  runGit(workspace, ['fetch', '--quiet', '--depth=1', 'origin', base]);
  expect(runGit(workspace, ['cat-file', '-t', base]).trim()).toBe('commit');
});

const ENTRY = `
import { appendFileSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import { context, getOctokit } from '@actions/github';
const octokit = getOctokit(env['INPUT_GITHUB-TOKEN']);
const { data } = await octokit.rest.pulls.get({ ...context.repo, pull_number: context.payload.pull_request.number });
appendFileSync(env.GITHUB_OUTPUT, 'title<<end\\n' + data.title + '\\nsecond line\\nend\\nmode=' + env.INPUT_MODE + '\\n');
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Summary\\n');
console.log('::error file=specs/a.txt,line=10,title=a%2Cb::wrong%0Aindeed');
console.error('text ##[warning]careful');
console.log(JSON.stringify(Object.keys(env).filter((name) => name === 'NODE_OPTIONS' || name === 'VITEST')));
console.log(process.version.split('.')[0] + ' ' + process.cwd());
process.exitCode = 1;
`;

const METADATA = `inputs:
  github-token: { default: '\${{ github.token }}' }
  mode: { default: check }
`;

test('an action runs as the runner runs it', async () => {
  const fake = await startWithPull();
  const root = join(import.meta.dirname, '..', '..');
  const event = fake.event({ name: 'pull_request', number: 1 });
  const workspace = checkoutEvent(fake, event);
  const folder = createRepository({
    'entry.mjs': ENTRY,
    'action.yml': METADATA,
    node_modules: { symlink: join(root, 'node_modules') },
  });
  const run = {
    github: fake,
    event,
    workspace,
    entry: join(folder, 'entry.mjs'),
    metadata: join(folder, 'action.yml'),
  };
  const result = await runAction(run);
  expect(result).toMatchObject({
    code: 1,
    outputs: { title: 'Change line 10\nsecond line', mode: 'check' },
    summary: '# Summary\n',
    annotations: [
      { level: 'error', file: 'specs/a.txt', line: 10, title: 'a,b', message: 'wrong\nindeed' },
      { level: 'warning', file: undefined, line: undefined, title: undefined, message: 'careful' },
    ],
  });
  expect(result.stdout).toContain(`[]\nv24 ${workspace}`);
  expect((await runAction({ ...run, inputs: { mode: 'commit' } })).outputs['mode']).toBe('commit');
  await expect(runAction({ ...run, inputs: { mod: 'commit' } })).rejects.toThrow('action.yml has no input "mod"');
  expect(fake.requests.map(({ operationId, status }) => [operationId, status])).toEqual([
    ['pulls/get', 200],
    ['pulls/get', 200],
  ]);
  fake.assertNoViolations();
});

test('a log gives ten annotations of each level, and none while commands are stopped', () => {
  const errors = Array.from({ length: 12 }, (_, index) => `  ::error::number ${index}`);
  const stopped = ['::stop-commands::token', '::warning::hidden', '##[warning]hidden', '::token::', '::notice::seen'];
  const log = readLog(
    [...errors, ...stopped, 'x ::error::not at the start', '::unknown::x', '::add-mask::secret'].join('\n'),
  );
  expect(log.annotations.map(({ level, message }) => `${level} ${message}`)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `error number ${index}`),
    'notice seen',
  ]);
  expect([log.dropped, log.masks]).toEqual([2, ['secret']]);
});

test('outputs of several lines end at their delimiter', () => {
  expect(readOutputs('a=1\nb<<x\n2\nc=3\nx\nd=\n')).toEqual({ a: '1', b: '2\nc=3', d: '' });
  expect(() => readOutputs('b<<x\n2\n')).toThrow('output "b" has no end');
});

function secondCommit(): string {
  const folder = createRepository({
    'a "quoted"\nname': 'x',
    'run.sh': { executable: 'true' },
    link: { symlink: 'run.sh' },
  });
  return commitFiles(folder, { files: { link: null, 'b.txt': new Uint8Array([0, 255]) }, message: 'second' });
}

test('the same files give the same commits', () => {
  expect(secondCommit()).toBe(secondCommit());
  const other = createRepository({ a: '1' }, join(temporaryFolder(), 'inside'));
  expect(runGit(other, ['status', '--short'])).toBe('');
});
