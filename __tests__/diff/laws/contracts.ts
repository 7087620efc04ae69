import * as fc from 'fast-check';
import type { Json } from '../../../src/model/contract.ts';
import type { Fields } from './documents.ts';

/** Keys of a mapping, each of which may be absent but for those in `always`. */
function some(
  model: { readonly [key: string]: fc.Arbitrary<Json> },
  always: readonly string[] = [],
): fc.Arbitrary<Fields> {
  return fc.record(model, { requiredKeys: [...always] }).map((fields) => {
    const kept: { [key: string]: Json } = {};
    for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
    return kept;
  });
}

/** A list of up to `most` items that differ in a key. */
function listOf(item: fc.Arbitrary<Fields>, key: string, most = 3): fc.Arbitrary<readonly Fields[]> {
  return fc.uniqueArray(item, { maxLength: most, selector: (each) => each[key] });
}

const of = (...values: readonly Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);
const flag = fc.boolean();
const words = of('Words.', 'Other words.', 'Ação: "já", {x}');
const severity = of('error', 'fail', 'warning', 'warn', 'info');
const schedule = of('0 20 * * *', '@daily', '0 0 * * *', '0 1 * * 1');

const customProperties = listOf(
  some({ property: of('note', 'owner', 'a.b'), value: of('one', 2, true, ['x', 'y'], { b: 1, a: [2] }) }, [
    'property',
    'value',
  ]),
  'property',
);
const marks = {
  tags: fc.uniqueArray(fc.constantFrom('finance', 'daily', 'pii'), { minLength: 1 }),
  customProperties,
  authoritativeDefinitions: listOf(
    some(
      { type: of('definition', 'tutorial'), url: of('https://a.example/x', 'https://a.example/y'), description: words },
      ['type', 'url'],
    ),
    'type',
  ),
};

const noticed = customProperties.map(
  (list): Json => [...list, { property: 'sunset', value: '2030-01-01' }, { property: 'replacedBy', value: 'total' }],
);

const synonyms = listOf(some({ synonym: of('sum', 'soma', 'Betrag') }, ['synonym']), 'synonym');

/** One of the eight operators, with numbers that touch one another. */
const operator: fc.Arbitrary<Fields> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'mustBe',
        'mustNotBe',
        'mustBeGreaterThan',
        'mustBeGreaterOrEqualTo',
        'mustBeLessThan',
        'mustBeLessOrEqualTo',
      ),
      fc.nat(3),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(fc.constantFrom('mustBeBetween', 'mustNotBeBetween'), fc.nat(2), fc.integer({ min: 3, max: 4 }))
    .map(([name, low, high]) => ({ [name]: [low, high] })),
);

const reports = {
  id: of('q-1', 'q-2', 'q-3'),
  name: of('fresh', 'complete', 'sums up'),
  description: words,
  dimension: of('completeness', 'accuracy'),
  businessImpact: words,
  method: of('reconciliation'),
  severity,
  schedule,
  scheduler: of('cron', 'airflow'),
  tags: marks.tags,
};

const counted = (metric: string, more: { readonly [key: string]: fc.Arbitrary<Json> } = {}): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      some({ ...reports, metric: of(metric), type: of('library'), unit: of('rows', 'percent'), ...more }, [
        'metric',
        ...Object.keys(more),
      ]),
      operator,
    )
    .map(([fields, one]) => ({ ...fields, ...one }));

/** Rules that measure by a query, by another program, or in words. */
const freeRule: fc.Arbitrary<Fields> = fc.oneof(
  fc
    .tuple(
      some({ ...reports, type: of('sql'), query: of('select 1', 'SELECT  1', 'select 2 from t') }, ['type', 'query']),
      operator,
    )
    .map(([fields, one]) => ({ ...fields, ...one })),
  some(
    { ...reports, type: of('custom'), engine: of('soda', 'dbt'), implementation: of('not_null', { a: 1, b: ['x'] }) },
    ['type', 'engine', 'implementation'],
  ),
  some({ ...reports, type: of('text'), description: words }, ['type', 'description']),
  counted('missingValues', { arguments: of({ missingValues: ['n/a'] }, { missingValues: ['', 'x'] }) }),
);

