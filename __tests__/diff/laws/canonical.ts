import type {
  Contract,
  CustomProperty,
  Json,
  Property,
  QualityRule,
  Role,
  SchemaObject,
  Server,
  SlaProperty,
} from '../../../src/model/contract.ts';
import { itemsOf } from './documents.ts';

/**
 * What a generated contract says, with neither places nor spellings: equal exactly where two contracts mean the same. Written
 * without a line of the code under test: meanings of words are tables over what the generator writes, thresholds are tried out
 * number by number.
 */
export function canonicalContract(contract: Contract): Json {
  return plain({
    ...pick(contract, ['id', 'apiVersion', 'name', 'domain', 'tenant', 'dataProduct', 'contractCreatedTs']),
    ...pick(contract, ['purpose', 'usage', 'limitations', 'context', 'teamName']),
    audience: contract.mode === 'full' ? 'full' : contract.direction,
    version: contract.version.value,
    status: contract.status?.value,
    tags: sortedSet(contract.tags),
    custom: sorted(contract.customProperties.map(({ property, value }) => [property, value])),
    definitions: definitionsOf(contract),
    team: sorted(contract.team.map((each) => pick(each, ['username', 'name', 'role']))),
    support: sorted(contract.support.map(({ channel, fields }) => [channel, fields])),
    price: contract.price && pick(contract.price, ['amount', 'currency', 'unit']),
    roles: rolesOf(contract.roles),
    servers: sorted(contract.servers.map(serverOf)),
    levels: sorted(contract.slaProperties.map(levelOf)),
    schema: sorted(contract.schema.map((object) => objectOf(object, idsOf(contract)))),
  });
}

type Loose = { readonly [key: string]: unknown };

