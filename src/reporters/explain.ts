import type { Files, Rule, RuleExample } from '../model/rule.ts';
import { fencedBlock } from './escape.ts';

/** A rule's documentation page as Markdown: the same text on the terminal and in `docs/rules/`. */
export function explainRule(rule: Rule): string {
  const severity =
    rule.severity === 'by-class'
      ? 'error where the change is breaking, warning where it is dangerous, else information'
      : rule.severity;
  return [
    `# ${rule.id}`,
    rule.summary,
    rule.why,
    `Default severity: ${severity}. Gate: ${rule.gate}. Since ${rule.since}. Change it in \`dataengos.yaml\`:`,
    fencedBlock(`rules:\n  ${rule.id}: warning # error, warning, info or off`, 'yaml'),
    ...rule.examples.flatMap(exampleBlocks),
  ]
    .join('\n\n')
    .concat('\n');
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
