import { describe, expect, test } from 'vitest';
import type { ArtifactState } from '../../src/model/artifact.ts';
import type { ExportMode } from '../../src/model/policy.ts';
import type { ForgeCommit } from '../../src/ports.ts';
import { aftermathOf, exportNotes } from '../../src/publish/export-notes.ts';
import {
  type ExportDecision,
  type ExportRequest,
  type ExportState,
  digestOf,
  planExport,
} from '../../src/publish/plan-export.ts';
import { headSha } from './build.ts';

const modes = ['check', 'artifact', 'commit', 'pull-request'] as const satisfies readonly ExportMode[];
const path = 'exports/a.md';
const owned = { path, ownership: 'owned', generator: 'docs', sources: ['specs/a.yaml'] } as const;
const stale: ArtifactState = { ...owned, status: 'stale', content: 'now\n' };

const bot = 'github-actions[bot]';
const commit = (message: string, author = bot): ForgeCommit => ({ sha: 'c'.repeat(40), author, message });
const ownCommit = commit('chore(exports): regenerate 1 file\n\nGatekeeper-Export: 1234');
const state: ExportState = {
  ownLogin: bot,
  headBranch: { sha: headSha, protected: false },
  recentCommits: [],
  exportBranch: undefined,
  openPullRequest: undefined,
};

function plan(mode: ExportMode, change: Partial<ExportRequest>): string {
  return summary(
    planExport({
      mode,
      states: [stale],
      head: { ref: 'topic', sha: headSha },
      isFork: false,
      state,
      readHead: () => 'before\n',
      lang: 'en',
      ...change,
    }),
  );
}

/** What a plan does, in one line. */
function summary(decision: ExportDecision): string {
  switch (decision.kind) {
    case 'none':
      return `- ${decision.why}`;
    case 'artifact':
      return `patch ${decision.patch
        .split('\n')
        .filter((line) => /^[+-](?![+-])/.test(line))
        .join(' ')}`;
    case 'close-pull-request':
      return `close #${decision.number}`;
    case 'commit':
    case 'pull-request': {
      const { branch, additions, deletions } = decision.commit;
      const replaced = decision.kind === 'pull-request' && decision.replaces !== undefined ? ' anew' : '';
      const files = [...additions.map((file) => `write ${file.path}`), ...deletions.map((each) => `delete ${each}`)];
      return `${decision.kind} to ${branch}${replaced}: ${files.join(', ')}`;
    }
  }
}

const nothing = '- all artifacts are as the specifications say';
const pull = 'pull-request to dataengos/export/topic';
const patch = 'patch -before +now';

describe('what an export does', () => {
  /** Situation, and for each mode what is done. */
  const rows: readonly (readonly [string, Partial<ExportRequest>, readonly [string, string, string, string]])[] = [
    ['fresh', { states: [{ ...owned, status: 'fresh' }] }, [nothing, nothing, nothing, nothing]],
    ['stale', {}, [patch, patch, `commit to topic: write ${path}`, `${pull}: write ${path}`]],
    [
      'missing',
      { states: [{ ...owned, status: 'missing', content: 'now\n' }], readHead: () => undefined },
      ['patch +now', 'patch +now', `commit to topic: write ${path}`, `${pull}: write ${path}`],
    ],
    [
      'orphaned',
      { states: [{ ...owned, status: 'orphaned' }] },
      ['patch -before', 'patch -before', `commit to topic: delete ${path}`, `${pull}: delete ${path}`],
    ],
    [
      'edited, and merged cleanly',
      { states: [{ ...owned, status: 'edited', merge: 'clean', content: 'now\n' }] },
      [patch, patch, `commit to topic: write ${path}`, `${pull}: write ${path}`],
    ],
    [
      'edited, in conflict',
      { states: [{ ...owned, status: 'edited', merge: 'conflict' }] },
      [nothing, nothing, nothing, nothing],
    ],
    [
      'edited, and nothing new',
      { states: [{ ...owned, status: 'edited', merge: 'unneeded' }] },
      [nothing, nothing, nothing, nothing],
    ],
    [
      'a fork',
      { isFork: true },
      [
        patch,
        patch,
        ...twice(
          '- the pull request comes from a fork, whose branch is not written to; run "dataengos generate --write" there',
        ),
      ],
    ],
    [
      'a draft',
      { draft: true },
      [patch, patch, ...twice('- the pull request is a draft; the export waits until it is ready for review')],
    ],
    [
      'a protected branch',
      { state: { ...state, headBranch: { sha: headSha, protected: true } } },
      [patch, patch, '- the branch is protected; use the export mode "pull-request"', `${pull}: write ${path}`],
    ],
    [
      'a branch that moved',
      { state: { ...state, headBranch: { sha: 'd'.repeat(40), protected: false } } },
      [patch, patch, ...twice('- the branch has moved since it was judged; the run for the newer commit exports')],
    ],
    [
      'a branch that is gone',
      { state: { ...state, headBranch: undefined } },
      [patch, patch, ...twice('- the branch has moved since it was judged; the run for the newer commit exports')],
    ],
    [
      'two commits of the gate in a row',
      { state: { ...state, recentCommits: [ownCommit, ownCommit] } },
      [
        patch,
        patch,
        "- the last 2 commits are a bot's; something regenerates files in a circle, so the export stops here",
        `${pull}: write ${path}`,
      ],
    ],
    [
      'a branch that is an export itself',
      { head: { ref: 'dataengos/export/topic', sha: headSha } },
      [patch, patch, `commit to dataengos/export/topic: write ${path}`, '- the branch is itself one of the exports'],
    ],
  ];
  for (const [at, mode] of modes.entries())
    test.each(rows.map(([name, change, wanted]) => [name, change, wanted[at]] as const))(
      `in mode ${mode}: %s`,
      (_, change, wanted) => {
        expect(plan(mode, change)).toBe(wanted);
      },
    );
});

