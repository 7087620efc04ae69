import type { Property } from '../../model/contract.ts';
import type { Fix } from '../../model/finding.ts';
import { fileStart } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { replaceValue } from '../replace-text.ts';
import { type BoundSample, boundSamples } from '../../model/sample-objects.ts';

const contract = {
  'specs/contracts/outputs/sales.yaml': exampleContract({
    columns: [
      'name: id, logicalType: integer, description: Id.',
      'name: total, logicalType: number, description: Total.',
    ],
  }),
};
const path = 'specs/sample-data/sales.csv';

/** Sample data must show no column that its contract lacks. */
export default defineRule({
  id: 'sample-data/column-unknown',
  kind: 'lint',
  gate: 'lint',
  summary: 'Sample data must show no column that its contract lacks.',
  why: 'Code is written and tested against the sample: a column that the contract does not have makes the test pass and production fail. Correct the column, add it to the contract, or drop it from the sample. A file belongs to the table that it is called after; one that is called otherwise is not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    { name: 'a misspelt column', head: { ...contract, [path]: 'id,totl\n1,2\n' }, findings: [`${path}:1 ${path}`] },
    {
      name: 'a column of its own in one record',
      head: {
        ...contract,
        'specs/sample-data/sales.json': '[\n  {"id": 1, "total": 2},\n  {"id": 2, "total": 1, "note": "x"}\n]\n',
      },
      findings: ['specs/sample-data/sales.json:3 specs/sample-data/sales.json'],
    },
    {
      name: 'the columns of the contract, in any case',
      head: { ...contract, [path]: 'ID,total\n1,2\n' },
      findings: [],
    },
    {
      name: 'a file that is called like no table, and one that is meant to be wrong',
      head: {
        ...contract,
        'specs/sample-data/payload.csv': 'x,y\n1,2\n',
        'specs/sample-data/sales.invalid.csv': 'x,y\n1,2\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const bound of boundSamples(context.project)) {
      const known = new Set(bound.object.properties.flatMap(namesOf));
      for (const column of bound.sample.columns) {
        if (isComment(column) || known.has(column.toLowerCase()) || known.has(headOf(column))) continue;
        reportColumn(context, bound, column);
      }
    }
  },
});

function namesOf({ name, physicalName, encryptedName }: Property): readonly string[] {
  return [name, physicalName ?? name, encryptedName?.value ?? name].map((each) => each.toLowerCase());
}

/** `address.city` and `items[0]` are below a column. */
function headOf(column: string): string {
  return column.toLowerCase().split(/[.[]/, 1)[0] ?? '';
}

function isComment(column: string): boolean {
  return /^(?:\$|_*comment)/i.test(column);
}

function reportColumn(context: RuleContext, { sample, contract: owner, object }: BoundSample, column: string): void {
  const shown = new Set(sample.columns.map((each) => each.toLowerCase()));
  const names = object.properties.map(({ name }) => name);
  const near = suggest(
    column,
    names.filter((name) => !shown.has(name.toLowerCase())),
  );
  const at = sample.places?.get(column) ?? fileStart(sample.path);
  const fix = near === undefined ? undefined : fixOf(context, { value: column, at }, near);
  context.report({
    subject: sample.path,
    at,
    message: near === undefined ? 'message' : 'suggest',
    values: {
      column,
      table: object.name,
      contract: owner.id,
      file: object.at.path,
      line: String(object.at.line),
      known:
        names
          .slice(0, 12)
          .map((name) => `"${name}"`)
          .join(', ') + (names.length > 12 ? ', …' : ''),
      suggestion: near ?? '',
    },
    key: [column],
    related: [{ at: object.at, message: 'defined' }],
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Only a header names the column once; in records it stands in each. */
function fixOf(context: RuleContext, column: Parameters<typeof replaceValue>[1], near: string): Fix | undefined {
  if (!/\.[ct]sv$/.test(column.at.path) || !/^\w+$/.test(near)) return undefined;
  const edit = replaceValue(context, column, near);
  return edit === undefined ? undefined : { title: near, edits: [edit] };
}
