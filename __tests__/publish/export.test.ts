import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ArtifactState, ArtifactStatus } from '../../src/model/artifact.ts';
import { EnvironmentError } from '../../src/model/errors.ts';
import { applyExport, gatherExportState } from '../../src/publish/apply-export.ts';
import { createPatch } from '../../src/publish/export-patch.ts';
import { type ExportRequest, type ExportState, planExport } from '../../src/publish/plan-export.ts';
import { headSha } from './build.ts';
import { memoryForge, type MemoryGitHub, memoryGitHub, refused } from './memory-forge.ts';

const head = { ref: 'topic', sha: headSha };
const state: ExportState = {
  ownLogin: 'github-actions[bot]',
  headBranch: { sha: headSha, protected: false },
  recentCommits: [],
  exportBranch: undefined,
  openPullRequest: undefined,
};

function stateOf(path: string, status: ArtifactStatus): ArtifactState {
  const content = status === 'stale' || status === 'missing' ? { content: `${path} now\n` } : {};
  return { path, status, ownership: 'owned', ...content, generator: 'docs', sources: ['specs/a.yaml'] };
}

function request(change: Partial<ExportRequest> = {}): ExportRequest {
  return {
    mode: 'commit',
    states: [stateOf('exports/a.md', 'stale'), stateOf('exports/b.md', 'fresh')],
    head,
    isFork: false,
    state,
    readHead: (path) => (path === 'exports/b.md' ? 'exports/b.md now\n' : 'before\n'),
    lang: 'en',
    ...change,
  };
}

const expectedBody =
  /^Generated from the specifications; edit those instead of these files\.\n\n- write exports\/a\.md\n- write exports\/c\.md\n- delete exports\/old\.md\n\nGatekeeper-Export: [0-9a-f]{32}$/;

const commitOf = (message: string, author = 'github-actions[bot]') => ({ sha: 'c'.repeat(40), author, message });
const ours = commitOf('chore(exports): regenerate 1 file\n\nGatekeeper-Export: 1234');

describe('an export commit', () => {
  test('writes what is stale or missing, deletes what nothing asks for, on the head that was judged', () => {
    const plan = planExport(
      request({
        states: [
          stateOf('exports/old.md', 'orphaned'),
          stateOf('exports/c.md', 'missing'),
          stateOf('exports/a.md', 'stale'),
        ],
        readHead: (path) => (path === 'exports/c.md' ? undefined : 'before\n'),
      }),
    );
    expect(plan).toEqual({
      kind: 'commit',
      commit: {
        branch: 'topic',
        expectedHeadOid: headSha,
        headline: 'chore(exports): regenerate 3 files',
        body: expect.stringMatching(expectedBody) as unknown,
        additions: [
          { path: 'exports/a.md', content: 'exports/a.md now\n' },
          { path: 'exports/c.md', content: 'exports/c.md now\n' },
        ],
        deletions: ['exports/old.md'],
      },
    });
  });

  const rows: readonly (readonly [string, Partial<ExportRequest>, string])[] = [
    ['in mode check, where all is fresh', { mode: 'check', states: [] }, 'all artifacts are as the specifications say'],
    ['to a fork', { isFork: true }, 'comes from a fork'],
    ['of a draft', { draft: true }, 'is a draft'],
    [
      'to a protected branch',
      { state: { ...state, headBranch: { sha: headSha, protected: true } } },
      'branch is protected',
    ],
    [
      'to a branch that moved',
      { state: { ...state, headBranch: { sha: 'd'.repeat(40), protected: false } } },
      'branch has moved',
    ],
    ['to a branch that is gone', { state: { ...state, headBranch: undefined } }, 'branch has moved'],
    [
      'when nothing changed',
      { states: [stateOf('exports/a.md', 'fresh')] },
      'all artifacts are as the specifications say',
    ],
    [
      'when the content is the same',
      { readHead: () => 'exports/a.md now\n' },
      'all artifacts are as the specifications say',
    ],
    [
      'over what people edited',
      { states: [stateOf('exports/a.md', 'edited')] },
      'all artifacts are as the specifications say',
    ],
    [
      'over a file that people own and that says what it must',
      { states: [{ ...stateOf('exports/a.md', 'stale'), content: 'before\n' }] },
      'all artifacts are as the specifications say',
    ],
    ['after two commits of ours', { state: { ...state, recentCommits: [ours, ours] } }, 'the last 2 commits are a bot'],
    [
      'after two commits of ours by another token',
      { state: { ...state, recentCommits: [{ ...ours, author: 'ana' }, ours] } },
      'the last 2 commits are a bot',
    ],
    [
      'after two commits of our app',
      { state: { ...state, recentCommits: [commitOf('fmt'), commitOf('fmt')] } },
      'the last 2 commits are a bot',
    ],
    [
      'to an export branch',
      { mode: 'pull-request', head: { ...head, ref: 'dataengos/export/topic' } },
      'itself one of the exports',
    ],
  ];
  test.each(rows)('is never made %s', (_, change, why) => {
    expect(planExport(request(change))).toEqual({ kind: 'none', why: expect.stringContaining(why) as unknown });
  });

  test.each([
    ['one commit of ours', [ours]],
    ['a person between two of ours', [ours, commitOf('fix', 'ana'), ours]],
    ['commits of a person whose token we have', [commitOf('a', 'ana'), commitOf('b', 'ana')]],
    ['commits of another bot', [commitOf('a', 'renovate[bot]'), commitOf('b', 'renovate[bot]')]],
  ])('is made after %s', (_, recentCommits) => {
    const ownLogin = recentCommits[0]?.author === 'ana' ? 'ana' : state.ownLogin;
    expect(planExport(request({ state: { ...state, ownLogin, recentCommits } })).kind).toBe('commit');
  });
});

