import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractText } from '../engine/trees.ts';
import { createRepository, temporaryFolder } from '../support/git-repo.ts';
import { buildCli, type Cli } from './program.ts';
import { contractPath, edit, goodContract, goodFiles } from './repository.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});

/** The contract with three mistakes that have a repair, beside a comment that must stay. */
const wrong = goodContract
  .replace('status: active', 'status: Active   # since May')
  .replace('logicalType: integer', 'logicalType: Integer')
  .replace('name: total, logicalType', 'name: total, logicaltype');
const right = goodContract.replace('status: active', 'status: active   # since May');
/** Where base has the mistakes, their repair changes what it promises. */
const rightAndRaised = right.replace('version: 1.0.0', 'version: 1.1.0');

function repositoryWith(contract: string): string {
  const folder = createRepository(goodFiles);
  edit(folder, contractPath, contract);
  return folder;
}

function textIn(folder: string): string {
  return readFileSync(join(folder, contractPath), 'utf8');
}

describe('fix', () => {
  it('does every certain repair, keeps all else, and then has nothing to do', () => {
    const folder = repositoryWith(wrong);
    const run = cli.run(folder, ['fix']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n').slice(0, -2)).toEqual([
      `fixed     ${contractPath}:5 spec/unknown-status (status: active)`,
      expect.stringMatching(
        /^fixed {5}specs\/contracts\/outputs\/orders\.yaml:\d+ spec\/invalid-document \(Integer → integer\)$/,
      ),
      expect.stringMatching(/^fixed {5}.* spec\/invalid-document \(logicaltype → logicalType\)$/),
    ]);
    expect(run.stdout).toMatch(/^repairs done: 3 \(files: 1\); left: 0$/m);
    expect(textIn(folder)).toBe(right);
    expect(cli.run(folder, ['fix']).stdout).toBe('repairs done: 0 (files: 0); left: 0\n');
    expect(textIn(folder)).toBe(right);
    expect(cli.run(folder, ['check'])).toMatchObject({ code: 0 });
  });

  it('shows with --dry-run a diff that git applies to the same result, and writes nothing', () => {
    const folder = repositoryWith(wrong.replaceAll('\n', '\r\n'));
    const run = cli.run(folder, ['fix', '--dry-run']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('repairs to do: 3 (files: 1); left: 0; nothing was written');
    expect(textIn(folder)).toBe(wrong.replaceAll('\n', '\r\n'));
    writeFileSync(join(folder, 'fix.patch'), run.stdout);
    execFileSync('git', ['apply', '--whitespace=nowarn', 'fix.patch'], { cwd: folder });
    expect(textIn(folder)).toBe(right.replaceAll('\n', '\r\n'));
    expect(cli.run(folder, ['fix', '--dry-run'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('keeps the byte order mark, a missing last line end and the mode of the file', () => {
    const folder = repositoryWith(`\uFEFF${wrong.trimEnd()}`);
    chmodSync(join(folder, contractPath), 0o755);
    expect(cli.run(folder, ['fix']).code).toBe(0);
    expect(textIn(folder)).toBe(`\uFEFF${right.trimEnd()}`);
    expect(statSync(join(folder, contractPath)).mode & 0o777).toBe(0o755);
  });

  it('edits files whose line ends git changes on checkout', () => {
    const folder = createRepository({
      ...goodFiles,
      [contractPath]: wrong,
      '.gitattributes': '*.yaml text eol=crlf\n',
    });
    writeFileSync(join(folder, contractPath), wrong.replaceAll('\n', '\r\n'));
    execFileSync('git', ['add', '--renormalize', '.'], { cwd: folder });
    expect(cli.run(folder, ['fix', '--scope', 'all'])).toMatchObject({ code: 0 });
    expect(textIn(folder)).toBe(rightAndRaised.replaceAll('\n', '\r\n'));
  });

  it('repairs what was there before only where it is asked to', () => {
    const folder = createRepository({ ...goodFiles, [contractPath]: wrong });
    expect(cli.run(folder, ['fix']).stdout).toContain('repairs done: 0 ');
    expect(textIn(folder)).toBe(wrong);
    expect(cli.run(folder, ['fix', '--scope', 'all']).stdout).toContain('repairs done: 4 ');
    expect(textIn(folder)).toBe(rightAndRaised);
  });

  it('repairs only the findings of the rules that are named', () => {
    const folder = repositoryWith(wrong);
    expect(cli.run(folder, ['fix', '--rule', 'spec/unknown-status']).stdout).toContain('repairs done: 1 ');
    expect(textIn(folder)).toBe(wrong.replace('Active', 'active'));
    expect(cli.run(folder, ['fix', '--rule', 'spec/unknown-statu'])).toMatchObject({
      code: 2,
      stderr: 'dataengos: unknown rule "spec/unknown-statu"; did you mean "spec/unknown-status"\n',
    });
  });

  it('tells as JSON what was repaired', () => {
    const folder = repositoryWith(wrong);
    const told: object = JSON.parse(cli.run(folder, ['fix', '--format', 'json']).stdout);
    expect(told).toMatchObject({
      dryRun: false,
      applied: [
        { rule: 'spec/unknown-status', path: contractPath, line: 5, subject: 'orders', fix: 'status: active' },
        { rule: 'spec/invalid-document', path: contractPath, fix: 'Integer → integer' },
        { rule: 'spec/invalid-document', path: contractPath, fix: 'logicaltype → logicalType' },
      ],
      left: [],
      files: [contractPath],
      withoutFix: 0,
    });
  });

  it('speaks Portuguese', () => {
    const run = cli.run(repositoryWith(wrong), ['fix', '--lang', 'pt-BR']);
    expect(run.stdout).toContain('correções feitas: 3 (arquivos: 1); mantidos: 0');
  });

  it('never writes through a symbolic link', () => {
    const outside = join(temporaryFolder('outside-'), 'orders.yaml');
    writeFileSync(outside, wrong);
    const folder = createRepository(goodFiles);
    edit(folder, contractPath, undefined);
    symlinkSync(outside, join(folder, contractPath));
    cli.run(folder, ['fix', '--scope', 'all']);
    expect(readFileSync(outside, 'utf8')).toBe(wrong);
    expect(existsSync(join(folder, contractPath))).toBe(true);
  });

  it('raises the version by what the rest of the change asks for', () => {
    const more = contractText({
      id: 'orders',
      columns: [
        'name: id, logicalType: integer, description: Key.',
        'name: total, logicalType: number, description: Total.',
        'name: state, logicalType: String, description: State.',
      ],
    });
    const folder = repositoryWith(more);
    expect(cli.run(folder, ['fix']).code).toBe(0);
    expect(textIn(folder)).toBe(more.replace('String', 'string').replace('version: 1.0.0', 'version: 1.1.0'));
  });
});
