import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/format-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** The format and the time zone of values must not change under those who rely on them. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The format and the time zone of values must not change under those who rely on them.',
  why: 'Parsers are written for one format, and the same text in another zone is another instant, without any error. Publish the new format as a new column.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'dates are written in another way',
      base: {
        [path]: exampleContract({
          columns: ['name: day, logicalType: date, logicalTypeOptions: {format: yyyy-MM-dd}, description: Day.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: day, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}, description: Day.'],
        }),
      },
      findings: [`${path}:14 sales/sales.day breaking`],
    },
    {
      name: 'a wider integer format',
      base: {
        [path]: exampleContract({
          columns: ['name: count, logicalType: integer, logicalTypeOptions: {format: i32}, description: Count.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: ['name: count, logicalType: integer, logicalTypeOptions: {format: i64}, description: Count.'],
        }),
      },
      findings: [`${path}:14 sales/sales.count dangerous`],
    },
    {
      name: 'the default zone is written out',
      base: {
        [path]: exampleContract({
          columns: ['name: at, logicalType: timestamp, logicalTypeOptions: {timezone: true}, description: When.'],
        }),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: at, logicalType: timestamp, logicalTypeOptions: {timezone: true, defaultTimezone: Etc/UTC}, description: When.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
