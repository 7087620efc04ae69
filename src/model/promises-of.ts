import type { Canvas, CanvasItem } from './canvas.ts';
import { type ClockTime, parseClock } from './clock.ts';
import type { Contract, SlaProperty } from './contract.ts';
import { compareDurations } from './durations.ts';
import type { Location } from './location.ts';
import { ageOf, leadingServiceTime, parseServiceTime, type ServiceTime } from './service-time.ts';
import { parsePercent, type SlaMetric, slaMetricOf, type SlaPromise } from './slas.ts';
import { canvasesOf, type Portfolio, visionsOf } from './portfolio.ts';
import type { Product } from './products-of.ts';

/** What a product promises, and where that is written. */
export interface ServicePromise {
  readonly metric: SlaMetric;
  /** What its file calls the metric: `latencia`. */
  readonly name: string;
  readonly written: string;
  readonly time?: ServiceTime;
  readonly percent?: number;
  /** Of `time-of-availability`. */
  readonly clock?: ClockTime;
  readonly origin: 'canvas' | 'slas' | 'contract';
  /** Whether it is made for all products of a folder, and not for this one. */
  readonly isGeneral: boolean;
  readonly at: Location;
}

/** Everything that is promised for a product; canvases first, then SLA files, then its contract. */
export function promisesOf(portfolio: Portfolio, product: Product): readonly ServicePromise[] {
  const own = canvasesOf(portfolio, product).flatMap((canvas) => promisesIn(canvas, { isGeneral: false }));
  const visions = visionsOf(portfolio, product).flatMap((canvas) => promisesIn(canvas, { isGeneral: true }));
  return [
    ...own,
    ...visions,
    ...filePromises(portfolio, product),
    ...(product.contract?.slaProperties ?? []).flatMap(contractPromise),
  ];
}

/** What holds: of each metric what is promised for the product itself, else what is promised for all. */
export function heldPromises(promises: readonly ServicePromise[]): readonly ServicePromise[] {
  const own = new Set(promises.filter(({ isGeneral }) => !isGeneral).map(({ metric }) => metric));
  return promises.filter(({ isGeneral, metric }) => !isGeneral || !own.has(metric));
}

/** What holds and binds the product: what a vision says is about every product at once. */
export function bindingPromises(portfolio: Portfolio, product: Product): readonly ServicePromise[] {
  const held = heldPromises(promisesOf(portfolio, product));
  return held.filter(({ origin, isGeneral }) => origin !== 'canvas' || !isGeneral);
}

/** The promise that allows data to be the least old; undefined where none speaks of age, or months decide. */
export function strictestOf(promises: readonly ServicePromise[]): ServicePromise | undefined {
  const timed = promises.filter(({ metric, time }) => aging.has(metric) && time !== undefined);
  return timed.reduce<ServicePromise | undefined>((least, each) => {
    const order = least === undefined ? -1 : compareAges(each, least);
    return order !== undefined && order < 0 ? each : least;
  }, undefined);
}

const aging: ReadonlySet<SlaMetric> = new Set(['latency', 'freshness', 'frequency']);

/** Negative, zero or positive as `a` allows younger, as old or older data than `b`; undefined where that cannot be told. */
export function compareAges(a: ServicePromise, b: ServicePromise): number | undefined {
  const [first, second] = [a.time && ageOf(a.time), b.time && ageOf(b.time)];
  return first && second ? compareDurations(first, second) : undefined;
}

function filePromises({ promised }: Portfolio, { keys, contract }: Product): readonly ServicePromise[] {
  const general = (promised.get('') ?? []).filter(({ written }) => isOfFolder(contract, written.at.path));
  const own = [...keys].flatMap((key) => (key === '' ? [] : (promised.get(key) ?? [])));
  return [
    ...own.map((promise) => filePromise(promise, false)),
    ...general.map((promise) => filePromise(promise, true)),
  ];
}

function filePromise({ written, metric, name, time, percent }: SlaPromise, isGeneral: boolean): ServicePromise {
  const clock = metric === 'time-of-availability' ? parseClock(written.value) : undefined;
  const measured = { ...(time && { time }), ...(percent === undefined ? {} : { percent }), ...(clock && { clock }) };
  return { metric, name, written: written.value, ...measured, origin: 'slas', isGeneral, at: written.at };
}

/** What `slas.yaml` of a folder promises for all is about the products of the domain that the folder is named like. */
function isOfFolder(contract: Contract | undefined, path: string): boolean {
  const folder = path.split('/').slice(2, -1).join('/');
  return folder === '' || contract?.domain === folder || contract?.path.includes(`/${folder}/`) === true;
}

function contractPromise({ property, value, unit, keys, at }: SlaProperty): readonly ServicePromise[] {
  const metric = slaMetricOf(property);
  // ODCS does not say whether `m` are minutes or months.
  if (metric === 'other' || unit?.trim() === 'm' || (typeof value !== 'string' && typeof value !== 'number')) return [];
  const written = unit === undefined ? String(value) : `${value} ${unit}`;
  const measured = measuredAs(metric, written, parseServiceTime);
  const place = keys.get('value') ?? at;
  return measured === undefined
    ? []
    : [{ metric, name: property, written, ...measured, origin: 'contract', isGeneral: false, at: place }];
}

function promisesIn(
  { sections, lang }: Canvas,
  { isGeneral }: { readonly isGeneral: boolean },
): readonly ServicePromise[] {
  const seen = new Set<string>();
  return sections
    .filter(({ topic }) => topic === 'slas' || topic === 'latency')
    .flatMap(({ topic, items }) => items.map((item) => ({ topic, item })))
    .flatMap(({ topic, item }) => {
      const place = `${item.at.line}:${item.at.column}`;
      if (seen.has(place)) return [];
      const promise = itemPromise(item, topic === 'latency' ? 'latency' : 'other');
      if (promise !== undefined) seen.add(place);
      const name = promise?.name ?? latencyIn[lang];
      return promise === undefined ? [] : [{ ...promise, name, origin: 'canvas', isGeneral, at: item.at } as const];
    });
}

const latencyIn = { en: 'latency', 'pt-BR': 'latência' } as const;

/** Its name is undefined where the section says what is promised. */
function itemPromise(
  { text, label, value }: CanvasItem,
  fallback: SlaMetric,
): (Pick<ServicePromise, 'metric' | 'written'> & Measured & { readonly name?: string }) | undefined {
  const named = label === undefined ? 'other' : slaMetricOf(label);
  const metric = named === 'other' ? fallback : named;
  const written = value ?? text;
  const measured = metric === 'other' ? undefined : measuredAs(metric, written, leadingServiceTime);
  const name = named === 'other' || label === undefined ? {} : { name: label.toLowerCase() };
  return measured && { metric, ...name, written, ...measured };
}

type Measured = Pick<ServicePromise, 'time' | 'percent' | 'clock'>;

function measuredAs(
  metric: SlaMetric,
  written: string,
  parse: (text: string) => ServiceTime | undefined,
): Measured | undefined {
  if (metric === 'time-of-availability') {
    const clock = parseClock(written.replace(/[,;(].*$/, ''));
    return clock && { clock };
  }
  if (metric === 'availability') {
    const percent = parsePercent(written.replace(/[;(].*$/, ''));
    return percent === undefined ? undefined : { percent };
  }
  const time = parse(written);
  return time && { time };
}
