import type { Finding } from '../../../src/model/finding.ts';
import type { Files, Rule, RuleContext } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';

/** What a lint rule sees of a tree. */
export async function contextOf(head: Files): Promise<RuleContext> {
  let seen: RuleContext | undefined;
  const observer: Rule = {
    id: 'contract/observer',
    kind: 'lint',
    gate: 'lint',
    summary: 'Looks on.',
    why: 'Looks on.',
    severity: 'error',
    since: '0.1.0',
    examples: [],
    check: (context) => {
      if (context.side === 'head') seen = context;
    },
  };
  await checkFiles({ head, rules: [observer] });
  if (seen === undefined) throw new Error('the rule did not run');
  return seen;
}

/** What one rule says of a tree; a rule that crashes is no answer. */
export async function findingsOf(rule: Rule, head: Files): Promise<readonly Finding[]> {
  const report = await checkFiles({ head, rules: [rule] });
  const crashed = report.rules.skipped.filter(({ what }) => what === rule.id);
  if (crashed.length > 0) throw new Error(JSON.stringify(crashed));
  return report.findings;
}

/** `line:column subject: message`. */
export function said({ line, column, subject, message }: Finding): string {
  return `${line}:${column} ${subject}: ${message}`;
}
