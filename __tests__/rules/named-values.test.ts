import { describe, expect, it } from 'vitest';
import { type NamedLines, namedValues, shellValues, syntaxOf } from '../../src/rules/named-values.ts';

/** `name@line:column=value` of every value that the lines name, line by line. */
function told(syntax: NamedLines['syntax'], ...lines: readonly string[]): readonly string[] {
  return lines.flatMap((_, index) =>
    namedValues({ lines, syntax }, index).map(({ name, line, column, value }) => `${name}@${line}:${column}=${value}`),
  );
}

describe('how a file names values', () => {
  it.each([
    ['a.yml', 'yaml'],
    ['a.yaml', 'yaml'],
    ['a.yaml.md', 'prose'],
    ['dag.py', 'code'],
    ['main.tf', 'code'],
    ['prod.tfvars', 'code'],
    ['root.hcl', 'code'],
    ['main.tf.json', 'data'],
    ['a.json', 'data'],
    ['pyproject.toml', 'data'],
    ['x.env', 'data'],
    ['setup.ini', 'data'],
    ['setup.cfg', 'data'],
    ['nginx.conf', 'data'],
    ['app.properties', 'data'],
    ['run.sh', 'data'],
    ['.env', 'data'],
    ['infra/.env.prod', 'data'],
    ['infra/.envrc', 'data'],
    ['x.env.prod', undefined],
    ['a.sql', undefined],
    ['a.yaml2', undefined],
    ['a.py3', undefined],
    ['a.shx', undefined],
    ['my.envs/data.csv', undefined],
  ])('%s: %s', (path, syntax) => {
    expect(syntaxOf(path)).toBe(syntax);
  });
});

describe('yaml', () => {
  it.each<[line: string, ...values: string[]]>([
    ['password: hunter2', 'password@0:0=hunter2'],
    ['  password: hunter2', 'password@0:2=hunter2'],
    ['  - password: hunter2', 'password@0:4=hunter2'],
    ['"password": hunter2', 'password@0:0=hunter2'],
    ["  'password': hunter2", 'password@0:2=hunter2'],
    ['password: hunter2 # note', 'password@0:0=hunter2'],
    ['password: hunter2#1', 'password@0:0=hunter2#1'],
    ['password:hunter2'],
    ['password: !secret hunter2', 'password@0:0=hunter2'],
    ['password: &it hunter2', 'password@0:0=hunter2'],
    ['password: "hunter 2"', 'password@0:0=hunter 2'],
    ["password: 'hunter2'", 'password@0:0=hunter2'],
    ['password = "hunter2"', 'password@0:0=hunter2'],
    ['password: {value: hunter2}', 'value@0:11=hunter2'],
    ['conn: { user: ana, password: hunter2 }', 'user@0:8=ana', 'password@0:19=hunter2'],
    ['- [password: hunter2, user: ana]', 'password@0:3=hunter2', 'user@0:22=ana'],
    ['# password: hunter2'],
    ['  // password: hunter2'],
    ['password: two words'],
    ['password: [hunter2]'],
    ['password: *alias'],
    ['password: > hunter2'],
    ['password:'],
    ['9password: hunter2'],
    ['env.get("password", "hunter2")', 'password@0:8=hunter2'],
    ["os.setdefault('password', 'hunter2')", 'password@0:14=hunter2'],
    ['x["password"] = "hunter2"', 'password@0:2=hunter2'],
  ])('%s', (line, ...values) => {
    expect(told('yaml', line)).toEqual(values);
  });

  it.each<[lines: readonly string[], ...values: string[]]>([
    [['password: >-', '  hunter2'], 'password@1:0=hunter2'],
    [['password: |', '  hunter2'], 'password@1:0=hunter2'],
    [['password: |+2 # note', '  hunter2'], 'password@1:0=hunter2'],
    [['password: !secret >', '  hunter2'], 'password@1:0=hunter2'],
    [['"password":', '  "hunter2"'], 'password@1:0=hunter2'],
    [['- password:', '    hunter2'], 'password@1:2=hunter2'],
    [['password:', '', '', '  hunter2'], 'password@3:0=hunter2'],
    [['password:', '', '', '', '  hunter2']],
    [['password:', 'hunter2']],
    [['  password:', '  hunter2']],
    [['password:']],
    [['password: hunter2', '  more'], 'password@0:0=hunter2'],
    [['- name: PASSWORD', '  value: hunter2'], 'name@0:2=PASSWORD', 'PASSWORD@1:2=hunter2', 'value@1:2=hunter2'],
    [['- value: hunter2', '  name: PASSWORD'], 'value@0:2=hunter2', 'name@1:2=PASSWORD', 'PASSWORD@0:2=hunter2'],
    [['- name: PASSWORD', '    value: hunter2'], 'name@0:2=PASSWORD', 'value@1:4=hunter2'],
    [
      ['- name: PASSWORD', '- name: other', '  value: hunter2'],
      'name@0:2=PASSWORD',
      'name@1:2=other',
      'other@2:2=hunter2',
      'value@2:2=hunter2',
    ],
    [
      ['- nome: SENHA', '  a: b', '  b: c', '  valor: hunter2'],
      'nome@0:2=SENHA',
      'SENHA@3:2=hunter2',
      'a@1:2=b',
      'b@2:2=c',
      'valor@3:2=hunter2',
    ],
    [
      ['- nome: SENHA', '  a: b', '  b: c', '  c: d', '  valor: hunter2'],
      'nome@0:2=SENHA',
      'a@1:2=b',
      'b@2:2=c',
      'c@3:2=d',
      'valor@4:2=hunter2',
    ],
    [
      ['- key: PASSWORD', '  value: >-', '    hunter2'],
      'key@0:2=PASSWORD',
      'PASSWORD@2:2=hunter2',
      'value@2:2=hunter2',
    ],
    [
      ['- { variable: PASSWORD, default: hunter2 }'],
      'variable@0:4=PASSWORD',
      'default@0:24=hunter2',
      'PASSWORD@0:24=hunter2',
    ],
    [['- { val: hunter2, key: PASSWORD }'], 'val@0:4=hunter2', 'key@0:18=PASSWORD'],
    [['- title: PASSWORD', '  value: hunter2'], 'title@0:2=PASSWORD', 'value@1:2=hunter2'],
  ])('%j', (lines, ...values) => {
    expect(told('yaml', ...lines)).toEqual(values);
  });
});

