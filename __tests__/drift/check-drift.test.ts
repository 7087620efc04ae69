import { expect, it } from 'vitest';
import { planIssue } from '../../src/publish/plan-issue.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { driftFiles, shortFinding } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const contract = exampleContract({
  columns: ['name: total, logicalType: number, required: true, description: Total.'],
});
const header = 'table_name,column_name,ordinal_position,data_type';

it('says of a contract that cannot be read that nothing of it was compared', async () => {
  const broken = 'specs/contracts/outputs/broken.yaml';
  const report = await driftFiles({
    [path]: contract,
    [broken]: 'id: [',
    'snapshot.csv': `${header},is_nullable\nsales,total,1,bigint,NO\n`,
  });
  expect(report.findings.map((finding) => `${finding.severity} ${finding.rule} ${shortFinding(finding)}`)).toEqual([
    `warning drift/unchecked ${broken}:1 ${broken}`,
  ]);
  expect(planIssue({ report, issues: [], ownLogin: 'bot', key: 'k' }).kind).toBe('open');
});

it('speaks of the warehouse only: models and generated files are not its business', async () => {
  const report = await driftFiles({
    [path]: contract,
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    'implementation/dbt/models/sales.sql': '{{ dbt_utils.star() }}\n',
    'snapshot.csv': `${header},is_nullable\nsales,total,1,bigint,NO\n`,
  });
  expect({ findings: report.findings, artifacts: report.artifacts }).toEqual({ findings: [], artifacts: [] });
  expect(report.skipped.filter(({ what }) => what.endsWith('.sql'))).toEqual([]);
});

it('opens no issue for what is only worth knowing', async () => {
  const report = await driftFiles({ [path]: contract, 'snapshot.csv': `${header}\nsales,total,1,bigint\n` });
  expect(report.findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(['info drift/unchecked']);
  expect(planIssue({ report, issues: [], ownLogin: 'bot', key: 'k' })).toEqual({ kind: 'none' });
});
