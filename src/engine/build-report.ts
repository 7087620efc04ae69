import { uncomparedContracts } from '../diff/diff-projects.ts';
import type { ArtifactState } from '../model/artifact.ts';
import type { Change, ClassifiedChange, VersionBump } from '../model/change.ts';
import type { CompiledModel } from '../model/facts.ts';
import { type Finding, isExcused, severities, type Severity } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { FailOn } from '../model/policy.ts';
import type { GateStatus, Report, ReportArtifact, ReportChange, ReportCounts, ReportDialect } from '../model/report.ts';
import type { Gate, Rule } from '../model/rule.ts';
import { serviceLevelOf } from '../model/service-levels.ts';
import type { Skipped } from '../model/tree.ts';
import type { UnitTestResult } from '../model/unit-tests.ts';
import { hideSecrets } from '../rules/hide-secrets.ts';
import type { CheckInput } from './check-input.ts';
import type { RuleRun } from './run-rules.ts';

/** What the parts of a check gave. */
export interface CheckResults {
  readonly input: CheckInput;
  readonly findings: readonly Finding[];
  readonly changes: readonly ClassifiedChange[];
  readonly bumps: readonly VersionBump[];
  readonly runs: readonly RuleRun[];
  readonly crashed: boolean;
}

/** Puts the results together: verdict, gates, counts, everything sorted. */
export function buildReport(results: CheckResults): Report {
  const { input, changes, bumps, runs } = results;
  const { config } = input.policy;
  const findings = results.findings.map((finding) => withScope(finding, input)).toSorted(compareFindings);
  const counted = findings.filter((finding) => counts(finding, input));
  return {
    schema: 1,
    verdict: results.crashed
      ? 'error'
      : counted.some((finding) => fails(finding.severity, config.failOn))
        ? 'fail'
        : 'pass',
    lang: input.lang,
    base: { ...input.base.ref, origin: input.origin },
    head: input.head.ref,
    policy: {
      ...input.policy.ref,
      firstAdoption: input.policy.firstAdoption,
      ...(input.policy.remotes && { shared: input.policy.remotes }),
    },
    layout: input.head.project.layout,
    ...dialectsOf(input),
    ...(input.dbt === undefined ? {} : { dbt: input.dbt }),
    ...unitTestsOf(input),
    failOn: config.failOn,
    scope: config.scope,
    gates: gateStatuses(counted, { rules: input.rules, ran: runs.flatMap((run) => run.ran), failOn: config.failOn }),
    findings,
    changes: changes.map((change) => toReportChange(change, input.lang)),
    bumps,
    artifacts: input.head.facts.artifacts.map(toReportArtifact),
    rules: {
      ran: runs.flatMap((run) => run.ran).sort(compareText),
      skipped: runs.flatMap((run) => run.skipped),
      ...ownRules(input.rules),
    },
    skipped: [
      ...input.policy.skipped,
      ...input.head.project.skipped,
      ...uncompared(input),
      ...unknownModels(input),
      ...foreignReferences(input),
    ].map(({ what, why, values }) => ({ what, why: translate(input.lang, why, values) })),
    counts: countFindings({ findings, counted, changes, input }),
    tool: input.tool,
  };
}

function toReportArtifact({ path, status, generator, firstDifference, merge, because }: ArtifactState): ReportArtifact {
  return {
    path,
    status,
    generator,
    ...(firstDifference === undefined ? {} : { line: firstDifference }),
    ...(merge === undefined ? {} : { merge }),
    ...(because === undefined ? {} : { because: { path: because.path, line: because.line } }),
  };
}

/** Of projects whose models were compiled: a run that looks at no model reads no SQL. */
function dialectsOf({ head }: CheckInput): Pick<Report, 'dialects'> {
  const compiled = new Set(head.facts.models.map(({ path }) => path));
  const judged = head.project.dbt.filter(({ models }) => models.some(({ path }) => compiled.has(path)));
  const dialects = judged.map(({ root, dialect, dialectFrom, models }) => ({
    project: root,
    dialect: dialect ?? null,
    from: dialectFrom ?? null,
    engines: enginesOf(head.facts.models, new Set(models.map(({ path }) => path))),
  }));
  return dialects.length === 0 ? {} : { dialects };
}