/** Rules that say of a column what a key of it could say. What they say beside that is not generated: the key has no words. */
const sayingRule: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.constantFrom<Fields>(
      { metric: 'nullValues' },
      { metric: 'duplicateValues' },
      { metric: 'invalidValues', arguments: { validValues: ['a', 'b', 'c'] } },
      { metric: 'invalidValues', arguments: { validValues: ['b', 'c', 'd'] } },
      { metric: 'invalidValues', arguments: { pattern: '^[a-c]+$' } },
    ),
    some({ severity, unit: of('rows', 'percent') }),
  )
  .map(([rule, more]) => ({ ...rule, ...more, mustBe: 0 }));

const rules = fc
  .tuple(fc.uniqueArray(freeRule, { maxLength: 3, selector: ruleKey }), fc.array(sayingRule, { maxLength: 2 }))
  .map(([free, saying]): Json => [...free, ...saying]);

/** Rules of one list that share neither id, name nor measure. */
function ruleKey(rule: Fields): Json {
  return JSON.stringify([
    rule['name'] ?? rule['id'] ?? [rule['query'], rule['engine'], rule['type'], rule['arguments']],
  ]);
}

const number = fc.nat(4);
const day = of('2020-01-01', '2020-01-02', '2020-01-03');
const count = { low: fc.nat(2), high: fc.integer({ min: 5, max: 7 }) };

const bounds = (value: fc.Arbitrary<Json>) => ({
  minimum: value,
  exclusiveMinimum: value,
  maximum: value,
  exclusiveMaximum: value,
});

/** The logical types with what they bring along. */
const typed: { readonly [type: string]: fc.Arbitrary<Fields> } = {
  string: some({
    logicalTypeOptions: some({
      minLength: count.low,
      maxLength: count.high,
      pattern: of('^[a-c]+$', '^[abc]+$', '^(a|b|c)+$', '^x$'),
      format: of('email', 'uuid'),
    }),
    enum: fc.uniqueArray(some({ value: of('a', 'b', 'c', 'd'), label: words, description: words }, ['value']), {
      minLength: 1,
      maxLength: 3,
      selector: (each) => each['value'],
    }),
    physicalType: of('varchar(20)', 'character varying(20)', 'text', 'VARCHAR', 'varchar(30)', 'made_up'),
  }),
  integer: some({
    logicalTypeOptions: some({ ...bounds(number), multipleOf: of(1, 2, 0.5, 1.5, 3), format: of('i32', 'i64', 'u8') }),
    physicalType: of('int', 'INTEGER', 'int4', 'bigint'),
  }),
  number: some({
    logicalTypeOptions: some({ ...bounds(of(0, 1.5, 2)), multipleOf: of(0.5, 0.1), format: of('f32', 'f64') }),
    physicalType: of('decimal(10,2)', 'NUMERIC(10, 2)', 'decimal(12,2)', 'float8'),
  }),
  date: some({
    logicalTypeOptions: some({ ...bounds(day), format: of('yyyy-MM-dd', 'dd/MM/yyyy') }),
    physicalType: of('date'),
  }),
  timestamp: some({
    logicalTypeOptions: some({
      timezone: flag,
      defaultTimezone: of('Etc/UTC', 'America/Sao_Paulo'),
      format: of('yyyy'),
    }),
    physicalType: of('timestamp', 'timestamptz', 'timestamp without time zone'),
  }),
  time: some({ logicalTypeOptions: some({ minimum: of('08:00:00', '09:00:00'), timezone: flag }) }),
  boolean: some({ physicalType: of('bool', 'boolean') }),
  vector: some(
    {
      logicalTypeOptions: some(
        {
          dimensions: fc.integer({ min: 1, max: 3 }),
          elementType: of('float32', 'int8'),
          distanceMetric: of('cosine', 'euclidean'),
          embeddingModel: words,
          embeddingModelVersion: of('1', '2'),
          normalized: flag,
        },
        ['dimensions'],
      ),
    },
    ['logicalTypeOptions'],
  ),
};

const columnNames = ['total', 'order.id', 'línea', 'created_at', 'state'] as const;

