import type { Json } from '../model/contract.ts';
import { compareText } from '../model/location.ts';
import type { RowDifference, TestRows, TextRow } from '../model/unit-tests.ts';

/** A result as DuckDB gives it: cells as texts, with the types of their columns. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly TextRow[];
}

/** How a result differs from what was expected of it. */
export type Comparison =
  | {
      readonly kind: 'compared';
      readonly differences: readonly RowDifference[];
      readonly missingColumns: readonly string[];
    }
  /** A value of the expectation cannot be one of the result's type. */
  | { readonly kind: 'incomparable'; readonly column: string; readonly type: string };

/**
 * Compares rows as multisets, in the columns of the expectation only. Numbers, times and documents are compared by what they
 * mean; what was computed in floating point, as exactly as the expectation is written.
 */
export function compareRows(expect: TestRows, result: ResultTable): Comparison {
  const names = result.columns.map(({ name }) => name.toLowerCase());
  const missingColumns = expect.columns.filter((name) => !names.includes(name.toLowerCase()));
  const compared = expect.columns.flatMap((name, from) => {
    const to = names.indexOf(name.toLowerCase());
    return to === -1 ? [] : [{ name, from, to, type: result.columns[to]?.type ?? 'VARCHAR' }];
  });
  const expected: Cells[] = [];
  for (const row of expect.rows) {
    const cells = compared.map(({ from, type }) => expectedCell(row[from] ?? null, type));
    const broken = compared[cells.indexOf(undefined)];
    if (broken !== undefined) return { kind: 'incomparable', column: broken.name, type: broken.type };
    expected.push(cells.flatMap((cell) => (cell === undefined ? [] : [cell])));
  }
  const actual = result.rows.map((row) => compared.map(({ to, type }) => resultCell(row[to] ?? null, type)));
  return {
    kind: 'compared',
    missingColumns,
    differences: expect.columns.length === 0 ? wholeRows(actual) : differencesOf(expected, actual),
  };
}

/** A cell as it is shown, and as it is compared. */
interface Cell {
  readonly shown: string | null;
  readonly value: string | null;
  /** Of a number, where it may be off by that much. */
  readonly tolerance?: number;
}

type Cells = readonly Cell[];

/** `rows: []`: nothing must come out. */
function wholeRows(actual: readonly Cells[]): readonly RowDifference[] {
  return actual.map(() => ({ actual: [] }));
}

function differencesOf(expected: readonly Cells[], actual: readonly Cells[]): readonly RowDifference[] {
  const exact = withoutPairs(expected, actual);
  const missing = [...exact.expected];
  const extra = [...exact.actual];
  for (const row of exact.expected) {
    const at = extra.length > maxPairs ? -1 : extra.findIndex((each) => isNear(row, each));
    if (at === -1) continue;
    extra.splice(at, 1);
    missing.splice(missing.indexOf(row), 1);
  }
  return pairUp(missing, extra);
}

/** What is left where equal rows go together. */
function withoutPairs(
  expected: readonly Cells[],
  actual: readonly Cells[],
): { readonly expected: readonly Cells[]; readonly actual: readonly Cells[] } {
  const keyOf = (row: Cells): string => JSON.stringify(row.map(({ value }) => value));
  const open = new Map<string, number>();
  for (const row of actual) open.set(keyOf(row), (open.get(keyOf(row)) ?? 0) + 1);
  const missing = expected.filter((row) => {
    const count = open.get(keyOf(row)) ?? 0;
    open.set(keyOf(row), count - 1);
    return count <= 0;
  });
  const extra = actual.filter((row) => {
    const count = open.get(keyOf(row)) ?? 0;
    if (count > 0) open.set(keyOf(row), count - 1);
    return count > 0;
  });
  return { expected: missing, actual: extra };
}

/** More rows than that are not held against each other one by one. */
const maxPairs = 2_000;

function isNear(expected: Cells, actual: Cells): boolean {
  return expected.every((cell, at) => isNearCell(cell, actual[at]));
}

function isNearCell(expected: Cell, actual: Cell | undefined): boolean {
  if (actual === undefined || expected.value === actual.value) return actual !== undefined;
  if (expected.tolerance === undefined || expected.value === null || actual.value === null) return false;
  return Math.abs(Number(expected.value) - Number(actual.value)) <= expected.tolerance;
}

