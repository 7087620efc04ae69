import { describe, expect, it } from 'vitest';
import { checkFast } from '../../src/engine/check-fast.ts';
import { rules } from '../../src/generated/rules.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';
import { memoryTree } from '../support/memory-tree.ts';

const policyFiles = /^(?:dataengos\.yaml$|specs\/governance\/|implementation\/(?:.*\/)?dbt_project\.yml$)/;

/** Judges some of the files; of the others only the policy is there, as on the command line. */
function fast(files: Files, judged: readonly string[] = Object.keys(files)): Report {
  const there = Object.entries(files).filter(([path]) => judged.includes(path) || policyFiles.test(path));
  return checkFast({
    tree: memoryTree(Object.fromEntries(there), 'worktree'),
    judged: new Set(judged),
    rules,
    memo: createMemo(),
    lang: 'en',
    tool: { name: 'dataengos', version: '0.0.0' },
    today: '2026-01-01',
  });
}

function shown(findings: readonly Finding[], rule: string): readonly string[] {
  return findings
    .filter((finding) => finding.rule === rule && finding.side === 'head')
    .map(({ path, line, subject, message, fingerprint }) => [path, line, subject, message, fingerprint].join(' '))
    .sort();
}

const fastRules = rules.filter((rule) => rule.fast === true && rule.id !== 'gate/compile-failed');

describe.each(fastRules.map((rule) => [rule.id, rule] as const))('%s judges each file by itself', (id, rule) => {
  it.each(rule.examples.map((example) => [example.name, example] as const))('%s', async (_, { head, today }) => {
    const whole = await checkFiles({ head, ...(today && { today }) });
    const alone = Object.keys(head).flatMap((path) => [...fast(head, [path]).findings]);
    expect(shown(alone, id)).toEqual(shown(whole.findings, id));
  });
});

describe('checkFast', () => {
  it('runs lint rules only, and says how many others there are', () => {
    const report = fast({});
    expect(report.rules.ran).toEqual(rules.filter((rule) => rule.fast === true).map(({ id }) => id));
    expect(rules.filter((rule) => rule.fast === true && rule.kind !== 'lint')).toEqual([]);
    expect(report.skipped[0]?.why).toContain(`${rules.length - report.rules.ran.length} rules of the full check`);
  });

  it('takes a file of code that can be read for no code that compiles', () => {
    const report = fast({ 'implementation/dbt/models/schema.yml': 'version: 2\n' });
    expect(report.gates).toMatchObject({ lint: 'pass', compile: 'skipped' });
    const broken = fast({ 'implementation/dbt/models/schema.yml': 'version: [\n' });
    expect(broken.gates).toMatchObject({ lint: 'pass', compile: 'fail' });
  });

  it('does not judge the policy that it only reads', () => {
    const files = {
      'dataengos.yaml': 'rules: { spec/unknown-stat: error }\n',
      'specs/governance/naming.json': '{ "layers": 1 }\n',
      'specs/contracts/outputs/sales.yaml': 'id: [\n',
    };
    expect(fast(files, ['specs/contracts/outputs/sales.yaml']).findings.map(({ path }) => path)).toEqual([
      'specs/contracts/outputs/sales.yaml',
    ]);
    expect(new Set(fast(files).findings.map(({ path }) => path))).toEqual(new Set(Object.keys(files)));
  });
});
