import type { Finding, Severity } from '../model/finding.ts';
import { compareLocations } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config } from '../model/policy.ts';
import type { Rule, RuleContext, RuleFinding } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import { adviceOfRow, reasonOfRow } from './classify.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What a run of rules over one side gave. */
export interface RuleRun {
  readonly findings: readonly Finding[];
  readonly ran: readonly string[];
  /** Rules that are off, and rules that crashed. */
  readonly skipped: readonly Skipped[];
  readonly crashed: boolean;
}

/** How rules are run: which, with what severities, in what language. */
export interface RuleOptions {
  readonly rules: readonly Rule[];
  readonly config: Config;
  readonly lang: Lang;
}

/** Runs every rule that is on. A rule that crashes is reported as skipped; the others still run. */
export function runRules(context: Omit<RuleContext, 'report'>, options: RuleOptions): RuleRun {
  const findings: Finding[] = [];
  const ran: string[] = [];
  const skipped: Skipped[] = [];
  let crashed = false;
  for (const rule of options.rules) {
    if (options.config.rules[rule.id] === 'off') {
      skipped.push({
        what: rule.id,
        why: translate(options.lang, 'skipped.rule-off', { path: options.config.path ?? '' }),
      });
      continue;
    }
    try {
      findings.push(...runRule(rule, context, options));
      ran.push(rule.id);
    } catch (error) {
      crashed = true;
      skipped.push({
        what: rule.id,
        why: translate(options.lang, 'skipped.rule-crashed', {
          reason: error instanceof Error ? error.message : String(error),
        }),
      });
    }
  }
  return { findings, ran, skipped, crashed };
}

function runRule(rule: Rule, context: Omit<RuleContext, 'report'>, options: RuleOptions): Finding[] {
  const reported: RuleFinding[] = [];
  rule.check({ ...context, report: (finding) => void reported.push(finding) });
  const seen = new Map<string, number>();
  return reported
    .toSorted((a, b) => compareLocations(a.at, b.at))
    .map((finding) => {
      const identity = fingerprintOf(rule.id, finding, 0);
      const occurrence = seen.get(identity) ?? 0;
      seen.set(identity, occurrence + 1);
      return toFinding(rule, finding, {
        ...options,
        fingerprint: occurrence === 0 ? identity : fingerprintOf(rule.id, finding, occurrence),
      });
    });
}

function toFinding(rule: Rule, found: RuleFinding, options: RuleOptions & { readonly fingerprint: string }): Finding {
  const { at } = found;
  return {
    rule: rule.id,
    severity: severityOf(rule, found, options.config),
    ...(found.class === undefined ? {} : { class: found.class }),
    path: at.path,
    line: at.line,
    column: at.column,
    ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
    ...(at.endColumn === undefined ? {} : { endColumn: at.endColumn }),
    side: found.side ?? 'head',
    subject: found.subject,
    message: messageOf(rule, found, options.lang),
    fingerprint: options.fingerprint,
    introduced: true,
    waiver: null,
    fix: found.fix ?? null,
    impact: found.impact ?? [],
    related: (found.related ?? []).map((each) => ({
      path: each.at.path,
      line: each.at.line,
      message: translate(options.lang, `rules.related.${each.message}`),
    })),
  };
}

/** A draft never blocks. Then the configuration decides; else the finding itself, its class, or the rule's default. */
function severityOf(rule: Rule, found: RuleFinding, config: Config): Severity {
  if (found.advisory === true) return 'info';
  const configured = config.rules[rule.id];
  if (configured !== undefined && configured !== 'off') return configured;
  if (found.severity !== undefined) return found.severity;
  if (rule.severity !== 'by-class') return rule.severity;
  return found.class === 'breaking' ? 'error' : found.class === 'dangerous' ? 'warning' : 'info';
}

function messageOf(rule: Rule, found: RuleFinding, lang: Lang): string {
  const key = found.text ?? `rules.${rule.id}.${found.message ?? 'message'}`;
  const because = found.because === undefined ? '' : reasonOfRow(found.because, lang);
  const texts = Object.fromEntries(
    (found.translated ?? []).map((name) => [name, translate(lang, found.values[name] ?? '')]),
  );
  const hurts = found.class === 'breaking' || found.class === 'dangerous';
  const advice = found.because === undefined || !hurts ? '' : adviceOfRow(found.because.row, lang);
  const message = translate(lang, key, {
    ...found.values,
    ...texts,
    because,
    instead: advice === '' ? '' : `; ${advice}`,
  });
  return found.advisory === true ? `${message} (${translate(lang, 'rules.related.draft')})` : message;
}
