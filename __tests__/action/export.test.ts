import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { FakeGitHub } from '../support/fake-github/server.ts';
import { checkout, runGit, temporaryFolder } from '../support/git-repo.ts';
import {
  BASE,
  BOT,
  buildFirst,
  checkOf,
  column,
  COLUMNS,
  contract,
  type Files,
  headOf,
  PULL,
  run,
  type Run,
  SALES,
  start,
  withArtifacts,
} from './scenario.ts';

buildFirst();

const LOCK = 'exports/.dataengos/lock.json';
const CATALOG = 'exports/docs/catalog.json';
const README = 'exports/docs/README.md';
const GROUP = 'implementation/dbt_project/models/dataengos/_group_sales_data.yml';
const PROPERTIES = 'implementation/dbt_project/models/_sales__contract.yml';

/** A dbt project with the model of the contract, and two generators that have something to say of both. */
const DBT: Files = {
  'dataengos.yaml': 'dialect: duckdb\ngenerators: { all: false, catalog: true, dbt-properties: true }\n',
  'implementation/dbt_project/dbt_project.yml': 'name: sales\nprofile: sales\nmodels:\n  +meta:\n    owner: ana\n',
  ...model('state', 'total', 'city'),
};

/** The model of the contract, with a text in each column. */
function model(...columns: readonly string[]): Files {
  const list = columns.map((name) => `'a' as ${name}`).join(', ');
  return { 'implementation/dbt_project/models/sales.sql': `select ${list}\n` };
}

/** A base with its artifacts, and the same after a column was added. */
let base: Files = {};
let wanted: Files = {};
const added = {
  [SALES]: contract({ columns: [...COLUMNS, column('country')], version: '1.1.0' }),
  ...model('state', 'total', 'city', 'country'),
};

beforeAll(() => {
  const sources = { ...BASE, ...DBT };
  base = withArtifacts(sources);
  wanted = withArtifacts({ ...sources, ...added });
});

/** A pull request that adds a column and regenerates nothing. */
async function startStale(
  options: { readonly protectedBranches?: readonly string[]; readonly draft?: boolean; readonly branch?: string } = {},
): Promise<FakeGitHub> {
  const { protectedBranches = [], draft = false, branch = 'feature' } = options;
  const github = await start(base, { protectedBranches });
  github.commit(branch, { files: added });
  github.openPullRequest({ head: branch, title: 'Add a column', draft });
  return github;
}

function filesAt(github: FakeGitHub, revision: string): Files {
  const paths = runGit(github.repositoryPath, ['ls-tree', '-r', '--name-only', '-z', revision])
    .split('\0')
    .filter(Boolean);
  return Object.fromEntries(
    paths.map((path) => [path, runGit(github.repositoryPath, ['show', `${revision}:${path}`])]),
  );
}

function writesOfExport({ writes }: Run): readonly string[] {
  return writes.filter((write) => /create(?:Commit|-ref|Ref)|git\/|pulls\/(?:create|update)(?: |$)/.test(write));
}

test('by default nothing is written, and stale files fail the gate', async () => {
  const github = await startStale();
  const ended = await run(github, { inputs: { labels: 'true' } });
  expect([ended.code, ended.outputs['stale'], writesOfExport(ended)]).toEqual([1, '4', []]);
  expect(ended.report.findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    'gate/artifact-stale specs/contracts/outputs/sales.yaml',
  ]);
  expect(github.labels(PULL)).toEqual(['exports: stale']);
  github.assertNoViolations();
});

