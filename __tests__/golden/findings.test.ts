import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ignoreRules } from '../../src/engine/inline-ignores.ts';
import { rules } from '../../src/generated/rules.ts';
import type { Lang } from '../../src/model/messages.ts';
import type { Edit, Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { Rule, RuleExample } from '../../src/model/rule.ts';
import { checkFiles, driftFiles } from '../support/check-files.ts';

/**
 * All that a reader sees of every rule's examples, in both languages: what the message says, where it points, what it repairs.
 * One file per rule beside this test; `npx vitest run __tests__/golden/findings.test.ts -u` writes them anew, and they are
 * read like code.
 */
describe('what every example of every rule says', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    const parts: string[] = [];
    for (const example of rule.examples) parts.push(await told(rule, example));
    await expect(parts.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'findings', `${id}.txt`));
  });
});

async function told(rule: Rule, example: RuleExample): Promise<string> {
  const [english, portuguese] = [await reportOf(rule, example, 'en'), await reportOf(rule, example, 'pt-BR')];
  const own = (report: Report): readonly Finding[] => report.findings.filter((finding) => finding.rule === rule.id);
  const translated = own(portuguese);
  const findings = own(english).map((finding, index) => findingText(finding, translated[index]));
  return [`# ${example.name}`, ...findings, ''].join('\n');
}

async function reportOf(rule: Rule, example: RuleExample, lang: Lang): Promise<Report> {
  if (rule.kind === 'drift') return driftFiles(example.head, lang);
  return checkFiles({
    base: example.base,
    head: example.head,
    ...(example.today !== undefined && { today: example.today }),
    rules: neededBy(rule),
    request: { lang, ...(example.authors && { authors: example.authors }) },
  });
}

/** A rule alone, which is fast; one about comments that excuse findings needs the rules that find something. */
function neededBy(rule: Rule): readonly Rule[] {
  return ignoreRules.has(rule.id) ? rules : [rule];
}

function findingText(finding: Finding, translated: Finding | undefined): string {
  const { severity, path, line, column, side, subject, fingerprint, fix, related, impact } = finding;
  const change = finding.class === undefined ? '' : ` ${finding.class}`;
  const end = finding.endLine === undefined ? '' : `-${finding.endLine}:${finding.endColumn}`;
  return [
    `${severity}${change} ${side} ${path}:${line}:${column}${end} ${subject} ${fingerprint}`,
    `  en: ${finding.message}`,
    `  pt-BR: ${translated?.message}`,
    ...related.map((each) => `  ${each.path}:${each.line} ${each.message}`),
    ...impact.map((each) => `  hits ${each.kind} ${each.name} ${each.path ?? ''} ${each.owner ?? ''}`.trimEnd()),
    ...(fix === null ? [] : [`  fix: ${fix.title}`, ...fix.edits.map(editText)]),
  ].join('\n');
}

function editText({ path, startLine, startColumn, endLine, endColumn, text }: Edit): string {
  return `    ${path}:${startLine}:${startColumn}-${endLine}:${endColumn} ${JSON.stringify(text)}`;
}
