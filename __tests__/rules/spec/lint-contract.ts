import type { Finding } from '../../../src/model/finding.ts';
import type { Files, Rule } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';

/** Path of the contract that {@link lintContract} judges. */
export const contractPath = 'specs/contracts/outputs/sales.yaml';

/** What one rule says of a contract; `others` are further files of the repository. */
export async function lintContract(rule: Rule, text: string, others: Files = {}): Promise<readonly Finding[]> {
  const report = await checkFiles({ head: { ...others, [contractPath]: text }, rules: [rule] });
  if (report.rules.skipped.length > 0) throw new Error(JSON.stringify(report.rules.skipped));
  return report.findings;
}

/** A contract of one table `sales`; `properties` are lines as they stand in the file, from line 10 on. */
export function contractOf(properties: string, { apiVersion = 'v3.2.0', rest = '' } = {}): string {
  return `apiVersion: ${apiVersion}
kind: DataContract
id: sales
version: 1.0.0
status: active
schema:
  - name: sales
    id: sales_table
    properties:
${properties}
${rest}`;
}

/** The text of the contract after the edits of a finding's fix; undefined without one. */
export function fixed(text: string, finding: Finding | undefined): string | undefined {
  const [edit, ...more] = finding?.fix?.edits ?? [];
  if (edit === undefined || more.length > 0 || edit.startLine !== edit.endLine) return undefined;
  const lines = text.split('\n');
  const line = lines[edit.startLine - 1] ?? '';
  const repaired = line.slice(0, edit.startColumn - 1) + edit.text + line.slice(edit.endColumn - 1);
  return lines.with(edit.startLine - 1, repaired).join('\n');
}