test('commit: the head that was judged gets the files, and the verdict is on the new commit too', async () => {
  const github = await startStale();
  const judged = headOf(github);
  const ended = await run(github, { inputs: { export: 'commit' } });
  const made = headOf(github);
  // The commit that was judged did fail; the one that mends it carries the green verdict.
  expect([ended.code, ended.outputs['export-commit']]).toEqual([1, made]);
  expect(filesAt(github, made)).toEqual(wanted);
  const commit = ended.requests.find(({ operationId }) => operationId === 'graphql:createCommitOnBranch');
  expect(commit?.body).toMatchObject({
    variables: { input: { branch: { branchName: 'feature' }, expectedHeadOid: judged } },
  });
  const message = runGit(github.repositoryPath, ['show', '--no-patch', '--format=%P %an%n%B', made]);
  expect(message).toMatch(
    new RegExp(
      `^${judged} github-actions\\[bot\\]\nchore\\(exports\\): regenerate 4 files\n\n[\\s\\S]*\nGatekeeper-Export: [0-9a-f]{32}\n`,
    ),
  );
  expect([checkOf(github, judged).conclusion, checkOf(github, made).conclusion]).toEqual(['failure', 'success']);
  expect(github.comments(PULL)).toHaveLength(1);
  expect(github.comments(PULL)[0]?.body).toContain('## ✅ Passed');
  github.assertNoViolations();
});

test('commit: nothing is written where everything is fresh', async () => {
  const github = await start(base);
  github.commit('feature', { files: wanted });
  github.openPullRequest({ head: 'feature', title: 'Add a column' });
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect([ended.code, ended.outputs['stale'], ended.outputs['export-commit'], ended.writes]).toEqual([
    0,
    '0',
    undefined,
    ['checks/create'],
  ]);
  expect(ended.stdout).toContain('export: all artifacts are as the specifications say');
  github.assertNoViolations();
});

test('commit: after its own commit a run writes nothing more', async () => {
  const github = await startStale();
  await run(github, { inputs: { export: 'commit' } });
  const again = await run(github, {
    inputs: { export: 'commit' },
    event: { name: 'pull_request', number: PULL, action: 'synchronize' },
  });
  // That it runs is news: the comment no longer says that nothing does.
  expect([again.code, writesOfExport(again), again.writes]).toEqual([
    0,
    [],
    ['checks/update', 'issues/update-comment'],
  ]);
  expect(github.comments(PULL)[0]?.body).not.toContain('GITHUB_TOKEN');
  github.assertNoViolations();
});

test.each<[string, Parameters<typeof startStale>[0], string]>([
  ['protected', { protectedBranches: ['feature'] }, 'the branch is protected; use the export mode "pull-request"'],
  ['a draft', { draft: true }, 'the pull request is a draft; the export waits until it is ready for review'],
  ['of a fork', { branch: 'stranger:feature' }, 'the pull request comes from a fork, whose branch is not written to'],
])('commit: a branch that is %s is not written to', async (_, options, why) => {
  const github = await startStale(options);
  const before = headOf(github);
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect([headOf(github), ended.code, writesOfExport(ended)]).toEqual([before, 1, []]);
  expect(ended.stdout).toContain(`export: ${why}`);
  github.assertNoViolations();
});

test('commit: a branch that moved before the run looked is not written to', async () => {
  const github = await startStale();
  const ended = await run(github, {
    inputs: { export: 'commit' },
    before: () => {
      github.commit('feature', { files: { 'README.md': 'Sales.\n' } });
      return undefined;
    },
  });
  expect([ended.code, writesOfExport(ended)]).toEqual([1, []]);
  expect(ended.stdout).toContain('export: the branch has moved since it was judged');
  github.assertNoViolations();
});

test('commit: a branch that moves at the last moment is refused by GitHub, and the verdict stands', async () => {
  const github = await startStale();
  const before = headOf(github);
  github.failNext({
    match: 'graphql:createCommitOnBranch',
    status: 200,
    body: {
      data: null,
      errors: [
        {
          type: 'STALE_DATA',
          path: ['createCommitOnBranch'],
          message: 'Expected branch to point to "x" but it did not.  Pull and try again.',
        },
      ],
    },
  });
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect([headOf(github), ended.code, ended.outputs['export-commit']]).toEqual([before, 1, undefined]);
  expect(ended.report.skipped.map(({ what }) => what)).toEqual(['export']);
});

