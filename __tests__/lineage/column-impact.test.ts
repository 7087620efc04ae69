import { expect, describe, it } from 'vitest';
import type { MemoryFiles } from '../support/memory-tree.ts';
import { type GivenColumns, modelColumns, modelFolder } from './model-columns.ts';
import { hit, stillRead, worldOf } from './worlds.ts';

const orders = `apiVersion: v3.2.0
kind: DataContract
id: orders
version: 1.0.0
status: active
schema:
  - name: orders
    properties:
      - {name: id}
      - {name: email}
`;

const files: MemoryFiles = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'specs/contracts/inputs/orders.yaml': orders,
  [`${modelFolder}/src.yml`]: 'sources:\n  - {name: shop, tables: [{name: orders}, {name: customers}]}\n',
};

interface Case {
  readonly sql: { readonly [model: string]: string };
  readonly columns: { readonly [model: string]: GivenColumns };
}

/** Models that removing `orders.email` hits. */
function hitModels({ sql, columns }: Case): readonly string[] {
  const models = Object.entries(sql).map(([name, text]) => [`${modelFolder}/${name}.sql`, text]);
  const given = worldOf({ ...files, ...Object.fromEntries(models) }, modelColumns(columns));
  return hit(given, 'orders/orders.email').map((each) => each.replace('model ', ''));
}

const renaming = {
  stg: "select id, email as contact from {{ source('shop', 'orders') }}",
  int: "select contact, id from {{ ref('stg') }}",
  mart: "select sha2(contact) as contact_hash from {{ ref('int') }}",
  last: "select contact_hash from {{ ref('mart') }}",
  other: "select id from {{ ref('int') }}",
};

const renamed = {
  stg: { columns: { id: 'shop.orders.id', contact: 'shop.orders.email' } },
  int: { columns: { contact: 'stg.contact', id: 'stg.id' } },
  mart: { columns: { contact_hash: 'sha2: int.contact' } },
  last: { columns: { contact_hash: 'mart.contact_hash' } },
  other: { columns: { id: 'int.id' } },
};

describe('a column is followed under every name that it gets', () => {
  it('by the columns of the models', () => {
    expect(hitModels({ sql: renaming, columns: renamed })).toEqual(['int', 'last', 'mart', 'stg']);
  });

  it('by their text, its own name is all that can be followed', () => {
    expect(hitModels({ sql: renaming, columns: {} })).toEqual(['stg']);
  });

  it('what it only decides is hit too', () => {
    const columns = { ...renamed, mart: { columns: { contact_hash: '? case: int.contact' } } };
    expect(hitModels({ sql: renaming, columns })).toContain('last');
  });

  it('a model in between whose columns are not all known ends nothing that is known', () => {
    const int = { ...renamed.int, gaps: [{ reason: 'construct', detail: 'pivot' }] as const };
    expect(hitModels({ sql: renaming, columns: { ...renamed, int } })).toEqual(['int', 'last', 'mart', 'stg']);
  });
});

const joined =
  "select o.id, c.email from {{ source('shop', 'orders') }} o join {{ source('shop', 'customers') }} c on true";
const ofCustomers = { id: 'shop.orders.id', email: 'shop.customers.email' };

describe('a column of the same name of another table', () => {
  const sql = { joined, far: "select email from {{ ref('joined') }}" };
  const far = { columns: { email: 'joined.email' } };

  it('hits nobody where that is proven', () => {
    expect(hitModels({ sql, columns: { joined: { columns: ofCustomers }, far } })).toEqual([]);
  });

  it.each<readonly [string, GivenColumns]>([
    ['a gap', { columns: ofCustomers, gaps: [{ reason: 'unknown-macro', detail: 'm' }] }],
    ['reads that are not all known', { columns: ofCustomers, uses: '?' }],
    ['an origin that is not known', { columns: { ...ofCustomers, total: '?' } }],
    [
      'a name that nothing has',
      {
        columns: ofCustomers,
        problems: [
          {
            kind: 'unknown-column',
            column: 'email',
            at: { path: '', line: 1, column: 1 },
            relations: [],
            candidates: [],
          },
        ],
      },
    ],
  ])('is a hit where it is not, for %s', (_, given) => {
    expect(hitModels({ sql, columns: { joined: given, far } })).toEqual(['far', 'joined']);
  });

  it('is a hit where nothing tells whose column of the name the text means', () => {
    const unseen = joined.replace('c.email', 'c.id as other');
    const given = { columns: { id: 'shop.orders.id', other: 'shop.customers.id' } };
    expect(hitModels({ sql: { joined: `${unseen} qualify o.email` }, columns: { joined: given } })).toEqual(['joined']);
    expect(hitModels({ sql: { joined: unseen }, columns: { joined: given } })).toEqual([]);
  });

  it('is a hit where a branch that was not rendered may read it', () => {
    const branched = `${joined}{% if target.name == 'prod' %} where o.email is not null{% endif %}`;
    expect(hitModels({ sql: { joined: branched }, columns: { joined: { columns: ofCustomers } } })).toEqual(['joined']);
    const incremental = `${joined}{% if is_incremental() %} where o.id > 1{% endif %}`;
    expect(hitModels({ sql: { joined: incremental }, columns: { joined: { columns: ofCustomers } } })).toEqual([]);
  });
});

