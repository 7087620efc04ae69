import { describe, expect, it } from 'vitest';
import { readIgnores } from '../../src/load/inline-ignores.ts';
import type { Edit } from '../../src/model/finding.ts';

/** `line:column-endColumn rules | reason | lines`. */
function read(path: string, text: string): readonly string[] {
  return readIgnores(path, text).map(
    ({ at, rules, reason, lines }) =>
      `${at.line}:${at.column}-${at.endColumn ?? 0} ${rules.join(',')} | ${reason ?? ''} | ${lines.join(',')}`,
  );
}

/** The text after an edit. */
function edited(text: string, edit: Edit): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return (
    text.slice(0, offset(edit.startLine, edit.startColumn)) +
    edit.text +
    text.slice(offset(edit.endLine, edit.endColumn))
  );
}

describe('comments that ignore rules', () => {
  it.each([
    ['a.yaml', 'a: 1 # dataengos: ignore spec/x -- why', ['1:6-39 spec/x | why | 1']],
    ['a.yml', '  # dataengos: ignore spec/x, spec/y -- it is so\n\nb: 2\n', ['1:3-49 spec/x,spec/y | it is so | 1,3']],
    ['a.sql', 'select a -- dataengos: ignore dbt/x -- no -- really', ['1:10-52 dbt/x | no -- really | 1']],
    ['a.md', '<!-- dataengos: ignore canvas/x -- later -->\n# A\n', ['1:1-45 canvas/x | later | 1,2']],
    ['a.mermaid', '%% dataengos: ignore topology/x -- why\nA --> B', ['1:1-39 topology/x | why | 1,2']],
    ['a.tf', '# dataengos: ignore spec/x -- why\r\na = 1\r\n', ['1:1-34 spec/x | why | 1,2']],
    [
      'a.py',
      '# dataengos: ignore spec/x -- why\n# dataengos: ignore spec/y -- why\na = 1',
      ['1:1-34 spec/x | why | 1,3', '2:1-34 spec/y | why | 2,3'],
    ],
    ['a.yaml', '# dataengos: ignore spec/x', ['1:1-27 spec/x |  | 1']],
    ['a.yaml', '# dataengos: ignore spec/x --', ['1:1-30 spec/x |  | 1']],
    ['a.yaml', '# dataengos: ignore spec/x -- ...', ['1:1-34 spec/x |  | 1']],
    ['a.yaml', '# dataengos: ignore -- why', ['1:1-27  | why | 1']],
    ['a.yaml', '#dataengos:ignore spec/x spec/x -- é assim', ['1:1-43 spec/x | é assim | 1']],
    ['a.yaml', 'a: b#dataengos: ignore spec/x -- why', []],
    ['a.yaml', '# dataengos: ignored', []],
    ['a.yaml', '-- dataengos: ignore spec/x -- why', []],
    ['a.json', '# dataengos: ignore spec/x -- why', []],
    ['a.md', '```html\n<!-- dataengos: ignore canvas/x -- later -->\n```\n', []],
  ])('%s: %j', (path, text, found) => {
    expect(read(path, text)).toEqual(found);
  });

  it.each([
    ['a: 1 # dataengos: ignore spec/x -- why\nb: 2\n', 'a: 1\nb: 2\n'],
    ['a: 1\n  # dataengos: ignore spec/x -- why\nb: 2\n', 'a: 1\nb: 2\n'],
    ['a: 1\r\n# dataengos: ignore spec/x\r\nb: 2\r\n', 'a: 1\r\nb: 2\r\n'],
    ['a: 1 # dataengos: ignore spec/x\r\nb: 2', 'a: 1\r\nb: 2'],
    ['a: 1\n# dataengos: ignore spec/x', 'a: 1\n'],
  ])('go without a trace: %j', (text, after) => {
    const [ignore] = readIgnores('a.yaml', text);
    expect(ignore && edited(text, ignore.removal)).toBe(after);
  });

  it('leave what stands behind them', () => {
    const [ignore] = readIgnores('a.md', 'a <!-- dataengos: ignore x/y --> b\n');
    expect(ignore && edited('a <!-- dataengos: ignore x/y --> b\n', ignore.removal)).toBe('a  b\n');
  });
});
