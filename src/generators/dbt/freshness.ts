import {
  type Contract,
  hasColumn,
  physicalNameOf,
  type Property,
  type SchemaObject,
  type SlaProperty,
} from '../../model/contract.ts';
import type { Duration } from '../../model/durations.ts';
import { ageOf, parseServiceTime, type ServiceTime } from '../../model/service-time.ts';
import { slaMetricOf } from '../../model/slas.ts';
import { isUsableName } from './test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { quoteName } from './quote-name.ts';

/** What a service level says of one table: dbt's configuration of its freshness, or why there is none. */
export interface TableFreshness {
  readonly sla: SlaProperty;
  readonly config?: { readonly [key: string]: YamlData };
  /** Key below `dbt-sources.`, and values. */
  readonly refusal?: { readonly message: string; readonly values: { readonly [name: string]: string } };
}

/** How old a table's data may be, by the contract's latency, else its freshness; undefined where it promises neither. */
export function freshnessOf(
  contract: Contract,
  object: SchemaObject,
  dialect: string | undefined,
): TableFreshness | undefined {
  const slas = contract.slaProperties.filter((sla) => isAbout(sla, contract, object));
  const sla = ['latency', 'freshness'].flatMap((metric) =>
    slas.filter((each) => slaMetricOf(each.property) === metric),
  )[0];
  if (sla === undefined) return undefined;
  const written = textOf(sla);
  const minutes = written === undefined ? undefined : minutesOf(written);
  if (minutes === undefined)
    return refused(sla, 'freshness-not-a-time', { value: written ?? JSON.stringify(sla.value) });
  const limits = { warn_after: period(Math.ceil(minutes * 0.75)), error_after: period(minutes) };
  const element = elementOf(sla, object);
  if (element === undefined)
    return hasMetadata.has(dialect ?? '') && isUnsaid(sla, object)
      ? { sla, config: { freshness: limits } }
      : refused(sla, 'freshness-without-element', { element: sla.element ?? '' });
  const field = loadedAtField(element, dialect);
  if (field === undefined) return refused(sla, 'freshness-not-a-timestamp', { element: sla.element ?? '' });
  return { sla, config: { loaded_at_field: field, freshness: limits } };
}

/** Warehouses whose adapter knows when a table was last written. */
const hasMetadata: ReadonlySet<string> = new Set(['snowflake', 'bigquery', 'databricks']);

function refused(sla: SlaProperty, message: string, values: { readonly [name: string]: string }): TableFreshness {
  return { sla, refusal: { message, values: { property: sla.property, ...values } } };
}

/** A service level without an element, or with the name of a column only, is about all objects that have it. */
function isAbout(sla: SlaProperty, { schema }: Contract, object: SchemaObject): boolean {
  const named = schema.filter(({ name, physicalName }) =>
    elementsOf(sla).some((path) => path.length > 1 && (path.at(-2) === name || path.at(-2) === physicalName)),
  );
  const whole = schema.filter(({ name }) => elementsOf(sla).some((path) => path.length === 1 && path[0] === name));
  const meant = [...named, ...whole];
  if (meant.length > 0) return meant.includes(object);
  return elementsOf(sla).length === 0 || schema.length === 1 || elementOf(sla, object) !== undefined;
}

/** `element` as paths; several are separated by commas (ODCS 3.1.0, "SLA"). */
function elementsOf({ element = '' }: SlaProperty): readonly (readonly string[])[] {
  const texts = element.split(',').map((text) => text.trim());
  return texts.filter((text) => text !== '').map((text) => text.split('.'));
}

function elementOf(sla: SlaProperty, { name, physicalName, properties }: SchemaObject): Property | undefined {
  const columns = elementsOf(sla)
    .filter((path) => path.length === 1 || path.at(-2) === name || path.at(-2) === physicalName)
    .map((path) => path.at(-1));
  return properties.find(
    (property) => hasColumn(property) && (columns.includes(property.name) || columns.includes(property.physicalName)),
  );
}

/** Whether the service level names no column at all. */
function isUnsaid(sla: SlaProperty, { name }: SchemaObject): boolean {
  return elementsOf(sla).every((path) => path.length === 1 && path[0] === name);
}

/** The SQL whose greatest value is the age. dbt wants a timestamp; dates and texts that hold times are cast. */
function loadedAtField(property: Property, dialect: string | undefined): string | undefined {
  const name = physicalNameOf(property);
  const type = property.logicalType?.value;
  if (!isUsableName(name) || (type !== undefined && !['timestamp', 'date', 'string'].includes(type))) return undefined;
  const column = quoteName(name, dialect);
  const isText = /^(?:n?varchar|n?char|character|text|string)/i.test(property.physicalType?.value ?? '');
  const isDate = type === 'date' || /^date$/i.test(property.physicalType?.value ?? '');
  return type === 'string' || isDate || isText ? `cast(${column} as timestamp)` : column;
}

function textOf({ value, unit }: SlaProperty): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return unit === undefined ? String(value) : `${value} ${unit}`;
}

/** dbt counts whole minutes: what is shorter than one cannot be said. */
function minutesOf(text: string): number | undefined {
  const time: ServiceTime | undefined = parseServiceTime(text);
  const age = time && ageOf(time);
  const seconds = age === undefined ? 0 : longestSeconds(age);
  return seconds < 60 ? undefined : Math.ceil(seconds / 60);
}

/** A month is as long as the longest: freshness must not fail what the service level allows. */
function longestSeconds({ months, seconds }: Duration): number {
  return seconds + (Math.floor(months / 12) * 366 + (months % 12) * 31) * 86_400;
}

/** In the largest unit that tells it exactly. */
function period(minutes: number): { readonly count: number; readonly period: 'minute' | 'hour' | 'day' } {
  if (minutes % 1440 === 0) return { count: minutes / 1440, period: 'day' };
  if (minutes % 60 === 0) return { count: minutes / 60, period: 'hour' };
  return { count: minutes, period: 'minute' };
}
