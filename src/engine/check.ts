import type { CheckInput } from './check-input.ts';
import type { ClassifiedChange, VersionBump } from '../model/change.ts';
import { type Finding, isExcused } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { Rule, RuleContext } from '../model/rule.ts';
import { affectedBy } from './affected.ts';
import { buildReport } from './build-report.ts';
import { versionBumps } from './bumps.ts';
import { applyIgnores, ignoreReader, ignoreRules } from './inline-ignores.ts';
import { judgeChanges } from './judge-changes.ts';
import { knownFindings } from './known-findings.ts';
import { releaseChanges } from './release.ts';
import { type RuleOptions, type RuleRun, runRules } from './run-rules.ts';
import { domainReader } from './domains.ts';

/** Judges head against base: pure and deterministic. */
export function check(input: CheckInput): Report {
  const changes = judgeChanges(input);
  const bumps = versionBumps(input.head.project, changes, input.release?.project);
  const lint = input.rules.filter((rule) => rule.kind === 'lint');
  const ignoresIn = ignoreReader();
  const base = lintSide(input, 'base', { rules: lint, ignoresIn });
  const head = lintSide(input, 'head', { rules: lint, ignoresIn });
  const change = changeRules(input, changes, bumps);
  const findings = [...comparedFindings(input, { base: base.findings, head: head.findings }), ...change.findings];
  const report = buildReport({
    input,
    findings,
    changes,
    bumps,
    runs: [head, change],
    crashed: base.crashed || head.crashed || change.crashed,
  });
  const affected = affectedBy(input, changes);
  return affected === undefined ? report : { ...report, affected };
}

/**
 * Head's findings with what base tells of them. Where base excused a finding and head does not, it is new: whoever takes the
 * excuse away brings it back.
 */
function comparedFindings(
  input: CheckInput,
  { base, head }: { readonly base: readonly Finding[]; readonly head: readonly Finding[] },
): readonly Finding[] {
  const excused = base.filter(isExcused);
  const isKnown = knownFindings(input, base);
  if (excused.length === 0) return head.map((finding) => ({ ...finding, introduced: !isKnown(finding) }));
  const isOpen = knownFindings(
    input,
    base.filter((finding) => !isExcused(finding)),
  );
  const wasExcused = knownFindings(input, excused);
  return head.map((finding) =>
    finding.ignored === undefined
      ? { ...finding, introduced: !isOpen(finding) }
      : { ...finding, introduced: !isKnown(finding), ignored: { ...finding.ignored, added: !wasExcused(finding) } },
  );
}

interface LintTools {
  readonly rules: readonly Rule[];
  readonly ignoresIn: ReturnType<typeof ignoreReader>;
}

/** Lints one tree: first what is in its files, then the comments that excuse something of that. */
function lintSide(input: CheckInput, side: 'base' | 'head', { rules, ignoresIn }: LintTools): RuleRun {
  const { project, facts } = input[side];
  const head = input.head.project;
  const context = { side, project, head, changes: [], bumps: [], facts, ...policyOf(input) } as const;
  const options = runOptions(input);
  const run = runRules(context, { ...options, rules: rules.filter(({ id }) => !ignoreRules.has(id)) });
  const written = ignoresIn(project.files, (path) => input.text(side, path));
  const { findings, judged } = applyIgnores(run.findings, written, {
    rules: input.rules,
    ran: run.ran,
    config: input.policy.config,
  });
  const about = runRules(
    { ...context, ignores: judged },
    { ...options, rules: rules.filter(({ id }) => ignoreRules.has(id)) },
  );
  return {
    findings: [...findings, ...about.findings],
    ran: [...run.ran, ...about.ran],
    skipped: [...run.skipped, ...about.skipped],
    crashed: run.crashed || about.crashed,
  };
}

function changeRules(input: CheckInput, changes: readonly ClassifiedChange[], bumps: readonly VersionBump[]): RuleRun {
  const { project, facts } = input.head;
  const context = {
    side: 'head',
    project,
    head: project,
    base: input.base.project,
    changes,
    bumps,
    ...(input.release && { release: { ref: input.release.ref, changes: releaseChanges(input, changes) } }),
    facts,
    ...policyOf(input),
  } as const;
  return runRules(context, { ...runOptions(input), rules: input.rules.filter((rule) => rule.kind === 'change') });
}

/** How rules are run in a check, whichever they are. */
function runOptions({ policy, lang, base, head }: CheckInput): Omit<RuleOptions, 'rules'> {
  return { config: policy.config, lang, domainOf: domainReader(base.project, head.project) };
}

/** What rules judge by, whatever they look at. */
export function policyOf(input: CheckInput): Pick<RuleContext, 'governance' | 'deprecation' | 'today' | 'text'> {
  const { policy, notice, text } = input;
  return { governance: policy.governance, deprecation: policy.config.deprecation, today: notice.today, text };
}
