import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/load/yaml.ts';
import { translate } from '../../src/model/messages.ts';

describe('a mistake of YAML is said in words of ours, where it is to be mended', () => {
  it.each([
    ['id: x\n  name: y\n', 2, 3, 'yaml-too-deep'],
    ['- name: x\n\n   description: y\n', 3, 4, 'yaml-too-deep'],
    ['a: b: c\n', 1, 4, 'yaml-second-colon'],
    ['a: "b": c\n', 1, 4, 'yaml-second-colon'],
    ['a:\n  b: 1\n c: 2\n', 3, 1, 'yaml-indent'],
    ['a:\n  - x\n - y\n', 3, 1, 'yaml-indent'],
    ['a: 1\n- b\n', 2, 1, 'yaml-indent'],
    ['a:\n\tb: 1\n', 2, 1, 'yaml-tab'],
    ['a: "x\n', 2, 1, 'yaml-open-quote'],
    ["a: 'x\n", 2, 1, 'yaml-open-quote'],
    ['a: [1, 2\nb: 3\n', 2, 1, 'yaml-open-bracket'],
    ['a: {b: 1\n', 2, 1, 'yaml-open-bracket'],
    ['a: ["b" "c"]\n', 1, 9, 'yaml-no-comma'],
    ['a: 1\nb\nc: 2\n', 2, 1, 'yaml-no-colon'],
    ['a:b\nc: d\n', 1, 1, 'yaml-no-colon'],
    ['a: [\n  - x\n]\n', 2, 3, 'yaml-block-in-flow'],
    ['a: @x\n', 1, 4, 'yaml-reserved'],
    ['a: "\\q"\n', 1, 5, 'yaml-escape'],
    ['a: *\n', 1, 4, 'yaml-alias-name'],
    ['a: *nope\n', 1, 4, 'yaml-no-anchor'],
    ['a: &b [*b]\n', 1, 8, 'yaml-own-alias'],
    ['"b"#c: 1\n', 1, 4, 'yaml-comment'],
    ['a: |x\n  b\n', 1, 5, 'yaml-block-header'],
    ['a: [1,,2]\n', 1, 7, 'yaml-stray-sign'],
    ['a: }\n', 1, 4, 'yaml-stray-sign'],
    ['a: "x" y\n', 1, 8, 'yaml-unexpected'],
    ['a: &x &y z\n', 1, 7, 'yaml-syntax'],
  ])('%j at %i:%i: %s', (...[text, line, column, message]) => {
    const { problems } = readYaml('a.yaml', new TextEncoder().encode(text));
    expect(problems.map(({ at, message: said, key }) => [at.line, at.column, said, key])).toEqual([
      [line, column, `problems.${message}`, 'yaml-syntax'],
    ]);
    for (const lang of ['en', 'pt-BR'] as const)
      for (const { message: key, values } of problems)
        expect(translate(lang, key, values)).not.toMatch(/[{]\w+[}]|^problems/);
  });

  it('never repeats a text of the file', () => {
    for (const text of [
      'password: "hunter2&7\n',
      'password: hunter2&7: x\n',
      'password: "a" hunter2&7\n',
      '- a\nhunter2&7\n',
    ]) {
      const { problems } = readYaml('a.yaml', new TextEncoder().encode(text));
      expect(problems).toHaveLength(1);
      expect(JSON.stringify(problems)).not.toContain('hunter2');
    }
  });
});
