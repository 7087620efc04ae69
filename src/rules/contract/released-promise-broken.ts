import { defineRule, findingOf, valuesOf } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const config = 'release: { snapshot: exports/contracts }\n';
const state = 'name: state, logicalType: string, description: State.';
const released = {
  'dataengos.yaml': config,
  'exports/contracts/sales.yaml': exampleContract({
    columns: [state, 'name: total, logicalType: integer, description: Total.'],
  }),
};

/** What the last release promised must still hold, also where it was taken away and brought back in between. */
export default defineRule({
  id: 'contract/released-promise-broken',
  kind: 'change',
  gate: 'breaking',
  summary: 'What the last release promised must still hold, also where it was taken away and brought back in between.',
  why: 'Consumers have what was released, not what the base branch holds. A column that one pull request removes and the next adds with another type looks like an addition, and breaks everybody.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that was released as integer, removed since, comes back as string',
      base: { ...released, [path]: exampleContract({ version: '2.0.0', columns: [state] }) },
      head: {
        ...released,
        [path]: exampleContract({
          version: '2.1.0',
          columns: [state, 'name: total, logicalType: string, description: Total.'],
        }),
      },
      findings: [`${path}:15 sales/sales.total breaking`],
    },
    {
      name: 'it comes back as it was',
      base: { ...released, [path]: exampleContract({ version: '2.0.0', columns: [state] }) },
      head: {
        ...released,
        [path]: exampleContract({
          version: '2.1.0',
          columns: [state, 'name: total, logicalType: integer, description: Total.'],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    const { release } = context;
    if (release === undefined) return;
    for (const classified of release.changes) {
      const { change } = classified;
      const values = valuesOf(change);
      context.report({
        ...findingOf(classified),
        at: change.at,
        values: { ...values, kind: change.kind, release: release.ref },
        key: [change.kind, values.element, values.before, values.after],
      });
    }
  },
});
