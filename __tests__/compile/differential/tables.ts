import type { ColumnFamily, RelationColumns } from '../../../src/model/columns.ts';

/** A column as the grammar knows it. */
export interface Column {
  readonly name: string;
  readonly family: ColumnFamily;
}

/** A table under contract, as rendered SQL names it. */
export interface Table {
  /** With its schema: `src__shop.orders`. */
  readonly name: string;
  readonly columns: readonly (Column & { readonly type: string })[];
}

/** What contracts say of five sources and one model, with every family of types. */
export const tables: readonly [Table, ...Table[]] = [
  table('src__shop.orders', {
    order_id: ['number', 'bigint'],
    customer_id: ['number', 'integer'],
    product_id: ['number', 'integer'],
    amount: ['number', 'decimal(18,2)'],
    status: ['string', 'varchar'],
    is_paid: ['boolean', 'boolean'],
    ordered_on: ['date', 'date'],
    created_at: ['timestamp', 'timestamp'],
    tags: ['array', 'varchar[]'],
  }),
  table('src__shop.customers', {
    customer_id: ['number', 'integer'],
    name: ['string', 'varchar'],
    email: ['string', 'varchar'],
    born_on: ['date', 'date'],
    address: ['struct', 'struct(street varchar, zip varchar)'],
    created_at: ['timestamp', 'timestamp with time zone'],
  }),
  table('src__shop.products', {
    product_id: ['number', 'integer'],
    parent_id: ['number', 'integer'],
    title: ['string', 'varchar'],
    price: ['number', 'double'],
    is_active: ['boolean', 'boolean'],
    details: ['json', 'json'],
  }),
  table('src__web.events', {
    event_id: ['uuid', 'uuid'],
    customer_id: ['number', 'integer'],
    kind: ['string', 'varchar'],
    happened_at: ['timestamp', 'timestamp'],
    opens_at: ['time', 'time'],
    stay: ['interval', 'interval'],
    payload: ['json', 'json'],
    checksum: ['bytes', 'blob'],
    labels: ['array', 'varchar[]'],
  }),
  table('src__web.page_views', {
    'Page Id': ['number', 'bigint'],
    viewed_on: ['date', 'date'],
    Url: ['string', 'varchar'],
    customer_id: ['number', 'integer'],
  }),
  table('ref__.stg_payments', {
    payment_id: ['string', 'varchar'],
    order_id: ['number', 'bigint'],
    amount: ['number', 'decimal(18,2)'],
    method: ['string', 'varchar'],
    paid_at: ['timestamp', 'timestamp'],
  }),
];

/** What the resolver is told about the tables, by the name of its own kind of reference. */
export const knownColumns: ReadonlyMap<string, RelationColumns> = new Map(
  tables.map(({ name, columns }) => [
    name
      .replaceAll('"', '')
      .replace(/^(?:src__|ref__\.)/, '')
      .toLowerCase(),
    {
      columns: columns.map(({ name: column, family, type }) => ({ name: column, type: { family, text: type } })),
      isWhole: true,
    },
  ]),
);

function table(name: string, columns: { readonly [name: string]: readonly [ColumnFamily, string] }): Table {
  const described = Object.entries(columns).map(([column, [family, type]]) => ({ name: column, family, type }));
  return { name, columns: described };
}
