import { durationUnit } from '../../model/durations.ts';
import type { Located } from '../../model/location.ts';
import { parseSignedTime, type ServiceTime, type Sign, splitSign } from '../../model/service-time.ts';
import { parsePercent, type SlaMetric, slaMetricOf, type SlaPromise } from '../../model/slas.ts';
import { suggest } from '../../model/suggest.ts';
import { type Cursor, ignore, note, readMap } from '../governance/shape.ts';

/** Reads one level: `D-1`, `99.9%`, `{value: 5, unit: min}`. `also` are keys of the mapping that are read elsewhere. */
export function readPromise(
  value: Cursor,
  promise: Pick<SlaPromise, 'name'> & { readonly product?: string | undefined },
  also: readonly string[] = [],
): SlaPromise | undefined {
  const { name, product } = promise;
  const metric = slaMetricOf(name);
  const written = value.node.kind === 'map' ? readQuantity(value, also) : readScalar(value);
  if (written === undefined) return undefined;
  const measured = measure({ ...written, name, metric });
  if (measured === undefined) return undefined;
  const text = written.unit === '' ? written.text : `${written.text} ${written.unit}`;
  return {
    ...(product === undefined ? {} : { product }),
    metric,
    name,
    written: { value: text, at: written.cursor.at },
    ...measured,
  };
}

/** A value as it is written, and where mistakes about it are noted. */
interface Written {
  readonly cursor: Cursor;
  readonly text: string;
  readonly unit: string;
  readonly isNumber: boolean;
}

interface Measured extends Written {
  readonly name: string;
  readonly metric: SlaMetric;
}

function readScalar(cursor: Cursor): Written | undefined {
  const { node } = cursor;
  const isScalar = node.kind === 'scalar' && node.value !== null && typeof node.value !== 'boolean';
  if (!isScalar || String(node.value).trim() === '') {
    note(cursor, 'slas.not-a-level', { where: cursor.path.join('.') });
    return undefined;
  }
  return { cursor, text: String(node.value).trim(), unit: '', isNumber: typeof node.value === 'number' };
}

function readQuantity(cursor: Cursor, also: readonly string[]): Written | undefined {
  let written: Written | undefined;
  let unit: Located<string> | undefined;
  const others = ['description', 'element', 'driver', 'owner', 'scheduler', ...also];
  readMap(cursor, {
    fields: {
      value: (each) => (written = readScalar(each)),
      unit: (each) => (unit = readUnit(each)),
      ...Object.fromEntries(others.map((key) => [key, ignore])),
    },
    required: ['value'],
  });
  return written && { ...written, unit: unit?.value ?? '' };
}

function readUnit(cursor: Cursor): Located<string> | undefined {
  const written = readScalar(cursor);
  return written && { value: written.text, at: cursor.at };
}

function measure(written: Measured): Pick<SlaPromise, 'time' | 'percent'> | undefined {
  switch (written.metric) {
    case 'availability': {
      const percent = readPercent(written);
      return percent === undefined ? undefined : { percent };
    }
    case 'latency':
    case 'freshness':
    case 'frequency':
    case 'retention': {
      const time = readTime(written);
      return time && { time };
    }
    case 'time-of-availability':
    case 'other':
      return {};
  }
}

function readTime(written: Measured): ServiceTime | undefined {
  const { cursor, name, metric, unit, isNumber } = written;
  const found = unit === '' ? written.text : `${written.text} ${unit}`;
  const signed = isNumber && unit === '' ? undefined : parseSignedTime(found);
  if (isNumber && unit === '') note(cursor, 'slas.no-unit', { name, found });
  else if (signed === undefined) refuse(cursor, { name, found });
  else {
    const wrong = metric === 'retention' ? wrongLength(found, signed.time) : wrongLimit(signed.sign);
    if (wrong === undefined) return signed.time;
    note(cursor, wrong, { name, found });
  }
  return undefined;
}

/** How long data is kept is often months, so `m` tells nothing. */
function wrongLength(found: string, time: ServiceTime): string | undefined {
  if (/\d ?m$/i.test(found)) return 'slas.minutes-or-months';
  return time.kind === 'interval' ? undefined : 'slas.not-a-length';
}

function wrongLimit(sign: Sign | undefined): string | undefined {
  return sign === 'lower' ? 'slas.at-least' : undefined;
}

const units = 's sec min minutes minute h hour hours d day days w week weeks mo month months y year years';
const portuguese = 'segundos minuto minutos hora horas dia dias semana semanas mes meses ano anos';
const unitNames = `${units} ${portuguese}`.split(' ');

/** Says what was meant where only the unit is wrong, and repairs it where it can be one unit only. */
function refuse(cursor: Cursor, values: { readonly name: string; readonly found: string }): void {
  const { found } = values;
  const [, before, unit] = /^(\D{0,20}\d[\d.,]{0,12} ?)(\p{L}{1,20})$/u.exec(found) ?? [];
  const near = unit === undefined ? suggest(found, streams) : (suggest(unit, unitNames) ?? suggest(unit, streams));
  if (near === undefined) return note(cursor, 'slas.not-a-time', values);
  note(cursor, 'slas.not-a-time-near', { ...values, word: unit ?? found, suggestion: near });
  const isWhole = cursor.node.kind === 'scalar' && cursor.node.value === found;
  if (unit === undefined || !isWhole || !isOnly(unit, near)) return;
  const replacement = { at: cursor.at, value: found, text: `${before ?? ''}${near}`, quotes: 'keep' } as const;
  const problem = cursor.problems.pop();
  if (problem !== undefined) cursor.problems.push({ ...problem, replacement });
}

/** Whether no unit of another length is as near. */
function isOnly(unit: string, near: string): boolean {
  const length = durationUnit(near);
  const others = unitNames.filter((name) => durationUnit(name)?.seconds !== length?.seconds);
  return length !== undefined && suggest(unit, others) === undefined;
}

const streams = ['real-time', 'streaming', 'tempo real', 'daily', 'hourly', 'weekly', 'monthly'];

function readPercent({ cursor, text, unit, name }: Measured): number | undefined {
  const found = unit === '' ? text : `${text} ${unit}`;
  const percent = parsePercent(found);
  const message = splitSign(found).sign === 'upper' ? 'at-most' : 'not-a-percentage';
  if (percent === undefined) note(cursor, `slas.${message}`, { name, found });
  return percent;
}
