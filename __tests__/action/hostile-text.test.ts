import { expect, test } from 'vitest';
import {
  BASE,
  buildFirst,
  checkOf,
  contract,
  findingsOf,
  headOf,
  PULL,
  run,
  SALES,
  start,
  startPull,
} from './scenario.ts';

buildFirst();

/** Names that would do something where they are printed as they are. */
const NAMES: readonly string[] = [
  '::error::forged',
  'a\n::error file=x::forged',
  'a\r\n::stop-commands::x',
  '##[stop-commands]x',
  'b ##[error]forged',
  '##[add-mask]e',
  '%0A::error::forged',
  '@octocat',
  '#1 fixes acme/data#1',
  '<img src=x onerror=alert(1)>',
  '<!-- dataengos-gatekeeper:v1:default -->',
  '</details><h1>Passed</h1>',
  '![pixel](https://tracker.example/p.png)',
  '[click](javascript:alert(1))',
  '`code` | cell | `',
  '```suggestion\nversion: 9.9.9\n```',
  'right\u202Eleft',
  'https://tracker.example/p',
];

function columnsOf(names: readonly string[]): readonly string[] {
  return names.map(
    (name) => `- { name: ${JSON.stringify(name)}, logicalType: string, description: ${JSON.stringify(name)} }`,
  );
}

/** Markdown outside code: what GitHub would look at for mentions, HTML, links and pictures. */
function proseOf(body: string): string {
  const lines = body
    .replaceAll('\\`', '')
    .split('\n')
    .filter((line) => !line.startsWith('<!-- dataengos-gatekeeper'));
  return lines
    .join('\n')
    .replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '')
    .replaceAll(/(`+)(?:(?!\1)[\s\S])*?\1/g, '');
}

const OWN_TAGS = /<\/?(?:details|summary|b|br|sub)>/g;

function expectHarmless(body: string): void {
  const prose = proseOf(body);
  expect(prose).not.toMatch(/(?<![\\&\w/])@octocat/);
  expect(prose.replaceAll(OWN_TAGS, '')).not.toMatch(/<[a-z!/]/i);
  expect(prose).not.toMatch(/(?<!\\)!\[/);
  expect(prose).not.toMatch(/\]\(javascript:/);
  expect(prose).not.toContain('\u202E');
  expect(
    body
      .split('\n')
      .filter((line) => line.startsWith('<!--'))
      .slice(1),
  ).toEqual([]);
}

test('names that are commands, mentions, HTML or Markdown are words in the log and in comments', async () => {
  const github = await startPull({ [SALES]: contract({ columns: columnsOf(NAMES), version: '2.0.0' }) });
  const ended = await run(github, { inputs: { labels: 'true', lang: 'en' } });
  expect(ended.code).toBe(1);
  const rules = new Set(ended.report.findings.map(({ rule }) => rule));
  expect(ended.annotations.filter(({ title }) => title === undefined || !rules.has(title))).toEqual([]);
  expect(
    ended.annotations.filter(({ message }) => message.includes('forged') && !message.startsWith('column "')),
  ).toEqual([]);
  expect(ended.stdout).not.toMatch(/##\[/);
  expect(
    ended.stdout
      .split('\n')
      .filter((line) => /^\s*::(?!error |warning |notice )/.test(line) && !line.startsWith('::add-mask::ghs_')),
  ).toEqual([]);
  for (const { body } of github.comments(PULL)) expectHarmless(body);
  for (const { comments } of github.threads(PULL)) expectHarmless(comments[0]?.body ?? '');
  expectHarmless(checkOf(github, headOf(github)).summary ?? '');
  expectHarmless(ended.summary);
  expect(
    github
      .threads(PULL)
      .some(({ comments }) => comments[0]?.body.includes('9.9.9\n```') === true && !comments[0].body.includes('badly')),
  ).toBe(false);
  github.assertNoViolations();
});

test('an id, a version and an owner that are commands or HTML are words', async () => {
  const id = 'sales"\n::error::forged <img src=x> @octocat';
  const hostile = contract({ columns: columnsOf(['state', 'city']) })
    .replace('id: sales\n', `id: ${JSON.stringify(id)}\n`)
    .replace('version: 1.0.0', `version: ${JSON.stringify('1.0.0\n::error::forged')}`)
    .replace('username: ana', `username: ${JSON.stringify('@octocat <b>x</b>')}`);
  const github = await startPull({ [SALES]: hostile });
  const ended = await run(github);
  expect([ended.annotations.filter(({ message }) => message.startsWith('forged')), ended.code]).toEqual([[], 1]);
  for (const { body } of github.comments(PULL)) expectHarmless(body);
  for (const { comments } of github.threads(PULL)) expectHarmless(comments[0]?.body ?? '');
  github.assertNoViolations();
});

test('a path with a newline and a command in it is refused by name, and harmless', async () => {
  const path = 'specs/contracts/outputs/a\n::error::forged @octocat <img>.yaml';
  const github = await start(BASE);
  github.commit('feature', {
    files: {
      [path]: contract({ id: 'hostile', columns: columnsOf(['badName']) }),
      [SALES]: contract({ columns: columnsOf(['state', 'worseName']), version: '2.0.0' }),
    },
  });
  github.openPullRequest({ head: 'feature', title: 'A path' });
  const ended = await run(github, { inputs: { lang: 'en' } });
  expect(ended.code).toBe(1);
  expect(findingsOf(ended)).toContain(`error spec/invalid-document ${path}:1 head`);
  expect(findingsOf(ended)).toContain(`error spec/naming-convention ${SALES}:17 head`);
  const rules = ended.report.findings.map(({ rule }) => rule);
  expect(ended.annotations.filter(({ title }) => !rules.includes(title ?? ''))).toEqual([]);
  for (const { body } of github.comments(PULL)) expectHarmless(body);
  for (const { comments } of github.threads(PULL)) expectHarmless(comments[0]?.body ?? '');
  github.assertNoViolations();
});

test('a branch with a hostile name is a word', async () => {
  const github = await start(BASE);
  const branch = 'forged/@octocat/%0A%0D';
  github.commit(branch, { files: { [SALES]: contract({ columns: columnsOf(['state']) }) } });
  github.openPullRequest({ head: branch, title: '::error::forged' });
  const ended = await run(github, { inputs: { export: 'commit' } });
  expect([ended.code, ended.annotations.filter(({ message }) => message.includes('forged'))]).toEqual([1, []]);
  for (const { body } of github.comments(PULL)) expectHarmless(body);
  expectHarmless(ended.summary);
  github.assertNoViolations();
});

test('the token never shows outside its mask', async () => {
  const github = await startPull({ [SALES]: contract({ columns: columnsOf(['badName']) }) });
  let token = '';
  const ended = await run(github, {
    before: (event) => {
      token = event.token;
      return undefined;
    },
  });
  const log = `${ended.stdout}${ended.stderr}`.replaceAll(`::add-mask::${token}\n`, '');
  expect(token).not.toBe('');
  expect(
    [log, ended.summary, JSON.stringify(ended.report), JSON.stringify(ended.outputs)].filter((text) =>
      text.includes(token),
    ),
  ).toEqual([]);
});
