import { compatibilityModes } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { certainlyMeant, suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { placeOf, replaceValue } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const words = [...compatibilityModes, 'output', 'input'] as const;

/** A contract that says whom it protects must say it in a word that is known. */
export default defineRule({
  id: 'spec/unknown-direction',
  kind: 'lint',
  gate: 'lint',
  summary: 'A contract that says whom it protects must say it in a word that is known.',
  why: 'With a typing mistake the folder decides, and the contract is judged for the wrong side. Write consumer, producer or full.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a typing mistake',
      head: { [path]: stating('imput') },
      findings: [`${path}:15 sales`],
    },
    { name: 'both sides are protected', head: { [path]: stating('full') }, findings: [] },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      for (const { property, value, at } of contract.customProperties) {
        if (property !== 'dataengos.direction' || words.some((word) => word === value)) continue;
        const found = typeof value === 'string' ? value : JSON.stringify(value);
        const suggestion = suggest(found, words);
        context.report({
          subject: contract.id,
          at: { path: at.path, line: at.line, column: at.column },
          message: suggestion === undefined ? 'message' : 'near',
          values: { found, allowed: words.map((word) => `"${word}"`).join(', '), suggestion: suggestion ?? '' },
          key: [found],
          fix: fixOf(context, { found, at }),
        });
      }
    }
  },
});

function fixOf(
  context: RuleContext,
  { found, at }: { readonly found: string; readonly at: Location },
): Fix | undefined {
  const meant = certainlyMeant(found, words);
  const place = meant === undefined ? undefined : placeOf(context, at, found);
  if (meant === undefined || place === undefined) return undefined;
  const edit = replaceValue(context, { value: found, at: place }, meant);
  return edit === undefined ? undefined : { title: `dataengos.direction: ${meant}`, edits: [edit] };
}

function stating(direction: string): string {
  const property = `customProperties: [{ property: dataengos.direction, value: ${direction} }]\n`;
  return `${exampleContract({ columns })}${property}`;
}
