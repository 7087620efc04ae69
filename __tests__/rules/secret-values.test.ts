import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { holdsSecret, secretsInFiles } from '../../src/rules/file-secrets.ts';
import { isSecret, isSecretValue } from '../../src/rules/secrets.ts';
import { contextOf } from './shared/in-rules.ts';

const value = 'tr0ub4dor&3';
/** Put together here, so that no scanner takes this file for a leak. */
const key = ['AK', 'IA', 'Q7DR2MZX5KPL4VTN'].join('');

describe('a value that could be secret', () => {
  it.each(['x9DB_LOGIN', 'DB_LOGIN9x', 'Kx9file.Abc', 'Kx9.Qrstu', 'K9xsha256Q', 'Ab2026-01-01'])('%s is', (each) => {
    expect(isSecret('password', each)).toBe(true);
  });

  it.each([
    ['a variable', 'DB_LOGIN_12'],
    ['a variable of one word more', 'A_LOGIN_1_X'],
    ['a date', '2026-01-01T00:00:00Z'],
    ['where it is kept', 'prod12-db3-main/2026'],
    ['no letter', '!2468#97'],
    ['a default with something in front', 'a-${DB_PW:-hunter2x}'],
    ['a default with something behind', '${DB_PW:-hunter2x}z'],
    ['a variable of Windows inside', 'pre%DBNAME%9x'],
    ['the name of a method', 'tokenized9x'],
    ['the name of a method in British English', 'tokenised9x'],
    ['my token', 'mytoken99'],
    ['my_token', 'my_token99'],
  ])('%s is not', (_, each) => {
    expect(isSecret('password', each)).toBe(false);
  });

  it('is not one that is kept somewhere, though it looks like one', () => {
    expect([isSecretValue('prod12-db3-main/2026'), isSecretValue('!2468#97')]).toEqual([true, false]);
  });
});

/** `path:line kind name` of every credential in the files of a repository. */
async function secrets(files: Files): Promise<readonly string[]> {
  const context = await contextOf({ 'implementation/dbt/dbt_project.yml': 'name: x\n', ...files });
  return secretsInFiles(context).map(({ kind, name, at }) =>
    [`${at.path.split('/').at(-1)}:${at.line}:${at.column}`, kind, name].filter(Boolean).join(' '),
  );
}

const tf = 'implementation/infrastructure/main.tf';

describe('credentials in Terraform', () => {
  it.each([
    ['variable "db_password" {\n  default = "Zebra"\n}\n', ['main.tf:2:13 terraform db_password']],
    ['variable "region" {\n  default = "Zebra"\n}\n', []],
    ['variable "db_password" {\n  description = "Zebra"\n}\n', []],
    ['module "db_password" {\n  default = "Zebra"\n}\n', []],
    ['resource "x" "y" {\n  password = "Zebra"\n}\n', ['main.tf:2:14 terraform password']],
    ['resource "x" "y" {\n  inner {\n    api_key = "Zebra"\n  }\n}\n', ['main.tf:3:15 terraform api_key']],
    ['locals {\n  db = { password = "Zebra" }\n}\n', ['main.tf:2:21 terraform password']],
    ['resource "x" "y" {\n  password = var.password\n}\n', []],
    [`resource "x" "y" {\n  password = "${value}"\n}\n`, ['main.tf:2:14 terraform password']],
  ])('%s', async (text, expected) => {
    expect(await secrets({ [tf]: text })).toEqual(expected);
  });

  it.each([
    '',
    '   ',
    '<fill in>',
    'arn:aws:secretsmanager:x',
    'projects/1/secrets/db',
    'secret/db',
    'secrets/db',
    'vault:db',
    'ssm:/db',
    '/run/db',
    './db',
    '~/db',
    'changeme',
    'change_me',
    'replaced',
    'placeholder',
    'todo',
    'xxxx',
  ])('not "%s"', async (text) => {
    expect(await secrets({ [tf]: `resource "x" "y" {\n  password = "${text}"\n}\n` })).toEqual([]);
  });

  it.each(['xarn:z', 'myprojects/z', 'a/b.c', 'xxx'])('even "%s"', async (text) => {
    expect(await secrets({ [tf]: `resource "x" "y" {\n  password = "${text}"\n}\n` })).toEqual([
      'main.tf:2:14 terraform password',
    ]);
  });

  it('beside those of other files', async () => {
    const text = `resource "x" "y" {\n  password = "${value}"\n}\n`;
    expect(await secrets({ [tf]: text, 'AGENTS.md': `a\npassword: ${value}\n` })).toEqual([
      'main.tf:2:14 terraform password',
      'AGENTS.md:2:1 key password',
    ]);
  });
});

const line = (length: number): string => `${key}${' '.repeat(length - key.length)}`;

describe('credentials in other files', () => {
  it('come in the order of their lines, each line once', async () => {
    const text = `- name: DB_PASSWORD\n  id: ${key}\n  a: b\n  value: ${value}\ntoken: ${key}\n`;
    expect(await secrets({ 'implementation/orchestration/a.yml': text })).toEqual([
      'a.yml:2:1 aws-key',
      'a.yml:4:1 key DB_PASSWORD',
      'a.yml:5:1 aws-key',
    ]);
  });

  it('are read in lines that people write, not in generated ones', async () => {
    expect(await secrets({ 'AGENTS.md': `${line(20_000)}\n` })).toEqual(['AGENTS.md:1:1 aws-key']);
    expect(await secrets({ 'AGENTS.md': `${line(20_001)}\n` })).toEqual([]);
  });

  it.each(['a.sql', 'a.txt', 'a.yml', 'a.json'])('are made up in samples: %s', async (name) => {
    const text = `DB_PASSWORD=${value}\npassword: ${value}\n"password": "${value}"\n`;
    expect(await secrets({ [`specs/sample-data/${name}`]: text })).toEqual([]);
  });
});

describe('a line that no excerpt may repeat', () => {
  const yaml = 'implementation/orchestration/a.yml';

  it('has the shape of a credential, whatever the file is', () => {
    expect(holdsSecret('a.sql', [`select '${key}'`], 0)).toBe(true);
    expect(holdsSecret('a.sql', ["select 'a'"], 0)).toBe(false);
    expect(holdsSecret('a.sql', [], 3)).toBe(false);
  });

  it.each([
    ['three lines above its name', [`- value: ${value}`, '  a: b', '  b: c', '  name: PASSWORD'], [0]],
    ['three lines below its name', ['- name: PASSWORD', '  a: b', '  b: c', `  value: ${value}`], [3]],
    ['further away than that', ['- name: PASSWORD', '  a: b', '  b: c', '  c: d', `  value: ${value}`], []],
  ])('holds a value that stands %s', (_, lines, expected) => {
    expect(lines.flatMap((__, index) => (holdsSecret(yaml, lines, index) ? [index] : []))).toEqual(expected);
  });
});
