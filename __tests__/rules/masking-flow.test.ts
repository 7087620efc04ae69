import { describe, expect, it, test } from 'vitest';
import type { ColumnGap, ColumnOrigin, ModelColumns, OutputColumn, RelationRef } from '../../src/model/columns.ts';
import { pathText } from '../../src/model/lineage-path.ts';
import { fileStart } from '../../src/model/location.ts';
import { followColumns } from '../../src/rules/masking-flow.ts';
import { rootOf, wayOf } from '../../src/rules/masking-passage.ts';
import { gatherFiles } from '../support/check-files.ts';
import { filesOf, world } from './masking-world.ts';

const shop: RelationRef = { kind: 'source', name: 'shop.customers' };
const staged: RelationRef = { kind: 'ref', name: 'stg_b' };

function of(from: RelationRef, column: string, ...calls: readonly string[]): ColumnOrigin {
  return { from, column, calls, role: 'value' };
}

/** What a model gives, as a resolver would say it; the columns of `int_a` and `stg_b` are given by name. */
interface Given {
  readonly columns?: { readonly [name: string]: readonly ColumnOrigin[] | undefined };
  readonly gaps?: readonly ColumnGap[];
  readonly reads?: readonly RelationRef[];
  /** The template, where it matters. */
  readonly text?: string;
}

interface GivenModels {
  readonly stg_b?: Given;
  readonly int_a: Given;
}

function modelColumns(model: string, path: string, { columns = {}, gaps = [], reads = [] }: Given): ModelColumns {
  const at = fileStart(path);
  const outputs = Object.entries(columns).map(
    ([name, origins]): OutputColumn => ({
      name,
      at,
      ...(origins && { origins }),
    }),
  );
  const read = [...reads, ...Object.values(columns).flatMap((origins) => origins?.map(({ from }) => from) ?? [])];
  return { model, path, columns: outputs, gaps, problems: [], reads: read.map((each) => ({ ...each, at })) };
}

/** What `int_a` hands on: `column: way`, `?` for what is in doubt and why, `*` for the model as a whole. */
async function handedOn({ stg_b = {}, int_a }: GivenModels): Promise<readonly string[]> {
  const files = {
    ...world,
    ...filesOf({ 'staging/stg_b': stg_b.text ?? 'select 1 as x', 'intermediate/int_a': int_a.text ?? 'select 1 as x' }),
  };
  const { input } = await gatherFiles({ head: files });
  const { project, facts } = input.head;
  const columns = [
    modelColumns('int_a', 'implementation/dbt/models/intermediate/int_a.sql', int_a),
    modelColumns('stg_b', 'implementation/dbt/models/staging/stg_b.sql', stg_b),
  ];
  const handovers = followColumns({ project, governance: project.governance, facts: { ...facts, columns } });
  const own = handovers.find((each) => each.facts.model.name === 'int_a');
  return [
    ...(own?.columns ?? []).flatMap(({ output, passages }) =>
      passages.map(
        (passage) =>
          `${passage.doubt === undefined ? '' : `? ${passage.doubt.kind} `}${output.name}: ${pathText(wayOf(passage))}`,
      ),
    ),
    ...(own?.doubts ?? []).map((passage) => `? ${passage.doubt?.kind} *: ${rootOf(passage).step.column}`),
  ];
}

test('two rules of one tree share what was followed; another governance is followed anew', async () => {
  const { input } = await gatherFiles({ head: world });
  const { project, facts } = input.head;
  const first = followColumns({ project, governance: project.governance, facts });
  expect(followColumns({ project, governance: project.governance, facts })).toBe(first);
  expect(followColumns({ project, governance: {}, facts })).not.toBe(first);
});