/** What any property says, whatever its type. */
const described = {
  physicalName: of('total_amount', 'state_code', 'c1'),
  description: words,
  businessName: words,
  synonyms,
  ...marks,
  deprecated: flag,
  required: flag,
  unique: flag,
  semanticType: of('column', 'dimension', 'measure'),
  partitioned: flag,
  partitionKeyPosition: of(-1, 1, 2),
  classification: of('public', 'internal', 'Internal', 'restricted'),
  encryptedName: of('total_enc'),
  transformSourceObjects: fc.uniqueArray(fc.constantFrom('raw.a', 'raw.b'), { minLength: 1 }),
  transformLogic: words,
  transformDescription: words,
  examples: fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 }),
  criticalDataElement: flag,
  quality: rules,
};

/** Few keys at a time: a property that says everything leaves nothing to add. */
const sparsely = (model: { readonly [key: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Fields> =>
  fc
    .subarray(Object.keys(model), { maxLength: 5 })
    .chain((keys) => some(Object.fromEntries(Object.entries(model).filter(([key]) => keys.includes(key))), keys));

const scalarType: fc.Arbitrary<Fields> = fc
  .constantFrom(...Object.keys(typed))
  .chain((logicalType) => (typed[logicalType] ?? some({})).map((fields) => ({ logicalType, ...fields })));

const scalar: fc.Arbitrary<Fields> = fc
  .tuple(scalarType, sparsely(described))
  .map(([type, fields]) => ({ ...type, ...fields }));

const nestedType: fc.Arbitrary<Fields> = fc.oneof(
  fc
    .tuple(
      listOf(
        scalar.chain((each) => of('city', 'street').map((name) => ({ name, ...each }))),
        'name',
        2,
      ),
      some({
        minProperties: count.low,
        maxProperties: count.high,
        required: of(['city'], ['city', 'street'], ['street', 'city']),
      }),
    )
    .map(([properties, logicalTypeOptions]): Fields => ({ logicalType: 'object', logicalTypeOptions, properties })),
  fc
    .tuple(scalar, some({ minItems: count.low, maxItems: count.high, uniqueItems: flag }))
    .map(([items, logicalTypeOptions]): Fields => ({ logicalType: 'array', logicalTypeOptions, items })),
  fc.tuple(scalarType, scalar).map(([key, value]): Fields => ({ logicalType: 'map', map: { key, value } })),
);

const key = some({ primaryKey: flag, primaryKeyPosition: of(-1, 1, 2), customProperties: noticed });

const property: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.constantFrom(...columnNames),
    fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: nestedType }),
    fc.oneof({ weight: 3, arbitrary: fc.constant<Fields>({}) }, { weight: 1, arbitrary: key }),
    fc.option(of('lines.code', 'lines.total', '/schema/lines-id/properties/code-id'), { nil: undefined, freq: 4 }),
    flag,
  )
  .map(([name, type, more, to, hasId]) => ({
    name,
    ...(hasId ? { id: `p-${columnNames.indexOf(name)}` } : {}),
    ...type,
    ...more,
    ...(to === undefined ? {} : { relationships: [{ to }] }),
  }));

const context = of('Only for machines.', {
  instructions: 'With care.',
  constraints: [{ constraint: 'Never sum it.' }],
});

const objectRules = fc
  .tuple(
    fc.uniqueArray(fc.oneof(freeRule, counted('rowCount')), { maxLength: 3, selector: ruleKey }),
    fc.subarray([
      { metric: 'duplicateValues', arguments: { properties: ['total', 'state'] }, mustBe: 0 },
      { metric: 'duplicateValues', arguments: { properties: ['state'] }, mustBe: 0 },
    ]),
  )
  .map(([free, about]): Json => [...free, ...about]);

const objectFields = some({
  id: of('orders-id'),
  physicalName: of('orders_v1', 'orders_v2'),
  physicalType: of('table', 'view', 'Table'),
  businessName: words,
  description: words,
  dataGranularityDescription: words,
  synonyms,
  context,
  deprecated: flag,
  ...marks,
  quality: objectRules,
  relationships: fc.subarray<Json>([
    { id: 'r-1', from: 'orders.total', to: 'lines.code' },
    { from: ['orders.total', 'orders.state'], to: ['lines.code', 'lines.total'] },
  ]),
});

