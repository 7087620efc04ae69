import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Lang } from '../src/model/messages.ts';
import { escapeHtml, fencedBlock } from '../src/reporters/escape.ts';
import { effectCells, rowReasons, rowsTable, type TableRow, whenText } from '../src/reporters/table-row.ts';
import { changeTitle, say } from '../src/reporters/words.ts';
import { readRowExamples, type RowExample } from './row-examples.ts';

/** The compatibility table with its sections and examples. */
export interface CompatibilityTable {
  readonly rows: readonly TableRow[];
  readonly sections: readonly { readonly title: string; readonly rows: readonly TableRow[] }[];
  readonly examples: { readonly [row: string]: RowExample };
}

/** Reads `rules/compatibility.yaml`; its comments between rows are the titles of its sections. */
export function readTable(root: string): CompatibilityTable {
  const text = readFileSync(join(root, 'rules/compatibility.yaml'), 'utf8');
  const table: { readonly rows: readonly TableRow[] } = parse(text);
  const sections: { title: string; rows: TableRow[] }[] = [];
  for (const line of text.split('\n')) {
    const title = /^ {2}# (.*)$/.exec(line)?.[1];
    const id = /^ {2}- id: (.*)$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, rows: [] });
    sections.at(-1)?.rows.push(...table.rows.filter((row) => row.id === id));
  }
  return { rows: table.rows, sections, examples: readRowExamples(root) };
}

/** What a rule reports, for its page: a table of its rows, and folded for each why, what instead, and its example. */
export function rowsOfRule(rule: string, { rows, examples }: CompatibilityTable): readonly string[] {
  const own = rows.filter((row) => row.rule === rule);
  if (own.length === 0) return [];
  return [
    rowsTable('en', own, { idCell: tableLink, all: rows }).join('\n'),
    ...own.flatMap((row) => rowDetails(row, examples[row.id])),
  ];
}

function tableLink({ id }: TableRow): string {
  return `[\`${id}\`](../../compatibility.md#${id})`;
}

function rowDetails(row: TableRow, example: RowExample | undefined): readonly string[] {
  const title = example === undefined ? '' : `: ${escapeHtml(example.name)}`;
  return [
    `<details>\n<summary><code>${row.id}</code>${title}</summary>`,
    rowReasons('en', row)
      .map(([label, text]) => `- ${label}: ${text}`)
      .join('\n'),
    ...(example === undefined ? [] : exampleBlocks('en', example)),
    '</details>',
  ];
}

/** The fragments of an example, as the table's examples have them: with `at` named, without what surrounds them. */
function exampleBlocks(lang: Lang, example: RowExample): readonly string[] {
  const at = say(lang, `table.at.${example.at ?? 'contract'}`);
  const { contract, config, today, files } = example;
  const inContract = say(lang, 'table.at.contract');
  return [
    ...(today === undefined ? [] : [say(lang, 'table.today', { day: today })]),
    ...(config === undefined
      ? []
      : titled(say(lang, 'table.config', { file: '`dataengos.yaml`' }), fields(lang, config))),
    ...(contract === undefined ? [] : titled(say(lang, 'table.both', { at: inContract }), fields(lang, contract))),
    ...(files === undefined
      ? [
          ...titled(say(lang, 'table.before', { at }), fields(lang, example.base ?? {})),
          ...titled(say(lang, 'table.after', { at }), fields(lang, example.head ?? {})),
        ]
      : (['base', 'head'] as const).flatMap((side) => fileBlocks(lang, side, files[side]))),
  ];
}

function fileBlocks(
  lang: Lang,
  side: 'base' | 'head',
  files: NonNullable<RowExample['files']>['base'],
): readonly string[] {
  const key = side === 'base' ? 'table.before' : 'table.after';
  const paths = Object.entries(files);
  if (paths.length === 0) return [say(lang, key, { at: say(lang, 'when.absent') })];
  return paths.flatMap(([path, content]) => {
    const name = path.replaceAll('{direction}', 'output');
    const text = typeof content === 'string' ? content : fields(lang, content);
    return titled(say(lang, key, { at: `\`${name}\`` }), text);
  });
}

function titled(title: string, text: string): readonly string[] {
  return [`${title}:`, fencedBlock(text, 'yaml')];
}

/** Fields as YAML; null takes a field of the surroundings away. */
function fields(lang: Lang, value: { readonly [key: string]: unknown }): string {
  const given = Object.entries(value).filter(([, each]) => each !== null);
  const absent = Object.keys(value).filter((key) => value[key] === null);
  const text = given.length === 0 ? '' : stringify(Object.fromEntries(given), { lineWidth: 0 });
  const notes = absent.map((key) => `# ${say(lang, 'table.without', { key })}\n`);
  return `${text}${notes.join('')}` || '{}';
}

/** The whole table on one page, by section, with an anchor per row. */
export function tablePage(lang: Lang, { rows, sections }: CompatibilityTable): string {
  const other =
    lang === 'en' ? '[compatibility.pt-BR.md](compatibility.pt-BR.md)' : '[compatibility.md](compatibility.md)';
  const lead = say(lang, 'table.table-lead', {
    source: '[`rules/compatibility.yaml`](../rules/compatibility.yaml)',
    file: '[`dataengos.yaml`](configuration.md)',
    key: '`compatibility`',
  });
  return [
    '<!-- Generated by scripts/generate-docs.ts from rules/compatibility.yaml. Edit that file instead. -->',
    `# ${say(lang, 'table.table-title')}`,
    lead,
    say(lang, 'table.other-page', { link: other }),
    ...sections.flatMap((section) => [
      `## ${sectionTitle(lang, section.title)}`,
      sectionTable(lang, section.rows, rows).join('\n'),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function sectionTitle(lang: Lang, title: string): string {
  const key = `section.${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  const text = say(lang, key);
  return text === `report.${key}` ? title : text;
}

function sectionTable(lang: Lang, rows: readonly TableRow[], all: readonly TableRow[]): readonly string[] {
  const columns = ['row', 'change', 'when', 'output', 'input', 'bump', 'why-instead', 'rule'];
  const lines = rows.map((row) => {
    const isOnly = all.filter((each) => each.change === row.change).length === 1;
    const reasons = rowReasons(lang, row).map(([label, text], index) => (index === 0 ? text : `*${label}*: ${text}`));
    return [
      `<a id="${row.id}"></a>\`${row.id}\``,
      `${changeTitle(lang, row.change)} (\`${row.change}\`)`,
      whenText(lang, row, isOnly),
      ...effectCells(lang, row),
      reasons.join('<br>'),
      row.rule === undefined ? '' : `[\`${row.rule}\`](rules/${row.rule}.md)`,
    ].map((cell) => cell.replaceAll('|', '\\|'));
  });
  const header = columns.map((column) => say(lang, `table.${column}`));
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
}
