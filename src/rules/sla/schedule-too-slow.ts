import { type CronGaps, cronGaps } from '../../model/cron-gaps.ts';
import type { Located } from '../../model/location.ts';
import type { DagFile } from '../../model/orchestration.ts';
import type { RuleContext } from '../../model/rule.ts';
import { ageOf, parseServiceTime, type ServiceTime } from '../../model/service-time.ts';
import { cadenceOf, scheduleFor } from '../../model/sla-schedule.ts';
import { defineRule } from '../define-rule.ts';
import { dagsOf, type Portfolio, portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import { bindingPromises, compareAges, type ServicePromise, strictestOf } from '../../model/promises-of.ts';

const slas = 'specs/product-canvas/slas.yaml';
const dagFile = 'implementation/orchestration/dags/sales.yml';
const dbtFiles = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/marts/fct_sales.sql': 'select 1 as total\n',
};

/** A workflow with a schedule on line 2. */
function workflow(schedule: string): string {
  return `build_sales:\n  schedule: "${schedule}"\n  tasks:\n    - task_id: build\n      bash_command: dbt build --select fct_sales\n`;
}

/** A workflow must run often enough for what its products promise. */
export default defineRule({
  id: 'sla/schedule-too-slow',
  kind: 'lint',
  gate: 'lint',
  summary: 'A workflow must run often enough for what its products promise.',
  why: 'Data is at least as old as the time since the last run: a schedule with longer gaps than the promised latency breaks the promise by itself, every day. Run it more often, or promise what it keeps.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an hourly workflow for what is promised within 15 minutes',
      head: { ...dbtFiles, [slas]: 'products:\n  sales:\n    latency: 15min\n', [dagFile]: workflow('0 * * * *') },
      findings: [`${dagFile}:2 dag:build_sales`],
    },
    {
      name: 'a weekly workflow for what is promised a day later',
      head: { ...dbtFiles, [slas]: 'products:\n  sales:\n    freshness: D-1\n', [dagFile]: workflow('@weekly') },
      findings: [`${dagFile}:2 dag:build_sales`],
    },
    {
      name: 'a workflow that rests at night, which is a warning',
      head: { ...dbtFiles, [slas]: 'products:\n  sales:\n    latency: 1h\n', [dagFile]: workflow('0 8-18 * * *') },
      findings: [`${dagFile}:2 dag:build_sales`],
    },
    {
      name: 'a daily workflow for what is promised a day later',
      head: { ...dbtFiles, [slas]: 'products:\n  sales:\n    latency: D-1\n', [dagFile]: workflow('0 5 * * *') },
      findings: [],
    },
    {
      name: 'a second workflow that is fast enough',
      head: {
        ...dbtFiles,
        [slas]: 'products:\n  sales:\n    latency: 15min\n',
        [dagFile]: workflow('0 3 * * *'),
        'implementation/orchestration/dags/fast.yml': workflow('*/15 * * * *').replace('build_sales', 'fast_sales'),
      },
      findings: [],
    },
  ],
  check(context) {
    const worst = new Map<string, Breach>();
    const portfolio = portfolioOf(context.project);
    for (const product of portfolio.products) {
      const breach = breachOf(portfolio, product);
      if (breach === undefined) continue;
      const key = `${breach.dag.path} ${breach.dag.name}`;
      const known = worst.get(key);
      if (known === undefined || (compareAges(breach.promise, known.promise) ?? 0) < 0) worst.set(key, breach);
    }
    for (const breach of worst.values()) report(context, breach);
  },
});

/** A workflow that runs too seldom for a promise. */
interface Breach {
  readonly product: Product;
  readonly promise: ServicePromise;
  readonly time: ServiceTime;
  readonly dag: DagFile;
  readonly schedule: Located<string>;
  readonly gaps: Pick<CronGaps, 'shortest' | 'longest'>;
  /** Seconds. */
  readonly allowed: number;
}

