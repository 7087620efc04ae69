import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { parseHunks } from '../../src/adapters/git-hunks.ts';
import { createForge } from '../../src/adapters/github-forge.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Outcome } from '../../src/model/plans.ts';
import type { FileHunks, Forge, NewCheckRun } from '../../src/ports.ts';
import { applyExport, gatherExportState } from '../../src/publish/apply-export.ts';
import { applyIssue, gatherIssueState } from '../../src/publish/apply-issue.ts';
import { applyReview } from '../../src/publish/apply-review.ts';
import { type ExportRequest, planExport } from '../../src/publish/plan-export.ts';
import { planIssue } from '../../src/publish/plan-issue.ts';
import { planReview } from '../../src/publish/plan-review.ts';
import { defaultReviewOptions } from '../../src/publish/review-options.ts';
import { gatherReviewState } from '../../src/publish/review-state.ts';
import type { Permissions } from '../support/fake-github/nouns.ts';
import {
  ALL_PERMISSIONS,
  type FakeGitHub,
  type FakeGitHubOptions,
  startFakeGitHub,
} from '../support/fake-github/server.ts';
import { finding, report } from './build.ts';

const running: FakeGitHub[] = [];

afterEach(async () => {
  for (const fake of running.splice(0)) {
    await fake.close();
    fake.assertNoViolations();
  }
});