test('commit: a token that may not write contents is a warning', async () => {
  const github = await startStale();
  const ended = await run(github, {
    inputs: { export: 'commit' },
    permissions: { contents: 'read', checks: 'write', 'pull-requests': 'write' },
  });
  expect([ended.code, ended.report.skipped]).toEqual([
    1,
    [{ what: 'export', why: 'the token may not do this; add "contents: write" to the permissions of the job' }],
  ]);
  github.assertNoViolations();
});

test('commit: never more than two commits of the bot in a row', async () => {
  const github = await startStale();
  const bot = { name: BOT, email: '41898282+github-actions[bot]@users.noreply.github.com' };
  for (const message of ['one', 'two'])
    github.commit('feature', {
      files: { [README]: `${message}\n` },
      message: `chore: ${message}\n\nGatekeeper-Export: ${'0'.repeat(32)}`,
      author: bot,
    });
  const before = headOf(github);
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect([headOf(github), writesOfExport(ended)]).toEqual([before, []]);
  expect(ended.stdout).toContain("export: the last 2 commits are a bot's");
  github.assertNoViolations();
});

test('commit: a file that somebody edited by hand is not overwritten', async () => {
  const github = await startStale();
  const edited = `${wanted[README] ?? ''}\nMy own words.\n`;
  github.commit('feature', { files: { [README]: edited } });
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect(runGit(github.repositoryPath, ['show', `feature:${README}`])).toBe(edited);
  expect(ended.report.findings.map(({ path, message }) => [path, message.includes('edited by hand')])).toContainEqual([
    README,
    true,
  ]);
  github.assertNoViolations();
});

test('commit: the export token is used for the commit, and only there', async () => {
  const github = await startStale();
  const token = github.token({ contents: 'write', 'pull-requests': 'write' }, 'exporter[bot]');
  const ended = await run(github, { inputs: { export: 'commit', 'export-token': token } });
  const logins = new Map(ended.requests.map(({ operationId, login }) => [operationId, login]));
  expect([
    logins.get('graphql:createCommitOnBranch'),
    logins.get('checks/create'),
    logins.get('issues/create-comment'),
  ]).toEqual(['exporter[bot]', BOT, BOT]);
  expect(github.checkRuns(headOf(github))).toHaveLength(1);
  github.assertNoViolations();
});

const exportBranch = 'dataengos/export/feature';

test('pull-request: one branch and one pull request are opened, kept, updated and closed', async () => {
  const github = await startStale();
  const opened = await run(github, { inputs: { export: 'pull-request' } });
  expect(opened.report.skipped).toEqual([]);
  expect([opened.code, github.pullRequest(2).title, github.pullRequest(2).pull]).toMatchObject([
    1,
    'Regenerate the artifacts of feature',
    { headRef: exportBranch, base: 'feature' },
  ]);
  expect(filesAt(github, exportBranch)).toEqual(wanted);

  const kept = await run(github, { inputs: { export: 'pull-request' } });
  expect([
    writesOfExport(kept),
    kept.stdout.includes('export: the export pull request has this content already'),
  ]).toEqual([[], true]);

  const more = {
    [SALES]: contract({ columns: [...COLUMNS, column('country'), column('region')], version: '1.1.0' }),
    ...model('state', 'total', 'city', 'country', 'region'),
  };
  github.commit('feature', { files: more });
  const before = github.branch(exportBranch);
  await run(github, { inputs: { export: 'pull-request' } });
  expect(github.branch(exportBranch)).not.toBe(before);
  expect(runGit(github.repositoryPath, ['show', `${exportBranch}:${CATALOG}`])).toContain('region');
  expect(() => github.pullRequest(3)).toThrow();

  github.commit('feature', { files: withArtifacts({ ...BASE, ...DBT, ...more }) });
  const done = await run(github, { inputs: { export: 'pull-request' } });
  expect([done.code, github.pullRequest(2).state]).toEqual([0, 'closed']);
  github.assertNoViolations();
}, 60_000);

test('pull-request: a repository whose actions may not open pull requests is a warning', async () => {
  const github = await start(base, { actionsMayOpenPulls: false });
  github.commit('feature', { files: added });
  github.openPullRequest({ head: 'feature', title: 'Add a column' });
  const ended = await run(github, { inputs: { export: 'pull-request' } });
  expect([ended.code, ended.report.skipped.map(({ what }) => what)]).toEqual([1, ['export pull request']]);
  github.assertNoViolations();
});

