import type { Edit, Finding, Severity } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import { translateRule } from '../model/messages.ts';
import type { Report } from '../model/report.ts';
import { say } from './words.ts';
import { ruleUrl } from './links.ts';

/** What SARIF tells about a rule. */
export interface SarifRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
}

/** Most results of one run that GitHub accepts (docs.github.com, "SARIF support for code scanning"). */
export const maxSarifResults = 25_000;

/** Most related locations of one result that we write; GitHub shows 100 of at most 1 000. */
const maxRelatedLocations = 100;

/**
 * A report as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"). `rules` are all rules that may have
 * reported; they are told in the report's language. Findings on the base side sit at the start of the file of that
 * name, because viewers only know head.
 */
export function renderSarif(report: Report, rules: readonly SarifRule[]): string {
  const listed = listedRules(report, [...rules, ...(report.rules.own ?? [])]);
  const index = new Map(listed.map((rule, position) => [rule.id, position]));
  const kept = report.findings.slice(0, maxSarifResults);
  const run = {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        informationUri: 'https://github.com/dataengos/gatekeeper',
        rules: listed.map((rule) => sarifRule(translateRule(rule, report.lang))),
      },
    },
    invocations: [
      {
        executionSuccessful: report.verdict !== 'error',
        toolExecutionNotifications: notifications(report, report.findings.length - kept.length),
      },
    ],
    automationDetails: { id: `${report.tool.name}/` },
    columnKind: 'utf16CodeUnits',
    results: kept.map((finding) => sarifResult(report, finding, index.get(finding.rule))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The given rules and those that only findings name, by id. */
function listedRules(report: Report, rules: readonly SarifRule[]): readonly SarifRule[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { rule } of report.findings) {
    if (!known.has(rule)) known.set(rule, { id: rule, summary: rule, why: rule });
  }
  return [...known.values()].sort((a, b) => compareText(a.id, b.id));
}

function sarifRule(rule: SarifRule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    helpUri: ruleUrl(rule.id),
    help: { text: `${rule.summary}\n\n${rule.why}` },
    properties: { tags: [rule.id.split('/')[0] ?? rule.id] },
  };
}

function notifications(report: Report, leftOut: number): readonly object[] {
  const skipped = [...report.rules.skipped, ...report.skipped].map(({ what, why }) => notification(`${what}: ${why}`));
  const cut = leftOut > 0 ? [notification(say(report.lang, 'more', { n: leftOut }))] : [];
  return [...skipped, ...cut];
}

function notification(text: string): object {
  return { level: 'warning', message: { text: plainMessage(text) } };
}

const levels: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', info: 'note' };

function sarifResult(report: Report, finding: Finding, ruleIndex: number | undefined): object {
  const related = relatedLocations(report, finding);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: plainMessage(finding.message) },
    locations: [{ physicalLocation: physicalLocation(finding.path, findingRegion(finding)) }],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    // GitHub reads only primaryLocationLineHash; without it, an upload makes duplicates when lines move.
    partialFingerprints: { 'dataengos/v1': finding.fingerprint, primaryLocationLineHash: `${finding.fingerprint}:1` },
    baselineState: finding.introduced ? 'new' : 'unchanged',
    ...suppressions(report, finding),
    ...(finding.fix === null ? {} : { fixes: [sarifFix(finding.fix.title, finding.fix.edits)] }),
    properties: { subject: finding.subject, side: finding.side, class: finding.class },
  };
}

function findingRegion(finding: Finding): object {
  if (finding.side === 'base') return { startLine: 1, startColumn: 1 };
  const { line, column, endLine, endColumn } = finding;
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function relatedLocations(report: Report, finding: Finding): readonly object[] {
  const wasAt = say(report.lang, 'was-at', { path: finding.path, line: finding.line });
  const base =
    finding.side === 'base'
      ? [{ ...located(finding.path, { startLine: 1 }), message: { text: plainMessage(wasAt) } }]
      : [];
  const others = finding.related.map(({ path, line, message }) => {
    return { ...located(path, { startLine: line }), message: { text: plainMessage(message) } };
  });
  return [...base, ...others].slice(0, maxRelatedLocations).map((location, id) => ({ id, ...location }));
}

function located(path: string, region: object): object {
  return { physicalLocation: physicalLocation(path, region) };
}

function physicalLocation(path: string, region: object): object {
  return { artifactLocation: artifactLocation(path), region };
}

/** A path as a relative URI reference (RFC 3986): every segment percent-encoded. */
function artifactLocation(path: string): object {
  const uri = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** SARIF §3.35: `inSource` for a comment in the file, `external` for a waiver. */
function suppressions(report: Report, { waiver, ignored }: Finding): object {
  const all = [
    ...(waiver === null ? [] : [suppression(report, waiver)]),
    ...(ignored === undefined ? [] : [{ kind: 'inSource', status: 'accepted', justification: ignored.reason }]),
  ];
  return all.length === 0 ? {} : { suppressions: all };
}

function suppression(report: Report, waiver: NonNullable<Finding['waiver']>): object {
  const { reason, approver, expires } = waiver;
  return {
    kind: 'external',
    status: 'accepted',
    justification: say(report.lang, 'waiver', { reason, approver, expires }),
  };
}

function sarifFix(title: string, edits: readonly Edit[]): object {
  const paths = [...new Set(edits.map((edit) => edit.path))].sort(compareText);
  return {
    description: { text: plainMessage(title) },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifactLocation(path),
      replacements: edits.filter((edit) => edit.path === path).map(replacement),
    })),
  };
}

function replacement({ startLine, startColumn, endLine, endColumn, text }: Edit): object {
  return { deletedRegion: { startLine, startColumn, endLine, endColumn }, insertedContent: { text } };
}

/** SARIF §3.11.6: brackets in a message are links unless they are escaped. */
function plainMessage(text: string): string {
  return text.includes('](') ? text.replaceAll(/[[\]\\]/g, String.raw`\$&`) : text;
}