describe('a column that must be masked', () => {
  it.each<readonly [string, GivenModels, readonly string[]]>([
    ['comes from a source', { int_a: { columns: { e: [of(shop, 'email')] } } }, ['e: customers.email → int_a.e']],
    [
      'comes through a model',
      {
        stg_b: { columns: { c: [of(shop, 'email', 'lower')] } },
        int_a: { columns: { d: [of(staged, 'c', 'upper')] } },
      },
      ['d: customers.email → stg_b.c (lower) → int_a.d (upper)'],
    ],
    [
      'is hashed below',
      {
        stg_b: { columns: { email: [of(shop, 'email', 'md5')] } },
        int_a: { columns: { email: [of(staged, 'email')] } },
      },
      [],
    ],
    ['is hashed here', { int_a: { columns: { email: [of(shop, 'email', 'cast', 'sha2')] } } }, []],
    ['only decides', { int_a: { columns: { e: [{ ...of(shop, 'email', 'case'), role: 'condition' }] } } }, []],
    [
      'is one of several',
      { int_a: { columns: { e: [of(shop, 'id'), of(shop, 'email', 'sha2'), of(shop, 'email')] } } },
      ['e: customers.email → int_a.e'],
    ],
    [
      'is surely open in one way, and perhaps in another',
      { int_a: { columns: { e: [of(shop, 'email', 'scramble'), of(shop, 'email', 'lower')] } } },
      ['e: customers.email → int_a.e (lower)'],
    ],
    [
      'passes what nobody knows',
      { int_a: { columns: { e: [of(shop, 'email', 'scramble')] } } },
      ['? call e: customers.email → int_a.e (scramble)'],
    ],
    [
      'has passed it below',
      { stg_b: { columns: { e: [of(shop, 'email', 'scramble')] } }, int_a: { columns: { e: [of(staged, 'e')] } } },
      ['? call e: customers.email → stg_b.e (scramble) → int_a.e'],
    ],
    [
      'is only named so below, by a model',
      { stg_b: { columns: { email: [of(shop, 'contact')] } }, int_a: { columns: { c: [of(staged, 'email')] } } },
      ['c: customers.contact → stg_b.email → int_a.c'],
    ],
    [
      'is named so, and made of a hash and something',
      { int_a: { columns: { email: [of(shop, 'contact'), of(shop, 'x', 'md5')] } } },
      [],
    ],
    ['is named so, and came hashed', { int_a: { columns: { email: [of(shop, 'email_hash')] } } }, []],
    ['is named so, and is a constant', { int_a: { columns: { email: [] } } }, []],
    [
      'two of them, each by its term',
      { int_a: { columns: { c: [of(shop, 'phone'), of(shop, 'email')] } } },
      ['c: customers.phone → int_a.c', 'c: customers.email → int_a.c'],
    ],
    [
      'is read by models that read each other',
      {
        stg_b: { columns: { e: [of({ kind: 'ref', name: 'int_a' }, 'e')] } },
        int_a: { columns: { e: [of(staged, 'e')] } },
      },
      [],
    ],
  ])('%s', async (...[, models, expected]) => {
    expect(await handedOn(models)).toEqual(expected);
  });
});

describe('what cannot be followed', () => {
  const open: ColumnGap = { reason: 'open-relation', detail: 'shop.customers' };
  const python: ColumnGap = { reason: 'no-sql', detail: '' };
  const macro: ColumnGap = { reason: 'unknown-macro', detail: 'acme.columns' };

  it.each<readonly [string, GivenModels, readonly string[]]>([
    [
      'a column of a star over what nobody declares',
      { stg_b: { gaps: [open], reads: [shop] }, int_a: { columns: { c: [of(staged, 'email')] } } },
      ['c: customers.email → stg_b.email → int_a.c'],
    ],
    [
      'a column of a model that nobody can read',
      { stg_b: { gaps: [python], reads: [shop] }, int_a: { columns: { c: [of(staged, 'email')] } } },
      ['? below c: stg_b.email → int_a.c'],
    ],
    [
      'a column that the model below does not have',
      { stg_b: { columns: { id: [of(shop, 'id')] } }, int_a: { columns: { c: [of(staged, 'email')] } } },
      [],
    ],
    ['a star over what nobody declares', { int_a: { gaps: [open], reads: [shop], text: 'select * from x' } }, []],
    [
      'a macro that may write the columns of a model',
      {
        stg_b: { columns: { contact: [of(shop, 'email')] } },
        int_a: { gaps: [macro], reads: [staged], text: "select {{ acme.columns() }}, contact from {{ ref('stg_b') }}" },
      },
      ['? gap *: email'],
    ],
    [
      'a macro in a model that names none of them and takes no star',
      {
        stg_b: { columns: { contact: [of(shop, 'email')] } },
        int_a: { gaps: [macro], reads: [staged], text: "select {{ acme.columns() }} from {{ ref('stg_b') }}" },
      },
      [],
    ],
    [
      'a macro over what is masked',
      {
        stg_b: { columns: { contact: [of(shop, 'email', 'sha2')] } },
        int_a: { gaps: [macro], reads: [staged], text: "select {{ acme.columns() }}, contact from {{ ref('stg_b') }}" },
      },
      [],
    ],
    [
      'a column that is made of what cannot be told',
      {
        stg_b: { columns: { contact: [of(shop, 'email')] } },
        int_a: {
          columns: { c: undefined },
          reads: [staged],
          text: "select columns('contact') as c from {{ ref('stg_b') }}",
        },
      },
      ['? column c: customers.email → stg_b.contact → int_a.c'],
    ],
    [
      'one that is made of something else',
      {
        stg_b: { columns: { contact: [of(shop, 'email')], id: [of(shop, 'id')] } },
        int_a: {
          columns: { c: undefined },
          reads: [staged],
          text: "select columns('id') as c from {{ ref('stg_b') }}",
        },
      },
      [],
    ],
    [
      'a star over a model that may hand it on under any name',
      {
        stg_b: { gaps: [macro], reads: [shop], text: 'select {{ acme.columns() }}, email from x' },
        int_a: { gaps: [{ reason: 'open-relation', detail: 'stg_b' }], reads: [staged] },
      },
      ['? below *: email'],
    ],
  ])('%s', async (...[, models, expected]) => {
    expect(await handedOn(models)).toEqual(expected);
  });
});
