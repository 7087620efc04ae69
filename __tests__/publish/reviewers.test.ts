import { afterEach, describe, expect, it } from 'vitest';
import { createForge } from '../../src/adapters/github-forge.ts';
import { EnvironmentError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import { requestOwners } from '../../src/publish/apply-reviewers.ts';
import { maxReviewers, planReviewers, type ReviewersRequest } from '../../src/publish/plan-reviewers.ts';
import {
  ALL_PERMISSIONS,
  type FakeGitHub,
  type FakeGitHubOptions,
  startFakeGitHub,
} from '../support/fake-github/server.ts';
import { finding, headSha } from './build.ts';
import { memoryForge, type MemoryGitHub, memoryGitHub } from './memory-forge.ts';

/** A breaking finding that hits things of these owners. */
function hit(owners: readonly string[], change: Partial<Finding> = {}): Finding {
  const impact = owners.map((owner) => ({ kind: 'model' as const, name: 'revenue', owner }));
  return finding({ class: 'breaking', impact, ...change });
}

function plan(findings: readonly Finding[], change: Partial<ReviewersRequest> = {}) {
  const pull = { author: 'dora', draft: false };
  return planReviewers({ findings, pull, organization: 'acme', asked: { users: [], teams: [] }, ...change });
}

const nobody = { users: [], teams: [] };

describe('who is asked for a review', () => {
  it.each<[string, readonly string[], ReturnType<typeof plan>]>([
    ['a user', ['@ana'], { users: ['ana'], teams: [] }],
    ['a team of the organisation', ['@acme/data-eng'], { users: [], teams: ['data-eng'] }],
    ['everyone whom CODEOWNERS names', ['@ana @acme/data bia@acme.com'], { users: ['ana'], teams: ['data'] }],
    ['each once, whatever the case', ['@Ana', '@ana', '@ACME/Data', '@acme/data'], { users: ['Ana'], teams: ['Data'] }],
    ['a user of an enterprise', ['@ana_acme'], { users: ['ana_acme'], teams: [] }],
    ['no e-mail address', ['ana@acme.com'], nobody],
    ['no name', ['Ana Souza', 'ana'], nobody],
    ['no team of another organisation', ['@other/data'], nobody],
    ['not the author', ['@Dora'], nobody],
    ['no bot', ['@renovate[bot]', '@acme-bot'], nobody],
    ['nothing that is not a name', ['@', '@-', '@a/b/c', '@a..b', '@acme/../x', '@acme/'], nobody],
  ])('%s', (_, owners, expected) => {
    expect(plan([hit(owners)])).toEqual(expected);
  });

  it.each<[string, Partial<Finding>]>([
    ['harms nobody', { class: 'compatible' }],
    ['was there before', { introduced: false }],
    ['is a promise of a draft', { severity: 'info' }],
    ['is waived', { waiver: { rule: 'a', subject: 'b', reason: 'c', approver: 'd', expires: '2026-12-31' } }],
  ])('nobody for what %s', (_, change) => {
    expect(plan([hit(['@ana'], change)])).toEqual(nobody);
  });

  it('the owners of what breaks before those of what is dangerous', () => {
    const findings = [hit(['@bia'], { class: 'dangerous', severity: 'warning' }), hit(['@ana', '@acme/data'])];
    expect(plan(findings)).toEqual({ users: ['ana', 'bia'], teams: ['data'] });
  });

  it('nobody in a draft', () => {
    expect(plan([hit(['@ana'])], { pull: { author: 'dora', draft: true } })).toEqual(nobody);
  });

  it('nobody twice', () => {
    const asked = { users: ['ANA'], teams: ['data'] };
    expect(plan([hit(['@ana', '@bia', '@acme/Data'])], { asked })).toEqual({ users: ['bia'], teams: [] });
  });

  it('not the author where that is an app of the same name', () => {
    expect(plan([hit(['@dependabot'])], { pull: { author: 'dependabot[bot]', draft: false } })).toEqual(nobody);
  });

  it('a limited number, all runs together', () => {
    const owners = Array.from({ length: 40 }, (_, index) => `@user${index}`);
    const first = plan([hit(owners)]);
    expect(first.users).toEqual(owners.slice(0, maxReviewers).map((owner) => owner.slice(1)));
    expect(plan([hit(owners)], { asked: first })).toEqual(nobody);
  });

  it('takes time in proportion to what is written', () => {
    expect(plan([hit([`@${'a-'.repeat(500_000)}`, '@'.repeat(1_000_000), ' '.repeat(1_000_000)])])).toEqual(nobody);
  });
});

const findings = [hit(['@caio', '@bia', '@acme/data'])];

function ask(hub: MemoryGitHub, change: { readonly findings?: readonly Finding[]; readonly fork?: boolean } = {}) {
  const context = { pull: 7, headSha, organization: 'acme', lang: 'en', fork: change.fork ?? false } as const;
  return requestOwners({ findings: change.findings ?? findings }, memoryForge(hub), context);
}

const refused = (names: string): string =>
  `GitHub did not let ${names} be asked for a review; only collaborators of the repository can be, and teams only with a token that may see them, which GITHUB_TOKEN may not`;

describe('asking', () => {
  it('is one call for users and one for teams, and none in the next run', async () => {
    const hub = memoryGitHub();
    expect(await ask(hub)).toEqual([{ sink: 'reviewers', status: 'done', detail: 'caio, bia, data' }]);
    expect(hub.calls).toEqual(['requestReviewers caio,bia', 'requestReviewers data']);
    expect(await ask(hub)).toEqual([]);
    expect(hub.calls).toHaveLength(2);
  });

  it('reads nothing where there is nobody to ask', async () => {
    const failure = new EnvironmentError('no', { status: 500 });
    const hub = memoryGitHub({ fail: { pullRequest: failure, askedReviewers: failure } });
    expect(await ask(hub, { findings: [hit(['ana@acme.com'])] })).toEqual([]);
  });

  it('asks those who can be where somebody cannot, and names the others in one notice', async () => {
    const hub = memoryGitHub({ collaborators: ['bia'] });
    expect(await ask(hub)).toEqual([
      { sink: 'reviewers', status: 'done', detail: 'bia' },
      { sink: 'reviewers', status: 'skipped', why: refused('caio, data') },
    ]);
    expect(hub.asked).toEqual({ users: ['bia'], teams: [] });
  });

  it('names everyone where nobody can be asked', async () => {
    const hub = memoryGitHub({ collaborators: [] });
    expect(await ask(hub)).toEqual([{ sink: 'reviewers', status: 'skipped', why: refused('caio, bia, data') }]);
  });

  it('stops at a missing permission, which is one notice', async () => {
    const forbidden = new EnvironmentError('Resource not accessible', { status: 403 });
    const hub = memoryGitHub({ fail: { requestReviewers: forbidden } });
    expect(await ask(hub)).toEqual([
      {
        sink: 'reviewers',
        status: 'skipped',
        why: 'the token may not do this; add "pull-requests: write" to the permissions of the job',
      },
    ]);
    expect(hub.calls).toHaveLength(1);
    expect(await ask(hub, { fork: true })).toEqual([
      {
        sink: 'reviewers',
        status: 'skipped',
        why: 'the token of a pull request from a fork can only read (it would need "pull-requests: write")',
      },
    ]);
  });

  it('asks nobody where it is not known who was asked before', async () => {
    const hub = memoryGitHub({ fail: { askedReviewers: new EnvironmentError('gone', { status: 500 }) } });
    expect(await ask(hub)).toEqual([{ sink: 'reviewers', status: 'skipped', why: 'GitHub did not take it: gone' }]);
    expect(hub.calls).toEqual([]);
  });

  it('asks nobody for a draft, nor where the pull request has moved on', async () => {
    const draft = memoryGitHub();
    draft.pull = { ...draft.pull, draft: true };
    expect([await ask(draft), draft.calls]).toEqual([[], []]);
    const moved = memoryGitHub();
    moved.pull = { ...moved.pull, headSha: 'c'.repeat(40) };
    expect([await ask(moved), moved.calls]).toEqual([
      [
        {
          sink: 'reviewers',
          status: 'skipped',
          why: 'the pull request has moved from aaaaaaa to ccccccc since; the run for the newer commit speaks for it',
        },
      ],
      [],
    ]);
  });

  it('lets our own bugs through', async () => {
    const hub = memoryGitHub();
    const forge = { ...memoryForge(hub), requestReviewers: () => Promise.reject(new TypeError('bug')) };
    const context = { pull: 7, headSha, organization: 'acme', lang: 'en', fork: false } as const;
    await expect(requestOwners({ findings }, forge, context)).rejects.toThrow(TypeError);
  });
});

const running: FakeGitHub[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) {
    await fake.close();
    fake.assertNoViolations();
  }
});

