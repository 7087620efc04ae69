import { allProperties, type Contract, contractSubject } from '../../model/contract.ts';
import { dayOf, type Deprecable, deprecationOf } from '../../model/deprecation.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** What is deprecated must say what to use instead, and a deprecated contract must also say until when it stays. */
export default defineRule({
  id: 'contract/deprecation-incomplete',
  kind: 'lint',
  gate: 'lint',
  summary:
    'What is deprecated must say what to use instead, and a deprecated contract must also say until when it stays.',
  why: 'Readers who are only told that something goes away cannot move. Name the replacement, and the last day.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a column is deprecated without a replacement',
      head: {
        [path]: exampleContract({
          columns: ['name: uf, logicalType: string, tags: [deprecated], description: State.'],
        }),
      },
      findings: [`${path}:14 sales/sales.uf`],
    },
    {
      name: 'a contract is deprecated without a last day',
      head: {
        [path]: exampleContract({
          status: 'deprecated',
          columns: ['name: state, logicalType: string, description: State.'],
        }),
      },
      findings: [`${path}:5 sales`],
    },
    {
      name: 'the description says what to use',
      head: {
        [path]: exampleContract({
          columns: ['name: uf, logicalType: string, tags: [deprecated], description: Use state instead.'],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      if (contract.status?.value === 'deprecated' && !hasEnd(contract)) {
        const values = { name: contract.id, contract: contract.id };
        context.report({ subject: contract.id, at: contract.status.at, message: 'no-end', values });
      }
      for (const object of contract.schema) {
        reportElement(context, contract, { element: object, path: [object.name] });
        for (const { property, path: names } of allProperties(object))
          reportElement(context, contract, { element: property, path: names });
      }
    }
  },
});

/** A schema object or property, and the names that lead to it. */
interface Place {
  readonly element: Deprecable & { readonly description?: { readonly value: string } };
  readonly path: readonly string[];
}

function reportElement(context: RuleContext, contract: Contract, { element, path: names }: Place): void {
  const { deprecated, replacement, at } = deprecationOf(element);
  if (!deprecated || replacement !== undefined || namesReplacement(element.description?.value ?? '')) return;
  const values = { name: names.at(-1) ?? '', contract: contract.id };
  context.report({
    subject: contractSubject(contract.id, ...names),
    at: startOf(at),
    message: 'no-replacement',
    values,
  });
}

/** A whole element is pointed at where it starts. */
function startOf({ path: file, line, column }: Location): Location {
  return { path: file, line, column };
}

/** Whether a description says what takes its place, in English or Portuguese. */
function namesReplacement(text: string): boolean {
  return /\b(?:use|using|instead|replaced|superseded|prefer|usar|utilize|substitu|em vez|no lugar|prefira)/i.test(text);
}

function hasEnd({ slaProperties, customProperties }: Contract): boolean {
  const levels = slaProperties.some(({ property }) => /^end_?of_?(?:life|support)$/i.test(property));
  return (
    levels || customProperties.some(({ property, value }) => /^sunset$/i.test(property) && dayOf(value) !== undefined)
  );
}
