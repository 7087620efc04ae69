import { type Lang, translateRule } from '../model/messages.ts';
import type { Files, Rule, RuleExample } from '../model/rule.ts';
import { fencedBlock } from './escape.ts';
import { effectCells, rowReasons, type TableRow, whenText } from './table-row.ts';
import { changeTitle, say } from './words.ts';

/** How a page is written. `reports` says which rows of the compatibility table the rule reports; empty for other rules. */
export interface RulePage {
  readonly lang: Lang;
  readonly reports: readonly string[];
  /** What becomes of its severity, by preset; without it, that is not said. */
  readonly severities?: { readonly [preset: string]: string };
}

/** A rule's documentation page as Markdown, on the terminal and in `docs/rules/`. Examples stay in English. */
export function explainRule(untranslated: Rule, { lang, reports, severities = {} }: RulePage): string {
  const rule = translateRule(untranslated, lang);
  const severity = rule.severity === 'by-class' ? say(lang, 'table.by-class') : rule.severity;
  const values = { severity, gate: rule.gate, since: rule.since, file: '`dataengos.yaml`' };
  return [
    `# ${rule.id}`,
    rule.summary,
    rule.why,
    ...presetLines(lang, severities),
    say(lang, rule.since === '' ? 'table.severity-own' : 'table.severity', values),
    fencedBlock(`rules:\n  ${rule.id}: warning # error, warning, info or off`, 'yaml'),
    ...optionBlocks(lang, rule),
    ...(reports.length === 0 ? [] : [`## ${say(lang, 'table.reports')}`, say(lang, 'table.first'), ...reports]),
    ...rule.examples.flatMap(exampleBlocks),
  ]
    .join('\n\n')
    .concat('\n');
}

function presetLines(lang: Lang, severities: NonNullable<RulePage['severities']>): readonly string[] {
  const list = Object.entries(severities).map(([preset, setting]) => `${preset}: ${setting}`);
  return list.length === 0 ? [] : [say(lang, 'table.presets', { list: list.join(', ') })];
}

/** What can be set beside the severity, with its default. */
function optionBlocks(lang: Lang, { id, options = {} }: Rule): readonly string[] {
  const entries = Object.entries(options);
  if (entries.length === 0) return [];
  const defaults = entries.map(([name, option]) => `      ${name}: ${JSON.stringify(option.default)}`);
  return [
    `## ${say(lang, 'table.options')}`,
    entries.map(([name, { type, description }]) => `- \`${name}\` (${type}): ${description}`).join('\n'),
    fencedBlock(`rules:\n  ${id}:\n    options:\n${defaults.join('\n')}`, 'yaml'),
  ];
}

/** Rows of the compatibility table as a list for terminals: when each fits, how much it hurts, why, and what to do instead. */
export function rowList(lang: Lang, rows: readonly TableRow[], all: readonly TableRow[]): readonly string[] {
  return rows.map((row) => [`- ${row.id}`, ...rowFacts(lang, row, all).map((line) => `  ${line}`)].join('\n'));
}

/** One row of the compatibility table as a page of Markdown, with how to judge it otherwise. */
export function explainRow(lang: Lang, row: TableRow, all: readonly TableRow[]): string {
  const { class: name } = row.output;
  const override = `compatibility:\n  ${row.id}:\n    output: { class: ${name}, bump: ${row.output.bump} }\n    input: ${row.input.class}`;
  return [
    `# ${row.id}`,
    rowFacts(lang, row, all)
      .map((line) => `- ${line}`)
      .join('\n'),
    say(lang, 'table.override', { file: '`dataengos.yaml`' }),
    fencedBlock(override, 'yaml'),
  ]
    .join('\n\n')
    .concat('\n');
}

function rowFacts(lang: Lang, row: TableRow, all: readonly TableRow[]): readonly string[] {
  const isOnly = all.filter((each) => each.change === row.change).length === 1;
  const [output, input, bump] = effectCells(lang, row);
  const fact = (key: string, text: string): string => `${say(lang, `table.${key}`)}: ${text}`;
  return [
    fact('change', `${changeTitle(lang, row.change)} (${row.change})`),
    fact('when', whenText(lang, row, isOnly)),
    `${fact('output', output)}; ${fact('input', input)}; ${fact('bump', bump)}`,
    fact('rule', row.rule ?? say(lang, 'table.no-rule')),
    ...rowReasons(lang, row).map(([label, text]) => `${label}: ${text}`),
  ];
}

function exampleBlocks(example: RuleExample): readonly string[] {
  const verdict = example.findings.length === 0 ? 'Passes' : 'Fails';
  const found =
    example.findings.length === 0
      ? []
      : ['Findings (path, line, subject and, for changes, class):', fencedBlock(example.findings.join('\n'), 'text')];
  return [
    `## ${verdict}: ${example.name}`,
    ...(example.base === undefined ? [] : fileBlocks('Before', example.base)),
    ...fileBlocks(example.base === undefined ? '' : 'After', example.head),
    ...found,
  ];
}

function fileBlocks(title: string, files: Files): readonly string[] {
  const entries = Object.entries(files);
  if (entries.length === 0) return [`${title}: no files`];
  return entries.flatMap(([path, text]) => [
    `${title === '' ? '' : `${title}: `}\`${path}\``,
    fencedBlock(text, languageOf(path)),
  ]);
}

function languageOf(path: string): string {
  const ending = path.split('.').at(-1) ?? '';
  return { yml: 'yaml', md: 'markdown' }[ending] ?? ending;
}
