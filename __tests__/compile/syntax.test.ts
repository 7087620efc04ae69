import { beforeAll, describe, expect, test } from 'vitest';
import { compileFiles } from '../../src/compile/compile-project.ts';
import type { Engines } from '../../src/compile/engines.ts';
import { checkHcl } from '../../src/compile/syntax/hcl.ts';
import { checkPython } from '../../src/compile/syntax/python.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { loadedEngines } from './syntax-engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ python: true, hcl: true });
});

/** `line:column message` of each problem. */
function python(text: string): readonly string[] {
  return checkPython(engines, 'dags/load.py', text).map(({ at, message }) => `${at.line}:${at.column} ${message}`);
}

function hcl(text: string): readonly string[] {
  return checkHcl(engines, 'main.tf', text).map(({ at, message }) => `${at.line}:${at.column} ${message}`);
}

describe('Python 3 that is read', () => {
  test.each([
    '',
    '# only a comment\n',
    '\uFEFFimport os\r\n\r\nif os:\r\n    pass\r\n',
    'from __future__ import annotations\nfrom airflow.decorators import dag, task\n\n@dag(schedule="@daily")\ndef load() -> None:\n    @task\n    def extract(n: int = 3, /, *, m: str | None = None) -> list[int]:\n        return [y := n, *range(m)]\n\n    extract() >> [extract(), extract()]\n\nload()\n',
    'match event:\n    case {"kind": "a", **rest} if rest:\n        pass\n    case Point(x=0) | None:\n        pass\n    case _:\n        pass\n',
    'f"{x!r:>{width}} {"nested"} {d["k"]} {a=}"\n',
    'type A[T] = list[T]\ndef f[T: int](x: T) -> T: ...\nclass B[**P]: ...\n',
    'with (open("a") as a, open("b") as b):\n    pass\n',
    'async def f():\n    async with a as b, c:\n        await x\n    return [i async for i in y]\n',
    'try:\n    pass\nexcept* ValueError as e:\n    pass\n',
    'print >>log, "x"\nprint(a) if x else b\nmatch = case = type = 5\n',
    'x = 0o777 + 0x1F + 1_000 + 00 + 1e5\n',
    'if x: a; b\n',
    'x = 1; \\\n  y = 2\n',
    'if x:\n\ta\n# comment\n\tb\n',
    'while True: pass\nelse: pass\n',
  ])('%j', (text) => {
    expect(python(text)).toEqual([]);
  });
});

describe('Python that is refused', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['if x\n    pass\n', '1:1 compile.python-unexpected'],
    ['import os\n\nx = load(\n    1,\n', '3:9 compile.python-unclosed'],
    ['def f(:\n    pass\n', '1:7 compile.python-missing'],
    ['import os\nprint "a"\n', '2:1 compile.python-2'],
    ['exec "x" in ns\n', '1:1 compile.python-2'],
    ['x = a <> b\n', '1:5 compile.python-2'],
    ['raise E, "x"\n', '1:1 compile.python-2'],
    ['def f(a, (b, c)): pass\n', '1:10 compile.python-2'],
    ['x = 0777\n', '1:5 compile.python-2'],
    ['x = `y`\n', '1:5 compile.python-2'],
    ['a = 1\n  b = 2\n', '2:3 compile.python-indent'],
    ['if x:\n    a\n  b\n', '3:3 compile.python-indent'],
    ['if x:\npass\n', '1:1 compile.python-empty-block'],
    ['class A:\n    def f(self):\n\nx = 1\n', '2:5 compile.python-empty-block'],
    ['x = {"a": 1\ny = "é"\n', '1:5 compile.python-unclosed'],
  ];
  test.each(rows)('%j', (text, expected) => {
    expect(python(text)).toEqual([expected]);
  });
});

describe('HCL that is read', () => {
  test.each([
    '',
    '# only a comment\n// another\n/* and one */\n',
    'terraform { required_version = ">= 1.0" }\n',
    'resource "a" "b" {\n  text = <<-EOT\n    hi ${var.x} %{ if true }a%{ endif }\n  EOT\n  list = [for k, v in var.m : upper(k) if v != ""]\n  map = { for k in x : k => v... }\n  dynamic "setting" {\n    for_each = var.s\n    content { n = setting.value["n"] }\n  }\n  pick = try(a.b[*].c, null) ? 1 : 2\n  lifecycle { ignore_changes = [tags] }\n}\n',
    'x = provider::aws::arn_parse("x")\n',
    'a = {\n  b = 1\n  c : 2, d = 3\n  "x" = 1\n  (k) = 2\n}\n',
    'variable "x" {\n  type = object({ a = optional(string, "b") })\n}\n',
    'x = 1e5 + 2.5E-3\n',
    'x = "$${a} %%{b} \\n"\n',
    'x = "${\n  a\n}"\n',
    'region = "us-east-1"\n',
  ])('%j', (text) => {
    expect(hcl(text)).toEqual([]);
  });
});

describe('HCL that is refused', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['resource "a" "b" {\n  x = 1\n', '3:1 compile.hcl-missing-at-end'],
    ['x = \n', '2:1 compile.hcl-missing-at-end'],
    ['x == 1\n', '1:1 compile.hcl-unexpected'],
    ['module "x" {\n  source = "./x"\n}\n}\n', '4:1 compile.hcl-unexpected'],
    ['x = "a\nb"\n', '1:6 compile.hcl-line-break'],
  ];
  test.each(rows)('%j', (text, expected) => {
    expect(hcl(text)).toEqual([expected]);
  });
});

describe('one problem for one file', () => {
  test('the whole problem', () => {
    expect(checkPython(engines, 'dags/load.py', 'import os\nprint "a"\nprint "b"\n')).toEqual([
      {
        kind: 'code',
        at: { path: 'dags/load.py', line: 2, column: 1, endLine: 2, endColumn: 10 },
        key: 'python-syntax',
        message: 'compile.python-2',
        values: { what: 'print …' },
      },
    ]);
  });

  test('the parser is chosen by the name of the file', () => {
    const files = ['a.py', 'b.tf', 'c.tfvars', 'd.hcl', 'e.txt', 'f.tf.json'].map((path) => ({
      path,
      text: 'x = (\n',
    }));
    expect(compileFiles(files, engines).map(({ at }) => at.path)).toEqual(['a.py', 'b.tf', 'c.tfvars', 'd.hcl']);
  });
});

describe('hostile input', () => {
  test.each([
    '('.repeat(100_000),
    '['.repeat(200_000) + ']'.repeat(200_000),
    `x = ${'('.repeat(50_000)}1${')'.repeat(50_000)}\n`,
    '\u0000\u0001'.repeat(50_000),
    'a '.repeat(200_000),
    '"""'.repeat(50_001),
    'if x:\n'.repeat(5_000),
    '<<A\n'.repeat(20_000),
  ])('takes no more than seconds of the processor (%#)', (text) => {
    for (const check of [python, hcl]) {
      const spent = cpuTimeOf(() => expect(check(text).length).toBeLessThanOrEqual(1));
      expect(spent).toBeLessThan(3000);
    }
  });
});
