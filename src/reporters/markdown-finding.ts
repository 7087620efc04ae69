import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { hurtText } from './consumers.ts';
import { codeSpan, escapeMarkdown, messageMarkdown } from './escape.ts';
import { severityIcon } from './markdown-sections.ts';
import { ruleLink } from './markdown-table.ts';
import { say } from './words.ts';

/** One finding as the paragraphs of a review comment: what, why, who is hurt, how to repair, where the rule comes from. */
export function findingBody(finding: Finding, report: Report): string {
  const { lang } = report;
  const mark = finding.class === undefined ? '' : ` · ${say(lang, `class.${finding.class}`)}`;
  const heading = `${severityIcon(finding.severity)} **${say(lang, `severity.${finding.severity}`)}**${mark} · ${ruleLink(finding.rule)}`;
  const facts = [
    ...stateLines(finding, report),
    ...hurtLines(finding, report),
    ...repairLines(finding, report),
    ...relatedLines(finding, report),
  ];
  const explain = say(lang, 'explain', { command: codeSpan(`npx dataengos explain ${finding.rule}`) });
  return `${[
    heading,
    messageMarkdown(finding.message),
    ...(facts.length === 0 ? [] : [facts.join('\n')]),
    ...(finding.picture === undefined ? [] : [`\`\`\`mermaid\n${finding.picture.trimEnd()}\n\`\`\``]),
    `<sub>${explain}</sub>`,
  ].join('\n\n')}\n`;
}

function stateLines(finding: Finding, { lang }: Report): readonly string[] {
  const preExisting = finding.introduced ? [] : [`- ${say(lang, 'mark.pre-existing-long')}`];
  if (finding.waiver === null) return preExisting;
  const { reason, approver, expires } = finding.waiver;
  const values = {
    reason: escapeMarkdown(reason),
    approver: escapeMarkdown(approver),
    expires: escapeMarkdown(expires),
  };
  return [...preExisting, `- **${say(lang, 'label.waived')}**: ${say(lang, 'waiver', values)}`];
}

/** Consumers that are named in a comment; the others are counted. */
const namedImpacts = 10;

function hurtLines(finding: Finding, report: Report): readonly string[] {
  const { lang } = report;
  const hurt = hurtText(finding, report, { lang, code: codeSpan, limit: namedImpacts });
  return hurt === undefined ? [] : [`- **${say(lang, 'label.hurts')}**: ${hurt}`];
}

function repairLines({ fix }: Finding, { lang }: Report): readonly string[] {
  return fix === null ? [] : [`- **${say(lang, 'label.fix')}**: ${messageMarkdown(fix.title)}`];
}

/** Related places that are listed; the others are counted. */
const listedRelated = 10;

function relatedLines({ related }: Finding, { lang }: Report): readonly string[] {
  const lines = related.slice(0, listedRelated).map(({ path, line, message }) => {
    return `- **${say(lang, 'label.see')}** ${codeSpan(`${path}:${line}`)}: ${messageMarkdown(message)}`;
  });
  const left = related.length - lines.length;
  return [...lines, ...(left > 0 ? [`- ${say(lang, 'and-more', { n: left })}`] : [])];
}
