import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import deadPath from '../../../src/rules/agent/dead-path.ts';
import { findingsOf } from '../shared/in-rules.ts';

const tree: Files = {
  'specs/governance/naming.json': '{"staging": "stg_"}\n',
  'docs/style.md': '# Style\n',
  'agent-os/guides/a.md': '# A\n',
  '.agent-os/directives/first.md': '# First\n',
  '.agent-os/directives/guides/specs/style.md': '# Style\n',
  '.github/docs/style.md': '# Style\n',
  '.github/agent-os/guides/b.md': '# B\n',
};

/** `path -> suggestion [text that is written]` of each path that is not there. */
async function dead(file: string, text: string, more: Files = {}): Promise<readonly string[]> {
  const findings = await findingsOf(deadPath, { ...tree, ...more, [file]: `${text}\n` });
  return findings.map(({ message, fix }) => {
    const [, path = '', near = 'nothing'] = [...message.matchAll(/"([^"]*)"/g)].map(([, name]) => name);
    const edits = fix === null ? '' : ` [${fix.title}: ${fix.edits.map((edit) => edit.text).join()}]`;
    return `${path} -> ${near}${edits}`;
  });
}

describe('a path', () => {
  it.each([
    [
      'from the root counts from there',
      '.github/copilot-instructions.md',
      'See [a](/docs/stile.md).',
      ['/docs/stile.md -> docs/style.md [/docs/style.md: /docs/style.md]'],
    ],
    [
      'of a folder counts from the file',
      '.agent-os/AGENTS.md',
      'See [a](./directive/first.md).',
      ['./directive/first.md -> .agent-os/directives/first.md'],
    ],
    [
      'of the product counts from the root first',
      '.github/copilot-instructions.md',
      'Read `agent-os/guides/aa.md`.',
      ['agent-os/guides/aa.md -> agent-os/guides/a.md [agent-os/guides/a.md: agent-os/guides/a.md]'],
    ],
    [
      'with the folder of the product farther in counts from the file',
      '.agent-os/directives/first.md',
      'See [a](guides/specs/stile.md).',
      ['guides/specs/stile.md -> .agent-os/directives/guides/specs/style.md'],
    ],
    ['that leaves the repository is not judged', '.github/copilot-instructions.md', 'See [a](../../elsewhere.md).', []],
    [
      'that says its folder in other words is not rewritten',
      '.agent-os/directives/first.md',
      'See [a](../directives/frist.md).',
      ['../directives/frist.md -> .agent-os/directives/first.md'],
    ],
  ])('%s', async (_, ...[file, text, expected]) => {
    expect(await dead(file, text)).toEqual(expected);
  });
});

describe('not found', () => {
  it.each([
    ['what lies behind a link or in a submodule', 'Read `specs/vendor/policies/naming.md`.'],
    ['what dbt has built', 'Read `implementation/dbt/target/manifest.json`.'],
    ['packages of dbt', 'Read [a](dbt_packages/dbt_utils/macros.sql).'],
    ['a folder of logs', 'Read `implementation/dbt/logs/dbt.log`.'],
    ['a local environment', 'Read `implementation/.env.local`.'],
    ['a file of the environment', 'Read [a](.env.local).'],
    ['what dbt builds, though a folder is called alike', 'Read `implementation/target`.'],
    ['a folder with a dot that is only planned', 'Read `specs/v2.next/plans`.'],
  ])('%s', async (_, text) => {
    const more = { 'specs/vendor': 'commit\n', 'implementation/targets/a.tf': '# A\n' };
    expect(await dead('AGENTS.md', text, more)).toEqual([]);
  });

  it.each([
    ['a file that is called like a folder of packages', 'Read `specs/my_target/a.md`.'],
    ['a file whose name begins like a folder of logs', 'Read `specs/logs-of-2024/a.md`.'],
    ['a file whose folder ends like that of exports', 'Read `specs/exports/a.md`.'],
  ])('but %s', async (_, text) => {
    expect(await dead('AGENTS.md', text)).toHaveLength(1);
  });
});
