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
  ['shop.json', '{"orders": [{"id": 1}], "n": 2}', ['orders shop | id', 'shop | orders n']],
  ['a.jsonl', '{"id": 1}\n{"total": 2}\n', ['a | id']],
  ['a.json', '{"id": ', []],
  ['a.json', '4', []],
  ['a.parquet', 'PAR1', []],
] as const)('%s: %j', (path, text, expected) => {
  expect(samples(path, text)).toEqual(expected);
});
