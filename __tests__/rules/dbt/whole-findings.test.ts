import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { cases } from './cases.ts';

/**
 * Every finding as a reader, a review and a waiver see it: text, weight, identity, places, repair.
 * `npx vitest run __tests__/rules/dbt/whole-findings.test.ts -u` writes the file anew.
 */
it('whole findings', async () => {
  const texts: string[] = [];
  for (const [name, head] of Object.entries(cases)) texts.push(await textOf(name, head));
  await expect(texts.join('')).toMatchFileSnapshot(join(import.meta.dirname, 'findings.txt'));
});

function isOurs(rule: string): boolean {
  return /^(?:dbt|masking|naming)\/|^spec\/naming-convention$/.test(rule);
}

async function textOf(name: string, head: Files): Promise<string> {
  const { findings } = await checkFiles({ head });
  return `== ${name}\n${findings
    .filter(({ rule }) => isOurs(rule))
    .map(lineOf)
    .join('')}`;
}

function lineOf(finding: Finding): string {
  const { rule, severity, path, line, column, subject, message, fingerprint, related, fix } = finding;
  const places = related.map((each) => `  see ${each.path}:${each.line} ${each.message}\n`).join('');
  const edits = (fix?.edits ?? []).map(
    (edit) => ` ${edit.path}:${edit.startLine}:${edit.startColumn}-${edit.endColumn} ${edit.text}`,
  );
  const repair = fix === null ? '' : `  fix ${fix.title}:${edits.join(';')}\n`;
  return `${severity} ${rule} ${path}:${line}:${column} ${subject} ${fingerprint.slice(0, 6)}\n  ${message}\n${places}${repair}`;
}