const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}\n`);

function withLines(change: { readonly [line: number]: string | null }): string {
  return lines.map((line, index) => (index + 1 in change ? (change[index + 1] ?? '') : line)).join('');
}

/** Pull request 1 changes line 10 and removes line 40 of `specs/a.yaml`, renames `specs/old.yaml`, removes `specs/gone.yaml`. */
async function start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const fake = await startFakeGitHub(options);
  running.push(fake);
  const renamed = lines.slice(0, 20).join('');
  fake.seed({ 'specs/a.yaml': lines.join(''), 'specs/old.yaml': renamed, 'specs/gone.yaml': 'gone\n' });
  fake.commit('topic', {
    files: {
      'specs/a.yaml': withLines({ 10: 'changed\n', 40: null }),
      'specs/gone.yaml': null,
      'specs/old.yaml': null,
      'specs/new.yaml': `${renamed}more\n`,
    },
  });
  fake.openPullRequest({ head: 'topic', title: 'Change contracts' });
  return fake;
}

/** Every wait ends at once; `waits` holds what would have been waited, in ms. */
function forgeOf(fake: FakeGitHub, permissions: Permissions = ALL_PERMISSIONS, waits: number[] = []): Forge {
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return createForge({
    token: fake.token(permissions),
    repository: fake.repository,
    apiUrl: fake.url,
    patience: { maxWaitSeconds: 60, sleep },
  });
}

function git(fake: FakeGitHub, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', fake.repositoryPath, ...args], { encoding: 'utf8' });
}

function hunksOf(fake: FakeGitHub): readonly FileHunks[] {
  return parseHunks(
    git(fake, 'diff', '--unified=3', '--find-renames', '--src-prefix=a/', '--dst-prefix=b/', 'main...topic'),
  );
}

/** One run of the action on pull request 1. */
async function run(fake: FakeGitHub, findings: readonly Finding[], forge = forgeOf(fake)): Promise<readonly Outcome[]> {
  const pull = await forge.pullRequest(1);
  const { state, outcomes } = await gatherReviewState(forge, pull, 'en');
  const counts = { ...report(findings).counts, breaking: findings.length };
  const plan = planReview({
    report: report(findings, { counts }),
    hunks: hunksOf(fake),
    state,
    options: { ...defaultReviewOptions, headSha: pull.headSha, labels: true },
    readHead: (path) => git(fake, 'show', `${pull.headSha}:${path}`),
  });
  return [
    ...outcomes,
    ...(await applyReview(plan, forge, { pull: 1, headSha: pull.headSha, lang: 'en', fork: false })),
  ];
}

/** Operations that change something, in order. */
function writes(fake: FakeGitHub): readonly string[] {
  const asked = fake.requests.map(({ method, operationId = '' }) => (method === 'GET' ? 'read' : operationId));
  return asked.filter((operation) => !['read', 'graphql:viewer', 'graphql:repository'].includes(operation));
}

const everywhere: readonly Finding[] = [
  finding({ fingerprint: 'right', line: 10 }),
  finding({ fingerprint: 'range', line: 8, endLine: 11, endColumn: 3 }),
  finding({ fingerprint: 'left', line: 40, side: 'base' }),
  finding({ fingerprint: 'deleted', path: 'specs/gone.yaml', line: 1, side: 'base' }),
  finding({ fingerprint: 'renamed', path: 'specs/old.yaml', line: 19, side: 'base' }),
  finding({ fingerprint: 'file', line: 25 }),
  finding({ fingerprint: 'summary', path: 'specs/elsewhere.yaml', line: 1 }),
];

describe('a review on a pull request', () => {
  test('sits on the exact lines, and is not said twice', async () => {
    const fake = await start();
    const outcomes = await run(fake, everywhere);
    expect(outcomes.map(({ sink, status }) => `${sink} ${status}`)).toEqual([
      'check run done',
      'sticky comment done',
      'review done',
      'file comments done',
      'labels done',
    ]);
    const places = fake
      .threads(1)
      .map(({ path, side, startLine, line, subjectType }) => [path, subjectType, side, startLine, line]);
    expect(places).toEqual([
      ['specs/a.yaml', 'line', 'RIGHT', undefined, 10],
      ['specs/a.yaml', 'line', 'RIGHT', 8, 11],
      ['specs/a.yaml', 'line', 'LEFT', undefined, 40],
      ['specs/gone.yaml', 'line', 'LEFT', undefined, 1],
      ['specs/new.yaml', 'line', 'LEFT', undefined, 19],
      ['specs/a.yaml', 'file', expect.anything(), undefined, undefined],
    ]);
    expect([fake.comments(1).length, fake.reviews(1).length, fake.labels(1)]).toEqual([1, 2, ['contract: breaking']]);

    const before = writes(fake).length;
    await run(fake, everywhere);
    expect(writes(fake).slice(before)).toEqual(['checks/update']);
  });

  test('is resolved when fixed, reopened when it comes back, left when a person resolved it', async () => {
    const fake = await start();
    await run(fake, [finding({ line: 10 }), finding({ fingerprint: 'f2', line: 11 })]);
    fake.resolveThread(fake.threads(1)[1]?.id ?? '', 'ana');
    fake.commit('topic', { files: { 'README.md': 'next push\n' } });
    await run(fake, []);
    expect(fake.threads(1).map((thread) => thread.resolvedBy)).toEqual(['github-actions[bot]', 'ana']);
    await run(fake, [finding({ line: 10 }), finding({ fingerprint: 'f2', line: 11 })]);
    expect(fake.threads(1).map((thread) => thread.resolvedBy)).toEqual([undefined, 'ana']);
    expect(fake.comments(1)).toHaveLength(1);
  });

  test('offers a suggestion that GitHub takes', async () => {
    const fake = await start();
    const edits = [
      { path: 'specs/a.yaml', startLine: 10, startColumn: 1, endLine: 12, endColumn: 1, text: 'ten\neleven\n' },
    ];
    await run(fake, [finding({ line: 11, fix: { title: 'say it in words', edits } })]);
    const [thread] = fake.threads(1);
    expect([
      thread?.startLine,
      thread?.line,
      thread?.comments[0]?.body.includes('\n```suggestion\nten\neleven\n```\n'),
    ]).toEqual([10, 11, true]);
  });

  test('never takes the words of others for ours', async () => {
    const fake = await start();
    await run(fake, [finding({ line: 10 })]);
    const own = fake.threads(1)[0]?.comments[0]?.body ?? '';
    const sticky = fake.comments(1)[0]?.body ?? '';
    const second = await start();
    second.addReviewThread(1, 'mallory', { path: 'specs/a.yaml', line: 10, body: own });
    second.addComment(1, 'mallory', sticky);
    await run(second, []);
    expect(second.threads(1).map((thread) => thread.resolvedBy)).toEqual([undefined]);
    await run(second, [finding({ line: 10 })]);
    expect([second.threads(1).length, second.comments(1).length]).toEqual([2, 2]);
  });

  test('of 500 findings stays within every limit', async () => {
    const fake = await start();
    const findings = Array.from({ length: 500 }, (_, index) => {
      return finding({ fingerprint: `f${index}`, line: 7 + (index % 7), message: 'very '.repeat(40) + index });
    });
    await run(fake, findings);
    const [check] = fake.checkRuns(fake.branch('topic') ?? '');
    expect([check?.annotations.length, fake.threads(1).length, fake.comments(1).length]).toEqual([500, 30, 1]);
    await run(fake, findings);
    expect([fake.threads(1).length, fake.comments(1).length]).toEqual([30, 1]);
  });

  test('goes one by one where our hunks are not those of GitHub', async () => {
    const fake = await start();
    const forge = forgeOf(fake);
    const pull = await forge.pullRequest(1);
    const { state } = await gatherReviewState(forge, pull, 'en');
    const plan = planReview({
      report: report([]),
      hunks: [],
      state,
      options: { ...defaultReviewOptions, headSha: pull.headSha, checkRun: undefined },
      readHead: () => undefined,
    });
    const comments = [10, 25].map(
      (line) => ({ fingerprint: `f${line}`, path: 'specs/a.yaml', side: 'RIGHT', line, body: `on ${line}` }) as const,
    );
    const context = { pull: 1, headSha: pull.headSha, lang: 'en', fork: false } as const;
    const outcomes = await applyReview({ ...plan, review: { body: 'two', comments } }, forge, context);
    expect(outcomes).toEqual([
      {
        sink: 'review',
        status: 'done',
        detail: '1 on lines, 1 on files, 0 only in the summary, because GitHub did not take them as part of the diff',
      },
    ]);
    expect(fake.threads(1).map(({ subjectType, line }) => [subjectType, line])).toEqual([
      ['line', 10],
      ['file', undefined],
    ]);
  });

  test.each([
    [
      'nothing',
      {},
      [
        'check run checks: write',
        'sticky comment pull-requests: write',
        'review pull-requests: write',
        'labels pull-requests: write',
      ],
    ],
    [
      'checks',
      { checks: 'write' },
      ['sticky comment pull-requests: write', 'review pull-requests: write', 'labels pull-requests: write'],
    ],
  ] as const)('with a token that may write %s says what is missing', async (_, granted, missing) => {
    const fake = await start();
    const readOnly = { contents: 'read', 'pull-requests': 'read', issues: 'read', checks: 'read' } as const;
    const outcomes = await run(fake, [finding({ line: 10 })], forgeOf(fake, { ...readOnly, ...granted }));
    const skipped = outcomes.filter((outcome) => outcome.status === 'skipped');
    expect(skipped.map(({ sink, why }) => `${sink} ${/"([\w-]+: \w+)"/.exec(why)?.[1]}`)).toEqual(missing);
  });
});

describe('limits', () => {
  const limit = {
    status: 403,
    headers: { 'retry-after': '20' },
    body: { message: 'You have exceeded a secondary rate limit' },
  };

  test('are waited for when it is short', async () => {
    const fake = await start();
    const waits: number[] = [];
    fake.failNext({ ...limit, match: 'issues/create-comment' });
    const outcomes = await run(fake, [finding({ line: 10 })], forgeOf(fake, ALL_PERMISSIONS, waits));
    expect([waits, outcomes.every((outcome) => outcome.status === 'done'), fake.comments(1).length]).toEqual([
      [20_000],
      true,
      1,
    ]);
  });

  test('are not waited for longer than a minute in all', async () => {
    const fake = await start();
    const waits: number[] = [];
    fake.failNext({ ...limit, match: 'issues/create-comment', times: 9 });
    const outcomes = await run(fake, [finding({ line: 10 })], forgeOf(fake, ALL_PERMISSIONS, waits));
    expect(waits).toEqual([20_000, 20_000, 20_000]);
    expect(outcomes.find((outcome) => outcome.status === 'skipped')).toEqual({
      sink: 'sticky comment',
      status: 'skipped',
      why: expect.stringContaining('the limit of the GitHub API is reached') as unknown,
    });
    expect(fake.threads(1)).toHaveLength(1);
  });

  test('that need an hour are said at once', async () => {
    const fake = await start();
    const waits: number[] = [];
    fake.failNext({
      match: 'pulls/get',
      status: 429,
      headers: { 'retry-after': '3600' },
      body: { message: 'slow down' },
    });
    await expect(forgeOf(fake, ALL_PERMISSIONS, waits).pullRequest(1)).rejects.toMatchObject({
      name: 'EnvironmentError',
      status: 429,
      retryable: true,
    });
    expect(waits).toEqual([]);
  });

  test('that end soon by their reset time are waited for', async () => {
    const fake = await start();
    const waits: number[] = [];
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' };
    fake.failNext({ match: 'pulls/get', status: 403, headers, body: { message: 'API rate limit exceeded' } });
    expect((await forgeOf(fake, ALL_PERMISSIONS, waits).pullRequest(1)).number).toBe(1);
    expect(waits).toEqual([1000]);
  });

  test('failures of GitHub are repeated where that cannot do the work twice', async () => {
    const fake = await start();
    const waits: number[] = [];
    const forge = forgeOf(fake, ALL_PERMISSIONS, waits);
    fake.failNext({ match: 'pulls/get', status: 502, body: { message: 'Bad Gateway' }, times: 2 });
    expect((await forge.pullRequest(1)).headRef).toBe('topic');
    fake.failNext({ match: 'issues/create-comment', status: 502, body: { message: 'Bad Gateway' } });
    await expect(forge.createComment(1, 'once')).rejects.toMatchObject({ status: 502, retryable: true });
    expect([waits, fake.comments(1).length]).toEqual([[500, 1000], 0]);
  });

  test('a refusal is not repeated', async () => {
    const fake = await start();
    const waits: number[] = [];
    const forge = forgeOf(fake, { contents: 'read' }, waits);
    await expect(forge.createComment(1, 'no')).rejects.toMatchObject({
      name: 'EnvironmentError',
      status: 403,
      retryable: false,
    });
    expect(waits).toEqual([]);
  });
});

function deadNetwork(): Promise<Response> {
  return Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
}

test('a network that does not answer is an EnvironmentError without status', async () => {
  const patience = { maxWaitSeconds: 60, sleep: () => Promise.resolve() };
  const forge = createForge({ token: 't', repository: 'acme/data', fetch: deadNetwork, patience });
  await expect(forge.pullRequest(1)).rejects.toMatchObject({
    name: 'EnvironmentError',
    status: undefined,
    retryable: true,
    message: 'read pull request #1: getaddrinfo ENOTFOUND',
  });
});

test.each([
  [{}, 'https://api.github.com/graphql'],
  [{ apiUrl: 'https://ghes.example/api/v3/' }, 'https://ghes.example/api/graphql'],
  [{ apiUrl: 'http://127.0.0.1:1', graphqlUrl: 'http://127.0.0.1:2/graphql' }, 'http://127.0.0.1:2/graphql'],
])('GraphQL of %j is at %s', async (urls, expected) => {
  const asked: unknown[] = [];
  const send = (url: unknown): Promise<Response> => {
    asked.push(url);
    return Promise.resolve(Response.json({ data: { viewer: { login: 'ana' } } }));
  };
  const forge = createForge({ token: 't', repository: 'acme/data', fetch: send, ...urls });
  expect([await forge.ownLogin(), await forge.ownLogin(), asked]).toEqual(['ana', 'ana', [expected]]);
});

test.each([
  ['FORBIDDEN', 'Resource not accessible by integration', 403],
  [undefined, 'Resource not accessible by integration', 403],
  ['NOT_FOUND', 'Could not resolve to a node', 404],
  ['STALE_DATA', 'Expected branch to point to "a" but it points to "b"', 409],
  ['RATE_LIMITED', 'API rate limit exceeded', 429],
  ['SOMETHING', 'else', undefined],
])('an error of GraphQL of type %s has a status', async (type, message, status) => {
  const send = (): Promise<Response> => Promise.resolve(Response.json({ data: null, errors: [{ type, message }] }));
  const forge = createForge({ token: 't', repository: 'acme/data', fetch: send });
  const error = {
    name: 'EnvironmentError',
    status,
    retryable: status === 429,
    message: `resolve a review thread: ${message}`,
  };
  await expect(forge.resolveThread('T')).rejects.toMatchObject(error);
});

function neverAnswers(_: unknown, init?: RequestInit): Promise<Response> {
  return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}

test('an answer that does not come is given up', async () => {
  const patience = { maxWaitSeconds: 0, sleep: async () => undefined };
  const forge = createForge({ token: 't', repository: 'acme/data', fetch: neverAnswers, timeoutMs: 1, patience });
  await expect(forge.listCommits('main', 1)).rejects.toThrow('aborted');
});

test.each(['acme', 'acme/', '/data', 'a/b/c', ''])('repository %j is a mistake of the user', (repository) => {
  expect(() => createForge({ token: 't', repository })).toThrow(ConfigError);
});

describe('reading', () => {
  test('goes to the last page of every list', async () => {
    const fake = await start();
    for (let index = 0; index < 130; index += 1) {
      fake.addComment(1, 'ana', `comment ${index}`);
      fake.addReviewThread(1, 'ana', { path: 'specs/a.yaml', line: 10, body: `thread ${index}` });
      fake.openIssue({ title: `issue ${index}`, labels: ['dataengos: drift'] });
    }
    const forge = forgeOf(fake);
    const lists = [await forge.listComments(1), await forge.listThreads(1), await forge.listIssues('dataengos: drift')];
    expect(lists.map((list) => list.length)).toEqual([130, 130, 130]);
  });

  test('tells who wrote, apps and people alike', async () => {
    const fake = await start();
    const forge = forgeOf(fake);
    await forge.createComment(1, 'ours');
    fake.addComment(1, 'ana', 'hers');
    await forge.createReviewComment(1, fake.branch('topic') ?? '', { path: 'specs/a.yaml', line: 10, body: 'ours' });
    fake.addReviewThread(1, 'ana', { path: 'specs/a.yaml', line: 10, body: 'hers' });
    const own = 'github-actions[bot]';
    expect(await forge.ownLogin()).toBe(own);
    expect((await forge.listComments(1)).map(({ author, authorType, body }) => [author, authorType, body])).toEqual([
      [own, 'Bot', 'ours'],
      ['ana', 'User', 'hers'],
    ]);
    expect((await forge.listThreads(1)).map((thread) => thread.comments)).toEqual([
      [{ author: own, body: 'ours' }],
      [{ author: 'ana', body: 'hers' }],
    ]);
  });

  test('knows the pull request, its merge base and its branches', async () => {
    const fake = await start({ protectedBranches: ['main'] });
    const forge = forgeOf(fake);
    const [base, head] = [fake.branch('main'), fake.branch('topic')];
    expect(await forge.pullRequest(1)).toEqual({
      number: 1,
      headSha: head,
      headRef: 'topic',
      headRepository: 'acme/data',
      baseSha: base,
      baseRef: 'main',
      draft: false,
      state: 'open',
      author: 'developer',
      labels: [],
    });
    expect(await forge.compareMergeBase('main', head ?? '')).toBe(base);
    expect(await forge.compareMergeBase('main', 'f'.repeat(40))).toBeUndefined();
    expect([await forge.branch('main'), await forge.branch('topic'), await forge.branch('none')]).toEqual([
      { sha: base, protected: true },
      { sha: head, protected: false },
      undefined,
    ]);
  });
});

test('the newest check run of the name is found, and updated without new annotations', async () => {
  const fake = await start();
  const forge = forgeOf(fake);
  const headSha = fake.branch('topic') ?? '';
  const check: NewCheckRun = {
    name: 'DataEngOS Gatekeeper',
    headSha,
    externalId: 'x',
    status: 'completed',
    conclusion: 'success',
    title: 't',
    summary: 's',
    annotations: [
      {
        path: 'specs/a.yaml',
        startLine: 1,
        endLine: 1,
        startColumn: 1,
        endColumn: 2,
        level: 'notice',
        title: 't',
        message: 'm',
      },
    ],
  };
  expect(await forge.findCheckRun(check)).toBeUndefined();
  await forge.createCheckRun(check);
  const newest = await forge.createCheckRun(check);
  await forge.createCheckRun({ ...check, name: 'other' });
  await forge.createCheckRun({ ...check, externalId: 'another gate' });
  expect(await forge.findCheckRun(check)).toBe(newest);
});

/** An export that has one stale artifact. */
function stale(content: string): Pick<ExportRequest, 'states'> {
  return {
    states: [{ path: 'exports/a.md', status: 'stale', ownership: 'owned', content, generator: 'docs', sources: [] }],
  };
}

async function exportOnce(fake: FakeGitHub, mode: 'commit' | 'pull-request', content: string) {
  const forge = forgeOf(fake);
  const head = { ref: 'topic', sha: fake.branch('topic') ?? '' };
  const { state } = await gatherExportState(forge, { head, lang: 'en' });
  const request = {
    mode,
    ...stale(content),
    head,
    isFork: false,
    state,
    readHead: () => 'before\n',
    lang: 'en',
  } as const;
  const plan = planExport(request);
  return { plan, ...(await applyExport(plan, forge, { head, lang: 'en' })) };
}

describe('the export', () => {
  test('commits on the head that was judged, at most twice in a row', async () => {
    const fake = await start();
    const { sha } = await exportOnce(fake, 'commit', 'ação 1\n');
    expect([fake.branch('topic'), git(fake, 'show', 'topic:exports/a.md')]).toEqual([sha, 'ação 1\n']);
    expect((await exportOnce(fake, 'commit', '2\n')).plan.kind).toBe('commit');
    expect((await exportOnce(fake, 'commit', '3\n')).plan.kind).toBe('none');
  });

  test('is refused where the head moved between looking and writing', async () => {
    const fake = await start();
    const forge = forgeOf(fake);
    const head = { ref: 'topic', sha: fake.branch('topic') ?? '' };
    const { state } = await gatherExportState(forge, { head, lang: 'en' });
    const plan = planExport({
      mode: 'commit',
      ...stale('x\n'),
      head,
      isFork: false,
      state,
      readHead: () => 'before\n',
      lang: 'en',
    });
    const moved = fake.commit('topic', { files: { 'README.md': 'newer\n' } });
    const { outcomes, sha } = await applyExport(plan, forge, { head, lang: 'en' });
    expect([outcomes.map((outcome) => outcome.status), sha, fake.branch('topic')]).toEqual([
      ['skipped'],
      undefined,
      moved,
    ]);
  });

  test('as a pull request is opened, left alone and updated', async () => {
    const fake = await start();
    const { outcomes } = await exportOnce(fake, 'pull-request', '1\n');
    expect(outcomes.map(({ sink, status }) => `${sink} ${status}`)).toEqual([
      'export done',
      'export pull request done',
    ]);
    expect(git(fake, 'show', 'dataengos/export/topic:exports/a.md')).toBe('1\n');
    expect((await exportOnce(fake, 'pull-request', '1\n')).plan.kind).toBe('none');
    await exportOnce(fake, 'pull-request', '2\n');
    expect(git(fake, 'show', 'dataengos/export/topic:exports/a.md')).toBe('2\n');
    expect([fake.pullRequest(2).title, fake.pullRequest(2).state]).toEqual([
      'Regenerate the artifacts of topic',
      'open',
    ]);
  });
});

test('the drift issue is opened, kept, closed and reopened', async () => {
  const fake = await start();
  const forge = forgeOf(fake);
  const drift = report([finding({ rule: 'drift/column-missing' })]);
  const states: unknown[] = [];
  for (const verdict of [drift, drift, report(), report(), drift]) {
    const { state } = await gatherIssueState(forge, 'en');
    await applyIssue(planIssue({ report: verdict, key: 'drift', ...state }), forge, 'en');
    states.push(fake.issues().map((issue) => [issue.state, fake.comments(issue.number).length]));
  }
  expect(states).toEqual([[['open', 0]], [['open', 0]], [['closed', 1]], [['closed', 1]], [['open', 1]]]);
});
