import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import columnMissing from '../../src/rules/sample-data/column-missing.ts';
import columnUnknown from '../../src/rules/sample-data/column-unknown.ts';
import valueMismatch from '../../src/rules/sample-data/value-mismatch.ts';
import { checkFiles } from '../support/check-files.ts';

const contract = 'specs/contracts/outputs/sales.yaml';
const folder = 'specs/sample-data';

function columns(...list: readonly string[]): Files {
  return { [contract]: exampleContract({ apiVersion: 'v3.2.0', columns: list }) };
}

/** `rule file:line message[ → repair]` of what is wrong with samples. */
async function wrong(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: files, rules: [columnMissing, columnUnknown, valueMismatch] });
  return findings.map(({ rule, path, line, message, fix }) => {
    const repair = fix === null ? '' : ` → ${fix.title}`;
    return `${rule.slice(12)} ${path.slice(folder.length + 1)}:${line} ${message}${repair}`;
  });
}

/** What is said of values of the one column `state`, which is declared further by `list`. */
async function valuesFor(list: string, text: string, file = 'sales.csv'): Promise<readonly string[]> {
  const files = columns(`name: state, description: State., ${list}`);
  return (await wrong({ ...files, [`${folder}/${file}`]: text })).map((each) => each.slice('value-mismatch '.length));
}

function notAmong(value: string, allowed: string): string {
  return `sales.csv:2 "${value}" is not among the values that contract "sales" allows in column "state" (${contract}:14): ${allowed}`;
}

function numbered(count: number, name: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => name(index));
}

describe('a required column', () => {
  const required = columns(
    'name: address, logicalType: object, physicalName: addr, encryptedName: addr_enc, required: true, description: A.',
    'name: id, logicalType: string, primaryKey: true, description: Id.',
    'name: note, logicalType: string, description: Note.',
  );
  const missing = async (header: string): Promise<readonly string[]> => {
    const found = await wrong({ ...required, [`${folder}/sales.csv`]: `${header}\n` });
    return found
      .filter((each) => each.startsWith('column-missing'))
      .map((each) => each.replace(/^.* has no column "(\w+)".*$/, '$1'));
  };

  it.each<[header: string, ...missing: string[]]>([
    ['id,address'],
    ['ID,ADDRESS'],
    ['id,addr'],
    ['id,Addr_Enc'],
    ['id,address.city,address.zip'],
    ['id,note,addr.city'],
    ['id,address[0]'],
    ['id,addresses', 'address'],
    ['id,home.address.', 'address'],
    ['id,home.address[', 'address'],
    ['address', 'id'],
    ['note', 'address', 'id'],
  ])('%s', async (header, ...expected) => {
    expect(await missing(header)).toEqual(expected);
  });
});

describe('an unknown column', () => {
  it.each<[header: string, ...unknown: string[]]>([
    ['id,TOTAL,$schema,_comment,__Comments,comment'],
    ['id,total.sum,total[0]'],
    ['id,Unit.Price'],
    ['id,my_comment', 'my_comment'],
    ['id,x$total', 'x$total'],
    ['id,ids.x', 'ids.x'],
    ['id,t_enc,t_phys'],
  ])('%s', async (header, ...unknown) => {
    const files = columns(
      'name: id, logicalType: string, description: Id.',
      'name: total, logicalType: number, physicalName: T_Phys, encryptedName: T_Enc, description: Total.',
      'name: unit.price, logicalType: number, description: Price.',
    );
    const found = await wrong({ ...files, [`${folder}/sales.csv`]: `${header}\n` });
    expect(found.map((each) => each.replace(/^column-unknown sales\.csv:1 column "([^"]+)" .*$/, '$1'))).toEqual(
      unknown,
    );
  });

  it.each([
    [12, ''],
    [13, ', …'],
  ])('is told the first twelve of %d columns', async (count, more) => {
    const names = numbered(count, (index) => `column_${index}`);
    const files = columns(...names.map((name) => `name: ${name}, logicalType: string, description: C.`));
    const known = names.slice(0, 12).map((name) => `"${name}"`);
    expect(await wrong({ ...files, [`${folder}/sales.csv`]: 'zzz\n' })).toEqual([
      `column-unknown sales.csv:1 column "zzz" is not in table "sales" of contract "sales" (${contract}:11); columns are ${known.join(', ')}${more}: correct it, or add it to the contract`,
    ]);
  });

  it.each([
    ['sales.csv', 'totl\n1\n', 'total → total'],
    ['sales.tsv', 'totl\tid\n1\tx\n', 'total → total'],
    ['sales.json', '[{"totl": 1}]\n', 'total'],
    ['deep.csv/sales.json', '[{"totl": 1}]\n', 'total'],
    ['sales.sample.csv', '"totl",id\n1,x\n', 'total → total'],
    ['sales.csv', 'sum total\n1\n', 'sum_total → sum_total'],
    ['sales.csv', 'order_totl\n1\n', 'order total'],
    ['sales.csv', 'order_totl\n1\n', 'order-total'],
  ])('%s with %j: what is meant, and written in its place, is %s', async (file, text, expected) => {
    const [name = '', repair] = expected.split(' → ');
    const files = columns(
      `name: ${name}, logicalType: number, description: Total.`,
      'name: id, logicalType: string, description: Id.',
    );
    const found = await wrong({ ...files, [`${folder}/${file}`]: text });
    const ending = `; did you mean "${name}"?${repair === undefined ? '' : ` → ${repair}`}`;
    expect(found.map((each) => each.slice(each.indexOf('; did you mean')))).toEqual([ending]);
  });
});

