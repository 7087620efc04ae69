import { type PlacedQuality, qualityKey, qualityOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Metrics of columns (ODCS 3.1.0, "Data quality"); `duplicateValues` of a table may mean whole rows. */
const columnMetrics = ['nullValues', 'missingValues', 'invalidValues'];

/** A quality metric must stand where it can be measured. */
export default defineRule({
  id: 'spec/misplaced-metric',
  kind: 'lint',
  gate: 'lint',
  summary: 'A quality metric must stand where it can be measured.',
  why: 'A table has rows, a column has values: what counts rows at a column, or null values at a table without naming a column, is left out by tools or measured as something else.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a number of rows at a column',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: rowCount, mustBeGreaterThan: 0 }]',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'null values at a table, of which column nobody knows',
      head: {
        [path]: `${exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] })}    quality:
      - { metric: nullValues, mustBe: 0 }
`,
      },
      findings: [`${path}:16 sales/sales`],
    },
    {
      name: 'a number of rows at a table, and null values at a column',
      head: {
        [path]: `${exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBe: 0 }]',
          ],
        })}    quality:
      - { metric: rowCount, mustBeGreaterThan: 0 }
`,
      },
      findings: [],
    },
  ],
  check(context) {
    for (const placed of qualityOf(context.project)) {
      if (!isMisplaced(placed)) continue;
      const { rule, subject, name, level } = placed;
      context.report({
        subject,
        at: rule.keys.get('metric') ?? rule.at,
        message: level === 'property' ? 'on-property' : 'on-object',
        values: { name, metric: rule.metric ?? '' },
        key: [qualityKey(rule)],
      });
    }
  },
});

function isMisplaced({ rule, name, level }: PlacedQuality): boolean {
  const { metric = '' } = rule;
  // What counts at the items of an array may well be meant to count the items.
  if (level === 'property') return metric === 'rowCount' && !/^[[{]/.test(name);
  // Arguments of an own kind may name the column.
  const says = Object.keys(rule.arguments).some((key) => /propert|column|field/i.test(key));
  return columnMetrics.includes(metric) && !says;
}