/** Rows that agree in most columns are shown as one row that differs. */
function pairUp(missing: readonly Cells[], extra: readonly Cells[]): readonly RowDifference[] {
  const open = [...extra];
  const differences = missing.map((row): RowDifference => {
    const scores =
      open.length > maxPairs ? [] : open.map((each) => row.filter((cell, at) => isNearCell(cell, each[at])).length);
    const best = Math.max(-1, ...scores);
    const at = best * 2 >= row.length && row.length > 1 && best > 0 ? scores.indexOf(best) : -1;
    const [actual] = at === -1 ? [] : open.splice(at, 1);
    return { expected: shownRow(row), ...(actual && { actual: shownRow(actual) }) };
  });
  const rest = open.map(shownRow).toSorted((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  return [...differences, ...rest.map((actual) => ({ actual }))];
}

function shownRow(row: Cells): TextRow {
  return row.map(({ shown }) => shown);
}

function resultCell(text: string | null, type: string): Cell {
  return { shown: text, value: text === null ? null : (meaning(text, type) ?? text) };
}

/** Undefined where the value is none of the type: then nothing can be said about it. */
function expectedCell(value: Json, type: string): Cell | undefined {
  if (value === null) return { shown: null, value: null };
  const shown = plainText(value);
  const found = meaning(shown, type);
  if (found === undefined) return undefined;
  return isFloat(type) ? { shown, value: found, tolerance: toleranceOf(shown) } : { shown, value: found };
}

/** A value as a file would write it. */
export function plainText(value: Json): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** What a text means as a value of a type of DuckDB, in one spelling; undefined where it is none. */
export function meaning(text: string, type: string): string | undefined {
  if (type === 'JSON' || /\[|^(?:STRUCT|MAP)\b/.test(type)) return documentText(text);
  if (isFloat(type) || /^(?:DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)?INT)/.test(type)) return numeral(text);
  if (type === 'BOOLEAN') return truth(text);
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return moment(text);
  if (type === 'TIME') return /^(\d{2}:\d{2})(:\d{2})?(\.\d+)?$/.test(text) ? padTime(text) : undefined;
  return text;
}

function isFloat(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT';
}

/** Half of the last place that is written, and at least what floating point loses. */
function toleranceOf(text: string): number {
  const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  const lost = Math.abs(Number(text)) * 1e-9;
  return places === 0 ? lost : Math.max(lost, 0.5 * 10 ** -places);
}

/** A decimal number without needless zeros; `1e3` is written out. */
function numeral(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)e[+-]?\d{1,3}$/i.test(trimmed)) return String(Number(trimmed));
  const [, sign = '', whole = '', part = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(trimmed) ?? [];
  if (whole === '' && part === '') return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const places = stripZeros(part);
  const value = places === '' ? digits : `${digits}.${places}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function truth(text: string): string | undefined {
  if (/^(?:true|t|yes|y|1)$/i.test(text.trim())) return 'true';
  return /^(?:false|f|no|n|0)$/i.test(text.trim()) ? 'false' : undefined;
}

/** A date or time of day in UTC, as `2026-01-31 10:00:00.5`; undefined for any other text. */
export function moment(text: string): string | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, date = '', time = '00:00:00', zone = 'Z'] = match;
  const [clock = '', part = ''] = padTime(time).split('.');
  const seconds = Date.parse(`${date}T${clock}Z`);
  if (Number.isNaN(seconds)) return undefined;
  const shifted = new Date(seconds - offsetMinutes(zone) * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  return part === '' ? shifted : `${shifted}.${part}`;
}

function padTime(time: string): string {
  const [clock = '', part = ''] = time.split('.');
  const whole = clock.length === 5 ? `${clock}:00` : clock;
  const places = stripZeros(part);
  return places === '' ? whole : `${whole}.${places}`;
}

function offsetMinutes(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}

/** A JSON document in one spelling. */
function documentText(text: string): string {
  try {
    const data: unknown = JSON.parse(text);
    return JSON.stringify(sorted(data));
  } catch {
    return JSON.stringify(text);
  }
}

function sorted(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sorted);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
