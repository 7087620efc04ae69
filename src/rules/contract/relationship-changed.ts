import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/relationship-changed';

/** The columns that can be joined must stay the same. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The columns that can be joined must stay the same.',
  why: 'A join along a relationship that is gone loses rows without an error; a source must keep every reference that an input contract asks for.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'returned sales need not exist any more',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', '{ to: sales.id }') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.1.0', '') },
      findings: ['base specs/contracts/outputs/sales.yaml:16 sales/sales.returned dangerous'],
    },
    {
      name: 'returned sales are found by another column',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', '{ to: sales.id }') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.1.0', '{ to: sales.receipt }') },
      findings: ['specs/contracts/outputs/sales.yaml:16 sales/sales.returned dangerous'],
    },
    {
      name: 'a source must keep a reference that it never agreed to',
      base: { 'specs/contracts/inputs/sales.yaml': contract('1.0.0', '') },
      head: { 'specs/contracts/inputs/sales.yaml': contract('1.1.0', '{ to: sales.id }') },
      findings: ['specs/contracts/inputs/sales.yaml:16 sales/sales.returned dangerous'],
    },
    {
      name: 'readers are promised a join',
      base: { 'specs/contracts/outputs/sales.yaml': contract('1.0.0', '') },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.1.0', '{ to: sales.id }') },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, relationships: string): string {
  const columns = [
    'name: id, logicalType: number, description: Number of the sale.',
    'name: receipt, logicalType: number, description: Number of the receipt.',
    `name: returned, logicalType: number, description: The sale that is returned., relationships: [${relationships}]`,
  ];
  return exampleContract({ version, columns });
}
