import { groupBy } from '../../model/group-by.ts';
import { changeClasses, type ClassifiedChange } from '../../model/change.ts';
import type { RuleContext } from '../../model/rule.ts';
import { changesOf, defineRule, findingOf, shown, valuesOf } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/type-changed';

/** The type of a published column must not change under its readers. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'The type of a published column must not change under its readers.',
  why: 'Typed readers fail or silently round. Publish the new type as a new column, or as a new major version.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'an integer becomes a number in an output contract: fractions reach readers',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: integer, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '2.0.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:14 sales/sales.total breaking'],
    },
    {
      name: 'an integer becomes a number in an input contract: the source may send more',
      base: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: integer, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/inputs/sales.yaml': exampleContract({
          version: '1.1.0',
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: ['specs/contracts/inputs/sales.yaml:14 sales/sales.total compatible'],
    },
    {
      name: 'the same type in another spelling',
      base: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: integer, physicalType: int, description: Total.'],
        }),
      },
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          version: '1.0.0',
          columns: ['name: total, logicalType: integer, physicalType: INTEGER, description: Total.'],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const changes of groupBy(changesOf(context, id), ({ change }) => change.subject).values())
      report(context, changes);
  },
});

/** Logical and physical type of one column are one mistake: reported once, with the worse class. */
function report(context: RuleContext, changes: readonly ClassifiedChange[]): void {
  const worst = changes.toSorted((a, b) => changeClasses.indexOf(a.class) - changeClasses.indexOf(b.class))[0];
  if (worst === undefined) return;
  const before = changes.map(({ change }) => shown(change.before)).join(' / ');
  const after = changes.map(({ change }) => shown(change.after)).join(' / ');
  const { at, baseAt } = worst.change;
  context.report({
    ...findingOf(worst),
    at,
    values: { ...valuesOf(worst.change), before, after },
    key: [before, after],
    related: baseAt === undefined ? [] : [{ at: baseAt, message: 'before' }],
  });
}