describe('code', () => {
  it.each<[line: string, ...values: string[]]>([
    ['password = "hunter2"', 'password@0:0=hunter2'],
    ['    password="hunter2",', 'password@0:4=hunter2'],
    ["conn = {'password': 'hunter2'}", 'password@0:8=hunter2'],
    ['os.environ["PASSWORD"] = "hunter2"', 'PASSWORD@0:11=hunter2'],
    ['os.getenv("PASSWORD", "hunter2")', 'PASSWORD@0:10=hunter2'],
    ['os.getenv( "PASSWORD" , \'hunter2\' )', 'PASSWORD@0:11=hunter2'],
    ['target("PASSWORD", "hunter2")'],
    ['password = other'],
    ['PASSWORD=hunter2xx'],
    ['run("PASSWORD=hunter2xx dbt")', 'PASSWORD@0:5=hunter2xx'],
    ['export PASSWORD=hunter2xx', 'PASSWORD@0:0=hunter2xx'],
    ['password: hunter2'],
    ['# password = "hunter2"'],
    ['password == "hunter2"'],
    ['my-password = "hunter2"', 'my-password@0:0=hunter2'],
    ['password = ""'],
  ])('%s', (line, ...values) => {
    expect(told('code', line)).toEqual(values);
  });
});

describe('data', () => {
  it.each<[line: string, ...values: string[]]>([
    ['PASSWORD=hunter2', 'PASSWORD@0:0=hunter2'],
    ['  db.password = hunter2', 'db.password@0:2=hunter2'],
    ['PASSWORD=two words'],
    ['PASSWORD=hunter2#1', 'PASSWORD@0:0=hunter2#1', 'PASSWORD@0:0=hunter2#1'],
    ['PASSWORD=#hunter2', 'PASSWORD@0:0=#hunter2'],
    ['PASSWORD=#hunter'],
    ['{"password": "hunter2"}', 'password@0:1=hunter2'],
    ['password: hunter2'],
    ['{ password: hunter2 }'],
    ['#PASSWORD=hunter2'],
  ])('%s', (line, ...values) => {
    expect(told('data', line)).toEqual(values);
  });
});

describe('prose', () => {
  it.each<[line: string, ...values: string[]]>([
    ['password: hunter2', 'password@0:0=hunter2'],
    ['password = hunter2', 'password@0:0=hunter2'],
    ['the password = "hunter2" is old'],
    ['# password: hunter2'],
    ['run `dbt --password hunter2xx`', 'password@0:9=hunter2xx'],
  ])('%s', (line, ...values) => {
    expect(told('prose', line)).toEqual(values);
  });
});

describe('shell', () => {
  it.each<[line: string, ...values: string[]]>([
    ['PASSWORD=hunter2xx dbt run', 'PASSWORD@0=hunter2xx'],
    ['export password=hunter2xx', 'password@0=hunter2xx'],
    ['ENV password=hunter2xx', 'password@0=hunter2xx'],
    ['ARG password="hunter2xx"', 'password@0=hunter2xx'],
    ['dbt run --password hunter2xx', 'password@8=hunter2xx'],
    ['dbt run --password=hunter2xx', 'password@8=hunter2xx'],
    ["dbt run --password='hunter2xx'", 'password@8=hunter2xx'],
    ['password=hunter2xx'],
    ['$PASSWORD=hunter2xx'],
    ['MY.PASSWORD=hunter2xx'],
    ['PASSWORD=short12'],
    ['PASSWORD=$(cat file)'],
    ['PASSWORD hunter2xx'],
    ['PA=hunter2xx'],
    ['A=12345678; PASSWORD=hunter2xx;', 'PASSWORD@12=hunter2xx'],
  ])('%s', (line, ...values) => {
    expect(shellValues(line).map(({ name, value, column }) => `${name}@${column}=${value}`)).toEqual(values);
  });
});

function padded(length: number): string {
  return `password: "hunter2"${' '.repeat(length - 'password: "hunter2"'.length)}`;
}

describe('a line of generated text', () => {
  const limit = 20_000;

  it('is read up to the limit', () => {
    expect(told('yaml', padded(limit))).toEqual(['password@0:0=hunter2']);
    expect(told('yaml', padded(limit + 1))).toEqual([]);
  });

  it('is no value of the name above', () => {
    expect(told('yaml', 'password:', `  ${'x'.repeat(limit - 2)}`)).toHaveLength(1);
    expect(told('yaml', 'password:', `  ${'x'.repeat(limit - 1)}`)).toEqual([]);
    expect(told('yaml', `password:${' '.repeat(limit)}`, '  hunter2')).toEqual([]);
  });
});