it('a column that only filters hits the model that filters, and nobody behind it', () => {
  const sql = {
    stg: "select id from {{ source('shop', 'orders') }} where email is not null",
    mart: "select id, 'x' as email from {{ ref('stg') }}",
  };
  const stg = { columns: { id: 'shop.orders.id' }, uses: 'shop.orders.email' };
  expect(hitModels({ sql, columns: { stg, mart: { columns: { id: 'stg.id', email: '' } } } })).toEqual(['stg']);
});

describe('stars', () => {
  const sql = {
    stg: "select * from {{ source('shop', 'orders') }}",
    mart: "select * from {{ ref('stg') }}",
    least: "select id from {{ ref('mart') }}",
  };

  it('take a column that the contract has lost, as long as it is delivered', () => {
    const columns = {
      stg: { columns: { id: 'shop.orders.id' } },
      mart: { columns: { id: 'stg.id' } },
      least: { columns: { id: 'mart.id' } },
    };
    expect(hitModels({ sql, columns })).toEqual(['mart', 'stg']);
  });

  it('over a model whose columns are known take what those are', () => {
    const columns = {
      stg: { columns: { id: 'shop.orders.id', contact: 'shop.orders.email' } },
      mart: { columns: { id: 'stg.id', contact: 'stg.contact' } },
      least: { columns: { id: 'mart.id' } },
    };
    const renamedInStaging = { ...sql, stg: renaming.stg };
    expect(hitModels({ sql: renamedInStaging, columns })).toEqual(['mart', 'stg']);
  });

  it('that leave the column out name it', () => {
    const starred = { ...sql, mart: "select * exclude (email) from {{ ref('stg') }}" };
    const columns = {
      stg: { columns: { id: 'shop.orders.id', email: 'shop.orders.email' } },
      mart: { columns: { id: 'stg.id' } },
    };
    expect(hitModels({ sql: starred, columns })).toEqual(['mart', 'stg']);
  });
});

it('tables that the SQL names itself are followed as well', () => {
  const sql = {
    stg: 'select o.id, o.email as contact from lake.raw.orders o',
    other: 'select o.id, c.email from lake.raw.orders o join lake.raw.customers c on true',
    mart: "select contact from {{ ref('stg') }}",
  };
  const columns = {
    stg: { columns: { id: 'lake.raw.orders.id', contact: 'lake.raw.orders.email' } },
    other: { columns: { id: 'lake.raw.orders.id', email: 'lake.raw.customers.email' } },
    mart: { columns: { contact: 'stg.contact' } },
  };
  expect(hitModels({ sql, columns })).toEqual(['mart', 'stg']);
});

it('models that read each other in a circle end', () => {
  const sql = {
    a: "select email, x from {{ source('shop', 'orders') }} join {{ ref('b') }}",
    b: "select email as x from {{ ref('a') }}",
  };
  const columns = {
    a: { columns: { email: 'shop.orders.email', x: 'b.x' } },
    b: { columns: { x: 'a.email' } },
  };
  expect(hitModels({ sql, columns })).toEqual(['a', 'b']);
});

it('whether our own code still reads a column is told by its columns', () => {
  expect(isReadByJoined({ joined: { columns: ofCustomers } })).toBe(false);
  expect(isReadByJoined({})).toBe(true);
});

function isReadByJoined(columns: Case['columns']): boolean {
  const given = worldOf({ ...files, [`${modelFolder}/joined.sql`]: joined }, modelColumns(columns));
  return stillRead(given, 'orders/orders.email');
}