const orders = fc
  .tuple(objectFields, listOf(property, 'name', 4))
  .map(([fields, properties]): Fields => ({ name: 'orders', ...fields, properties }));

const lines: Fields = {
  id: 'lines-id',
  name: 'lines',
  properties: [
    { id: 'code-id', name: 'code', logicalType: 'string', primaryKey: true },
    { name: 'total', logicalType: 'number' },
  ],
};

const role = some(
  {
    role: of('reader', 'writer'),
    access: of('read', 'r', 'select', 'write', 'admin', 'odd'),
    description: words,
    firstLevelApprovers: of('ana', 'bia'),
    secondLevelApprovers: of('ana'),
  },
  ['role'],
);

/** All are of one warehouse: aliases of types depend on it. */
const server = some(
  {
    server: of('main', 'spare', 'lab'),
    type: of('postgres', 'postgresql'),
    environment: of('prod', 'dev'),
    description: words,
    host: of('a.example', '${HOST}'),
    port: of(5432, '5432', '${PORT}'),
    database: of('db', '${DB:-db}'),
    schema: of('public'),
    roles: listOf(role, 'role', 2),
    customProperties,
  },
  ['server', 'type', 'host', 'port', 'database', 'schema'],
);

const servers = fc.uniqueArray(server, { minLength: 1, maxLength: 3, selector: (each) => each['server'] });

/** Service levels with their units; those of one group promise the same. */
const level: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.constantFrom<Fields>(
      { property: 'latency', value: 24, unit: 'h' },
      { property: 'latency', value: 1, unit: 'd' },
      { property: 'ly', value: '24 h' },
      { property: 'latency', value: 'PT24H' },
      { property: 'latency', value: 2, unit: 'days' },
      { property: 'retention', value: 1, unit: 'y' },
      { property: 're', value: 12, unit: 'months' },
      { property: 'availability', value: '99.9%' },
      { property: 'availability', value: 99.9, unit: 'percent' },
      { property: 'endOfSupport', value: '2030-01-01' },
      { property: 'mood', value: 'good' },
    ),
    some({
      element: of('orders.total', 'orders.state'),
      driver: of('regulatory', 'analytics'),
      description: words,
      schedule: of('0 1 * * *'),
    }),
  )
  .map(([fields, more]) => ({ ...fields, ...more }));

const member = some({ username: of('ana', 'bia', 'eva'), name: of('Ana', 'Eva'), role: of('owner', 'steward') }, [
  'username',
]);
const members = listOf(member, 'username');

const terms = {
  name: words,
  domain: of('sales', 'finance'),
  tenant: of('shop'),
  dataProduct: of('orders-product'),
  contractCreatedTs: of('2025-01-01T00:00:00Z'),
  description: some({ purpose: words, usage: words, limitations: words }),
  context,
  ...marks,
  team: fc.oneof<fc.Arbitrary<Json>[]>(members, fc.record({ name: of('Core', 'Edge'), members })),
  support: listOf(
    some(
      {
        channel: of('chat', 'mail'),
        url: of('https://c.example'),
        tool: of('slack'),
        scope: of('issues'),
        description: words,
      },
      ['channel'],
    ),
    'channel',
  ),
  price: some({ priceAmount: of(9.5, 10), priceCurrency: of('BRL', 'EUR'), priceUnit: of('month') }),
  roles: listOf(role, 'role'),
  slaProperties: fc.array(level, { maxLength: 4 }),
  status: of('active', 'draft', 'deprecated', 'retired'),
};

/** Contracts of ODCS 3.2.0 that use every field of the model, a few at a time. */
export const contractDocuments: fc.Arbitrary<Fields> = fc
  .tuple(sparsely(terms), orders, flag, servers, of('1.0.0', '1.2.0'))
  .map(([fields, object, hasLines, places, version]) => ({
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: 'orders',
    version,
    ...fields,
    servers: places,
    schema: hasLines ? [object, lines] : [object],
  }));
