import { describe, expect, it } from 'vitest';
import { loadNarrative } from '../../../src/load/pipelines/load-narratives.ts';
import type { Narrative } from '../../../src/model/pipelines.ts';

function read(text: string, path = 'specs/pipelines/sales/logic.md'): Narrative | undefined {
  return loadNarrative(path, new TextEncoder().encode(text)).items[0];
}

/** `left right on keys`, each with its place. */
function joinsOf(text: string): readonly string[] {
  return (read(text)?.joins ?? []).map(({ left, right, keys }) =>
    [left, right, ...keys].map(({ value, at }) => `${value}@${at.line}:${at.column}-${at.endColumn}`).join(' '),
  );
}

describe('names of a narrative', () => {
  it('are those in backquotes and those written like models, each at its place', () => {
    const narrative = read(
      '# About `stg_orders`\n\n`stg_orders`, fct_sales, stg_* and `count(*)`.\n\n- `uf` [x](../int_a.md), dim_x.\n\n```sql\nselect * from int_hidden\n```\n',
    );
    expect(narrative?.names.map(({ value, at }) => `${value}@${at.line}:${at.column}-${at.endColumn}`)).toEqual([
      'stg_orders@1:10-20',
      'stg_orders@3:2-12',
      'fct_sales@3:15-24',
      'uf@5:4-6',
      'dim_x@5:26-31',
    ]);
    expect(narrative?.headings.map(({ value }) => value)).toEqual(['About stg_orders']);
  });

  it.each([
    ['specs/pipelines/finance/flow-spec.md', 'finance'],
    ['specs/pipelines/finance/monthly/spec.md', 'finance'],
    ['specs/pipelines/spec.md', ''],
  ])('%s belongs to domain "%s"', (path, domain) => {
    expect(read('# x', path)?.domain).toBe(domain);
  });

  it('are not looked for in bytes that are no text', () => {
    const { items, problems } = loadNarrative('specs/pipelines/spec.md', new Uint8Array([0, 255]));
    expect({ items, keys: problems.map(({ key }) => key) }).toEqual({ items: [], keys: ['binary'] });
  });
});

describe('joins of a narrative', () => {
  it.each([
    [
      'Join `stg_orders` with `stg_customers` on `customer_id`.',
      'stg_orders@1:7-17 stg_customers@1:25-38 customer_id@1:44-55',
    ],
    [
      'join stg_orders com stg_customers na chave customer_id',
      'stg_orders@1:6-16 stg_customers@1:21-34 customer_id@1:44-55',
    ],
    [
      'We left join stg_a to stg_b using `id` and `day`, then rest.',
      'stg_a@1:14-19 stg_b@1:23-28 id@1:36-38 day@1:45-48',
    ],
    ['`stg_a` is joined with `stg_b` on the key id.', 'stg_a@1:2-7 stg_b@1:25-30 id@1:43-45'],
    [
      'Juntamos tudo: juntar stg_a e stg_b pelas chaves loja e dia',
      'stg_a@1:23-28 stg_b@1:31-36 loja@1:50-54 dia@1:57-60',
    ],
    ['`stg_a` é unida a `stg_b` pela coluna `id`', 'stg_a@1:2-7 stg_b@1:20-25 id@1:40-42'],
    ['Fazer join de `stg_a` com `stg_b` na chave `id`.', 'stg_a@1:16-21 stg_b@1:28-33 id@1:45-47'],
    ['A join between `stg_a` and `stg_b` on `id`.', 'stg_a@1:17-22 stg_b@1:29-34 id@1:40-42'],
    ['Joins `a` with `b`.', 'a@1:8-9 b@1:17-18'],
    ['join `a` and `b` on a.id = b.code', 'a@1:7-8 b@1:15-16'],
    ['join stg_a with\nstg_b on order_id', 'stg_a@1:6-11 stg_b@2:1-6 order_id@2:10-18'],
  ])('are read from %j', (text, expected) => {
    expect(joinsOf(text)).toEqual([expected]);
  });

  it.each([
    'we join the club on monday',
    'None: everything joins later.',
    'unique joins',
    'the `join` of `a` with `b`',
  ])('are not read from %j', (text) => {
    expect(joinsOf(text)).toEqual([]);
  });

  it('are read from tables that are about joins', () => {
    const table = '| Left | Right | Key |\n|--|--|--|\n| stg_a | `stg_b` | id, day |\n';
    const portuguese = '| Esquerda | Direita | Chave |\n|--|--|--|\n| stg_a | stg_b | loja_id |\n';
    expect(joinsOf(`## Joins\n${table}`)).toEqual(['stg_a@4:3-8 stg_b@4:12-17 id@4:21-23 day@4:25-28']);
    expect(joinsOf(`## Junções\n${portuguese}`)).toEqual(['stg_a@4:3-8 stg_b@4:11-16 loja_id@4:19-26']);
    expect(joinsOf(`## Mapping\n${table}`)).toEqual([]);
  });
});
