import type { Property } from '../../model/contract.ts';
import { propertiesOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Only a column of a key must have a position in it. */
export default defineRule({
  id: 'spec/key-position-without-key',
  kind: 'lint',
  gate: 'lint',
  summary: 'Only a column of a key must have a position in it.',
  why: 'A position without "primaryKey: true" or "partitioned: true" is left out by tools, so the key that somebody meant is not there, and the tests of it are never made.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a position in a primary key that the column is no part of',
      head: {
        [path]: exampleContract({
          columns: ['name: id, logicalType: integer, primaryKeyPosition: 1, description: Id.'],
        }),
      },
      findings: [`${path}:14 sales/sales.id`],
    },
    {
      name: 'a position among the partitions of a column that does not partition',
      head: {
        [path]: exampleContract({
          columns: ['name: day, logicalType: date, partitioned: false, partitionKeyPosition: 2, description: Day.'],
        }),
      },
      findings: [`${path}:14 sales/sales.day`],
    },
    {
      name: 'positions of keys, and -1 for none',
      head: {
        [path]: exampleContract({
          columns: [
            'name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1, description: Id.',
            'name: day, logicalType: date, primaryKeyPosition: -1, partitionKeyPosition: -1, description: Day.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { property, subject } of propertiesOf(context.project)) {
      for (const { key, flag, position } of strayPositions(property)) {
        context.report({
          subject,
          at: property.at,
          values: { name: property.name, key, flag, position: String(position) },
          key: [key],
        });
      }
    }
  },
});

interface StrayPosition {
  readonly key: string;
  /** The switch that would make sense of it. */
  readonly flag: string;
  readonly position: number;
}

/** Positions start at 1: what is below means none. */
function strayPositions(property: Property): readonly StrayPosition[] {
  const { primaryKey, primaryKeyPosition = 0, partitioned, partitionKeyPosition = 0 } = property;
  return [
    ...(primaryKeyPosition > 0 && !primaryKey.value
      ? [{ key: 'primaryKeyPosition', flag: 'primaryKey', position: primaryKeyPosition }]
      : []),
    ...(partitionKeyPosition > 0 && !partitioned.value
      ? [{ key: 'partitionKeyPosition', flag: 'partitioned', position: partitionKeyPosition }]
      : []),
  ];
}
