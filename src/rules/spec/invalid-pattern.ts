import type { Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { propertiesOf, qualityKey, qualityOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { patternMistake } from '../pattern-syntax.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A pattern must be a regular expression that an engine can compile. */
export default defineRule({
  id: 'spec/invalid-pattern',
  kind: 'lint',
  gate: 'lint',
  summary: 'A pattern must be a regular expression that an engine can compile.',
  why: 'No value can be tested against a broken pattern: the check of the readers fails, or is skipped in silence. Only what no common engine takes is reported, so look-around and back references are fine.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a group that is never closed',
      head: {
        [path]: exampleContract({
          columns: [
            "name: sku, logicalType: string, logicalTypeOptions: { pattern: '^(A|B[0-9]+$' }, description: Sku.",
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.sku`],
    },
    {
      name: 'a wildcard of file names is no regular expression',
      head: {
        [path]: exampleContract({
          columns: ["name: file, logicalType: string, logicalTypeOptions: { pattern: '*.csv' }, description: File."],
        }),
      },
      findings: [`${path}:14 sales/sales.file`],
    },
    {
      name: 'a pattern of a quality rule with a range that runs backwards',
      head: {
        [path]: exampleContract({
          columns: [
            "name: sku, logicalType: string, description: Sku., quality: [{ metric: invalidValues, arguments: { pattern: '[9-0]+' }, mustBe: 0 }]",
          ],
        }),
      },
      findings: [`${path}:14 sales/sales.sku`],
    },
    {
      name: 'look-ahead and back references, which only some engines know',
      head: {
        [path]: exampleContract({
          columns: [
            "name: sku, logicalType: string, logicalTypeOptions: { pattern: '^(?=A)(A).*\\1$' }, description: Sku.",
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const { property, subject } of propertiesOf(context.project)) {
      const at = property.optionPlaces?.get('pattern') ?? property.at;
      judge(context, { pattern: property.logicalTypeOptions['pattern'], subject, name: property.name, at, key: [] });
    }
    for (const { rule, subject, name } of qualityOf(context.project)) {
      const at = rule.keys.get('arguments') ?? rule.at;
      judge(context, { pattern: rule.arguments['pattern'], subject, name, at, key: [qualityKey(rule)] });
    }
  },
});

interface Given {
  readonly pattern: Json | undefined;
  readonly subject: string;
  readonly name: string;
  readonly at: Location;
  readonly key: readonly string[];
}

function judge(context: RuleContext, { pattern, subject, name, at, key }: Given): void {
  const message = typeof pattern === 'string' ? patternMistake(pattern) : undefined;
  if (typeof pattern !== 'string' || message === undefined) return;
  context.report({ subject, at, message, values: { name, pattern }, key: [...key, message] });
}