function twice(text: string): readonly [string, string] {
  return [text, text];
}

describe('an export branch that is there', () => {
  const changes = [{ path, before: 'before\n', after: 'now\n' }];
  const current = commit(`chore(exports): regenerate 1 file\n\nGatekeeper-Export: ${digestOf(changes)}`);
  const [other, third] = ['e'.repeat(40), 'f'.repeat(40)];
  const person = commit('fix: my own words', 'ana');
  const foreign =
    '- the branch "dataengos/export/topic" has a commit that is not the gate\'s (ccccccc of ana), so it is left as it is: merge it, or delete the branch';
  const rows: readonly (readonly [string, Partial<ExportState>, Partial<ExportRequest>, string])[] = [
    [
      'with this content is kept',
      { exportBranch: { sha: other, commits: [current] }, openPullRequest: 4 },
      {},
      '- the export pull request has this content already',
    ],
    [
      'with this content gets its pull request again',
      { exportBranch: { sha: other, commits: [current] } },
      {},
      `${pull}: `,
    ],
    [
      'with older content is made anew from the head',
      { exportBranch: { sha: other, commits: [ownCommit] }, openPullRequest: 4 },
      {},
      `${pull} anew: write ${path}`,
    ],
    [
      'with this content on top of older is made anew',
      { exportBranch: { sha: other, commits: [current, ownCommit] }, openPullRequest: 4 },
      {},
      `${pull} anew: write ${path}`,
    ],
    ['that was merged is made anew', { exportBranch: { sha: third, commits: [] } }, {}, `${pull} anew: write ${path}`],
    [
      'that only starts at the head is written to',
      { exportBranch: { sha: headSha, commits: [] } },
      {},
      `${pull}: write ${path}`,
    ],
    [
      'is made anew when the head changed the file itself',
      { exportBranch: { sha: other, commits: [current] }, openPullRequest: 4 },
      { readHead: () => 'other\n' },
      `${pull} anew: write ${path}`,
    ],
    [
      'is closed when nothing is left',
      { exportBranch: { sha: other, commits: [ownCommit] }, openPullRequest: 4 },
      { states: [] },
      'close #4',
    ],
    [
      'is nothing to close where no pull request is open',
      { exportBranch: { sha: other, commits: [ownCommit] } },
      { states: [] },
      nothing,
    ],
    [
      'with a commit of a person on top is left',
      { exportBranch: { sha: other, commits: [person, ownCommit] }, openPullRequest: 4 },
      {},
      foreign,
    ],
    [
      'with a commit of a person below is left',
      { exportBranch: { sha: other, commits: [ownCommit, person] }, openPullRequest: 4 },
      {},
      foreign,
    ],
    [
      'of a person is not even closed',
      { exportBranch: { sha: other, commits: [person] }, openPullRequest: 4 },
      { states: [] },
      foreign,
    ],
    [
      'with our message in a commit of a person is left',
      { exportBranch: { sha: other, commits: [{ ...ownCommit, author: 'ana' }] }, openPullRequest: 4 },
      {},
      foreign,
    ],
    [
      'of another app of ours is ours',
      { exportBranch: { sha: other, commits: [{ ...ownCommit, author: 'exporter[bot]' }] }, openPullRequest: 4 },
      {},
      `${pull} anew: write ${path}`,
    ],
    [
      'of a person whose token we have is ours',
      { ownLogin: 'ana', exportBranch: { sha: other, commits: [{ ...ownCommit, author: 'ana' }] }, openPullRequest: 4 },
      {},
      `${pull} anew: write ${path}`,
    ],
  ];
  test.each(rows)('%s', (...[, stateChange, change, wanted]) => {
    expect(plan('pull-request', { ...change, state: { ...state, ...stateChange } })).toBe(wanted);
  });
});

