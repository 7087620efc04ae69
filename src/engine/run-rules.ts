import type { Finding, Severity } from '../model/finding.ts';
import { pathPicture } from '../model/lineage-path.ts';
import { compareLocations } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config, RuleSetting } from '../model/policy.ts';
import type { Rule, RuleContext, RuleFinding } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import { adviceOfRow, reasonOfRow } from './classify.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isOff, type Place, optionSets, settingOf } from './rule-settings.ts';

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
  /** The domain that a file belongs to; without it, settings by domain fit nothing. */
  readonly domainOf?: (path: string) => string | undefined;
}

type GivenContext = Omit<RuleContext, 'report' | 'options'>;

/** Runs every rule that is on. A rule that crashes is reported as skipped; the others still run. */
export function runRules(context: GivenContext, options: RuleOptions): RuleRun {
  const findings: Finding[] = [];
  const ran: string[] = [];
  const skipped: Skipped[] = [];
  let crashed = false;
  for (const rule of options.rules) {
    if (isOff(options.config, rule.id)) {
      skipped.push({ what: rule.id, why: whyOff(rule, options) });
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

/** Who switched a rule off: the configuration by name, or a preset. */
function whyOff({ id }: Rule, { config, lang }: RuleOptions): string {
  const path = config.path ?? '';
  if (config.rules[id] === 'off') return translate(lang, 'skipped.rule-off', { path });
  return translate(lang, 'skipped.rule-off-preset', { preset: config.preset ?? 'recommended' });
}

function runRule(rule: Rule, context: GivenContext, options: RuleOptions): readonly Finding[] {
  const seen = new Map<string, number>();
  return reportedBy(rule, context, options)
    .toSorted((a, b) => compareLocations(a.at, b.at))
    .flatMap((finding) => {
      const severity = severityOf(rule, finding, options);
      if (severity === 'off') return [];
      const identity = fingerprintOf(rule.id, finding, 0);
      const occurrence = seen.get(identity) ?? 0;
      seen.set(identity, occurrence + 1);
      const fingerprint = occurrence === 0 ? identity : fingerprintOf(rule.id, finding, occurrence);
      return [toFinding(rule, finding, { ...options, severity, fingerprint })];
    });
}

/** What a rule reports. Where its options differ by place, it runs with each set of them, and each place has its own. */
function reportedBy(rule: Rule, context: GivenContext, options: RuleOptions): readonly RuleFinding[] {
  const sets = optionSets(options.config, rule, () => context.project.files.map(({ path }) => placeOf(path, options)));
  return sets.flatMap(({ options: values, has }) => {
    const reported: RuleFinding[] = [];
    rule.check({ ...context, options: values, report: (finding) => void reported.push(finding) });
    return reported.filter(({ at }) => has(placeOf(at.path, options)));
  });
}

function placeOf(path: string, { domainOf }: RuleOptions): Place {
  const domain = domainOf?.(path);
  return domain === undefined ? { path } : { path, domain };
}

interface FindingFacts extends RuleOptions {
  readonly severity: Severity;
  readonly fingerprint: string;
}

function toFinding(rule: Rule, found: RuleFinding, options: FindingFacts): Finding {
  const { at } = found;
  return {
    rule: rule.id,
    severity: options.severity,
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
    ...(found.proposal === undefined ? {} : { proposal: found.proposal }),
    impact: found.impact ?? [],
    related: (found.related ?? []).map((each) => ({
      path: each.at.path,
      line: each.at.line,
      message: translate(options.lang, `rules.related.${each.message}`),
    })),
    ...(found.way === undefined ? {} : { picture: pathPicture(found.way) }),
  };
}

/** A draft never blocks. Else the policy decides what becomes of the finding's own severity, its class's, or the rule's. */
function severityOf(rule: Rule, found: RuleFinding, options: RuleOptions): RuleSetting {
  const own = found.severity ?? (rule.severity === 'by-class' ? severityOfClass(found.class) : rule.severity);
  const setting = settingOf(options.config, { rule: rule.id, own, place: placeOf(found.at.path, options) });
  return found.advisory === true && setting !== 'off' ? 'info' : setting;
}

function severityOfClass(name: RuleFinding['class']): Severity {
  return name === 'breaking' ? 'error' : name === 'dangerous' ? 'warning' : 'info';
}

function messageOf(rule: Rule, found: RuleFinding, lang: Lang): string {
  if (found.said !== undefined) return found.said;
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
