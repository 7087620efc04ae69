import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, it } from 'vitest';
import { documents, fencedBlocks, readText, root } from './files.ts';

const readme = readText('README.md');

describe('README.md', () => {
  it('has every command of --help', () => {
    const commands = commandsOf(cli('--help'));
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !readme.includes(`| \`${command}`))).toEqual([]);
  });

  it('has no command that --help does not have', () => {
    const commands = commandsOf(cli('--help'));
    const rows = readme.split('## On your machine')[1]?.split('\n## ')[0] ?? '';
    const listed = [...rows.matchAll(/^\| `([a-z]+)/gm)].map((match) => match[1] ?? '');
    expect(listed.toSorted()).toEqual(commands.toSorted());
  });

  it('says what every exit code of --help means', () => {
    const codes = /^exit codes: (.*)$/m.exec(cli('--help'))?.[1]?.match(/\b\d+(?= )/g) ?? [];
    expect(codes).toEqual(['0', '1', '2', '3', '70']);
    const line = /Exit codes: ([\s\S]*?)\n\n/.exec(readme)?.[1] ?? '';
    expect(codes.filter((code) => !new RegExp(`(?:^|· )${code} `).test(line.replaceAll('\n', ' ')))).toEqual([]);
  });

  it('names the formats of --help', () => {
    const formats = /^ +--format (\S+)/m.exec(cli('--help'))?.[1] ?? 'none';
    expect(readme).toContain(`\`--format ${formats}\``);
  });

  it('shows a picture with a description', () => {
    expect(/!\[([^\]]{40,})\]\(docs\/review\.png\)/.test(readme)).toBe(true);
  });
});

describe('commands of the documents', () => {
  const shells = documents().flatMap((path) =>
    fencedBlocks(readText(path), 'sh').map((block) => [path, block] as const),
  );

  it('every npm script exists', () => {
    const { scripts }: { scripts: { [name: string]: string } } = JSON.parse(readText('package.json'));
    const used = shells.flatMap(([, block]) =>
      [...block.matchAll(/npm (?:run )?([a-z]+)/g)].map((match) => match[1] ?? ''),
    );
    const missing = used.filter((name) => name !== 'ci' && !Object.hasOwn(scripts, name));
    expect(used).toContain('demo');
    expect(missing).toEqual([]);
  });

  it('every dataengos command and option exists', () => {
    const calls = shells.flatMap(([path, block]) =>
      [...block.matchAll(/npx dataengos ([a-z]+)([^\n|#]*)/g)].map(([, command = '', rest = '']) => ({
        path,
        command,
        rest,
      })),
    );
    const unknown = calls.flatMap(({ path, command, rest }) =>
      (rest.match(/--[a-z-]+/g) ?? [])
        .filter((option) => !optionsOf(command).includes(option))
        .map((option) => `${path}: ${command} ${option}`),
    );
    expect(calls.map(({ command }) => command)).toContain('generate');
    expect(unknown).toEqual([]);
  });
});

/** The command line from its sources: what it prints on stdout. */
function cli(...args: readonly string[]): string {
  return execFileSync(execPath, [join(root, 'src/entries/cli.ts'), ...args], { encoding: 'utf8' });
}

/** Help of one command, with the options of every command. */
function optionsOf(command: string): string {
  return `${cli(command, '--help')} ${cli('--help').split('options of every command:')[1] ?? ''}`;
}

/** Names at the start of the usage lines. */
function commandsOf(help: string): readonly string[] {
  const usage = help.split('\n\n')[2] ?? '';
  return [...usage.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] ?? '');
}
