import type { Json, Property } from '../../model/contract.ts';
import { type Complain, isTextColumn, type Target } from './target.ts';
import { literal, plainText, type TestCall } from './test-call.ts';

/** A regular expression that a value must match somewhere, as in JSON Schema. */
export function patternTests(pattern: Json | undefined, target: Target, complain: Complain): readonly TestCall[] {
  if (pattern === undefined) return [];
  if (typeof pattern !== 'string') {
    complain('option-not-expressed', { option: 'pattern' });
    return [];
  }
  const foreign = features.find(({ sign, knows }) => sign.test(pattern) && !knows(target.dialect ?? ''));
  if (foreign !== undefined) {
    complain('pattern-not-portable', { pattern, part: foreign.part });
    return [];
  }
  return [{ test: 'dataengos_matches_regex', arguments: { pattern: literal(pattern) } }];
}

/** Regular expressions of Java. */
const java = new Set(['databricks', 'spark']);

/** POSIX regular expressions with few extensions. */
const posix = new Set(['snowflake', 'redshift']);

/**
 * Parts of ECMAScript's regular expressions that are not everywhere: Postgres and Java look around, RE2 (DuckDB, BigQuery) does not,
 * Snowflake and Redshift know little beyond POSIX.
 */
const features: readonly {
  readonly part: string;
  readonly sign: RegExp;
  readonly knows: (dialect: string) => boolean;
}[] = [
  { part: '(?=', sign: /\(\?<?[=!]/, knows: (dialect) => dialect === 'postgres' || java.has(dialect) },
  { part: '\\1', sign: /\\[1-9]/, knows: (dialect) => dialect === 'postgres' || java.has(dialect) },
  { part: '(?<name>', sign: /\(\?<[A-Za-z_]/, knows: (dialect) => java.has(dialect) },
  { part: '\\u', sign: /\\u[0-9a-fA-F]{4}/, knows: (dialect) => dialect === 'postgres' || java.has(dialect) },
  { part: '\\p{', sign: /\\[pP]\{/, knows: (dialect) => dialect !== 'postgres' && !posix.has(dialect) },
  { part: '(?:', sign: /\(\?:/, knows: (dialect) => !posix.has(dialect) },
  { part: '*?', sign: /[*+?}]\?/, knows: (dialect) => !posix.has(dialect) },
];

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const day = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]{1,9})?';
const zone = '(Z|z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])';

/** Formats of texts, in what all warehouses' regular expressions share. */
const formats: ReadonlyMap<string, string> = new Map([
  ['email', '^[^@ ]+@[^@ ]+[.][^@ ]+$'],
  ['uuid', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'],
  ['ipv4', `^${octet}([.]${octet}){3}$`],
  // Full, or with one gap; an IPv4 address may be its end.
  [
    'ipv6',
    '^(([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(([0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})?::(([0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})?|([0-9A-Fa-f]{0,4}:){2,6}([0-9]{1,3}[.]){3}[0-9]{1,3})$',
  ],
  ['uri', '^[A-Za-z][A-Za-z0-9+.-]*:[^ ]+$'],
  ['hostname', `^${label}([.]${label})*[.]?$`],
  ['date', `^${day}$`],
  ['time', `^${clock}${zone}?$`],
  ['date-time', `^${day}[Tt ]${clock}${zone}$`],
  ['byte', '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'],
]);

/** Formats of numbers are types, those of dates and timestamps only matter where these are kept as text. */
export function formatTests(property: Property, target: Target, complain: Complain): readonly TestCall[] {
  const format = property.logicalTypeOptions['format'];
  if (format === undefined || !isTextColumn(property)) return [];
  const isString = property.logicalType === undefined || property.logicalType.value === 'string';
  // A UUID column is no text: its type already is the format.
  if (format === 'uuid' && /^uuid$/i.test(property.physicalType?.value ?? '')) return [];
  const text = plainText(format);
  const pattern = isString ? formats.get(text) : dateFormatPattern(text);
  if (pattern !== undefined) return patternTests(pattern, target, complain);
  complain('format-not-expressed', { format: text });
  return [];
}

/** What the letters of a date format stand for (Java's DateTimeFormatter, which ODCS names). */
const dateLetters: ReadonlyMap<string, string> = new Map([
  ['yyyy', '[0-9]{4}'],
  ['uuuu', '[0-9]{4}'],
  ['yy', '[0-9]{2}'],
  ['MM', '(0[1-9]|1[0-2])'],
  ['M', '([1-9]|1[0-2])'],
  ['dd', '(0[1-9]|[12][0-9]|3[01])'],
  ['d', '([1-9]|[12][0-9]|3[01])'],
  ['HH', '([01][0-9]|2[0-3])'],
  ['hh', '(0[1-9]|1[0-2])'],
  ['mm', '[0-5][0-9]'],
  ['ss', '([0-5][0-9]|60)'],
  ['S', '[0-9]'],
  ['SSS', '[0-9]{3}'],
  ['SSSSSS', '[0-9]{6}'],
  ['a', '(AM|PM|am|pm)'],
  ['XXX', '(Z|[+-][0-9]{2}:[0-9]{2})'],
  ["'T'", 'T'],
  ["'Z'", 'Z'],
  ['T', 'T'],
  ['Z', '(Z|[+-][0-9]{2}:?[0-9]{2})'],
]);

/** The regular expression of a date format such as `yyyy-MM-dd'T'HH:mm:ss`; undefined where a part of it is not known. */
function dateFormatPattern(format: string): string | undefined {
  if (format.length > maxFormat) return undefined;
  const parts = format.match(/'[TZ]'|([A-Za-z])\1*|[^A-Za-z]/g) ?? [];
  const patterns = parts.map((part) => dateLetters.get(part) ?? (/^[-/.,:_ ]$/.test(part) ? `[${part}]` : undefined));
  return patterns.length === 0 || patterns.includes(undefined) ? undefined : `^${patterns.join('')}$`;
}

const maxFormat = 60;
