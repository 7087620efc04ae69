import type { VersionBump } from '../model/change.ts';
import type { Finding, Fix, Impact } from '../model/finding.ts';
import type { Report, ReportAffected, ReportChange, ReportRef, ReportUnitTests } from '../model/report.ts';
import { gates } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';

/**
 * A report as the published JSON (`schemas/report.schema.json`): keys always in this order, two spaces, final newline.
 * Only published keys are written, whatever else the values carry.
 */
export function renderJson(report: Report): string {
  return `${JSON.stringify(publishedReport(report), null, 2)}\n`;
}

function publishedReport(report: Report): object {
  const { counts, tool, base, policy } = report;
  return {
    schema: report.schema,
    verdict: report.verdict,
    base: { ...ref(base), origin: base.origin },
    head: ref(report.head),
    policy: {
      ...ref(policy),
      firstAdoption: policy.firstAdoption,
      shared: policy.shared?.map(({ name, sha }) => ({ name, sha })),
    },
    layout: report.layout,
    dialects: report.dialects?.map(({ project, dialect, from, engines }) => ({ project, dialect, from, engines })),
    unitTests: report.unitTests && publishedTests(report.unitTests),
    dbt: report.dbt,
    failOn: report.failOn,
    scope: report.scope,
    lang: report.lang,
    gates: Object.fromEntries(gates.map((gate) => [gate, report.gates[gate]])),
    findings: report.findings.map(publishedFinding),
    changes: report.changes.map(publishedChange),
    bumps: report.bumps.map(publishedBump),
    affected: report.affected === undefined ? undefined : publishedAffected(report.affected),
    artifacts: report.artifacts.map(({ path, status, generator, line, merge, because }) => {
      return { path, status, generator, line, merge, because };
    }),
    rules: { ran: report.rules.ran, skipped: report.rules.skipped.map(publishedSkip) },
    skipped: report.skipped.map(publishedSkip),
    counts: {
      errors: counts.errors,
      warnings: counts.warnings,
      infos: counts.infos,
      preExisting: counts.preExisting,
      waived: counts.waived,
      ignored: counts.ignored,
      breaking: counts.breaking,
      dangerous: counts.dangerous,
      contracts: counts.contracts,
      models: counts.models,
      unknownModels: counts.unknownModels,
    },
    tool: { name: tool.name, version: tool.version },
  };
}

function publishedTests({ passed, failed, notRun, rows }: ReportUnitTests): object {
  return { passed, failed, notRun, rows: { given: rows.given, found: rows.found } };
}

function publishedAffected({ nodes, edges, more }: ReportAffected): object {
  return {
    nodes: nodes.map(({ kind, name, columns, path, changed }) => ({ kind, name, columns, path, changed })),
    edges: edges.map(({ from, to }) => ({ from, to })),
    more,
  };
}

/** `undefined` values are left out by JSON.stringify: a key that is not given is not written. */
function ref({ ref: name, sha }: ReportRef): object {
  return { ref: name, sha };
}

function publishedFinding(finding: Finding): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    class: finding.class,
    path: finding.path,
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    side: finding.side,
    subject: finding.subject,
    message: finding.message,
    fingerprint: finding.fingerprint,
    introduced: finding.introduced,
    waiver: publishedWaiver(finding.waiver),
    ignored: publishedIgnored(finding.ignored),
    fix: publishedFix(finding.fix),
    impact: finding.impact.map(publishedImpact),
    related: finding.related.map(({ path, line, message }) => ({ path, line, message })),
    picture: finding.picture,
  };
}

function publishedWaiver(waiver: Finding['waiver']): object | null {
  if (waiver === null) return null;
  const { rule, subject, reason, approver, expires } = waiver;
  return { rule, subject, reason, approver, expires };
}

/** Left out where nothing excuses the finding. */
function publishedIgnored(ignored: Finding['ignored']): object | undefined {
  return ignored && { reason: ignored.reason, line: ignored.line, added: ignored.added };
}

function publishedFix(fix: Fix | null): object | null {
  if (fix === null) return null;
  const edits = fix.edits.map(({ path, startLine, startColumn, endLine, endColumn, text }) => {
    return { path, startLine, startColumn, endLine, endColumn, text };
  });
  return { title: fix.title, edits };
}

function publishedImpact({ kind, name, path, owner }: Impact): object {
  return { kind, name, path, owner };
}

function publishedChange(change: ReportChange): object {
  return {
    kind: change.kind,
    subject: change.subject,
    contract: change.contract,
    direction: change.direction,
    class: change.class,
    bump: change.bump,
    row: change.row,
    element: change.element,
    certainty: change.certainty,
    before: change.before,
    after: change.after,
    path: change.path,
    line: change.line,
    impact: change.impact?.map(publishedImpact),
    migration: change.migration && { warehouse: change.migration.warehouse, text: change.migration.text },
  };
}

function publishedBump({ contract, from, to, required, declared, next, ok }: VersionBump): object {
  return { contract, from, to, required, declared, next, ok };
}

function publishedSkip({ what, why }: Skipped): object {
  return { what, why };
}
