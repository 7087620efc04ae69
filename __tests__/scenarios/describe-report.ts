import { compareText } from '../../src/model/location.ts';
import type { CheckRequest } from '../../src/engine/gather.ts';
import type { Fix, Impact } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { shortFinding } from '../support/check-files.ts';

/** `scenario.json`: how the gate is asked, and what of the report `expected.txt` shows beside verdict and findings. */
export interface ScenarioOptions {
  /** The day of the run; ISO 8601. */
  readonly today?: string;
  readonly request?: Partial<Pick<CheckRequest, 'failOn' | 'scope' | 'lang'>>;
  readonly show?: readonly ('messages' | 'impact' | 'fixes' | 'skipped' | 'changes' | 'bumps' | 'policy')[];
}

/** A report as `expected.txt` says it: the verdict, a line per finding, sorted, then what else is shown. */
export function describeReport(report: Report, { show = [] }: ScenarioOptions): string {
  const findings = report.findings.map((finding) => {
    const age = finding.introduced ? 'introduced' : 'pre-existing';
    const more = [
      ...(show.includes('messages') ? [finding.message] : []),
      ...(show.includes('impact') ? finding.impact.map(describeImpact) : []),
      ...(show.includes('fixes') ? describeFix(finding.fix) : []),
    ].map((line) => `\n    ${line}`);
    return `${age} ${finding.severity} ${finding.rule} ${shortFinding(finding)}${more.join('')}`;
  });
  const { policy, changes, bumps, skipped } = report;
  const more = [
    ...(show.includes('policy') ? [`policy ${policy.ref}${policy.firstAdoption ? ', first adoption' : ''}`] : []),
    ...(show.includes('changes') ? changes.map((each) => `change ${each.class} ${each.kind} ${each.subject}`) : []),
    ...(show.includes('bumps')
      ? bumps.map(
          (each) => `bump ${each.contract} ${each.from} -> ${each.to}: ${each.required} needed, ${each.declared}`,
        )
      : []),
    ...(show.includes('skipped')
      ? [...report.rules.skipped, ...skipped].map(({ what, why }) => `skipped ${what}: ${why}`)
      : []),
  ];
  return [`verdict ${report.verdict}`, ...findings.sort(compareText), ...more].map((line) => `${line}\n`).join('');
}

function describeImpact({ kind, name, owner, path }: Impact): string {
  return ['hits', kind, name, `(${owner ?? 'nobody'})`, path].filter((part) => part !== undefined).join(' ');
}

/** Its title, then every edit as `path:start-end text`. */
function describeFix(fix: Fix | null): readonly string[] {
  if (fix === null) return [];
  const edits = fix.edits.map(
    ({ path, startLine, startColumn, endLine, endColumn, text }) =>
      `  ${path}:${startLine}:${startColumn}-${endLine}:${endColumn} ${JSON.stringify(text)}`,
  );
  return [`fix: ${fix.title}`, ...edits];
}
