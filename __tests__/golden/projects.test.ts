import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'projects');

/**
 * One small repository for each dialect, with honest models in its idioms and one mistake of every kind that compiling, parity
 * and masking find. `expected.txt` beside each lists all findings of the gate; `npx vitest run __tests__/golden/projects.test.ts -u`
 * writes it anew, and it is read like code.
 */
describe('what the gate says of a repository of each dialect', () => {
  it.each(readdirSync(folder).sort())('%s', async (dialect) => {
    const { findings } = await checkFiles({ head: filesBelow(join(folder, dialect), '') });
    await expect(`${findings.map(findingText).join('\n')}\n`).toMatchFileSnapshot(
      join(folder, dialect, 'expected.txt'),
    );
  });
});

function filesBelow(root: string, path: string): Files {
  const entries = readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) return Object.entries(filesBelow(root, name));
    return name === 'expected.txt' ? [] : [[name, readFileSync(join(root, name), 'utf8')] as const];
  });
  return Object.fromEntries(entries);
}

function findingText({ rule, severity, path, line, column, endLine, endColumn, message }: Finding): string {
  const end = endLine === undefined ? '' : `-${endLine}:${endColumn}`;
  return `${path}:${line}:${column}${end} ${severity} ${rule}\n  ${message.replaceAll('\n', '\n  ')}`;
}
