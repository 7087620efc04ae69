import type { Fields } from './documents.ts';

/** Marks that every element can carry. */
const marks: Fields = {
  tags: ['finance', 'daily'],
  customProperties: [
    { id: 'cp', property: 'retention_class', value: 'gold', description: 'Words.', vendor: 'acme' },
    { property: 'settings', value: { depth: 2, names: ['x', 'y'] } },
  ],
  authoritativeDefinitions: [
    { id: 'ad', type: 'definition', url: 'https://a.example/x', description: 'Words.' },
    { type: 'tutorial', url: 'https://a.example/y' },
  ],
};

const custom: Fields = { customProperties: [{ property: 'note', value: 'one' }] };

const synonyms: readonly Fields[] = [
  { id: 'sy', synonym: 'sum', description: 'Words.', locale: 'en', source: 'wiki', status: 'ok', ...custom },
];

const context: Fields = {
  instructions: 'Use it with care.',
  verifiedStatements: [{ id: 'vs', question: 'How many?', answer: 'Ten.', ...marks }],
  constraints: [{ id: 'co', constraint: 'Never sum it.', ...marks }],
};

const describedRule: Fields = {
  id: 'q-1',
  name: 'rows arrive',
  description: 'Words.',
  dimension: 'completeness',
  severity: 'warning',
  businessImpact: 'operational',
  method: 'reconciliation',
  schedule: '0 20 * * *',
  scheduler: 'cron',
  unit: 'rows',
  ...marks,
};

const operators: readonly Fields[] = [
  { mustBe: 5 },
  { mustNotBe: 5 },
  { mustBeGreaterThan: 5 },
  { mustBeGreaterOrEqualTo: 50 },
  { mustBeLessThan: 500 },
  { mustBeLessOrEqualTo: 5000 },
  { mustBeBetween: [7, 9] },
  { mustNotBeBetween: [17, 19] },
];

const roles: readonly Fields[] = [
  {
    id: 'r-1',
    role: 'reader',
    description: 'Words.',
    access: 'read',
    firstLevelApprovers: 'ana',
    secondLevelApprovers: 'bia',
    ...custom,
  },
  { role: 'writer', access: 'write' },
];

const servers: readonly Fields[] = [
  {
    id: 's-1',
    server: 'main',
    type: 'custom',
    description: 'Words.',
    environment: 'prod',
    roles,
    ...custom,
    ...Object.fromEntries(
      (
        'account catalog database dataset delimiter encoding endpointUrl format host location path project region ' +
        'regionName schema serviceName stagingDir stream warehouse'
      )
        .split(' ')
        .map((key) => [key, key === 'endpointUrl' || key === 'location' ? `https://${key}.example` : `${key}-1`]),
    ),
    port: 5432,
  },
  {
    server: 'lake',
    type: 'iceberg',
    environment: 'dev',
    catalog: 'c',
    catalogUrl: 'https://c.example',
    namespace: 'n',
  },
  { server: 'lab', type: 'athena', environment: 'dev', schema: 's', workgroup: 'w', stagingDir: 's3://x' },
  {
    server: 'place',
    type: 'postgres',
    environment: 'uat',
    host: '${HOST}',
    port: '${PORT}',
    database: 'd',
    schema: 'p',
  },
];

const everyField: Fields = {
  id: 'p-1',
  name: 'total',
  physicalName: 'total_amount',
  physicalType: 'decimal(10,2)',
  description: 'Words.',
  businessName: 'Total',
  synonyms,
  ...marks,
  deprecated: false,
  logicalType: 'string',
  logicalTypeOptions: { minLength: 2, maxLength: 20, pattern: '^[a-z]+$', format: 'email' },
  required: true,
  unique: true,
  semanticType: 'dimension',
  partitioned: true,
  partitionKeyPosition: 1,
  classification: 'internal',
  encryptedName: 'total_enc',
  transformSourceObjects: ['raw.a', 'raw.b'],
  transformLogic: 'a + b',
  transformDescription: 'Words.',
  examples: ['ab', 'cd'],
  enum: [
    { value: 'ab', label: 'A', id: 'e-1', description: 'Words.', ...marks },
    { value: 'cd', id: 'e-2' },
    { value: 'ef' },
  ],
  criticalDataElement: true,
  relationships: [{ id: 'rel-1', type: 'foreignKey', to: 'lines.code', ...custom }],
  quality: [
    {
      type: 'library',
      metric: 'missingValues',
      arguments: { missingValues: ['n/a', ''] },
      ...describedRule,
      mustBe: 0,
    },
    { type: 'sql', id: 'q-2', name: 'by query', query: 'select count(*) from a', mustBe: 3 },
    { type: 'custom', id: 'q-3', engine: 'soda', implementation: { type: 'missing', names: ['x'] } },
    { type: 'custom', engine: 'dbt', implementation: 'not_null', unit: 'days' },
    { type: 'text', description: 'Must look right.', severity: 'info' },
    { type: 'text', name: 'eyes', description: 'Must look nice.' },
    { metric: 'nullValues', mustBeLessThan: 5, unit: 'percent' },
    ...[1, 2].map((copy) => ({ type: 'sql', query: `select max(x) from t${copy}`, mustBeGreaterThan: 9 })),
  ],
};