function hubWith(change: Partial<MemoryGitHub> = {}): MemoryGitHub {
  return memoryGitHub({ branches: new Map([['topic', { sha: headSha, protected: false }]]), ...change });
}

async function run(hub: MemoryGitHub, change: Partial<ExportRequest> = {}) {
  hub.calls = [];
  const forge = memoryForge(hub);
  const at = change.head ?? head;
  const gathered = await gatherExportState(forge, { head: at, lang: 'en' });
  const plan = planExport(request({ ...change, state: gathered.state }));
  const result = await applyExport(plan, forge, { head: at, lang: 'en' });
  return { plan, ...result, outcomes: [...gathered.outcomes, ...result.outcomes] };
}

describe('the export on GitHub', () => {
  test('gives back the new commit, on which the verdict is published too', async () => {
    const hub = hubWith();
    const { sha, outcomes } = await run(hub);
    expect(sha).toBe(hub.branches.get('topic')?.sha);
    expect(outcomes).toEqual([{ sink: 'export', status: 'done', detail: sha }]);
  });

  test('stops after two commits in a row, even where the files never become fresh', async () => {
    const hub = hubWith();
    const kinds: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const sha = hub.branches.get('topic')?.sha ?? '';
      kinds.push((await run(hub, { head: { ref: 'topic', sha } })).plan.kind);
    }
    expect(kinds).toEqual(['commit', 'commit', 'none', 'none']);
  });

  test('writes nothing when the branch moves between looking and writing', async () => {
    const hub = hubWith();
    const forge = memoryForge(hub);
    const plan = planExport(request());
    hub.branches.set('topic', { sha: 'd'.repeat(40), protected: false });
    expect(await applyExport(plan, forge, { head, lang: 'en' })).toEqual({
      outcomes: [
        { sink: 'export', status: 'skipped', why: 'GitHub did not take it: Expected branch to point elsewhere' },
      ],
    });
    expect(hub.commitPlans).toEqual([]);
  });

  test('names the missing permission', async () => {
    const { outcomes } = await run(hubWith({ fail: { createCommit: refused() } }));
    const why = 'the token may not do this; add "contents: write" to the permissions of the job';
    expect(outcomes).toEqual([{ sink: 'export', status: 'skipped', why }]);
  });

  test('writes nothing where it cannot read', async () => {
    const hub = hubWith({
      fail: { listCommits: new EnvironmentError('Bad Gateway', { status: 502, retryable: true }) },
    });
    const { outcomes } = await run(hub);
    expect(outcomes).toEqual([{ sink: 'export', status: 'skipped', why: 'GitHub did not take it: Bad Gateway' }]);
    expect(hub.calls).toEqual([]);
  });

  test('as a pull request: opened, left alone, updated in place, closed when empty', async () => {
    const hub = hubWith();
    const mode = 'pull-request';
    await run(hub, { mode });
    const [opened] = hub.pullRequests;
    expect(hub.calls).toEqual([
      'createBranch dataengos/export/topic',
      'createCommit dataengos/export/topic',
      'createPullRequest dataengos/export/topic',
    ]);
    expect(opened).toMatchObject({
      head: 'dataengos/export/topic',
      base: 'topic',
      title: 'Regenerate the artifacts of topic',
      state: 'open',
    });
    expect(opened?.body).toContain('- write exports/a.md');

    expect((await run(hub, { mode })).plan.kind).toBe('none');
    expect(hub.calls).toEqual([]);

    await run(hub, { mode, states: [{ ...stateOf('exports/a.md', 'stale'), content: 'other\n' }] });
    expect(hub.calls.map((call) => call.replace(/next\/.*/, 'next'))).toEqual([
      'createBranch dataengos/export-next',
      'createCommit dataengos/export-next',
      'replaceBranch dataengos/export/topic',
      `updatePullRequest ${opened?.number}`,
    ]);
    // What the older commit wrote is not built upon.
    expect(hub.commitPlans.at(-1)?.expectedHeadOid).toBe(headSha);
    expect([...hub.branches.keys()]).toEqual(['topic', 'dataengos/export/topic']);

    await run(hub, { mode, states: [] });
    expect(hub.calls).toEqual([`updatePullRequest ${opened?.number}`]);
    expect(hub.pullRequests.map((pull) => pull.state)).toEqual(['closed']);

    expect((await run(hub, { mode, states: [] })).plan.kind).toBe('none');
  });

  test('as a pull request is opened again without a second commit of the same content', async () => {
    const hub = hubWith();
    await run(hub, { mode: 'pull-request' });
    hub.pullRequests = hub.pullRequests.map((pull) => ({ ...pull, state: 'closed' }));
    await run(hub, { mode: 'pull-request' });
    expect(hub.calls).toEqual(['createPullRequest dataengos/export/topic']);
  });

  test('may go to a protected branch as a pull request', async () => {
    const hub = hubWith({ branches: new Map([['topic', { sha: headSha, protected: true }]]) });
    expect((await run(hub, { mode: 'pull-request' })).plan.kind).toBe('pull-request');
  });
});

