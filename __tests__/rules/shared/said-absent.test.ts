import { describe, expect, it } from 'vitest';
import type { Narrative } from '../../../src/model/pipelines.ts';
import { absenceReader } from '../../../src/rules/said-absent.ts';

const path = 'specs/pipelines/sales/flow-spec.md';

/** Whether the text says that nothing called `fct_x` is there: by the words around its first mention. */
function isAbsent(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  const headings = lines.flatMap((line, index) =>
    line.startsWith('#') ? [{ value: line.replace(/^#+ /, ''), at: { path, line: index + 1, column: 1 } }] : [],
  );
  const line = lines.findIndex((each) => each.includes('fct_x'));
  const column = (lines[line] ?? '').indexOf('fct_x') + 1;
  const narrative: Pick<Narrative, 'headings'> = { headings };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reader looks at the headings only
  const read = absenceReader(narrative as Narrative, text);
  return read({
    value: 'fct_x',
    at: { path, line: line + 1, column, endLine: line + 1, endColumn: column + 'fct_x'.length },
  });
}

describe('what a narrative says is not there', () => {
  it.each([
    ['The model `fct_x` sums the orders.', false],
    ['~~`fct_x`~~ is gone.', true],
    ['~~old~~ and `fct_x`.', false],
    ['It replaces `fct_x` yet.', true],
    ['It replaces\n`fct_x` yet.', true],
    ['It replaces\n\n`fct_x` here.', false],
    ['- It replaces\n- `fct_x` here.', false],
    ['# It replaces\n`fct_x` here.', false],
    ['It replaces model. `fct_x` sums.', false],
    ['It replaces model; `fct_x` sums.', false],
    ['It replaces model! `fct_x` sums.', false],
    ['It replaces model? `fct_x` sums.', false],
    ['| It replaces | `fct_x` |', false],
    ['It **replaces** `fct_x` yet.', true],
    ['`fct_x` was removed.', true],
    ['`fct_x`\nwas removed.', true],
    ['`fct_x`\n\nwas removed.', false],
    ['`fct_x`\n- was removed.', false],
    ['The column `fct_x` is a key.', true],
    ['The columns `a` and `fct_x` are keys.', true],
    ['The fields (`a`, `b`, and `fct_x`) are keys.', true],
    ['As colunas `a` e `fct_x` são chaves.', true],
    ['O campo: `fct_x`.', true],
    ['The `fct_x` column is a key.', true],
    ['O `fct_x` campo.', true],
    ['The `fct_x` columnist.', false],
    ['The mycolumn `fct_x` is.', false],
    ['The column is read from `fct_x`.', false],
    ['## Planned\n`fct_x` sums.', true],
    ['## Planned\ntext\n## Now\n`fct_x` sums.', false],
    ['## Now\n`fct_x` sums.\n## Planned\n', false],
    ['## Removidos\r\ntexto\r\n`fct_x` soma.', true],
    [`It replaces ${'a'.repeat(385)} \`fct_x\` here.`, false],
  ])('%j: %s', (text, expected) => {
    expect(isAbsent(text)).toBe(expected);
  });
});