const typed: readonly Fields[] = [
  {
    name: 'order.id',
    logicalType: 'integer',
    primaryKey: true,
    primaryKeyPosition: 1,
    logicalTypeOptions: { minimum: 0, maximum: 99, multipleOf: 2, format: 'i32' },
    relationships: [{ to: ['lines.code', 'lines.total'] }],
  },
  {
    name: 'línea',
    logicalType: 'number',
    primaryKey: true,
    primaryKeyPosition: 2,
    logicalTypeOptions: { exclusiveMinimum: 0, exclusiveMaximum: 9.5, multipleOf: 0.5, format: 'f32' },
  },
  {
    name: 'day',
    logicalType: 'date',
    logicalTypeOptions: { minimum: '2020-01-01', exclusiveMaximum: '2030-01-01', format: 'yyyy-MM-dd' },
  },
  {
    name: 'moment',
    logicalType: 'timestamp',
    logicalTypeOptions: {
      exclusiveMinimum: '2020-01-01T00:00:00Z',
      maximum: '2030-01-01T00:00:00Z',
      format: 'yyyy-MM-dd HH:mm:ss',
      timezone: true,
      defaultTimezone: 'America/Sao_Paulo',
    },
  },
  { name: 'clock', logicalType: 'time', logicalTypeOptions: { minimum: '08:00:00', maximum: '18:00:00' } },
  {
    name: 'address',
    logicalType: 'object',
    logicalTypeOptions: { minProperties: 1, maxProperties: 5, required: ['city', 'street'] },
    properties: [
      { name: 'city', logicalType: 'string' },
      { name: 'street', logicalType: 'string' },
    ],
  },
  {
    name: 'list',
    logicalType: 'array',
    logicalTypeOptions: { minItems: 1, maxItems: 9, uniqueItems: true },
    items: { logicalType: 'integer' },
  },
  {
    name: 'lookup',
    logicalType: 'map',
    map: { key: { logicalType: 'string', required: true }, value: { logicalType: 'integer', physicalType: 'int' } },
  },
  {
    name: 'vector',
    logicalType: 'vector',
    logicalTypeOptions: {
      dimensions: 8,
      elementType: 'float32',
      distanceMetric: 'cosine',
      embeddingModel: 'm',
      embeddingModelVersion: '1',
      normalized: true,
    },
  },
  { name: 'flag', logicalType: 'boolean', logicalTypeOptions: { trueValue: 'yes' } },
  {
    name: 'ruled',
    logicalType: 'string',
    quality: [
      {
        metric: 'nullValues',
        mustBe: 0,
        id: 'abs-1',
        severity: 'warning',
        description: 'Words.',
        schedule: '0 1 * * *',
      },
      { metric: 'duplicateValues', mustBe: 0, severity: 'warning', name: 'alone', tags: ['x'] },
      { metric: 'invalidValues', arguments: { validValues: ['x', 'y'] }, mustBe: 0, severity: 'warning' },
      {
        metric: 'invalidValues',
        arguments: { pattern: '^[xy]$' },
        mustBe: 0,
        severity: 'warning',
        dimension: 'conformity',
      },
    ],
  },
  {
    name: 'leaving',
    deprecated: true,
    customProperties: [
      { property: 'deprecatedSince', value: '2026-01-01' },
      { property: 'sunset', value: '2026-12-31' },
      { property: 'replacedBy', value: 'total' },
    ],
  },
];