describe('a value that the contract does not list', () => {
  it.each([
    ['enum: [{ value: Paid }, { value: Open }]', 'state\nPaid\nOpen\n', 'sales.csv'],
    ['enum: [{ value: Paid, description: P. }]', '[{"state": "Paid"}]', 'sales.json'],
    ['enum: [{ value: 1 }, { value: 2.5 }]', 'state\n1\n1.0\n2.50\n', 'sales.csv'],
    ['enum: [{ value: 1 }]', '[{"state": 1}, {"state": "1"}]', 'sales.json'],
    ['enum: [{ value: 0 }]', '[{"state": 0}]', 'sales.json'],
    ['enum: [{ value: "1" }]', '[{"state": "1"}]', 'sales.json'],
    ['enum: [{ value: true }]', '[{"state": true}]', 'sales.json'],
    ['logicalType: object, enum: [{ value: x }]', '[{"state": {"a": 1}}]', 'sales.json'],
  ])('%s fits %j', async (list, text, file) => {
    expect(await valuesFor(list, text, file)).toEqual([]);
  });

  it.each([
    ['enum: [{ value: Paid }, { value: Open }]', 'state\nOpne\n', 'sales.csv:2'],
    ['enum: [{ value: Paid }, { value: Open }]', 'state\nOpen\npaid\n', 'sales.csv:3'],
    ['enum: [{ value: "1" }]', 'state\n1.0\n', 'sales.csv:2'],
    ['enum: [{ value: 1 }]', 'state\n2\n', 'sales.csv:2'],
    ['enum: [{ value: 0 }]', 'state\n" "\n', 'sales.csv:2'],
    ['enum: [{ value: 1 }]', '[{"state": true}]', 'sales.json:1'],
  ])('%s does not fit %j', async (list, text, place) => {
    const [found = '', ...others] = await valuesFor(list, text, place.split(':')[0]);
    expect([found.split(' ')[0], others]).toEqual([place, []]);
  });

  it('is shown with the first twelve of those that are, and with the one that was meant', async () => {
    const states = 'enum: [{ value: Paid }, { value: Open }, { value: 3 }]';
    expect(await valuesFor(states, 'state\nLost\n')).toEqual([notAmong('Lost', '"Paid", "Open", "3"')]);
    expect(await valuesFor(states, 'state\nOpne\n')).toEqual([
      notAmong('Opne', '"Paid", "Open", "3"; did you mean "Open"?'),
    ]);
    const many = numbered(13, (index) => `{ value: v${index} }`).join(', ');
    const shown = numbered(12, (index) => `"v${index}"`).join(', ');
    expect(await valuesFor(`enum: [${many}]`, 'state\nzzzzzz\n')).toEqual([notAmong('zzzzzz', shown)]);
  });

  it.each([
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), `${'x'.repeat(39)}…`],
  ])('%s is shown as %s', async (value, shown) => {
    expect((await valuesFor('enum: [{ value: Paid }]', `state\n${value}\n`)).join()).toContain(`"${shown}"`);
  });
});

describe('a value of the wrong type', () => {
  it.each([
    [
      'name: a b, physicalName: ab, encryptedName: abe, logicalType: integer, description: A.',
      'AB\nx\n',
      'sales.csv:2',
    ],
    [
      'name: a b, physicalName: ab, encryptedName: abe, logicalType: integer, description: A.',
      'abE\nx\n',
      'sales.csv:2',
    ],
    ['name: ab, primaryKey: true, description: A.', 'ab,c\n,x\n', 'sales.csv:2'],
    ['name: ab, required: true, description: A.', '[{"ab": 1}, {"c": "x"}]', 'sales.json:1'],
  ])('%s: %j', async (column, text, place) => {
    const [name] = place.split(':');
    const found = await wrong({ ...columns(column, 'name: c, description: C.'), [`${folder}/${name}`]: text });
    expect(found.filter((each) => each.startsWith('value')).map((each) => each.split(' ')[1])).toEqual([place]);
  });
});
