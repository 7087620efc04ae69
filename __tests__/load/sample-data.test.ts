import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { memoryTree } from '../support/memory-tree.ts';

/** `names | columns` of what a file shows. */
function samples(path: string, text: string): readonly string[] {
  const project = loadProject(memoryTree({ [`specs/sample-data/${path}`]: text }), createMemo());
  return (project.sampleData ?? []).map(({ names, columns }) => `${names.join(' ')} | ${columns.join(' ')}`);
}

it.each([
  ['Orders.csv', 'id,Total\n1,2\n', ['orders | id Total']],
  ['stripe/charges.sample.csv', '"id","net,amount"\r\n1,2\r\n', ['charges.sample charges stripe | id net,amount']],
  ['a.csv', 'id;total\n', ['a | id total']],
  ['a.tsv', '"id"\ttotal\n', ['a | id total']],
  ['a.csv', '\uFEFFid,total\n', ['a | id total']],
  ['a.csv', '\n', []],
  ['a.json', '[{"id": 1}, {"id": 2, "total": 3}, 4]', ['a | id total']],
  ['a.json', '{"id": 1, "__proto__": 2}', ['a | id __proto__']],
  ['a.yaml', '- id: 1\n- id: 2\n  total: 3\n', ['a | id total']],
  ['shop.yml', 'orders: [{id: 1}]\ncustomers: [{code: 1}]\n', ['orders shop | id', 'customers shop | code']],
  ['a.csv', 'id,total\n1,"2\n', ['a | id total']],
  ['shop.json', '{"orders": [{"id": 1}], "n": 2}', ['orders shop | id', 'shop | orders n']],
  ['a.jsonl', '{"id": 1}\n{"total": 2}\n', ['a | id total']],
  ['a.json', '{"id": ', []],
  ['a.json', '4', []],
  ['a.parquet', 'PAR1', []],
] as const)('%s: %j', (path, text, expected) => {
  expect(samples(path, text)).toEqual(expected);
});

/** `line column: values` of the rows, and the places of the columns. */
function rows(path: string, text: string): readonly string[] {
  const project = loadProject(memoryTree({ [`specs/sample-data/${path}`]: text }), createMemo());
  return (project.sampleData ?? []).flatMap(({ places = new Map(), rows: own }) => [
    [...places].map(([name, at]) => `${name} ${at.line}:${at.column}-${at.endColumn}`).join(', '),
    ...(own?.map(({ values, at }) => `${at.line}:${at.column} ${JSON.stringify(values)}`) ?? ['no rows']),
  ]);
}

it.each([
  [
    'a.csv: CSV',
    'id, note\r\n1,"a, ""b""\nc"\r\n\r\n2,\n3\n"",4,5\n',
    [
      'id 1:1-3, note 1:4-9',
      '2:1 {"id":"1","note":"a, \\"b\\"\\nc"}',
      '5:1 {"id":"2","note":null}',
      '6:1 {"id":"3"}',
      '7:1 {"id":"","note":"4"}',
    ],
  ],
  ['a.csv: a column twice', 'id,id\n1,2\n', ['id 1:1-3', 'no rows']],
  ['a.csv: an open quote', 'id,b\n"1,2\n', ['id 1:1-3, b 1:4-5', 'no rows']],
  ['a.csv: text behind a quote', 'id,b\n"1"x,2\n', ['id 1:1-3, b 1:4-5', 'no rows']],
  ['a.tsv: TSV', 'id\tb\n1\t"x"\n', ['id 1:1-3, b 1:4-5', '2:1 {"id":"1","b":"x"}']],
  [
    'a.json: JSON',
    '[\n  {"id": 1},\n  {"id": null, "b": ["x"]}\n]',
    ['id 2:4-8, b 3:16-19', '2:3 {"id":1}', '3:3 {"id":null,"b":["x"]}'],
  ],
  [
    'a.jsonl: JSON by line',
    '{"id": 1}\n\nx\n{"id": true, "b": {}}\n',
    ['id 1:2-6, b 4:14-17', '1:1 {"id":1}', '4:1 {"id":true,"b":{}}'],
  ],
  [
    'a.json: a record or tables: no rows',
    '{"n": 1, "b": [{"id": 1}]}',
    ['id 1:17-21', 'no rows', 'n 1:2-5, b 1:10-13', 'no rows'],
  ],
  ['a.yaml: tables', 'b:\n  - id: 1\n', ['id 2:5-7', '2:5 {"id":1}']],
  ['a.json: long JSON', `[{"id": "${'x'.repeat(600_000)}"}]`, ['id 1:1-undefined', 'no rows']],
] as const)('rows and places of %s', (name, text, expected) => {
  expect(rows(name.split(':', 1)[0] ?? '', text)).toEqual(expected);
});

it('at most a thousand rows are looked at', () => {
  expect(rows('a.csv', `id\n${'1\n'.repeat(3_000)}`)).toHaveLength(1_001);
  expect(rows('a.jsonl', '{"id": 1}\n'.repeat(3_000))).toHaveLength(1_001);
  expect(rows('a.yaml', '- id: 1\n'.repeat(3_000))).toHaveLength(1_001);
});

it.each([
  ['quotes', '"'.repeat(1_000_000)],
  ['separators', ','.repeat(1_000_000)],
  ['lines', '\n'.repeat(1_000_000)],
  ['one quoted field over lines', `a\n"${'\n'.repeat(1_000_000)}`],
  ['quoted fields over lines', `a\n${'"\n",'.repeat(200_000)}`],
])('hostile CSV (%s) is read within a second', (_, text) => {
  const start = performance.now();
  rows('a.csv', text);
  expect(performance.now() - start).toBeLessThan(1_000);
});