async function start(options: FakeGitHubOptions) {
  const fake = await startFakeGitHub(options);
  running.push(fake);
  fake.seed({ a: '1' });
  fake.commit('topic', { files: { a: '2' } });
  fake.openPullRequest({ head: 'topic', title: 'Change', author: 'dora' });
  const token = fake.token(ALL_PERMISSIONS, 'gate[bot]');
  return { fake, forge: createForge({ token, repository: fake.repository, apiUrl: fake.url }) };
}

describe('reviewers on GitHub', () => {
  const members = { collaborators: { ana: 'write', bia: 'write', caio: 'read' }, teams: ['data'] } as const;

  it('are asked, and stay known when they have answered or the request is withdrawn', async () => {
    const { fake, forge } = await start(members);
    expect(await forge.askedReviewers(1)).toEqual({ users: [], teams: [] });
    await forge.requestReviewers(1, { users: ['ana'], teams: [] });
    await forge.requestReviewers(1, { users: [], teams: ['data'] });
    fake.requestReview(1, 'maintainer', { users: ['bia'] });
    expect(fake.requestedReviewers(1)).toEqual(['ana', 'bia', 'data']);
    fake.addReviewThread(1, 'ana', { path: 'a', line: 1, body: 'fine' });
    expect(fake.requestedReviewers(1)).toEqual(['bia', 'data']);
    fake.withdrawReviewRequests(1);
    fake.addReviewThread(1, 'caio', { path: 'a', line: 1, body: 'unasked' });
    expect(await forge.askedReviewers(1)).toEqual({ users: ['ana', 'bia', 'ana', 'caio'], teams: ['data'] });
  });

  it.each([
    ['a stranger', { users: ['ana', 'stranger'], teams: [] }],
    ['the author', { users: ['dora'], teams: [] }],
    ['a team without access', { users: [], teams: ['finance'] }],
  ])('cannot be %s', async (_, reviewers) => {
    const { fake, forge } = await start({ ...members, collaborators: { ...members.collaborators, dora: 'write' } });
    await expect(forge.requestReviewers(1, reviewers)).rejects.toMatchObject({ status: 422 });
    expect(fake.requestedReviewers(1)).toEqual([]);
  });

  it('are no teams for the token of a workflow', async () => {
    const { fake } = await start(members);
    const forge = createForge({ token: fake.token(), repository: fake.repository, apiUrl: fake.url });
    await expect(forge.requestReviewers(1, { users: [], teams: ['data'] })).rejects.toMatchObject({ status: 422 });
    await forge.requestReviewers(1, { users: ['ana'], teams: [] });
    expect(fake.requestedReviewers(1)).toEqual(['ana']);
  });

  it('are found on every page of the events', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `user${index}`);
    const { fake, forge } = await start(members);
    fake.requestReview(1, 'maintainer', { users: names });
    expect(await forge.askedReviewers(1)).toEqual({ users: names, teams: [] });
  });
});
