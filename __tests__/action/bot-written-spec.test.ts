import { expect, test } from 'vitest';
import { ALL_PERMISSIONS, type FakeGitHub } from '../support/fake-github/server.ts';
import { BASE, buildFirst, contract, column, findingsOf, headOf, PULL, run, SALES, start } from './scenario.ts';

buildFirst();

const WRITER = { name: 'writer', email: '7+writer[bot]@users.noreply.github.com' };
const ANA = { name: 'Ana', email: 'ana@users.noreply.github.com' };
const CHANGED = {
  [SALES]: contract({ version: '1.1.0', columns: ['state', 'total', 'city', 'zip'].map((name) => column(name)) }),
};
const UNAPPROVED = [`error gate/bot-written-spec ${SALES}:1 head`];
const OPTIONS = { collaborators: { ana: 'write', bia: 'admin', stranger: 'read' } } as const;

async function startWritten(author: typeof ANA, opener = 'developer'): Promise<FakeGitHub> {
  const github = await start(BASE, OPTIONS);
  github.commit('feature', { files: CHANGED, author });
  github.openPullRequest({ head: 'feature', title: 'A column more', author: opener });
  return github;
}

/** A review as its author would submit it. */
async function review(github: FakeGitHub, login: string, event: string): Promise<void> {
  const answer = await fetch(`${github.url}/repos/${github.repository}/pulls/${PULL}/reviews`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.token(ALL_PERMISSIONS, login)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event, body: 'reviewed', commit_id: headOf(github) }),
  });
  expect(answer.status).toBe(200);
}

const judged = async (github: FakeGitHub): Promise<readonly string[]> =>
  findingsOf(await run(github)).filter((line) => line.includes('bot-written-spec'));

test('what a bot wrote fails until a person with write access approves the very head', async () => {
  const github = await startWritten(WRITER);
  expect(await judged(github)).toEqual(UNAPPROVED);
  await review(github, 'stranger', 'APPROVE');
  await review(github, 'reviewer[bot]', 'APPROVE');
  await review(github, 'bia', 'COMMENT');
  expect(await judged(github)).toEqual(UNAPPROVED);
  await review(github, 'ana', 'APPROVE');
  await review(github, 'ana', 'COMMENT');
  expect(await judged(github)).toEqual([]);
  github.commit('feature', { files: { 'README.md': '# More\n' }, author: WRITER });
  expect(await judged(github)).toEqual(UNAPPROVED);
  await review(github, 'ana', 'APPROVE');
  await review(github, 'ana', 'REQUEST_CHANGES');
  expect(await judged(github)).toEqual(UNAPPROVED);
  github.assertNoViolations();
});

test('of several authors the bot answers for its own files only', async () => {
  const github = await startWritten(ANA);
  github.commit('feature', { files: { 'README.md': '# Data\n' }, author: WRITER });
  expect(await judged(github)).toEqual([]);
  github.commit('feature', { files: { 'specs/product-canvas/vision.md': '# Vision\n' }, author: WRITER });
  expect(await judged(github)).toEqual(['error gate/bot-written-spec specs/product-canvas/vision.md:1 head']);
  github.assertNoViolations();
});

test('commits without account in a pull request of a bot are the bot’s', async () => {
  const github = await startWritten({ name: 'Writer', email: 'writer@example.com' }, 'writer[bot]');
  expect(await judged(github)).toEqual(UNAPPROVED);
});

test('what people wrote, and what changes no specification, asks for nobody’s approval', async () => {
  const github = await startWritten(ANA);
  const ended = await run(github);
  expect(findingsOf(ended).filter((line) => line.includes('bot-written'))).toEqual([]);
  expect(ended.requests.some(({ operationId }) => operationId === 'pulls/list-reviews')).toBe(false);
});
