import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';
import { translate } from '../../src/model/messages.ts';

function load(text: string) {
  return loadContract(readYaml('c.odcs.yaml', new TextEncoder().encode(text)), 'output');
}

/** What is wrong with a file, one `line:column message` per problem. */
function mistakes(text: string): readonly string[] {
  return load(text).problems.map(
    ({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`,
  );
}

/** A contract whose own lines begin on line 6. */
function contract(lines: string, version = 'v3.1.0'): string {
  return `apiVersion: ${version}\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\n${lines}\n`;
}

/** A contract whose property's lines begin on line 9, after its name. */
function property(lines: string, version = 'v3.1.0'): string {
  const indented = lines.split('\n').map((line) => `        ${line}`);
  return contract(
    ['schema:', '  - name: orders', '    properties:', '      - name: id', ...indented].join('\n'),
    version,
  );
}

/** A contract whose quality rule's lines begin on line 9, at column 9. */
function rule(lines: string, version = 'v3.1.0'): string {
  const [first = '', ...rest] = lines.split('\n');
  return contract(
    ['schema:', '  - name: orders', '    quality:', `      - ${first}`, ...rest.map((line) => `        ${line}`)].join(
      '\n',
    ),
    version,
  );
}

interface Example {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const fine: readonly string[] = [];
const operators =
  '"mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween"';

const fundamentals: readonly Example[] = [
  { name: 'the smallest contract', text: contract(''), expected: fine },
  {
    name: '3.2.0 needs no status',
    text: 'apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0.0\n',
    expected: fine,
  },
  {
    name: '3.1.0 needs a status',
    text: 'apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\n',
    expected: ['1:1 "status" is missing in DataContract; add it'],
  },
  {
    name: 'a version that YAML reads as a number',
    text: 'apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0\n',
    expected: [
      '4:10 "version" in DataContract must be a string, but YAML reads 1 as a number; write all three numbers of the version, as in 1.0.0',
    ],
  },
  {
    name: 'a slip in a root key',
    text: contract('slaPropertis: []'),
    expected: ['6:1 unknown key "slaPropertis" in DataContract; did you mean "slaProperties"?'],
  },
  {
    name: 'a slip in a required key is one mistake',
    text: contract('').replace('version:', 'verson:'),
    expected: ['4:1 unknown key "verson" in DataContract; did you mean "version"?'],
  },
  {
    name: 'a slip in kind',
    text: contract('').replace('DataContract', 'DataContarct'),
    expected: [
      '2:7 "DataContarct" is not allowed for "kind" in DataContract; did you mean "DataContract"? Allowed are "DataContract"',
    ],
  },
  {
    name: 'an empty value',
    text: contract('domain:'),
    expected: ['6:8 "domain" in DataContract has no value; it must be string: give it one or remove the key'],
  },
  { name: 'a creation time', text: contract('contractCreatedTs: "2024-05-01T10:00:00Z"'), expected: fine },
  {
    name: 'a creation time without offset',
    text: contract('contractCreatedTs: "2024-05-01 10:00"'),
    expected: [
      '6:20 "2024-05-01 10:00" for "contractCreatedTs" in DataContract is no date and time; write it as YYYY-MM-DDThh:mm:ssZ',
    ],
  },
  {
    name: 'keys of its own in the description',
    text: contract('description:\n  purpose: sales\n  audience: analysts'),
    expected: fine,
  },
  {
    name: 'a description that is a text',
    text: contract('description: sales'),
    expected: ['6:14 "description" in DataContract is of type string; it must be object'],
  },
  { name: 'context since 3.2.0', text: contract('context: read the handbook', 'v3.2.0'), expected: fine },
  {
    name: 'context before 3.2.0',
    text: contract('context: read the handbook'),
    expected: [
      '6:1 "context" in DataContract needs apiVersion v3.2.0 (file says v3.1.0); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'a verified statement without question',
    text: contract('context:\n  verifiedStatements:\n    - answer: yes', 'v3.2.0'),
    expected: ['8:7 "question" is missing in context.verifiedStatements.[0]; add it'],
  },
  {
    name: 'authoritative definitions at the root of 3.0.0',
    text: contract('authoritativeDefinitions: []', 'v3.0.0'),
    expected: [
      '6:1 "authoritativeDefinitions" in DataContract needs apiVersion v3.0.1 (file says v3.0.0); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'all mistakes of a file in one run',
    text: contract('tag: []\nteem: []\nprice:\n  priceAmount: much'),
    expected: [
      '6:1 unknown key "tag" in DataContract; did you mean "tags"?',
      '7:1 unknown key "teem" in DataContract; did you mean "team"?',
      '9:16 "priceAmount" in price is of type string; it must be number',
    ],
  },
];

const headers: readonly Example[] = [
  {
    name: 'an empty file',
    text: '',
    expected: ['1:1 the file is empty; a data contract needs at least "apiVersion", "kind", "id" and "version"'],
  },
  {
    name: 'a list',
    text: '- a\n- b\n',
    expected: [
      '1:1 the file holds array at its top; a data contract is a mapping that starts with "apiVersion" and "kind"',
    ],
  },
  {
    name: 'broken YAML',
    text: 'a: [b\nc: d\n',
    expected: [
      '2:1 the file is not valid YAML: "]" is missing before this line; close the bracket that was opened above, and indent what stands within it',
    ],
  },
  {
    name: 'another document',
    text: 'models:\n  - name: a\n',
    expected: [
      '1:1 this is no ODCS data contract: "apiVersion" and "kind" are missing; start the file with "apiVersion: v3.2.0" and "kind: DataContract"',
    ],
  },
  {
    name: 'another kind',
    text: 'apiVersion: v1.0.0\nkind: DataProduct\nid: a\n',
    expected: [
      '2:7 "kind" is "DataProduct", so this is no data contract; a contract has "kind: DataContract", other documents belong in another folder',
    ],
  },
  {
    name: 'version 2',
    text: 'apiVersion: v2.2.2\nkind: DataContract\nuuid: a\ndataset: []\n',
    expected: [
      '1:13 "apiVersion" is "v2.2.2"; version 2 of the standard is not read, migrate the contract to one of "v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0", "v3.2.0"',
    ],
  },
  {
    name: 'a version without v',
    text: 'apiVersion: 3.1.0\nkind: DataContract\nid: a\nnonsense: 1\n',
    expected: ['1:13 "apiVersion" is "3.1.0", which is no version of ODCS that can be read; did you mean "v3.1.0"?'],
  },
  {
    name: 'no version',
    text: 'kind: DataContract\nid: a\nnonsense: 1\n',
    expected: [
      '1:1 "apiVersion" is missing, so nothing says by which version of ODCS the file is to be read; allowed are "v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0", "v3.2.0"',
    ],
  },
  {
    name: 'a version to come',
    text: 'apiVersion: v17\nkind: DataContract\nid: a\n',
    expected: [
      '1:13 "apiVersion" is "v17", which is no version of ODCS that can be read; allowed are "v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0", "v3.2.0"',
    ],
  },
];

const schema: readonly Example[] = [
  {
    name: 'an object',
    text: contract('schema:\n  - name: orders\n    physicalType: table\n    properties: []'),
    expected: fine,
  },
  {
    name: 'an object without name',
    text: contract('schema:\n  - physicalType: table'),
    expected: ['7:5 "name" is missing in schema.[0]; add it'],
  },
  {
    name: 'columns instead of properties',
    text: contract('schema:\n  - name: orders\n    columns: []'),
    expected: ['8:5 unknown key "columns" in schema.orders; did you mean "properties"?'],
  },
  {
    name: 'a property',
    text: property('logicalType: integer\nlogicalTypeOptions: {minimum: 1, format: i64}\nprimaryKey: true'),
    expected: fine,
  },
  {
    name: 'a slip in a logical type',
    text: property('logicalType: intger'),
    expected: [
      '10:22 "intger" is not allowed for "logicalType" in schema.orders.properties.id; did you mean "integer"? Allowed are "string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"',
    ],
  },
  {
    name: 'timestamp before 3.1.0',
    text: property('logicalType: timestamp', 'v3.0.2'),
    expected: [
      '10:22 "timestamp" in schema.orders.properties.id needs apiVersion v3.1.0 (file says v3.0.2); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'a required that is a text',
    text: property('required: "yes"'),
    expected: ['10:19 "required" in schema.orders.properties.id is of type string; it must be boolean'],
  },
  {
    name: 'isNullable of version 2',
    text: property('isNullable: false'),
    expected: [
      '10:9 unknown key "isNullable" in schema.orders.properties.id; the standard says the reverse: write "required: true" where null is not allowed',
    ],
  },
  {
    name: 'a physical name before 3.0.2',
    text: property('physicalName: x', 'v3.0.1'),
    expected: [
      '10:9 "physicalName" in schema.orders.properties.id needs apiVersion v3.0.2 (file says v3.0.1); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'an option of another type',
    text: property('logicalType: string\nlogicalTypeOptions:\n  maxLenght: 3'),
    expected: [
      '12:11 unknown key "maxLenght" in schema.orders.properties.id.logicalTypeOptions; did you mean "maxLength"?',
    ],
  },
  {
    name: 'a negative length',
    text: property('logicalType: string\nlogicalTypeOptions:\n  maxLength: -3'),
    expected: [
      '12:22 -3 for "maxLength" in schema.orders.properties.id.logicalTypeOptions is too small; it must be 0 or more',
    ],
  },
  {
    name: 'options without a type',
    text: property('logicalTypeOptions:\n  maxLength: 3'),
    expected: [
      '10:9 "logicalTypeOptions" in schema.orders.properties.id means nothing without "logicalType"; add the type',
    ],
  },
  {
    name: 'a boolean bound in 3.0',
    text: property('logicalType: number\nlogicalTypeOptions: {maximum: 1, exclusiveMaximum: true}', 'v3.0.2'),
    expected: fine,
  },
  {
    name: 'a boolean bound in 3.1',
    text: property('logicalType: number\nlogicalTypeOptions:\n  exclusiveMaximum: true'),
    expected: [
      '12:29 "exclusiveMaximum" in schema.orders.properties.id.logicalTypeOptions is of type boolean; it must be number',
    ],
  },
  {
    name: 'items of an array',
    text: property('logicalType: array\nitems:\n  logicalType: object\n  properties:\n    - name: a'),
    expected: fine,
  },
  {
    name: 'items of a string',
    text: property('logicalType: string\nitems: {}'),
    expected: [
      '11:9 "items" in schema.orders.properties.id belongs to logicalType "array" (here it is "string"); change the type or remove the key',
    ],
  },
  {
    name: 'a mistake deep in items',
    text: property('logicalType: array\nitems:\n  logicalType: object\n  properties:\n    - nam: a'),
    expected: ['14:15 unknown key "nam" in schema.orders.properties.id.items.properties.[0]; did you mean "name"?'],
  },
  {
    name: 'a map',
    text: property('logicalType: map\nmap:\n  key: {logicalType: string}\n  value: {logicalType: integer}', 'v3.2.0'),
    expected: fine,
  },
  {
    name: 'a map without its types',
    text: property('logicalType: map', 'v3.2.0'),
    expected: ['9:9 "map" is missing in schema.orders.properties.id; add it'],
  },
  {
    name: 'a vector without dimensions',
    text: property('logicalType: vector\nlogicalTypeOptions: {elementType: float32}', 'v3.2.0'),
    expected: ['11:9 "dimensions" is missing in schema.orders.properties.id.logicalTypeOptions; add it'],
  },
  { name: 'an enum', text: property('enum: [{value: a}, {value: b}]', 'v3.2.0'), expected: fine },
  {
    name: 'an enum before 3.2.0',
    text: property('enum: [{value: a}, {valu: b}]'),
    expected: [
      '10:9 "enum" in schema.orders.properties.id needs apiVersion v3.2.0 (file says v3.1.0); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'an enum that says a value twice',
    text: property('enum: [{value: a}, {value: a}]', 'v3.2.0'),
    expected: ['10:36 the value "a" stands twice in "enum" of schema.orders.properties.id; remove one'],
  },
  {
    name: 'an empty enum',
    text: property('enum: []', 'v3.2.0'),
    expected: ['10:15 the list "enum" in schema.orders.properties.id is empty; add an entry or remove the key'],
  },
  {
    name: 'a synonym without its word',
    text: property('synonyms: [{locale: pt}]', 'v3.2.0'),
    expected: ['10:20 "synonym" is missing in schema.orders.properties.id.synonyms.[0]; add it'],
  },
  {
    name: 'an id with a blank',
    text: property('id: a b'),
    expected: ['10:13 "a b" is no valid "id" in schema.orders.properties.id; allowed are letters, digits, "_" and "-"'],
  },
  { name: 'a relationship', text: property('relationships: [{to: customers.id}]'), expected: fine },
  {
    name: 'a relationship to nothing',
    text: property('relationships: [{to: customers}]'),
    expected: [
      '10:30 "customers" for "to" in schema.orders.properties.id.relationships.customers is no reference to a property; write "object.property" or "schema/<id>/properties/<id>"',
    ],
  },
  {
    name: 'a relationship with the other end',
    text: property('relationships: [{from: orders.id, to: customers.id}]'),
    expected: [
      '10:26 "from" in schema.orders.properties.id.relationships.customers.id must not be given: the property itself is the referring side; remove it',
    ],
  },
  {
    name: 'a relationship of an object that mixes lists',
    text: contract(
      'schema:\n  - name: orders\n    relationships:\n      - from: orders.id\n        to: [customers.id]',
    ),
    expected: ['10:13 "from" and "to" in schema.orders.relationships.[0] must both be one reference or both be lists'],
  },
];

const quality: readonly Example[] = [
  { name: 'a library rule', text: rule('metric: rowCount\nmustBeGreaterThan: 0'), expected: fine },
  { name: 'a library rule of 3.0', text: rule('rule: rowCount\nmustBeGreaterThan: 0', 'v3.0.2'), expected: fine },
  {
    name: 'the spelling of 3.0 in 3.1',
    text: rule('rule: rowCount\nmustBeGreaterThan: 0'),
    expected: ['9:9 "rule" in schema.orders.quality.[0] is called "metric" since v3.1.0; rename the key'],
  },
  {
    name: 'a rule of 3.0 that names no rule',
    text: rule('description: many rows', 'v3.0.2'),
    expected: ['9:9 "rule" is missing in schema.orders.quality.[0]; add it'],
  },
  {
    name: 'a slip in a metric',
    text: rule('metric: rowCuont\nmustBe: 0'),
    expected: [
      '9:17 "rowCuont" is not allowed for "metric" in schema.orders.quality.[0]; did you mean "rowCount"? Allowed are "nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"',
    ],
  },
  {
    name: 'no operator',
    text: rule('metric: rowCount'),
    expected: [`9:9 the quality rule schema.orders.quality.[0] has no operator; add one of ${operators}`],
  },
  {
    name: 'two operators',
    text: rule('metric: rowCount\nmustBeGreaterThan: 0\nmustBeLessThan: 9'),
    expected: [
      '11:9 the quality rule schema.orders.quality.[0] has the operators "mustBeGreaterThan", "mustBeLessThan"; exactly one is allowed: split it into several rules, or use "mustBeBetween"',
    ],
  },
  {
    name: 'a slip in an operator is one mistake',
    text: rule('metric: rowCount\nmustBeGreaterThanOrEqualTo: 0'),
    expected: [
      '10:9 unknown key "mustBeGreaterThanOrEqualTo" in schema.orders.quality.[0]; did you mean "mustBeGreaterOrEqualTo"?',
    ],
  },
  {
    name: 'an operator with a text',
    text: rule('metric: rowCount\nmustBeGreaterThan: many'),
    expected: ['10:28 "mustBeGreaterThan" in schema.orders.quality.[0] is of type string; it must be number'],
  },
  {
    name: 'between one number',
    text: rule('metric: rowCount\nmustBeBetween: [1]'),
    expected: ['10:24 "mustBeBetween" in schema.orders.quality.[0] must be a list of exactly two different numbers'],
  },
  {
    name: 'an operator that measures nothing',
    text: rule('mustBe: 0'),
    expected: [
      '9:9 the quality rule schema.orders.quality.[0] has "mustBe" but neither "type" nor "metric", so nothing says what is measured; add one of them',
    ],
  },
  { name: 'an sql rule', text: rule('type: sql\nquery: SELECT 1\nmustBe: 1'), expected: fine },
  {
    name: 'an sql rule without query',
    text: rule('type: sql\nmustBe: 1'),
    expected: ['9:9 "query" is missing in schema.orders.quality.[0]; add it'],
  },
  { name: 'a custom rule', text: rule('type: custom\nengine: soda\nimplementation: {a: 1}'), expected: fine },
  {
    name: 'a custom rule without engine',
    text: rule('type: custom\nimplementation: x'),
    expected: ['9:9 "engine" is missing in schema.orders.quality.[0]; add it'],
  },
  { name: 'a text rule', text: rule('type: text\ndescription: looks right'), expected: fine },
  {
    name: 'a text rule with a query',
    text: rule('name: q\ntype: text\nqury: x\ndescription: looks right'),
    expected: [
      '11:9 unknown key "qury" in schema.orders.quality.q; allowed are "authoritativeDefinitions", "businessImpact", "customProperties", "description", "dimension", "id", "method", "name", "schedule", "scheduler", "severity", "tags", "type", "unit"; other things belong in "customProperties"',
    ],
  },
  {
    name: 'an unknown kind is one mistake',
    text: rule('type: squl\nquery: x'),
    expected: [
      '9:15 "squl" is not allowed for "type" in schema.orders.quality.[0]; did you mean "sql"? Allowed are "text", "library", "sql", "custom"',
    ],
  },
  {
    name: 'an unknown dimension',
    text: rule('type: text\ndimension: speed'),
    expected: [
      '10:20 "speed" is not allowed for "dimension" in schema.orders.quality.[0]; allowed are "accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"',
    ],
  },
  { name: 'keys of its own in 3.0', text: rule('rule: rowCount\nthresholdType: x', 'v3.0.2'), expected: fine },
];

const servers: readonly Example[] = [
  {
    name: 'a snowflake server',
    text: contract('servers:\n  - server: prod\n    type: snowflake\n    account: a\n    database: b\n    schema: c'),
    expected: fine,
  },
  {
    name: 'a snowflake server without schema',
    text: contract('servers:\n  - server: prod\n    type: snowflake\n    account: a\n    database: b'),
    expected: ['7:5 "schema" is missing in servers.prod; add it'],
  },
  {
    name: 'a slip in a server key is one mistake',
    text: contract('servers:\n  - server: prod\n    type: bigquery\n    projekt: a\n    dataset: b'),
    expected: ['9:5 unknown key "projekt" in servers.prod; did you mean "project"?'],
  },
  {
    name: 'an unknown type',
    text: contract('servers:\n  - server: prod\n    type: snowflak\n    account: a'),
    expected: [
      `8:11 "snowflak" is not allowed for "type" in servers.prod; did you mean "snowflake"? Allowed are "api", "athena", "azure", "bigquery", "clickhouse", "cloudsql", "custom", "databricks", "db2", "denodo", "dremio", "duckdb", "glue", "hive", "impala", "informix", "kafka", "kinesis", "local", "mysql", "oracle", "postgres", "postgresql", "presto", "pubsub", "redshift", "s3", "sftp", "snowflake", "sqlserver", "synapse", "trino", "vertica", "zen"`,
    ],
  },
  {
    name: 'a type to come',
    text: contract('servers:\n  - server: prod\n    type: iceberg\n    catalog: a'),
    expected: [
      '8:11 "iceberg" in servers.prod needs apiVersion v3.2.0 (file says v3.1.0); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'a key to come',
    text: contract('servers:\n  - server: prod\n    type: kafka\n    host: a\n    encoding: utf-8'),
    expected: [
      '10:5 "encoding" in servers.prod needs apiVersion v3.2.0 (file says v3.1.0); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'a port in quotes before 3.2.0',
    text: contract('servers:\n  - {server: prod, type: mysql, host: a, database: b, port: "3306"}'),
    expected: ['7:61 "port" in servers.prod is of type string; it must be integer'],
  },
  {
    name: 'a port from the environment',
    text: contract('servers:\n  - {server: prod, type: mysql, host: a, database: b, port: "${PORT}"}', 'v3.2.0'),
    expected: fine,
  },
  {
    name: 'a location that is no URI',
    text: contract('servers:\n  - {server: prod, type: s3, location: "s3://b/{model}/*.json"}'),
    expected: [
      '7:40 "s3://b/{model}/*.json" for "location" in servers.prod is no URI; write it with its scheme and encode special characters',
    ],
  },
  {
    name: 'another scheme for sftp',
    text: contract('servers:\n  - {server: prod, type: sftp, location: "ftp://b/c"}'),
    expected: ['7:42 "ftp://b/c" for "location" in servers.prod must start with "sftp://"'],
  },
  {
    name: 'the staging directory of 3.0.0',
    text: contract('servers:\n  - {server: prod, type: athena, schema: a, staging_dir: s3://x}', 'v3.0.0'),
    expected: fine,
  },
  {
    name: 'the staging directory of 3.0.2',
    text: contract('servers:\n  - {server: prod, type: athena, schema: a, staging_dir: s3://x}', 'v3.0.2'),
    expected: ['7:5 "stagingDir" is missing in servers.prod; add it'],
  },
  {
    name: 'keys of its own in 3.0',
    text: contract('servers:\n  - {server: prod, type: bigquery, project: a, dataset: b, owner: c}', 'v3.0.2'),
    expected: fine,
  },
];

const others: readonly Example[] = [
  {
    name: 'a team',
    text: contract('team:\n  name: sales\n  members:\n    - username: ana\n      dateIn: "2024-02-29"'),
    expected: fine,
  },
  { name: 'a team as a list', text: contract('team:\n  - username: ana', 'v3.0.2'), expected: fine },
  {
    name: 'a team with members before 3.1.0',
    text: contract('team:\n  members:\n    - usrname: ana', 'v3.0.2'),
    expected: [
      '6:1 "team.members" in DataContract needs apiVersion v3.1.0 (file says v3.0.2); raise "apiVersion" or remove it',
    ],
  },
  {
    name: 'a member without user name',
    text: contract('team:\n  - name: Ana'),
    expected: ['7:5 "username" is missing in team.[0]; add it'],
  },
  {
    name: 'a day that is none',
    text: contract('team:\n  - username: ana\n    dateIn: "2024-02-30"'),
    expected: ['8:13 "2024-02-30" for "dateIn" in team.ana is no date; write it as YYYY-MM-DD'],
  },
  { name: 'roles', text: contract('roles:\n  - role: reader\n    access: read'), expected: fine },
  {
    name: 'a role without name',
    text: contract('roles:\n  - access: read'),
    expected: ['7:5 "role" is missing in roles.[0]; add it'],
  },
  { name: 'support', text: contract('support:\n  - channel: "#help"'), expected: fine },
  {
    name: 'support without address before 3.1.0',
    text: contract('support:\n  - channel: "#help"', 'v3.0.2'),
    expected: ['7:5 "url" is missing in support.#help; add it'],
  },
  { name: 'a price', text: contract('price:\n  priceAmount: 9.5\n  priceCurrency: BRL'), expected: fine },
  {
    name: 'a slip in the price',
    text: contract('price:\n  priceAmout: 9.5'),
    expected: ['7:3 unknown key "priceAmout" in price; did you mean "priceAmount"?'],
  },
  {
    name: 'a service level',
    text: contract('slaProperties:\n  - property: latency\n    value: 4\n    unit: h'),
    expected: fine,
  },
  {
    name: 'a service level without value',
    text: contract('slaProperties:\n  - property: latency'),
    expected: ['7:5 "value" is missing in slaProperties.latency; add it'],
  },
  {
    name: 'a service level with a column',
    text: contract('slaProperties:\n  - property: latency\n    value: 4\n    column: orders.id'),
    expected: ['9:5 unknown key "column" in slaProperties.latency; did you mean "element"?'],
  },
  {
    name: 'a custom property',
    text: contract('customProperties:\n  - property: a\n    value: {b: [1]}'),
    expected: fine,
  },
  {
    name: 'a custom property without value',
    text: contract('customProperties:\n  - property: a'),
    expected: ['7:5 "value" is missing in customProperties.a; add it'],
  },
  {
    name: 'custom properties as a mapping',
    text: contract('customProperties:\n  a: 1'),
    expected: ['7:3 "customProperties" in DataContract is of type object; it must be array'],
  },
  {
    name: 'a definition',
    text: contract('authoritativeDefinitions:\n  - url: https://example.org\n    type: glossary'),
    expected: fine,
  },
  {
    name: 'a definition without type',
    text: contract('authoritativeDefinitions:\n  - url: https://example.org'),
    expected: ['7:5 "type" is missing in authoritativeDefinitions.[0]; add it'],
  },
  {
    name: 'a key written twice',
    text: contract('domain: a\ndomain: b'),
    expected: ['7:1 key "domain" is written twice (first on line 6); the last one silently wins: remove one'],
  },
];

describe.each([
  ['fundamentals', fundamentals],
  ['headers', headers],
  ['schema', schema],
  ['quality', quality],
  ['servers', servers],
  ['everything else', others],
])('a contract: %s', (_section, examples) => {
  it.each(examples)('$name', ({ text, expected }) => {
    expect(mistakes(text)).toEqual(expected);
  });
});

describe('a problem', () => {
  it('has a key that does not move when something is inserted before it', () => {
    const before = load(property('logicalType: intger')).problems.map((problem) => problem.key);
    const after = load(
      contract(
        `schema:\n  - name: customers\n  - name: orders\n    properties:\n      - name: more\n      - name: id\n        logicalType: intger`,
      ),
    ).problems.map((problem) => problem.key);
    expect(before).toEqual(['/schema/orders/properties/id/logicalType#enum']);
    expect(after).toEqual(before);
  });

  it('tells apart items of the same name', () => {
    const text = contract('slaProperties:\n  - property: latency\n  - property: latency');
    expect(load(text).problems.map((problem) => problem.key)).toEqual([
      '/slaProperties/latency/value#required',
      '/slaProperties/latency(2)/value#required',
    ]);
  });

  it('speaks Portuguese', () => {
    const [problem] = load(contract('roles:\n  - access: read')).problems;
    expect(problem && translate('pt-BR', problem.message, problem.values)).toBe(
      'falta "role" em roles.[0]; adicione a chave',
    );
  });
});
