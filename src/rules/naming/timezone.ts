import type { Location } from '../../model/location.ts';
import { contractSubject, allProperties } from '../../model/contract.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const naming =
  '{\n  "layers": { "marts": { "prefix": "fct_|dim_" } },\n  "column_rules": { "timestamp": { "suffix": "_at", "timezone": "UTC" } }\n}\n';

/** A timestamp must be in the time zone that the naming policy names. */
export default defineRule({
  id: 'naming/timezone',
  kind: 'lint',
  gate: 'lint',
  summary: 'A timestamp must be in the time zone that the naming policy names.',
  why: 'Two columns whose hours mean different moments are joined without an error and are wrong by hours. What a contract does not say is not judged.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a timestamp in local time where the policy says UTC',
      head: {
        'specs/governance/naming.json': naming,
        [path]: exampleContract({
          columns: [
            'name: paid_at, logicalType: timestamp, logicalTypeOptions: { timezone: true, defaultTimezone: America/Sao_Paulo }, description: Paid.',
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.paid_at`],
    },
    {
      name: 'UTC under another of its names',
      head: {
        'specs/governance/naming.json': naming,
        [path]: exampleContract({
          columns: [
            'name: paid_at, logicalType: timestamp, logicalTypeOptions: { timezone: true, defaultTimezone: Etc/UTC }, description: Paid.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    const rules = context.governance.naming?.columns ?? [];
    for (const contract of context.project.contracts) {
      for (const object of contract.schema) {
        for (const { property, path: names } of allProperties(object)) {
          const policy = rules.find(({ columns }) => columns === property.logicalType?.value)?.timezone;
          const found = property.logicalTypeOptions['defaultTimezone'];
          if (policy === undefined || typeof found !== 'string' || isSameZone(found, policy.value)) continue;
          const at: Location = property.optionPlaces?.get('defaultTimezone') ?? property.at;
          context.report({
            subject: contractSubject(contract.id, ...names),
            at,
            values: {
              name: property.name,
              found,
              zone: policy.value,
              file: policy.at.path,
              line: String(policy.at.line),
            },
            key: [found],
            related: [{ at: policy.at, message: 'defined' }],
          });
        }
      }
    }
  },
});

/** Names of one zone in the IANA database (`backward`, `etcetera`). */
const utc = new Set([
  'utc',
  'etc/utc',
  'z',
  'gmt',
  'etc/gmt',
  'uct',
  'etc/uct',
  'zulu',
  'etc/zulu',
  'universal',
  '+00:00',
]);

function isSameZone(a: string, b: string): boolean {
  const [one, two] = [a.trim().toLowerCase(), b.trim().toLowerCase()];
  return one === two || (utc.has(one) && utc.has(two));
}