function pick(from: object, keys: readonly string[]): Loose {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

/** Plain data with sorted keys; what is undefined, off or empty says nothing. */
function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(
      entries.map(([key, each]) => [key, plain(each)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function sorted(list: readonly unknown[]): readonly string[] {
  return list.map((each) => JSON.stringify(plain(each))).toSorted();
}

function sortedSet(list: readonly unknown[]): readonly string[] {
  return [...new Set(sorted(list))];
}

function definitionsOf(element: Pick<Contract, 'authoritativeDefinitions'>): readonly string[] {
  return sorted(element.authoritativeDefinitions.map((each) => pick(each, ['type', 'url', 'description'])));
}

function rolesOf(roles: readonly Role[]): readonly string[] {
  const texts = ['role', 'description', 'firstLevelApprovers', 'secondLevelApprovers'];
  return sorted(roles.map((each) => ({ ...pick(each, texts), access: accesses[each.access ?? ''] ?? each.access })));
}

const accesses: { readonly [word: string]: string } = { r: 'read', select: 'read' };

function serverOf(server: Server): Loose {
  return {
    ...pick(server, ['id', 'server', 'type', 'environment', 'description', 'fields']),
    roles: rolesOf(server.roles),
    custom: sorted(server.customProperties.map(({ property, value }) => [property, value])),
  };
}

/** What the generator promises in several ways. */
const levels: { readonly [text: string]: string } = {
  'latency 24 h': 'day',
  'latency 1 d': 'day',
  'latency 24 h ': 'day',
  'latency PT24H ': 'day',
  'latency 48 hours': 'two days',
  'latency 2 days': 'two days',
  'retention 12 months': 'year',
  'retention 1 y': 'year',
  'availability 99.9% ': 'most',
  'availability 99.9 percent': 'most',
};

const levelNames: { readonly [name: string]: string } = { ly: 'latency', re: 'retention' };

function levelOf(level: SlaProperty): Loose {
  const property = levelNames[level.property] ?? level.property;
  const text = `${property} ${typeof level.value === 'string' ? level.value : JSON.stringify(level.value)} ${level.unit ?? ''}`;
  return {
    ...pick(level, ['id', 'element', 'driver', 'description', 'schedule', 'scheduler']),
    property,
    promise: levels[text] ?? text,
  };
}

interface Marked {
  readonly tags: readonly string[];
  readonly customProperties: readonly CustomProperty[];
  readonly deprecated: { readonly value: boolean };
}

const notices = new Set(['sunset', 'replacedBy']);

/** A sunset deprecates, with or without the key. */
function marksOf(element: Marked & Pick<Contract, 'authoritativeDefinitions'>): Loose {
  const custom = element.customProperties.map(({ property, value }) => [property, value] as const);
  const notice = Object.fromEntries(custom.filter(([property]) => notices.has(property)));
  return {
    tags: sortedSet(element.tags),
    custom: sorted(custom.filter(([property]) => !notices.has(property))),
    definitions: definitionsOf(element),
    deprecated: element.deprecated.value || 'sunset' in notice,
    notice,
  };
}

function objectOf(object: SchemaObject, ids: Ids): Loose {
  const columns = new Set(object.properties.map(({ name }) => name));
  const others = object.quality.filter((rule) => !columns.has(uniqueColumn(rule) ?? ''));
  return {
    ...pick(object, ['name', 'businessName', 'context']),
    ...marksOf(object),
    physicalName: object.physicalName ?? object.name,
    physicalType: object.physicalType?.toLowerCase(),
    description: object.description?.value,
    granularity: object.dataGranularityDescription?.value,
    synonyms: sorted(object.synonyms),
    quality: sorted(others.map(ruleOf)),
    properties: sorted(object.properties.map((each) => propertyOf(each, object))),
    links: sorted([
      ...linksOf(object, ids),
      ...object.properties.flatMap((each) => ownLinks(each, { above: [], ids })),
    ]),
  };
}

function linksOf(object: SchemaObject, ids: Ids): readonly unknown[] {
  return object.relationships.map(({ from, to }) =>
    sorted(from.map((each, index) => [each.replace(`${object.name}.`, ''), targetOf(to[index] ?? '', ids)])),
  );
}

function ownLinks(
  property: Property,
  { above, ids }: { readonly above: readonly string[]; readonly ids: Ids },
): readonly unknown[] {
  const path = [...above, property.name];
  const own = property.relationships.filter((each) => !each.ofObject);
  return [
    ...own.map(({ to }) => sorted([[path.join('.'), targetOf(to, ids)]])),
    ...property.properties.flatMap((each) => ownLinks(each, { above: path, ids })),
  ];
}

type Ids = ReadonlyMap<string, string>;

/** Names of objects and columns by their ids. */
function idsOf(contract: Contract): Ids {
  const elements = contract.schema.flatMap((object) => [object, ...object.properties]);
  return new Map(elements.map(({ id, name }) => [id ?? '', name]));
}

function targetOf(to: string, ids: Ids): string {
  const steps = /^\/schema\/([^/]+)\/properties\/([^/]+)$/.exec(to)?.slice(1);
  return steps === undefined ? to : steps.map((step) => ids.get(step) ?? step).join('.');
}

const types: { readonly [text: string]: string } = {
  'Character Varying( 20 )': 'varchar(20)',
  varchar: 'text',
  BIGINT: 'bigint',
  'numeric(10,2)': 'decimal(10,2)',
  'character varying(20)': 'varchar(20)',
  VARCHAR: 'text',
  INTEGER: 'int',
  int4: 'int',
  'NUMERIC(10, 2)': 'decimal(10,2)',
  'timestamp without time zone': 'timestamp',
  bool: 'boolean',
};

function propertyOf(property: Property, object: SchemaObject | undefined): Loose {
  const keys = object?.properties.filter((each) => each.primaryKey.value).length;
  const isKey = property.primaryKey.value;
  return {
    name: property.name,
    ...marksOf(property),
    ...pick(
      property,
      ['semanticType', 'encryptedName', 'businessName', 'description'].filter(() => false),
    ),
    physicalName: property.physicalName ?? property.name,
    logicalType: property.logicalType?.value,
    physicalType: property.physicalType && (types[property.physicalType.value] ?? property.physicalType.value),
    texts: (
      [
        'businessName',
        'description',
        'semanticType',
        'encryptedName',
        'transformLogic',
        'transformDescription',
      ] as const
    ).map((key) => property[key]?.value ?? null),
    classification: property.classification?.value.toLowerCase(),
    synonyms: sorted(property.synonyms),
    sources: sorted(property.transformSourceObjects),
    examples: sorted(property.examples),
    critical: property.criticalDataElement.value,
    partition: property.partitioned.value ? [property.partitionKeyPosition ?? null] : [],
    key: isKey ? [keys === 1 ? null : (property.primaryKeyPosition ?? null)] : [],
    ...constraintsOf(property, object, isKey && keys === 1),
    options: optionsOf(property),
    properties: sorted(property.properties.map((each) => propertyOf(each, undefined))),
  };
}

/** The column that a rule of an object calls unique. */
function uniqueColumn({ metric, arguments: given, operator, unit, severity }: QualityRule): string | undefined {
  const columns = given['properties'];
  const isZero = operator !== undefined && acceptedBy(operator, unit) === 'none';
  return metric === 'duplicateValues' &&
    isZero &&
    severityOf(severity) === 'error' &&
    Array.isArray(columns) &&
    columns.length === 1
    ? String(columns[0])
    : undefined;
}

type Saying = 'required' | 'unique' | 'values' | 'pattern';

/** What a rule says that a key could say; one that only warns says less. */
function sayingOf(rule: QualityRule): Saying | undefined {
  if (rule.type !== 'library' || rule.operator === undefined || acceptedBy(rule.operator, rule.unit) !== 'none')
    return undefined;
  if (severityOf(rule.severity) !== 'error') return undefined;
  const given = Object.keys(rule.arguments).join(' ');
  if (rule.metric === 'nullValues' && given === '') return 'required';
  if (rule.metric === 'duplicateValues' && given === '') return 'unique';
  if (rule.metric !== 'invalidValues') return undefined;
  return given === 'validValues' ? 'values' : given === 'pattern' ? 'pattern' : undefined;
}

function constraintsOf(property: Property, object: SchemaObject | undefined, isSoleKey: boolean): Loose {
  const said = property.quality.map((rule) => [sayingOf(rule), rule] as const);
  const of = (saying: Saying): readonly QualityRule[] =>
    said.filter(([each]) => each === saying).map(([, rule]) => rule);
  const distinct = object?.quality.filter((rule) => uniqueColumn(rule) === property.name) ?? [];
  const option = property.logicalTypeOptions['pattern'];
  const enums = property.enum === undefined ? [] : [property.enum];
  const lists = [...enums, ...of('values').map((rule) => itemsOf(rule.arguments['validValues']))];
  return {
    required: promise(property.required.value || property.primaryKey.value, of('required')),
    unique: promise(property.unique.value || isSoleKey, [...of('unique'), ...distinct]),
    values: lists.length === 0 ? [] : [shared(lists), promise(property.enum !== undefined, of('values'))],
    labels: sortedSet((property.enumValues ?? []).map((each) => pick(each, ['value', 'label', 'description']))).filter(
      (each) => /"(label|description)"/.test(each),
    ),
    pattern: [
      (typeof option === 'string' ? patterns[option] : undefined) ?? option ?? patternOf(of('pattern')),
      promise(option !== undefined, of('pattern')),
    ],
    // A pattern beside another one stays a rule of its own.
    quality: sorted([
      ...said.filter(([saying]) => saying === undefined).map(([, rule]) => ruleOf(rule)),
      ...(option === undefined || option === '^[a-c]+$' ? [] : of('pattern').map(ruleOf)),
    ]),
  };
}

function patternOf([rule]: readonly QualityRule[]): string | null {
  const text = rule?.arguments['pattern'];
  return typeof text === 'string' ? (patterns[text] ?? text) : null;
}

const patterns: { readonly [text: string]: string } = {
  '^[a-c]+$': 'a to c',
  '^[abc]+$': 'a to c',
  '^(a|b|c)+$': 'a to c',
};

function promise(isKey: boolean, rules: readonly QualityRule[]): boolean {
  return isKey || rules.length > 0;
}

function shared(lists: readonly (readonly Json[])[]): readonly string[] {
  const [first = [], ...others] = lists.map((list) => sortedSet(list));
  return first.filter((each) => others.every((list) => list.includes(each)));
}

const severities: { readonly [word: string]: string } = { fail: 'error', warn: 'warning' };

function severityOf(severity: string | undefined): string {
  return severities[severity ?? 'error'] ?? severity ?? 'error';
}

const queries: { readonly [text: string]: string } = { 'SELECT  1': 'select 1' };

function ruleOf(rule: QualityRule): Loose {
  return {
    ...pick(rule, [
      'type',
      'id',
      'name',
      'description',
      'dimension',
      'businessImpact',
      'method',
      'metric',
      'arguments',
    ]),
    ...pick(rule, ['engine', 'implementation']),
    query: queries[rule.query ?? ''] ?? rule.query,
    tags: sortedSet(rule.tags),
    severity: severityOf(rule.severity),
    schedule: rule.schedule === '@daily' ? '0 0 * * *' : rule.schedule,
    scheduler: rule.scheduler ?? 'cron',
    accepts: rule.operator && acceptedBy(rule.operator, rule.unit ?? (rule.type === 'library' ? 'rows' : undefined)),
  };
}

/** The measured values that pass, tried out: whole rows, percent in halves up to 100, any other number in halves. */
function acceptedBy({ name, value }: NonNullable<QualityRule['operator']>, unit = 'rows'): string {
  const [low, high] = Array.isArray(value) ? (value as readonly number[]) : [Number(value), Number(value)];
  const isPair = low !== undefined && high !== undefined && low <= high;
  if (name.endsWith('Between') && !(isPair && Array.isArray(value) && value.length === 2))
    return JSON.stringify([name, value]);
  const passes = (each: number): boolean => tests[name](each, low ?? 0, high ?? 0);
  const tried = unit === 'rows' ? wholes : halves.filter((each) => each >= 0 || unit !== 'percent');
  const kept = tried.filter(passes);
  if (kept.length === tried.length) return 'any';
  return kept.join(',') === '0' ? 'none' : `${unit}: ${kept.join(',')}`;
}

const wholes = [...Array(12).keys()];
const halves = [...Array(28).keys()].map((each) => each / 2 - 2);

const tests: {
  readonly [name in NonNullable<QualityRule['operator']>['name']]: (
    value: number,
    low: number,
    high: number,
  ) => boolean;
} = {
  mustBe: (value, low) => value === low,
  mustNotBe: (value, low) => value !== low,
  mustBeGreaterThan: (value, low) => value > low,
  mustBeGreaterOrEqualTo: (value, low) => value >= low,
  mustBeLessThan: (value, low) => value < low,
  mustBeLessOrEqualTo: (value, low) => value <= low,
  mustBeBetween: (value, low, high) => value >= low && value <= high,
  mustNotBeBetween: (value, low, high) => value < low || value > high,
};

const defaults: { readonly [key: string]: Json } = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  uniqueItems: false,
  timezone: false,
  defaultTimezone: 'Etc/UTC',
  normalized: false,
};

function optionsOf(property: Property): Loose {
  const options = property.logicalTypeOptions;
  const isWhole = property.logicalType?.value === 'integer';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, pattern: _pattern, ...rest } = options;
  const bare = Object.entries(rest).filter(
    ([key, value]) => defaults[key] !== value && key !== 'multipleOf' && key !== 'required',
  );
  return {
    ...Object.fromEntries(bare),
    required: sortedSet(itemsOf(options['required'])),
    multipleOf: isWhole ? steps[JSON.stringify(options['multipleOf'] ?? null)] : options['multipleOf'],
    low: tighter(property, { inclusive: minimum, exclusive: exclusiveMinimum, sign: 1 }),
    high: tighter(property, { inclusive: maximum, exclusive: exclusiveMaximum, sign: -1 }),
  };
}

/** Steps of whole numbers: a half step says nothing. */
const steps: { readonly [step: string]: number } = { '2': 2, '1.5': 3, '3': 3 };

interface Bounds {
  readonly inclusive: Json | undefined;
  readonly exclusive: Json | undefined;
  readonly sign: 1 | -1;
}

/** The bound that leaves fewer values: [value, whether it is outside itself]. Of whole numbers and days it is inside. */
function tighter(property: Property, { inclusive, exclusive, sign }: Bounds): Json {
  const type = property.logicalType?.value;
  const isWhole = type === 'integer' || type === 'date';
  const one = inclusive === undefined ? [] : [[scaled(inclusive), 0]];
  const two = exclusive === undefined ? [] : [isWhole ? [scaled(exclusive) + sign, 0] : [scaled(exclusive), 1]];
  const [first] = [...one, ...two].toSorted(([a = 0, x = 0], [b = 0, y = 0]) => (b - a) * sign || y - x);
  return first ?? null;
}

/** Days as numbers. */
function scaled(value: Json): number {
  return typeof value === 'string'
    ? Date.parse(value.includes('-') ? value : `1970-01-01T${value}Z`) / 86_400_000
    : Number(value);
}
