/**
 * Patterns of ODCS's formats for texts, in the part of regular expressions that Python and all warehouses read alike: no backslash, no
 * POSIX class.
 */
const textFormats: ReadonlyMap<string, string> = new Map([
  ['email', '^[^@ ]+@[^@ ]+[.][^@ ]+$'],
  ['uuid', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'],
  ['ipv4', '^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$'],
  ['uri', '^[a-zA-Z][a-zA-Z0-9+.-]*:[^ ]+$'],
  ['hostname', '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$'],
  ['byte', '^[A-Za-z0-9+/]*={0,2}$'],
  // Words of JSON Schema, which people write for dates kept as text.
  ['date', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'],
  ['date-time', '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$'],
]);

/** The pattern of a format of a text; undefined for formats that say nothing about the characters. */
export function textFormatPattern(format: string): string | undefined {
  return textFormats.get(format.toLowerCase());
}

/** Letters of JDK's DateTimeFormatter, in which ODCS writes formats of dates, and what they print. */
const dateLetters: ReadonlyMap<string, string> = new Map([
  ['yyyy', '[0-9]{4}'],
  ['uuuu', '[0-9]{4}'],
  ['yy', '[0-9]{2}'],
  ['MM', '(0[1-9]|1[0-2])'],
  ['dd', '(0[1-9]|[12][0-9]|3[01])'],
  ['HH', '([01][0-9]|2[0-3])'],
  ['mm', '[0-5][0-9]'],
  ['ss', '[0-5][0-9]'],
  ['SSS', '[0-9]{3}'],
  ['SSSSSS', '[0-9]{6}'],
  ['XXX', '(Z|[+-][0-9]{2}:[0-9]{2})'],
  ['X', '(Z|[+-][0-9]{2}([0-9]{2})?)'],
  ['Z', '[+-][0-9]{4}'],
]);

/** The pattern of a date kept as text (`yyyy-MM-dd'T'HH:mm`); undefined where the format has letters that are not known. */
export function dateFormatPattern(format: string): string | undefined {
  const parts = (format.match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? []).map(datePart);
  return parts.length === 0 || parts.includes(undefined) ? undefined : `^${parts.join('')}$`;
}

function datePart(part: string): string | undefined {
  if (/^[A-Za-z]/.test(part)) return dateLetters.get(part);
  if (part === "'") return undefined;
  const text = part === "''" ? "'" : part.replaceAll("'", '');
  // A class of one character needs no backslash; only these two would mean something in it.
  return /[\\^]/.test(text) ? undefined : text.replaceAll(/[.*+?$(){}|[\]/]/g, '[$&]');
}
