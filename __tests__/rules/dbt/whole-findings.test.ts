import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/generated/rules.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { cases } from './cases.ts';

/** Every finding as a reader, a review and a waiver see it: text, weight, identity, places, repair. */
const expected = readFileSync(join(import.meta.dirname, 'findings.txt'), 'utf8');

const isOurs = (rule: string): boolean => /^(?:dbt|masking|naming)\/|^spec\/naming-convention$/.test(rule);

const examples: readonly (readonly [string, Files])[] = rules
  .filter(({ id }) => isOurs(id))
  .flatMap(({ id, examples: all }) => all.map(({ name, head }) => [`${id}: ${name}`, head] as const));

describe('whole findings', () => {
  it.each([...examples, ...Object.entries(cases)])('%s', async (name, head) => {
    expect(await textOf(name, head)).toBe(sectionOf(name));
  });
});

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

function sectionOf(name: string): string {
  const start = expected.indexOf(`== ${name}\n`);
  const end = expected.indexOf('\n== ', start + 1);
  return start === -1 ? '' : expected.slice(start, end === -1 ? expected.length : end + 1);
}
