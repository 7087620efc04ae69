import { defineRule } from '../define-rule.ts';
import { exampleContract, exampleServer } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const server = `servers:\n  - { ${exampleServer} }\n`;

/** The logical type of a column must be something that its physical type stores. */
export default defineRule({
  id: 'spec/type-contradiction',
  kind: 'lint',
  gate: 'lint',
  summary: 'The logical type of a column must be something that its physical type stores.',
  why: 'Readers program against the logical type, and the warehouse delivers the physical one: a flag that was promised as a text breaks the first comparison, and a whole number that arrives with digits behind the point is cut off without a word. The server of production says what a physical type means. Texts, binaries and JSON may hold anything, and whole numbers also flags, keys of dates and moments, so those are never a contradiction; a type that nobody knows is none either. Where the column may hold it after all, it is a warning.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a text that the warehouse keeps as true or false',
      head: {
        [path]: exampleContract({
          columns: ['name: is_paid, logicalType: string, physicalType: BOOLEAN, description: Paid.'],
        }),
      },
      findings: [`${path}:14 sales/sales.is_paid`],
    },
    {
      name: 'a whole number with two digits behind the point',
      head: {
        [path]: exampleContract({
          columns: ["name: total, logicalType: integer, physicalType: 'NUMBER(10,2)', description: Total."],
        }),
      },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a timestamp without its time of day, and whole numbers in a float, which may be meant',
      head: {
        [path]: `${exampleContract({
          columns: [
            'name: sold_at, logicalType: timestamp, physicalType: DATE, description: Sold.',
            'name: units, logicalType: integer, physicalType: FLOAT, description: Units.',
          ],
        })}${server}`,
      },
      findings: [`${path}:14 sales/sales.sold_at`, `${path}:15 sales/sales.units`],
    },
    {
      name: 'types that fit, and raw values that are kept as text',
      head: {
        [path]: `${exampleContract({
          columns: [
            "name: total, logicalType: number, physicalType: 'NUMBER(10,0)', description: Total.",
            'name: sold_on, logicalType: date, physicalType: VARCHAR, description: Sold.',
            'name: is_paid, logicalType: boolean, physicalType: NUMBER, description: Paid.',
            'name: items, logicalType: array, items: { logicalType: string }, physicalType: VARIANT, description: Items.',
          ],
        })}${server}`,
      },
      findings: [],
    },
    {
      name: 'a physical type that nobody knows',
      head: {
        [path]: exampleContract({
          columns: ['name: total, logicalType: number, physicalType: money_amount, description: Total.'],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const each of context.facts.typeContradictions ?? []) {
      const { subject, name, logical, physical, kind, fits, certain } = each;
      context.report({
        subject,
        at: logical.at,
        ...(kind !== 'other' && { message: kind }),
        ...(!certain && { severity: 'warning' }),
        values: { name, logical: logical.value, physical: physical.value, fits },
        key: [logical.value, physical.value],
        related: physical.at.line === logical.at.line ? [] : [{ at: physical.at, message: 'see' }],
      });
    }
  },
});