test('pull-request: what an older head asked for is gone from the branch when the head has moved', async () => {
  const github = await startStale();
  await run(github, { inputs: { export: 'pull-request' } });
  expect(filesAt(github, exportBranch)[PROPERTIES]).toContain('country');
  const back = { [SALES]: BASE[SALES] ?? '', ...model('state', 'total', 'city'), [CATALOG]: null };
  github.commit('feature', { files: back });
  await run(github, { inputs: { export: 'pull-request' } });
  expect(filesAt(github, exportBranch)).toEqual({
    ...base,
    'implementation/dbt_project/models/sales.sql': expect.any(String) as unknown,
  });
  const commits = runGit(github.repositoryPath, ['log', '--format=%an', `feature..${exportBranch}`])
    .trim()
    .split('\n');
  expect([commits, runGit(github.repositoryPath, ['branch', '--list', 'dataengos/export-next/*'])]).toEqual([
    [BOT],
    '',
  ]);
  github.assertNoViolations();
}, 30_000);

test("pull-request: a branch with somebody's commit is left as it is, and not closed", async () => {
  const github = await startStale();
  await run(github, { inputs: { export: 'pull-request' } });
  const ana = { name: 'ana', email: 'ana@example.com' };
  github.commit(exportBranch, { files: { [README]: 'My own words.\n' }, message: 'docs: words', author: ana });
  const mine = github.branch(exportBranch);
  for (const files of [{ 'notes.md': 'x\n' }, wanted]) {
    github.commit('feature', { files });
    const left = await run(github, { inputs: { export: 'pull-request' } });
    expect([writesOfExport(left), github.branch(exportBranch), github.pullRequest(2).state]).toEqual([
      [],
      mine,
      'open',
    ]);
    expect(left.stdout).toContain(
      `export: the branch "${exportBranch}" has a commit that is not the gate's (${mine?.slice(0, 7)} of `,
    );
  }
  github.assertNoViolations();
}, 30_000);

test('artifact: the patch mends the branch', async () => {
  const github = await startStale();
  const folder = temporaryFolder('patch-');
  const ended = await run(github, { inputs: { export: 'artifact' }, env: { RUNNER_TEMP: folder } });
  expect([ended.code, writesOfExport(ended)]).toEqual([1, []]);
  expect(ended.outputs['patch-file']).toBe(join(folder, 'dataengos-export.patch'));
  const clone = checkout({ from: github.repositoryPath, ref: 'refs/heads/feature' });
  runGit(clone, ['apply', '--index', ended.outputs['patch-file'] ?? '']);
  const tree = runGit(clone, ['write-tree']).trim();
  expect(runGit(clone, ['ls-tree', '-r', '--name-only', tree]).split('\n').filter(Boolean)).toEqual(
    Object.keys(wanted).toSorted(),
  );
  for (const path of [LOCK, CATALOG, README, PROPERTIES])
    expect(runGit(clone, ['show', `${tree}:${path}`])).toBe(wanted[path]);
  github.assertNoViolations();
});

test('artifact: a fork gets a patch too', async () => {
  const github = await startStale({ branch: 'stranger:feature' });
  const ended = await run(github, { inputs: { export: 'artifact' } });
  expect([ended.code, ended.outputs['patch-file']?.endsWith('/dataengos-export.patch')]).toEqual([1, true]);
  github.assertNoViolations();
});

test('check: the patch is written, too, and the comment and the summary say how to mend the branch', async () => {
  const github = await startStale();
  const folder = temporaryFolder('patch-');
  const ended = await run(github, { env: { RUNNER_TEMP: folder } });
  expect([ended.code, writesOfExport(ended)]).toEqual([1, []]);
  expect(ended.outputs['patch-file']).toBe(join(folder, 'dataengos-export.patch'));
  for (const text of [ended.summary, github.comments(PULL)[0]?.body])
    expect([
      text?.includes('`npx dataengos generate --write`'),
      text?.includes('`git apply dataengos-export.patch`'),
    ]).toEqual([true, true]);
  github.assertNoViolations();
});

