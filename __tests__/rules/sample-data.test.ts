import { expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import columnMissing from '../../src/rules/sample-data/column-missing.ts';
import columnUnknown from '../../src/rules/sample-data/column-unknown.ts';
import valueMismatch from '../../src/rules/sample-data/value-mismatch.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const rules = [columnMissing, columnUnknown, valueMismatch];
const columns = [
  'name: id, logicalType: integer, required: true, physicalName: order_id, description: Id.',
  'name: email, logicalType: string, classification: confidential, description: E-mail.',
  'name: total, logicalType: number, description: Total.',
  'name: day, logicalType: date, description: Day.',
  'name: paid, logicalType: boolean, description: Paid.',
  'name: lines, logicalType: array, items: { logicalType: string }, description: Lines.',
];
const sales = exampleContract({ columns });
const contract = 'specs/contracts/outputs/sales.yaml';

/** `rule path:line message [fix]` of what is wrong with samples. */
async function wrong(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: { [contract]: sales, ...files }, rules });
  return findings.map(({ rule, path, line, message, fix }) => {
    const edits = fix?.edits.map((edit) => ` [${edit.startColumn}-${edit.endColumn} ${edit.text}]`).join('') ?? '';
    return `${rule.slice(12)} ${path.slice(18)}:${line} ${message}${edits}`;
  });
}

it('a misspelt column of a header is repaired, in quotes too', async () => {
  expect(await wrong({ 'specs/sample-data/sales.csv': 'id,"emial"\n1,a@example.com\n' })).toEqual([
    `column-unknown sales.csv:1 column "emial" is not in table "sales" of contract "sales" (${contract}:11); did you mean "email"? [5-10 email]`,
  ]);
});

it('a column that is there already is not what was meant, and records are not repaired', async () => {
  expect(await wrong({ 'specs/sample-data/sales.json': '[{"id": 1, "email": "a", "emial": "b"}]' })).toEqual([
    `column-unknown sales.json:1 column "emial" is not in table "sales" of contract "sales" (${contract}:11); columns are "id", "email", "total", "day", "paid", "lines": correct it, or add it to the contract`,
  ]);
});

it('the physical name is the column, and so is a part of it', async () => {
  expect(await wrong({ 'specs/sample-data/sales.csv': 'ORDER_ID,lines[0]\n1,x\n' })).toEqual([]);
  expect(await wrong({ 'specs/sample-data/sales.csv': 'email\nx\n' })).toEqual([
    `column-missing sales.csv:1 the sample has no column "id", which contract "sales" requires of table "sales" (${contract}:14); add it`,
  ]);
});

it.each([
  ['id\n1.5\n', 'id:2'],
  ['id\n"2,0"\n-3\n', undefined],
  ['id,total\n1,"1.234,56"\n2,1e3\n3,.5\n4,-2\n', undefined],
  ['id,total\n1,R$ 10\n', 'total:2'],
  ['id,day\n1,2025-02-29\n', 'day:2'],
  ['id,day\n1,31/12/2025\n2,20250101\n3,2024-02-29 10:00\n', undefined],
  ['id,day\n1,yesterday\n', 'day:2'],
  ['id,paid\n1,Sim\n2,0\n3,TRUE\n', undefined],
  ['id,paid\n1,maybe\n', 'paid:2'],
  ['id,lines\n1,anything\n', undefined],
  ['id\n1\n\n', undefined],
  ['total,id\n1\n2,\n', 'id:3'],
])('CSV %j', async (text, expected) => {
  const { findings } = await checkFiles({ head: { [contract]: sales, 'specs/sample-data/sales.csv': text }, rules });
  expect(findings.map(({ subject, line }) => `${subject.split('.')[1]}:${line}`)).toEqual(
    expected === undefined ? [] : [expected],
  );
});

it.each([
  ['{"id": 1, "email": 2}', 'email'],
  ['{"id": "7", "total": "1.50", "paid": true, "lines": ["x"], "day": 20000}', undefined],
  ['{"id": 1.5}', 'id'],
  ['{"id": 1, "lines": 3}', 'lines'],
  ['{"id": 1, "paid": "unknown"}', 'paid'],
  ['{"id": null}', 'id'],
  ['{"id": 1, "total": null}', undefined],
])('JSON %s', async (record, expected) => {
  const files = { [contract]: sales, 'specs/sample-data/sales.jsonl': `${record}\n` };
  const { findings } = await checkFiles({ head: files, rules });
  expect(findings.map(({ subject }) => subject.split('.')[1])).toEqual(expected === undefined ? [] : [expected]);
});

it('a record without the required column is found, once', async () => {
  expect(await wrong({ 'specs/sample-data/sales.yaml': '- id: 1\n- total: 2\n- total: 3\n' })).toEqual([
    `value-mismatch sales.yaml:2 column "id" is empty here, but contract "sales" requires a value (${contract}:14); write one`,
  ]);
});

it('a value of a classified column is not repeated', async () => {
  expect(await wrong({ 'specs/sample-data/sales.json': '[{"id": 1, "email": 12345}]' })).toEqual([
    `value-mismatch sales.json:1 "***" is not of type string, which contract "sales" declares for column "email" (${contract}:15); write a value of that type`,
  ]);
});

it('of two tables of one name the folder tells which; without it nobody knows', async () => {
  const other = exampleContract({
    id: 'legacy',
    object: 'sales',
    columns: ['name: code, logicalType: string, description: Code.'],
  });
  const two = { 'specs/contracts/inputs/legacy.yaml': other };
  expect(await wrong({ ...two, 'specs/sample-data/sales.csv': 'x\n1\n' })).toEqual([]);
  expect(await wrong({ ...two, 'specs/sample-data/legacy/sales.csv': 'code\n1\n' })).toEqual([]);
  expect(await wrong({ ...two, 'specs/sample-data/legacy/sales.csv': 'cade\n1\n' })).toHaveLength(1);
});

it.each([
  'specs/sample-data/sales_input.csv',
  'specs/sample-data/sales.input.csv',
  'specs/sample-data/sales/anything.csv',
  'specs/sample-data/invalid/sales.csv',
  'specs/sample-data/sales_invalidos.csv',
])('not judged: %s', async (path) => {
  expect(await wrong({ [path]: 'x,y\n1,2\n' })).toEqual([]);
});

it.each(['specs/sample-data/sales.sample.csv', 'specs/sample-data/SALES.csv', 'specs/sample-data/a/sales.csv'])(
  'judged: %s',
  async (path) => {
    expect(await wrong({ [path]: 'id,y\n1,2\n' })).toHaveLength(1);
  },
);