function breachOf(portfolio: Portfolio, product: Product): Breach | undefined {
  const promise = strictestOf(bindingPromises(portfolio, product));
  const time = promise?.time && (promise.metric === 'frequency' ? cadenceOf(promise.time) : promise.time);
  const age = time && ageOf(time);
  const fastest = fastestOf(dagsOf(product, portfolio.project.dags ?? []));
  // Months and quarters have no fixed length.
  if (promise === undefined || time === undefined || age === undefined || age.months > 0 || fastest === undefined)
    return undefined;
  const allowed = age.seconds;
  const { gaps } = fastest;
  if (gaps.longest <= allowed || (gaps.onWeekdays && time.kind === 'day-offset')) return undefined;
  return { product, promise, time, allowed, ...fastest };
}

interface Fastest {
  readonly dag: DagFile;
  readonly schedule: Located<string>;
  readonly gaps: CronGaps;
}

/** The workflow that runs most often; undefined where one of them runs at times that cannot be read. */
function fastestOf(dags: readonly DagFile[]): Fastest | undefined {
  const written = dags.filter(({ schedule, at }) => schedule !== undefined || at !== undefined);
  const timed = written.map(timesOf);
  if (timed.includes(undefined)) return undefined;
  return timed
    .filter((each) => each !== undefined)
    .reduce<Fastest | undefined>(
      (best, each) => (best === undefined || each.gaps.longest < best.gaps.longest ? each : best),
      undefined,
    );
}

function timesOf(dag: DagFile): Fastest | undefined {
  const { schedule } = dag;
  const time = schedule && parseServiceTime(schedule.value);
  const gaps = time && gapsOf(time);
  return schedule && gaps && { dag, schedule, gaps };
}

function gapsOf(time: ServiceTime): CronGaps | undefined {
  if (time.kind === 'cron') return cronGaps(time.expression);
  if (time.kind !== 'interval') return undefined;
  const { months, seconds } = time.duration;
  if (months > 0) return seconds > 0 ? undefined : gapsOfMonths(months);
  return { shortest: seconds, longest: seconds, onWeekdays: false };
}

/** As the calendar has them; undefined where the months do not divide a year. */
function gapsOfMonths(months: number): CronGaps | undefined {
  if (![1, 2, 3, 4, 6, 12].includes(months)) return undefined;
  return cronGaps(months === 12 ? '0 0 1 1 *' : `0 0 1 */${months} *`);
}

function report(context: RuleContext, breach: Breach): void {
  const { product, promise, time, dag, schedule, gaps, allowed } = breach;
  const isAlways = gaps.shortest > allowed;
  const enough = scheduleFor(time, clockOf(schedule.value));
  context.report({
    subject: `dag:${dag.name}`,
    at: schedule.at,
    ...(isAlways ? {} : { severity: 'warning' }),
    message: enough === undefined ? 'stream' : isAlways ? 'message' : 'pause',
    values: {
      dag: dag.name,
      schedule: schedule.value,
      gap: gapText(isAlways ? gaps.shortest : gaps.longest),
      product: product.name,
      metric: promise.name,
      promised: promise.written,
      enough: enough ?? '',
      file: promise.at.path,
      line: String(promise.at.line),
    },
    key: [product.name, promise.metric],
    related: [{ at: promise.at, message: 'see' }],
  });
}

/** Runs once a day stay at their time of the day. */
function clockOf(schedule: string): { readonly hour: number; readonly minute: number } | undefined {
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) /.exec(schedule.trim()) ?? [];
  return minute === undefined ? undefined : { hour: Number(hour), minute: Number(minute) };
}

/** `15 min`, `26 h`, `3 d`: in the largest unit that is exact. */
function gapText(seconds: number): string {
  const [size, unit] = (
    [
      [86_400, 'd'],
      [3600, 'h'],
      [60, 'min'],
    ] as const
  ).find(([each]) => seconds % each === 0) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}
