import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/git-repo.ts';
import {
  BASE,
  BROKEN,
  buildFirst,
  checkOf,
  column,
  COLUMNS,
  contract,
  findingsOf,
  headOf,
  PULL,
  run,
  SALES,
  start,
  startPull,
  threadsOf,
} from './scenario.ts';

buildFirst();

test('reports are written into folders that do not exist yet', async () => {
  const github = await startPull(BROKEN);
  const folder = temporaryFolder('reports-');
  const inputs = {
    'report-file': join(folder, 'out', 'report.json'),
    'sarif-file': join(folder, 'sarif', 'gate.sarif'),
  };
  const ended = await run(github, { inputs, env: { RUNNER_TEMP: folder } });
  expect([ended.code, ended.outputs['report-file']]).toEqual([1, inputs['report-file']]);
  expect(JSON.parse(readFileSync(inputs['report-file'], 'utf8'))).toMatchObject({ schema: 1, verdict: 'fail' });
  expect(JSON.parse(readFileSync(inputs['sarif-file'], 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(checkOf(github, headOf(github)).conclusion).toBe('failure');
  github.assertNoViolations();
});

test.each(['report-file', 'sarif-file'])('%s is not written through a symlink of the pull request', async (input) => {
  const folder = temporaryFolder('victim-');
  const victim = join(folder, 'profile');
  writeFileSync(victim, 'mine');
  const github = await startPull({ 'gate.json': { symlink: victim }, out: { symlink: folder } });
  for (const path of ['gate.json', 'out/profile']) {
    const ended = await run(github, { inputs: { 'report-file': '', [input]: path } });
    expect([ended.code, readFileSync(victim, 'utf8')]).toEqual([3, 'mine']);
    expect(ended.annotations.map(({ message }) => message)).toEqual([
      `"${path}" leads through a symlink; it was not written`,
    ]);
  }
});

test('a report is not written outside of the workspace and the temporary folder', async () => {
  const folder = temporaryFolder('outside-');
  const github = await startPull({ 'README.md': 'Sales.\n' });
  const ended = await run(github, { inputs: { 'report-file': join(folder, 'report.json') } });
  expect(ended.code).toBe(2);
  expect(ended.annotations[0]?.message).toContain(
    'is neither below the workspace nor below the temporary folder of the runner',
  );
  expect(() => lstatSync(join(folder, 'report.json'))).toThrow();
});

test('without a checkout the run ends with 3 and says what to do', async () => {
  const github = await startPull(BROKEN);
  const folder = temporaryFolder('empty-');
  mkdirSync(join(folder, 'workspace'));
  const ended = await run(github, {
    env: { GITHUB_WORKSPACE: join(folder, 'workspace') },
    inputs: { 'report-file': '' },
  });
  expect([ended.code, ended.writes, ended.outputs['verdict']]).toEqual([3, [], undefined]);
  expect(ended.annotations[0]?.message).toContain('check out');
});

test.each([
  'specs/contracts/outputs/vendas_são_paulo.yaml',
  'specs/contracts/outputs/a "quoted" file.yaml',
  'specs/contracts/outputs/tab\\slash.yaml',
  'specs/contracts/outputs/-rf.yaml',
])('a contract at %s is commented on its line', async (path) => {
  const github = await startPull({
    [path]: contract({ id: 'other', object: 'other', columns: [column('state'), column('badName')] }),
  });
  const ended = await run(github);
  expect(findingsOf(ended)).toEqual([`error spec/naming-convention ${path}:17 head`]);
  expect(threadsOf(github)).toEqual([`${path}:17 RIGHT spec/naming-convention open`]);
  expect(checkOf(github, headOf(github)).annotations).toMatchObject([{ path, start_line: 17 }]);
  github.assertNoViolations();
});

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

test('CRLF line ends are judged and commented as others are', async () => {
  const base = { ...BASE, [SALES]: crlf(contract()) };
  const head = crlf(
    contract({ columns: [column('state'), column('city'), column('badName')] }).replace('active', 'draft'),
  );
  const github = await startPull({ [SALES]: head }, base);
  const ended = await run(github);
  expect(ended.code).toBe(1);
  expect(threadsOf(github)).toContain(`${SALES}:17 LEFT contract/property-removed open`);
  expect(threadsOf(github)).toContain(`${SALES}:18 RIGHT spec/naming-convention open`);
  expect(github.threads(PULL).filter(({ comments }) => comments[0]?.body.includes('```suggestion') === true)).toEqual(
    [],
  );
  github.assertNoViolations();
});

test('attributes of the pull request cannot hide its lines from the verdict', async () => {
  const github = await startPull({
    ...BROKEN,
    '.gitattributes': '*.yaml binary -diff\n* export-ignore filter=evil diff=evil\n',
  });
  const ended = await run(github);
  expect([ended.code, ended.outputs['breaking']]).toEqual([1, '1']);
});

test('a fork that was deleted is a fork', async () => {
  const github = await startPull(BROKEN);
  const ended = await run(github, {
    before: (event) => {
      const payload = structuredClone(event.payload);
      Object.assign(Object(payload['pull_request']).head, { repo: null });
      return { ...event, payload };
    },
    inputs: { export: 'commit' },
  });
  expect([ended.code, ended.outputs['export-commit']]).toEqual([1, undefined]);
});

test('pull_request_target reads a fork as data, and can comment on it', async () => {
  const github = await start(BASE);
  github.commit('stranger:feature', { files: { ...BROKEN, 'dataengos.yaml': 'fail-on: never\n' } });
  github.openPullRequest({ head: 'stranger:feature', title: 'From a fork', author: 'stranger' });
  const ended = await run(github, { event: { name: 'pull_request_target', number: PULL }, depth: 1 });
  expect([ended.code, threadsOf(github)]).toEqual([
    1,
    [`${SALES}:17 LEFT contract/property-removed open`, `${SALES} (file) contract/version-not-bumped open`],
  ]);
  github.assertNoViolations();
});

test('a pull request of Dependabot has a token that can only read, and the verdict speaks', async () => {
  const github = await start(BASE);
  github.commit('dependabot/x', { files: BROKEN });
  github.openPullRequest({ head: 'dependabot/x', title: 'Bump', author: 'dependabot[bot]' });
  const ended = await run(github);
  expect([ended.code, ended.outputs['verdict'], ended.writes.filter((write) => !write.endsWith(' 403'))]).toEqual([
    1,
    'fail',
    [],
  ]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual([
    'check run',
    'sticky comment',
    'review',
    'file comments',
  ]);
  github.assertNoViolations();
});

test('a pull request whose base branch has a broken configuration is judged by the defaults, and that is said', async () => {
  const github = await startPull(
    { [SALES]: contract({ columns: [...COLUMNS, column('country')], version: '1.1.0' }), ...BROKEN },
    { ...BASE, 'dataengos.yaml': 'fail-on: [\n' },
  );
  const ended = await run(github);
  expect([ended.code, ended.outputs['breaking']]).toEqual([1, '1']);
  expect(JSON.stringify(ended.report)).toContain('dataengos.yaml');
});
