import type { Bump, ChangeClass } from '../model/change.ts';
import type { Lang } from '../model/messages.ts';
import { bumpText, changeTitle, say } from './words.ts';

/** A row of `rules/compatibility.yaml`, as its documentation shows it. */
export interface TableRow {
  readonly id: string;
  readonly change: string;
  readonly when?: RowWhen;
  readonly rule?: string;
  readonly output: RowEffect;
  readonly input: RowEffect;
  readonly why: RowText;
  readonly 'why-input'?: RowText;
  readonly instead?: RowText;
}

type RowText = { readonly [lang in Lang]: string };

interface RowEffect {
  readonly class: ChangeClass;
  readonly bump: Bump;
}

/** Conditions that must all hold; null stands for an absent value. */
interface RowWhen {
  readonly before?: readonly (string | boolean | null)[];
  readonly after?: readonly (string | boolean | null)[];
  readonly relation?: readonly string[];
  readonly traits?: readonly string[];
  readonly status?: readonly string[];
}

/** When a row fits, in words: "before: date; after: timestamp". `isOnly`: no other row is about the kind of change. */
export function whenText(lang: Lang, { when }: TableRow, isOnly: boolean): string {
  if (when === undefined) return say(lang, isOnly ? 'table.any' : 'table.always');
  const values = (list: readonly (string | boolean | null)[]): string =>
    list.map((value) => (value === null ? say(lang, 'when.absent') : String(value))).join(', ');
  return [
    ...(when.status === undefined ? [] : [say(lang, 'when.status', { values: values(when.status) })]),
    ...(when.before === undefined ? [] : [say(lang, 'when.before', { values: values(when.before) })]),
    ...(when.after === undefined ? [] : [say(lang, 'when.after', { values: values(when.after) })]),
    ...(when.relation === undefined
      ? []
      : [when.relation.map((relation) => say(lang, `when.relation.${relation}`)).join(', ')]),
    ...(when.traits ?? []).map((trait) => say(lang, `when.trait.${trait}`)),
  ].join('; ');
}

/** The rows as a Markdown table: row, change, when, class of an output, of an input, raise. `idCell` writes the first cell. */
export function rowsTable(
  lang: Lang,
  rows: readonly TableRow[],
  { idCell, all }: { readonly idCell: (row: TableRow) => string; readonly all: readonly TableRow[] },
): readonly string[] {
  const columns = ['row', 'change', 'when', 'output', 'input', 'bump'].map((column) => say(lang, `table.${column}`));
  const cells = rows.map((row) => {
    const isOnly = all.filter((each) => each.change === row.change).length === 1;
    const title = `${changeTitle(lang, row.change)} (\`${row.change}\`)`;
    return [idCell(row), title, whenText(lang, row, isOnly), ...effectCells(lang, row)];
  });
  return [columns, columns.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`);
}

/** Class of an output, class of an input, and the raise; both raises where they differ. */
export function effectCells(lang: Lang, { output, input }: TableRow): readonly [string, string, string] {
  const bump =
    output.bump === input.bump
      ? bumpText(lang, output.bump)
      : `${bumpText(lang, output.bump)} / ${bumpText(lang, input.bump)}`;
  return [say(lang, `class.${output.class}`), say(lang, `class.${input.class}`), bump];
}

/** Why the row decides as it does, and what to do instead, each with its label. */
export function rowReasons(lang: Lang, row: TableRow): readonly (readonly [label: string, text: string])[] {
  const input = row['why-input'];
  return [
    [say(lang, 'table.why'), row.why[lang]],
    ...(input === undefined ? [] : [[say(lang, 'table.why-input'), input[lang]] as const]),
    ...(row.instead === undefined ? [] : [[say(lang, 'table.instead'), row.instead[lang]] as const]),
  ];
}
