import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildInto } from '../../scripts/build.ts';
import { commitSuggestion } from '../../scripts/demo/story.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/git-repo.ts';

const root = join(import.meta.dirname, '..', '..');

let dist = '';

beforeAll(async () => {
  dist = temporaryFolder('dist-');
  await buildInto(dist);
});

afterAll(removeTemporaryFolders);

interface Demo {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly out: string;
}

function runDemo(args: readonly string[] = []): Demo {
  const out = temporaryFolder('pages-');
  const ended = spawnSync(execPath, [join(root, 'scripts', 'demo.ts'), '--dist', dist, '--out', out, ...args], {
    cwd: out,
    encoding: 'utf8',
  });
  return { code: ended.status, lines: `${ended.stdout}${ended.stderr}`.trimEnd().split('\n'), out };
}

test('the demo plays a review, the fixing commit and the resolved threads, and writes both as pages', () => {
  const { code, lines, out } = runDemo();
  expect([code, lines.at(-1)]).toEqual([0, 'Everything went as told.']);
  expect(lines.slice(-3, -1)).toEqual(['page: review.html', 'page: review-fixed.html']);
  expect(lines.filter((line) => line.startsWith('exit code'))).toEqual(['exit code        1', 'exit code        0']);
  const threads = lines
    .filter((line) => line.startsWith('review comment'))
    .map((line) => line.replace(/^review comment +specs\/contracts\/data-products\//, ''));
  expect(threads.slice(0, threads.length / 2)).toEqual([
    'finance/mrr_report.yaml:57 RIGHT (head side), open',
    'finance/mrr_report.yaml:57-63 LEFT (base side), open',
    expect.stringMatching(/^marketing\/churn_report\.odcs\.yaml:\d+(?:-\d+)? RIGHT \(head side\), open$/),
    expect.stringMatching(/^marketing\/churn_report\.odcs\.yaml:\d+(?:-\d+)? RIGHT \(head side\), open$/),
    expect.stringMatching(/^marketing\/churn_report\.odcs\.yaml:\d+(?:-\d+)? RIGHT \(head side\), open$/),
    'marketing/churn_report.odcs.yaml:5 RIGHT (head side), open',
    'finance/mrr_report.yaml (whole file), open',
  ]);
  expect(threads.slice(threads.length / 2).every((thread) => thread.endsWith('resolved by github-actions[bot]'))).toBe(
    true,
  );
  const first = readFileSync(join(out, 'review.html'), 'utf8');
  const fixed = readFileSync(join(out, 'review-fixed.html'), 'utf8');
  for (const rule of [
    'contract/property-removed',
    'spec/naming-convention',
    'spec/unclassified-column',
    'contract/version-not-bumped',
  ])
    expect(first).toContain(rule);
  expect([
    first.includes('Commit suggestion'),
    first.includes('contract: breaking'),
    first.includes('Resolved'),
  ]).toEqual([true, true, false]);
  expect([fixed.split('✓ Resolved').length - 1, fixed.includes('contract: breaking')]).toEqual([
    threads.length / 2,
    false,
  ]);
  expect(`${first}${fixed}`).not.toMatch(/<script|<link|src=/);
});

test('a product that does not work makes the demo fail', () => {
  const { code, lines } = runDemo(['--dist', temporaryFolder('empty-')]);
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('generate --write');
});

test('the demo leaves nothing in the folder for temporary files', () => {
  const before = new Set(readdirSync(join(dist, '..')));
  runDemo();
  const left = readdirSync(join(dist, '..')).filter((name) => name.startsWith('demo-') && !before.has(name));
  expect(left).toEqual([]);
});

test('the picture of the README is there, and small enough to load', () => {
  const picture = join(root, 'docs', 'review.png');
  expect([existsSync(picture), statSync(picture).size < 400 * 1024]).toEqual([true, true]);
});

test('a suggestion takes the place of the lines that it is about', () => {
  const body = 'Text\n\n```suggestion\nversion: 2.0.0\n```\n';
  expect(commitSuggestion('id: a\nversion: 1.0.0\nstatus: active\n', { start: 2, end: 2, body })).toBe(
    'id: a\nversion: 2.0.0\nstatus: active\n',
  );
  expect(() => commitSuggestion('id: a\n', { start: 1, end: 1, body: 'no suggestion' })).toThrow(
    'the comment has no suggestion',
  );
});
