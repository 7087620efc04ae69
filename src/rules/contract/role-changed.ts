import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/role-changed';

/** Those who may read the data must keep their access. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Those who may read the data must keep their access.',
  why: 'Readers who hold a role lose their grants with it, whatever the table looks like.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a role goes',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'role: analyst, access: read',
          'role: auditor, access: read',
        ),
      },
      head: { 'specs/contracts/outputs/sales.yaml': contract('2.0.0', 'role: analyst, access: read') },
      findings: ['base specs/contracts/outputs/sales.yaml:17 sales breaking'],
    },
    {
      name: 'a role that could write may only read',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'role: analyst, access: write') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('2.0.0', 'role: analyst, access: read') },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'a role of an input contract goes',
      base: {
        'specs/contracts/inputs/sales.yaml': contract(
          '1.0.0',
          'role: analyst, access: read',
          'role: auditor, access: read',
        ),
      },
      head: { 'specs/contracts/inputs/sales.yaml': contract('1.1.0', 'role: analyst, access: read') },
      findings: ['base specs/contracts/inputs/sales.yaml:17 sales dangerous'],
    },
    {
      name: 'a role is added',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'role: analyst, access: read') },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.1.0',
          'role: analyst, access: read',
          'role: auditor, access: read',
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, ...roles: readonly string[]): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  const list = roles.map((each) => `  - { ${each} }\n`).join('');
  return `${exampleContract({ version, columns })}roles:\n${list}`;
}