const conflicts = (count: number): readonly ArtifactState[] =>
  Array.from({ length: count }, (_, at) => ({
    ...owned,
    path: `exports/${at}.md`,
    status: 'edited',
    merge: 'conflict',
  }));

describe('what people are told of an export', () => {
  test('nothing where nothing is left', () => {
    expect(exportNotes('en', { states: [stale], hasPatch: false })).toEqual([]);
  });

  test('how the patch is applied, and what is in conflict', () => {
    const states = [
      stale,
      ...conflicts(1),
      { ...owned, path: 'b', status: 'edited', merge: 'clean', content: 'x' } as const,
    ];
    expect(exportNotes('en', { states, hasPatch: true })).toEqual([
      'The run wrote a patch that mends them, too: `git apply dataengos-export.patch`. The output `patch-file` of the step names the file; upload it as an artifact to have it on the page of the run.',
      "In no export, because the specifications and somebody's hand changed the same lines: `exports/0.md`. Put the hand's change into the contract and delete the file, or take the suggestion of its comment.",
    ]);
  });

  test('at most twenty names', () => {
    const [note = ''] = exportNotes('pt-BR', { states: conflicts(23), hasPatch: false });
    expect([note.split('`').length, note.includes('e mais 3')]).toEqual([41, true]);
  });

  const after = {
    login: bot,
    sha: 'abcdef0123456789',
    base: 'main',
    required: ['DataEngOS Gatekeeper', 'build', 'x`y'],
    ownCheck: 'DataEngOS Gatekeeper',
  };
  const silent =
    'GitHub starts no workflow for it, or only ones that wait until somebody with write access approves them. The verdict of this gate is published on it.';
  const repair =
    'Approve the waiting runs, or close the pull request and open it again; with the token of a GitHub App as export-token they run every time.';

  test('which required checks do not report on a commit of GITHUB_TOKEN', () => {
    expect(aftermathOf('en', after)).toEqual({
      outcome: {
        sink: 'other workflows',
        status: 'skipped',
        why: `The export commit "abcdef0" was made with GITHUB_TOKEN: ${silent} Checks that "main" requires and that do not report on it by themselves: "build", "x\`y". ${repair}`,
      },
      note: `The export commit \`abcdef0\` was made with GITHUB_TOKEN: ${silent} Checks that \`main\` requires and that do not report on it by themselves: \`build\`, \`\`x\`y\`\`. ${repair}`,
    });
  });

  test.each([
    [
      'that none is required',
      { required: ['DataEngOS Gatekeeper'] },
      '`main` requires no other check; other workflows do not run on it by themselves.',
    ],
    [
      'in general words where GitHub does not tell',
      { required: undefined },
      'Other workflows, and the checks that they report, do not run on it by themselves.',
    ],
    [
      'that it may be so where the token is of nobody known',
      { login: undefined },
      'GitHub does not tell who made the export commit `abcdef0`',
    ],
  ])('%s', (_, change, wanted) => {
    expect(aftermathOf('en', { ...after, ...change })?.note).toContain(wanted);
  });

  test.each(['exporter[bot]', 'ana'])('nothing where the token of %s starts workflows', (login) => {
    expect(aftermathOf('en', { ...after, login })).toBeUndefined();
  });
});
