import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/terms-changed';

/** What readers pay, may do and can count on must not change unnoticed. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'What readers pay, may do and can count on must not change unnoticed.',
  why: 'Readers agreed to a price, a use and a place to ask. They must hear of other terms before they apply.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a gigabyte costs more',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'price: { priceAmount: 10, priceCurrency: USD, priceUnit: gigabyte }',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.1.0',
          'price: { priceAmount: 12, priceCurrency: USD, priceUnit: gigabyte }',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:15 sales dangerous'],
    },
    {
      name: 'the data may be used for less',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'description: { usage: For any purpose inside the company. }',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.1',
          'description: { usage: For reports inside the company. }',
        ),
      },
      findings: ['specs/contracts/outputs/sales.yaml:15 sales dangerous'],
    },
    {
      name: 'the only channel for questions goes',
      base: {
        'specs/contracts/outputs/sales.yaml': contract('1.0.0', 'support: [{ channel: "#sales-data", tool: slack }]'),
      },
      head: { 'specs/contracts/outputs/sales.yaml': contract('1.1.0', 'support: []') },
      findings: ['base specs/contracts/outputs/sales.yaml:15 sales dangerous'],
    },
    {
      name: 'a gigabyte costs less',
      base: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.0',
          'price: { priceAmount: 12, priceCurrency: USD, priceUnit: gigabyte }',
        ),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': contract(
          '1.0.1',
          'price: { priceAmount: 10, priceCurrency: USD, priceUnit: gigabyte }',
        ),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function contract(version: string, terms: string): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  return `${exampleContract({ version, columns })}${terms}\n`;
}
