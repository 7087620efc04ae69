import { defineRule, findingOf, valuesOf } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A change that readers survive must also be one that the warehouse can make. */
export default defineRule({
  id: 'contract/not-alterable',
  kind: 'change',
  gate: 'breaking',
  summary: 'A change that readers survive must also be one that the warehouse can make.',
  why: 'The deployment fails, or writes the whole table again, where the warehouse cannot alter the column in place. Plan the migration with the change.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'more digits behind the point, which Snowflake cannot alter',
      base: { [path]: contract('snowflake', 'decimal(10,2)') },
      head: { [path]: contract('snowflake', 'decimal(14,4)') },
      findings: [`${path}:14 sales/sales.total dangerous`],
    },
    {
      name: 'a longer text, which Snowflake alters in place',
      base: { [path]: contract('snowflake', 'varchar(50)') },
      head: { [path]: contract('snowflake', 'varchar(100)') },
      findings: [],
    },
  ],
  check(context) {
    for (const classified of context.changes) {
      const { change, class: name, migration } = classified;
      // Of a breaking change the class already says that nothing can stay as it is.
      if (migration === undefined || name === 'breaking') continue;
      const values = valuesOf(change);
      const at = change.at;
      context.report({
        ...findingOf(classified),
        at,
        impact: [],
        message: change.kind === 'property.added' ? 'added' : migration.possible,
        severity: migration.possible === 'no' ? 'warning' : 'info',
        values: { ...values, warehouse: migration.warehouse, migration: migration.message },
        translated: ['migration'],
        key: [change.kind, values.before, values.after],
      });
    }
  },
});

function contract(type: string, physicalType: string): string {
  const columns = [`name: total, physicalType: "${physicalType}", description: Total.`];
  const server = `servers:\n  - { server: wh, type: ${type}, account: acme, database: db, schema: s }\n`;
  return `${exampleContract({ columns })}${server}`;
}
