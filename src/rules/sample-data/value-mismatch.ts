import { contractSubject, type Json, type Property } from '../../model/contract.ts';
import type { SampleRow } from '../../model/sample-data.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { hideSecret } from '../hide-secrets.ts';
import { type BoundSample, boundSamples } from '../../model/sample-objects.ts';
import { fitsType } from '../sample-values.ts';

const contract = {
  'specs/contracts/outputs/sales.yaml': exampleContract({
    columns: [
      'name: id, logicalType: integer, required: true, description: Id.',
      'name: state, logicalType: string, description: State.',
      'name: total, logicalType: number, description: Total.',
    ],
  }),
};
const valued = {
  'specs/contracts/outputs/sales.yaml': exampleContract({
    apiVersion: 'v3.2.0',
    columns: ['name: state, logicalType: string, description: State., enum: [{ value: SP }, { value: RJ }]'],
  }),
};
const path = 'specs/sample-data/sales.csv';

/** Values of sample data must be such as the contract promises. */
export default defineRule({
  id: 'sample-data/value-mismatch',
  kind: 'lint',
  gate: 'lint',
  summary: 'Values of sample data must be such as the contract promises.',
  why: 'A test on values that cannot occur proves nothing, and values that do occur may break what it passed. The type, the allowed values and whether a value is there are judged, once per column and file, at the first row. A text is refused as a date or time only where it can be neither, since files write them in many ways.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'text where the contract says integer',
      head: { ...contract, [path]: 'id,total\n1,2\nx,2\n' },
      findings: [`${path}:3 sales/sales.id`],
    },
    {
      name: 'nothing where the contract requires something',
      head: { ...contract, [path]: 'id,total\n,2\n' },
      findings: [`${path}:2 sales/sales.id`],
    },
    {
      name: 'a number where the contract says text',
      head: { ...contract, 'specs/sample-data/sales.json': '[\n  {"id": 1, "state": 35}\n]\n' },
      findings: ['specs/sample-data/sales.json:2 sales/sales.state'],
    },
    {
      name: 'a value that the contract does not list',
      head: { ...valued, [path]: 'state\nSP\nXX\n' },
      findings: [`${path}:3 sales/sales.state`],
    },
    {
      name: 'values that fit, and nothing where that is allowed',
      head: { ...contract, [path]: 'id,state,total\n1,SP,"1.5"\n2,,\n' },
      findings: [],
    },
  ],
  check(context) {
    for (const bound of boundSamples(context.project)) {
      for (const property of bound.object.properties) judgeColumn(context, bound, property);
    }
  },
});

interface Mismatch {
  readonly row: SampleRow;
  readonly message: 'null' | 'type' | 'value' | 'value-suggest';
  readonly value: Json;
  readonly suggestion?: string | undefined;
}

function judgeColumn(context: RuleContext, bound: BoundSample, property: Property): void {
  const column = columnOf(bound, property);
  const found = column === undefined ? undefined : firstMismatch(bound, property, column);
  if (found === undefined) return;
  const { contract: owner, object, sample } = bound;
  const { at } = property;
  const isPersonal = property.classification !== undefined;
  context.report({
    subject: contractSubject(owner.id, object.name, property.name),
    at: found.row.at,
    message: found.message,
    values: {
      column: property.name,
      contract: owner.id,
      type: property.logicalType?.value ?? '',
      value: isPersonal ? '***' : shownValue(found.value, property.name),
      allowed: allowedOf(property)
        .slice(0, 12)
        .map((each) => `"${textOf(each)}"`)
        .join(', '),
      suggestion: found.suggestion ?? '',
      file: at.path,
      line: String(at.line),
    },
    key: [sample.path, found.message],
    related: [{ at, message: 'defined' }],
  });
}

/** As the sample writes the column's name. */
function columnOf({ sample }: BoundSample, { name, physicalName, encryptedName }: Property): string | undefined {
  const names = [name, physicalName, encryptedName?.value].map((each) => each?.toLowerCase());
  return sample.columns.find((column) => names.includes(column.toLowerCase()));
}

function firstMismatch({ sample }: BoundSample, property: Property, column: string): Mismatch | undefined {
  const isRecords = !/\.[ct]sv$/.test(sample.path);
  for (const row of sample.rows) {
    const value = row.values[column] ?? null;
    // A short row of a CSV file is a mistake of its form: which column it lacks is not known.
    if (!isRecords && row.values[column] === undefined) continue;
    const message = value === null ? nullMismatch(property) : valueMismatch(property, value);
    if (message !== undefined) return { row, value, ...message };
  }
  return undefined;
}

function nullMismatch({ required, primaryKey }: Property): Pick<Mismatch, 'message'> | undefined {
  return required.value || primaryKey.value ? { message: 'null' } : undefined;
}

function valueMismatch(property: Property, value: Json): Pick<Mismatch, 'message' | 'suggestion'> | undefined {
  if (!fitsType(property, value)) return { message: 'type' };
  const allowed = allowedOf(property);
  if (allowed.length === 0 || typeof value === 'object' || allowed.some((each) => isSame(each, value)))
    return undefined;
  const suggestion = suggest(textOf(value), allowed.map(textOf));
  return suggestion === undefined ? { message: 'value' } : { message: 'value-suggest', suggestion };
}

function allowedOf({ enum: values = [] }: Property): readonly Json[] {
  return values;
}

/** Files of text write numbers as texts. */
function isSame(allowed: Json, value: Json): boolean {
  if (textOf(allowed) === textOf(value)) return true;
  return typeof allowed === 'number' && typeof value === 'string' && value.trim() !== '' && Number(value) === allowed;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shownValue(value: Json, column: string): string {
  const shown = hideSecret(textOf(value), column);
  return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
}