test('check: where all is fresh there is no patch', async () => {
  const github = await start(base);
  github.commit('feature', { files: wanted });
  github.openPullRequest({ head: 'feature', title: 'Add a column' });
  const ended = await run(github);
  expect([ended.code, ended.outputs['patch-file'], ended.summary.includes('git apply')]).toEqual([0, undefined, false]);
});

test('artifact: the patch makes missing files and deletes orphaned ones', async () => {
  const github = await start(base);
  const renamed = contract({ columns: COLUMNS, version: '1.0.0' }).replaceAll('name: sales', 'name: revenue');
  github.commit('feature', { files: { [SALES]: renamed, [CATALOG]: null, [README]: null } });
  github.openPullRequest({ head: 'feature', title: 'Rename the table' });
  const folder = temporaryFolder('patch-');
  const ended = await run(github, { inputs: { export: 'artifact' }, env: { RUNNER_TEMP: folder } });
  const clone = checkout({ from: github.repositoryPath, ref: 'refs/heads/feature' });
  runGit(clone, ['apply', '--index', ended.outputs['patch-file'] ?? '']);
  const staged = runGit(clone, ['diff', '--cached', '--name-status', 'HEAD']).trim().split('\n');
  expect(staged).toEqual([`M\t${LOCK}`, `A\t${README}`, `A\t${CATALOG}`, `D\t${PROPERTIES}`, `D\t${GROUP}`]);
  github.assertNoViolations();
});

test('commit: with GITHUB_TOKEN the comment, the summary and the report say what else does not run on it', async () => {
  const requiredChecks = { protection: ['build'], ruleset: ['DataEngOS Gatekeeper', 'integration'] };
  const github = await start(base, { requiredChecks });
  github.commit('feature', { files: added });
  github.openPullRequest({ head: 'feature', title: 'Add a column' });
  const ended = await run(github, { inputs: { export: 'commit' } });
  const names = 'Checks that `main` requires and that do not report on it by themselves: `build`, `integration`.';
  for (const text of [ended.summary, github.comments(PULL)[0]?.body, checkOf(github, headOf(github)).summary])
    expect(text).toContain(names);
  expect(ended.report.skipped.map(({ what, why }) => [what, why.replaceAll('"', '`').includes(names)])).toEqual([
    ['other workflows', true],
  ]);
  github.assertNoViolations();
});

test('commit: with the token of an app nothing is missing', async () => {
  const github = await startStale();
  const token = github.token({ contents: 'write', 'pull-requests': 'write' }, 'exporter[bot]');
  const ended = await run(github, { inputs: { export: 'commit', 'export-token': token } });
  expect([ended.report.skipped, ended.summary.includes('GITHUB_TOKEN')]).toEqual([[], false]);
  expect(github.comments(PULL)[0]?.body).not.toContain('GITHUB_TOKEN');
});

test('commit: a hand edit beside what changed is merged; one in the same lines is left and listed', async () => {
  const github = await startStale();
  const beside = (files: Files): string => (files[PROPERTIES] ?? '').replace('\n', '\n# Ours.\n');
  const same = (base[README] ?? '').replace('| 1.0.0 |', '| 1.0.0 (ours) |');
  expect([beside(base), same].filter((text) => text === base[PROPERTIES] || text === base[README])).toEqual([]);
  github.commit('feature', { files: { [PROPERTIES]: beside(base), [README]: same } });
  const ended = await run(github, { inputs: { export: 'commit' } });
  const made = filesAt(github, headOf(github));
  expect(made[PROPERTIES]).toBe(beside(wanted));
  expect(made[README]).toBe(same);
  expect(ended.outputs['export-commit']).toBe(headOf(github));
  const body = github.comments(PULL)[0]?.body ?? '';
  expect(body).toContain(`the specifications and somebody's hand changed the same lines: \`${README}\`.`);
  github.assertNoViolations();
});
