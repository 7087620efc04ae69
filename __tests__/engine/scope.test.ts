import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import { summaryMarkdown } from '../../src/reporters/markdown.ts';
import { renderText } from '../../src/reporters/text.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { rules } from '../../src/generated/rules.ts';
import { checkFiles } from '../support/check-files.ts';

const naming = { 'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n' };
const touched = 'specs/contracts/outputs/touched.yaml';
const untouched = 'specs/contracts/outputs/untouched.yaml';

function contract(id: string, ...columns: readonly string[]): string {
  return exampleContract({
    id,
    columns: columns.map((name) => `name: ${name}, logicalType: string, description: Text.`),
  });
}

/** The change adds one mistake to a file that has one, beside a file that has one. */
function judge(scope: Scope): Promise<Report> {
  const base = {
    ...naming,
    [touched]: contract('touched', 'oldName'),
    [untouched]: contract('untouched', 'otherName'),
  };
  const head = { ...base, [touched]: contract('touched', 'oldName', 'newName') };
  const judged = rules.filter(({ id }) => id === 'spec/naming-convention');
  return checkFiles({ base, head, rules: judged, request: { scope } });
}

function names(part: string): string {
  return ['newName', 'oldName', 'otherName'].filter((name) => part.includes(name)).join(' ');
}

/** Names in the part of a text up to a mark, and after it. */
function shown(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [names(text), ''] : [names(text.slice(0, at)), names(text.slice(at))];
}

describe('what was there before', () => {
  it.each<[Scope, number, string, string]>([
    ['introduced', 1, 'newName', 'oldName otherName'],
    ['changed-files', 2, 'newName oldName', 'otherName'],
    ['all', 3, 'newName oldName otherName', ''],
  ])('scope %s: %i count, the others are folded', async (...[scope, errors, open, folded]) => {
    const report = await judge(scope);
    expect([report.counts.errors, report.counts.preExisting]).toEqual([errors, 2]);
    expect(shown(summaryMarkdown(report, { maxChars: 60_000 }), '🕰️')).toEqual([open, folded]);
    const text = renderText(report, { color: false, readLine: () => undefined });
    const [before] = shown(text, 'There before this change');
    expect(before).toBe(open);
    const n = folded === '' ? 0 : folded.split(' ').length;
    expect(text.includes(`There before this change\n  spec/naming-convention: ${n}\n`)).toBe(n > 0);
  });
});