const header: Fields = { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.2.0', status: 'active' };

const identity: Fields = {
  name: 'Orders',
  tenant: 'shop',
  domain: 'sales',
  dataProduct: 'orders-product',
  contractCreatedTs: '2025-01-01T00:00:00Z',
  description: {
    purpose: 'To count.',
    usage: 'Only here.',
    limitations: 'No people.',
    authoritativeDefinitions: [{ id: 'ad-2', type: 'terms', url: 'https://a.example/z', description: 'Words.' }],
    customProperties: [{ property: 'scope', value: 'all' }],
  },
  context,
  ...marks,
};

const people: Fields = {
  team: {
    id: 't-1',
    name: 'Core',
    description: 'Words.',
    ...marks,
    members: [
      {
        id: 'm-1',
        username: 'ana',
        name: 'Ana',
        description: 'Words.',
        role: 'owner',
        dateIn: '2024-01-01',
        dateOut: '2026-01-01',
        replacedByUsername: 'bia',
        ...marks,
      },
      { username: 'bia' },
    ],
  },
  support: [
    {
      id: 'su-1',
      channel: 'chat',
      url: 'https://chat.example/x',
      description: 'Words.',
      tool: 'slack',
      scope: 'interactive',
      invitationUrl: 'https://chat.example/join',
      ...custom,
    },
    { channel: 'mail', url: 'mailto:a@b.example' },
  ],
  price: { id: 'pr-1', priceAmount: 9.5, priceCurrency: 'BRL', priceUnit: 'month' },
};

const levels: Fields = {
  slaDefaultElement: 'orders.moment',
  slaProperties: [
    {
      id: 'sla-1',
      property: 'latency',
      value: 24,
      valueExt: 30,
      unit: 'h',
      element: 'orders.day',
      driver: 'regulatory',
      description: 'Words.',
      schedule: '0 1 * * *',
      scheduler: 'cron',
      ...custom,
      authoritativeDefinitions: marks['authoritativeDefinitions'] ?? [],
    },
    { property: 'endOfSupport', value: '2030-01-01' },
    { property: 'timeOfAvailability', value: '09:00', driver: 'analytics' },
    { property: 'timeOfAvailability', value: '17:00', driver: 'analytics' },
    { property: 'mood', value: 'good' },
  ],
};

const object: Fields = {
  id: 'o-1',
  name: 'orders',
  logicalType: 'object',
  physicalName: 'orders_v1',
  physicalType: 'table',
  description: 'Words.',
  businessName: 'Orders',
  synonyms,
  ...marks,
  deprecated: false,
  dataGranularityDescription: 'One row per order.',
  context,
  relationships: [
    { id: 'rel-2', type: 'foreignKey', from: 'orders.total', to: 'lines.code', ...custom },
    { from: ['orders.total', 'orders.day'], to: ['lines.code', 'lines.total'] },
  ],
  properties: [
    { name: 'total', logicalType: 'number' },
    { name: 'day', logicalType: 'date' },
  ],
};

const rules: readonly Fields[] = [
  ...operators.map((operator, index) => ({ metric: 'rowCount', unit: index === 0 ? 'percent' : 'rows', ...operator })),
  { metric: 'duplicateValues', arguments: { properties: ['total', 'day'] }, mustBe: 0 },
  { metric: 'duplicateValues', arguments: { properties: ['day'] }, mustBe: 0, severity: 'error' },
];

const lines: Fields = {
  name: 'lines',
  physicalType: 'view',
  context: 'Only for machines.',
  properties: [
    { name: 'code', logicalType: 'string', primaryKey: true, primaryKeyPosition: 1 },
    { name: 'total', logicalType: 'number' },
  ],
};

const { quality = [], ...described } = everyField;

function ofProperties(properties: readonly Fields[], more: Fields = {}): Fields {
  return { ...header, schema: [{ name: 'orders', physicalType: 'table', properties, ...more }] };
}

/** Contracts of ODCS 3.2.0 that together say something with every field of the standard. */
export const fullContracts: { readonly [part: string]: Fields } = {
  identity: { ...header, ...identity },
  people: { ...header, ...people },
  servers: { ...header, servers, roles },
  levels: { ...header, ...levels },
  objects: { ...header, schema: [object, lines] },
  property: ofProperties([described]),
  struct: ofProperties([{ name: 'address', logicalType: 'object', properties: [described, { name: 'street' }] }]),
  list: ofProperties([{ name: 'list', logicalType: 'array', items: { ...described, name: 'item' } }]),
  types: ofProperties(typed),
  rules: ofProperties([{ name: 'total', quality }, { name: 'day' }], { quality: rules }),
};