describe('the patch', () => {
  const changes = [
    { path: 'exports/a b.md', before: 'one\ntwo\n', after: 'one\nTWO\n' },
    { path: 'exports/"q"\t.md', before: undefined, after: 'new\n' },
    { path: 'exports/gone.md', before: 'old\n', after: undefined },
    { path: 'exports/no-end.md', before: 'x', after: 'x\ny' },
    { path: 'exports/vazio-ção.md', before: undefined, after: '' },
  ];

  test('is what "git apply" takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatekeeper-patch-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    for (const { path, before } of changes) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (before !== undefined) writeFileSync(join(folder, path), before);
    }
    execFileSync('git', ['apply', '-'], { cwd: folder, input: createPatch(changes) });
    const after = changes.map(({ path }) =>
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined,
    );
    expect(after).toEqual(changes.map((change) => change.after));
  });

  test.each(['artifact', 'check'] as const)('is planned in mode %s, for a fork too', (mode) => {
    expect(planExport(request({ mode, isFork: true }))).toEqual({
      kind: 'artifact',
      patch: [
        'diff --git a/exports/a.md b/exports/a.md',
        '--- a/exports/a.md',
        '+++ b/exports/a.md',
        '@@ -1,1 +1,1 @@',
        '-before',
        '+exports/a.md now',
        '',
      ].join('\n'),
    });
  });
});
