import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/service-level-changed';

/** A service level must not get worse for readers, nor harder for a source. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'A service level must not get worse for readers, nor harder for a source.',
  why: 'Readers of an output contract build on the level that they were promised; a source of an input contract is measured against it.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'data that regulation asks for arrives later',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'property: latency, value: 24, unit: h, driver: regulatory',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '2.0.0',
          'property: latency, value: 48, unit: h, driver: regulatory',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'data arrives later',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'property: latency, value: 24, unit: h') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.1.0', 'property: latency, value: 48, unit: h') },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales dangerous'],
    },
    {
      name: 'a source must deliver sooner',
      base: { 'specs/contracts/inputs/sales.yaml': contract('1.0.0', 'property: latency, value: 48, unit: h') },
      head: { 'specs/contracts/inputs/sales.yaml': contract('2.0.0', 'property: latency, value: 24, unit: h') },
      findings: ['specs/contracts/inputs/sales.yaml:16 sales breaking'],
    },
    {
      name: 'a day is written in hours: it says the same',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'property: latency, value: 1, unit: d') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'property: latency, value: 24, unit: h') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, ...levels: readonly string[]): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  const list = levels.map((each) => `  - { ${each} }\n`).join('');
  return `${exampleContract({ version, columns })}slaProperties:\n${list}`;
}