/** Which parser decided about how many of the models. */
function enginesOf(models: readonly CompiledModel[], paths: ReadonlySet<string>): ReportDialect['engines'] {
  const used = models.flatMap(({ path, engine }) => (engine === undefined || !paths.has(path) ? [] : [engine]));
  const names = [...new Set(used)].toSorted(compareText);
  return names.map((engine) => ({ engine, models: used.filter((each) => each === engine).length }));
}

function unitTestsOf({ head }: CheckInput): Pick<Report, 'unitTests'> {
  const { unitTests: results } = head.facts;
  if (results === undefined) return {};
  const count = (outcome: UnitTestResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const rows = {
    given: results.reduce((sum, result) => sum + result.rows.given, 0),
    found: results.reduce((sum, result) => sum + result.rows.found, 0),
  };
  return { unitTests: { passed: count('passed'), failed: count('failed'), notRun: count('not-run'), rows } };
}

function withScope(finding: Finding, { policy, changedPaths }: CheckInput): Finding {
  const isOld = policy.config.scope === 'changed-files' && !finding.introduced;
  return isOld && changedPaths.has(finding.path) ? { ...finding, inChangedFile: true } : finding;
}

function ownRules(rules: readonly Rule[]): Pick<Report['rules'], 'own'> {
  const own = rules.filter(({ id }) => id.startsWith('custom/'));
  return own.length === 0 ? {} : { own: own.map(({ id, summary, why }) => ({ id, summary, why })) };
}

/** Whether a finding may fail the gate: not waived, not ignored, and in scope. */
export function counts(finding: Finding, input: CheckInput): boolean {
  if (isExcused(finding)) return false;
  switch (input.policy.config.scope) {
    case 'introduced':
      return finding.introduced;
    case 'changed-files':
      return finding.introduced || finding.inChangedFile === true;
    case 'all':
      return true;
  }
}

function fails(severity: Severity, failOn: FailOn): boolean {
  return severity === 'error' ? failOn !== 'never' : severity === 'warning' && failOn === 'warning';
}

interface GateInput {
  readonly rules: readonly Rule[];
  readonly ran: readonly string[];
  readonly failOn: FailOn;
}

function gateStatuses(counted: readonly Finding[], { rules, ran, failOn }: GateInput): Report['gates'] {
  const gateOf = new Map(rules.map((rule) => [rule.id, rule.gate]));
  const active = new Set(ran.map((id) => gateOf.get(id)));
  const status = (gate: Gate): GateStatus => {
    if (!active.has(gate)) return 'skipped';
    const own = counted.filter((finding) => gateOf.get(finding.rule) === gate && finding.severity !== 'info');
    return own.some((finding) => fails(finding.severity, failOn)) ? 'fail' : own.length > 0 ? 'warn' : 'pass';
  };
  return {
    lint: status('lint'),
    breaking: status('breaking'),
    owner: status('owner'),
    docs: status('docs'),
    compile: status('compile'),
    parity: status('parity'),
    masking: status('masking'),
    artifacts: status('artifacts'),
    drift: status('drift'),
  };
}

/** Introduced first, then by severity, place and rule. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(b.introduced) - Number(a.introduced) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.subject, b.subject)
  );
}

function toReportChange(classified: ClassifiedChange, lang: Lang): ReportChange {
  const { change, direction, row, impact, migration } = classified;
  const place = change.after === undefined && change.baseAt !== undefined ? change.baseAt : change.at;
  return {
    kind: reportKind(change),
    subject: change.subject,
    contract: change.contract,
    direction,
    class: classified.class,
    bump: classified.bump,
    row,
    ...(change.element === undefined ? {} : { element: change.element }),
    ...(change.certainty === undefined ? {} : { certainty: change.certainty }),
    ...valuesOf(change),
    path: place.path,
    line: place.line,
    ...(impact.length === 0 ? {} : { impact }),
    ...(migration === undefined
      ? {}
      : { migration: { warehouse: migration.warehouse, text: translate(lang, migration.message) } }),
  };
}

/** Service levels carry their name, so that the kind alone tells which promise moved. */
function reportKind({ kind, element = '' }: Change): string {
  return kind.startsWith('sla.') ? kind.replace('sla.', `sla.${serviceLevelOf(element) ?? 'other'}.`) : kind;
}

/** Plain values as they are; a whole contract, object or property by its name. */
function valuesOf(change: Change): Pick<ReportChange, 'before' | 'after'> {
  switch (change.kind) {
    case 'contract.added':
      return { before: null, after: change.after.name ?? change.after.id };
    case 'contract.removed':
      return { before: change.before.name ?? change.before.id, after: null };
    case 'object.added':
    case 'property.added':
      return { before: null, after: change.after.name };
    case 'object.removed':
    case 'property.removed':
      return { before: change.before.name, after: null };
    default:
      return {
        before: hideSecrets(change.before ?? null, change.element),
        after: hideSecrets(change.after ?? null, change.element),
      };
  }
}

/** Contracts that were repaired in this change: whatever else it did to them, nothing could see it. */
function uncompared({ base, head }: CheckInput): readonly Skipped[] {
  return uncomparedContracts(base.project, head.project).map(({ path }) => ({
    what: path,
    why: 'skipped.base-unreadable',
  }));
}

/** Models that could not be judged, one by one; those that the change does not concern are said together. */
function unknownModels(input: CheckInput): Report['skipped'] {
  const count = input.head.facts.models.filter((model) => isUnparsed(model, input)).length;
  const together = {
    what: translate(input.lang, 'cli.unchanged-models.what', { count }),
    why: translate(input.lang, 'cli.unchanged-models.why'),
  };
  const each = input.head.facts.models
    .filter((model) => model.parse === 'unknown' && model.error === undefined && !isUnparsed(model, input))
    .map((model) => ({
      what: model.path,
      why: 'skipped.model',
      values: { reason: model.renderReason ?? model.render },
    }));
  return count === 0 ? each : [...each, together];
}

function isUnparsed(model: CompiledModel, { unparsedModels }: CheckInput): boolean {
  const rendered = model.render === 'rendered' && model.parse === 'unknown' && model.renderReason === undefined;
  return rendered && unparsedModels.has(model.path);
}

/** How many names of {@link foreignReferences} are written out. */
const maxNames = 10;

/** One line for all references that only a package could have: a dead one among them would pass, so it is said. */
function foreignReferences({ head }: CheckInput): readonly Skipped[] {
  const names = [...new Set(head.facts.models.flatMap((model) => model.foreign ?? []))].sort(compareText);
  if (names.length === 0) return [];
  const packages = [...new Set(head.project.dbt.flatMap((project) => project.packages))].sort(compareText);
  const listed = [...names.slice(0, maxNames), ...(names.length > maxNames ? ['…'] : [])].join(', ');
  return [
    {
      what: 'ref',
      why: 'skipped.foreign-refs',
      values: { n: names.length, names: listed, packages: packages.join(', ') },
    },
  ];
}

interface Counted {
  readonly findings: readonly Finding[];
  readonly counted: readonly Finding[];
  readonly changes: readonly ClassifiedChange[];
  readonly input: CheckInput;
}

function countFindings({ findings, counted, changes, input }: Counted): ReportCounts {
  const ofSeverity = (severity: Severity): number => counted.filter((finding) => finding.severity === severity).length;
  const { project, facts } = input.head;
  const ignored = findings.filter((finding) => finding.ignored !== undefined).length;
  return {
    errors: ofSeverity('error'),
    warnings: ofSeverity('warning'),
    infos: ofSeverity('info'),
    preExisting: findings.filter((finding) => !finding.introduced && finding.ignored === undefined).length,
    waived: findings.filter((finding) => finding.waiver !== null).length,
    ...(ignored === 0 ? {} : { ignored }),
    breaking: changes.filter((change) => change.class === 'breaking').length,
    dangerous: changes.filter((change) => change.class === 'dangerous').length,
    contracts: project.contracts.length,
    models: project.dbt.reduce((sum, each) => sum + each.models.length, 0),
    unknownModels: facts.models.filter((model) => model.parse === 'unknown' && !isUnparsed(model, input)).length,
  };
}
