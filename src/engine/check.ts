import type { CheckInput } from './check-input.ts';
import type { ClassifiedChange, VersionBump } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { Rule, RuleContext } from '../model/rule.ts';
import { buildReport } from './build-report.ts';
import { versionBumps } from './bumps.ts';
import { judgeChanges } from './judge-changes.ts';
import { knownFindings } from './known-findings.ts';
import { releaseChanges } from './release.ts';
import { type RuleRun, runRules } from './run-rules.ts';

/** Judges head against base: pure and deterministic. */
export function check(input: CheckInput): Report {
  const changes = judgeChanges(input);
  const bumps = versionBumps(input.head.project, changes, input.release?.project);
  const lint = input.rules.filter((rule) => rule.kind === 'lint');
  const base = lintSide(input, 'base', lint);
  const head = lintSide(input, 'head', lint);
  const change = changeRules(input, changes, bumps);
  const isKnown = knownFindings(input, base.findings);
  const findings = [
    ...head.findings.map((finding): Finding => ({ ...finding, introduced: !isKnown(finding) })),
    ...change.findings,
  ];
  return buildReport({
    input,
    findings,
    changes,
    bumps,
    runs: [head, change],
    crashed: base.crashed || head.crashed || change.crashed,
  });
}

function lintSide(input: CheckInput, side: 'base' | 'head', rules: readonly Rule[]): RuleRun {
  const { project, facts } = input[side];
  const context = { side, project, changes: [], bumps: [], facts, ...policyOf(input) } as const;
  return runRules(context, { rules, config: input.policy.config, lang: input.lang });
}

function changeRules(input: CheckInput, changes: readonly ClassifiedChange[], bumps: readonly VersionBump[]): RuleRun {
  const { project, facts } = input.head;
  const context = {
    side: 'head',
    project,
    base: input.base.project,
    changes,
    bumps,
    ...(input.release && { release: { ref: input.release.ref, changes: releaseChanges(input, changes) } }),
    facts,
    ...policyOf(input),
  } as const;
  return runRules(context, {
    rules: input.rules.filter((rule) => rule.kind === 'change'),
    config: input.policy.config,
    lang: input.lang,
  });
}

/** What rules judge by, whatever they look at. */
export function policyOf(input: CheckInput): Pick<RuleContext, 'governance' | 'deprecation' | 'today' | 'text'> {
  const { policy, notice, text } = input;
  return { governance: policy.governance, deprecation: policy.config.deprecation, today: notice.today, text };
}
