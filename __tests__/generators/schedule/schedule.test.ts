import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipelinesOf } from '../../../src/generators/schedule/schedule-pipelines.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { translate } from '../../../src/model/messages.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const contract = 'specs/contracts/outputs/sales.yaml';
const dbt: Files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/marts/sales.sql': "select * from {{ source('shop', 'orders') }}\n",
};

function withLevels(levels: readonly string[], id = 'sales', object = 'sales'): string {
  const list = levels.map((each) => `  - { ${each} }\n`).join('');
  const text = exampleContract({ id, object, columns: ['name: total, logicalType: number, description: Total.'] });
  return levels.length === 0 ? text : `${text}slaProperties:\n${list}`;
}

/** The pipelines by name. */
function decisions(files: Files, intervals: 'even' | 'exact' = 'even') {
  const project = loadProject(memoryTree({ ...dbt, ...files }), createMemo());
  const { pipelines } = pipelinesOf(project, { intervals });
  return new Map(pipelines.map(({ name, decision, upstream }) => [name, { ...decision, upstream }]));
}

/** What decides about one product with these service levels. */
function decide(levels: readonly string[], more: Files = {}, intervals: 'even' | 'exact' = 'even') {
  const found = decisions({ ...more, [contract]: withLevels(levels) }, intervals).get('shared__sales');
  if (found === undefined) throw new Error('there is no such pipeline');
  return found;
}

const cron = (expression: string, timezone = 'UTC') => ({ kind: 'cron', expression, timezone });

describe('scheduleOf', () => {
  it.each([
    // Stream: shorter than a clock can tick.
    ['latency', 'real-time', { kind: 'stream' }],
    ['latency', 'streaming', { kind: 'stream' }],
    ['latency', 'nrt', { kind: 'stream' }],
    ['frequency', '30 s', { kind: 'stream' }],
    ['latency', '59 s', { kind: 'stream' }],
    // 1 to 59 minutes: steps that divide the hour, rounded down.
    ['latency', '60 s', cron('* * * * *')],
    ['latency', '1 min', cron('* * * * *')],
    ['latency', '5m', cron('*/5 * * * *')],
    ['latency', '7 min', cron('*/6 * * * *')],
    ['latency', '15 min', cron('*/15 * * * *')],
    ['latency', '< 5 min', cron('*/5 * * * *')],
    ['latency', '45 min', cron('*/30 * * * *')],
    ['latency', '59 min', cron('*/30 * * * *')],
    // One hour to a day: steps that divide the day.
    ['latency', '1h', cron('0 * * * *')],
    ['latency', 'PT1H30M', cron('0 * * * *')],
    ['latency', '2h', cron('0 */2 * * *')],
    ['latency', '5h', cron('0 */4 * * *')],
    ['latency', '12h', cron('0 */12 * * *')],
    ['latency', '23h', cron('0 */12 * * *')],
    // A day to a week.
    ['latency', 'P1D', cron('0 2 * * *')],
    ['latency', '24h', cron('0 2 * * *')],
    ['latency', '2 days', cron('0 2 * * *')],
    ['latency', '6 d', cron('0 2 * * *')],
    ['freshness', 'D-1', cron('0 2 * * *')],
    ['freshness', 'D-2', cron('0 2 * * *')],
    // Weeks, months, quarters, years.
    ['frequency', '7 d', cron('0 2 * * 1')],
    ['frequency', 'P1W', cron('0 2 * * 1')],
    ['frequency', '14 days', cron('0 2 * * 1')],
    ['frequency', '28 d', cron('0 2 1 * *')],
    ['frequency', '30 d', cron('0 2 1 * *')],
    ['frequency', '31 d', cron('0 2 1 * *')],
    ['latency', '30 d', cron('0 2 * * 1')],
    ['frequency', 'P1M', cron('0 2 1 * *')],
    ['frequency', 'P3M', cron('0 2 1 */3 *')],
    ['frequency', 'P1Y', cron('0 2 1 1 *')],
    // Expressions are taken as they are.
    ['frequency', '10 6-20 * * 1-5', cron('10 6-20 * * 1-5')],
    ['frequency', '@daily', cron('0 0 * * *')],
    // Nothing that tells a time.
    ['availability', '99.9%', { kind: 'none' }],
    ['retention', '1 year', { kind: 'none' }],
  ])('%s: %s', (property, value, expected) => {
    expect(decide([`property: ${property}, value: "${value}"`]).schedule).toEqual(expected);
  });

  it.each([
    ['15', 'min', cron('*/15 * * * *')],
    ['1', 'h', cron('0 * * * *')],
    ['1', 'd', cron('0 2 * * *')],
    ['2', 'w', cron('0 2 * * 1')],
    ['1', 'mo', cron('0 2 1 * *')],
    ['1', 'y', cron('0 2 1 1 *')],
    // Minutes to some, months to others.
    ['15', 'm', { kind: 'none' }],
  ])('frequency of %s %s', (value, unit, expected) => {
    expect(decide([`property: frequency, value: ${value}, unit: ${unit}`]).schedule).toEqual(expected);
  });

  it('keeps intervals that do not divide the hour where that is asked for', () => {
    const exact = decide(['property: frequency, value: 45, unit: min'], {}, 'exact');
    expect([exact.schedule, exact.gapSeconds]).toEqual([{ kind: 'timedelta', seconds: 2700, timezone: 'UTC' }, 2700]);
    expect(decide(['property: frequency, value: 15, unit: min'], {}, 'exact').schedule).toEqual(cron('*/15 * * * *'));
  });

  it('never leaves a longer gap than the promise allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 27 * 24 * 60 }), fc.constantFrom('even', 'exact'), (minutes, intervals) => {
        const { gapSeconds } = decide([`property: latency, value: ${minutes}, unit: min`], {}, intervals);
        expect(gapSeconds).toBeGreaterThan(0);
        expect(gapSeconds).toBeLessThanOrEqual(minutes * 60);
      }),
      { numRuns: 60 },
    );
  });
});

/** What decided, in words, and where. */
function reason(decision: ReturnType<typeof decide>): string {
  const { message, values, at } = decision.reason;
  return `${at === undefined ? '' : `${at.path}:${at.line} `}${translate('en', message, values)}`;
}

describe('what decides', () => {
  const slas = 'specs/product-canvas/slas.yaml';

  it('a frequency, where the age allows more', () => {
    const decision = decide(['property: latency, value: 1, unit: d', 'property: frequency, value: 6, unit: h']);
    expect([decision.schedule, reason(decision)]).toEqual([
      cron('0 */6 * * *'),
      `${contract}:17 "frequency: 6 h" (${contract}) says how often it runs`,
    ]);
  });

  it('the age, where the frequency is too slow for it', () => {
    const decision = decide(['property: latency, value: 1, unit: h', 'property: frequency, value: 1, unit: d']);
    expect([decision.schedule, reason(decision)]).toEqual([
      cron('0 * * * *'),
      `${contract}:16 "latency: 1 h" (${contract}) bounds the age of the data, and "frequency: 1 d" alone would be too slow for it`,
    ]);
  });

  it('an expression all the same, and that it breaks a promise is said', () => {
    const decision = decide(['property: latency, value: 1, unit: h', 'property: frequency, value: "0 6 * * *"']);
    expect(decision.schedule).toEqual(cron('0 6 * * *'));
    expect(decision.doubts.map(({ message }) => message)).toEqual(['schedule.cron-too-slow']);
  });

  it('the strictest of contract, SLA file and canvas', () => {
    const canvas = '# Sales\n\n## SLAs\n\n- Latency: 30 min\n';
    const level = ['property: latency, value: 1, unit: d'];
    expect(decide(level, { [slas]: 'products:\n  sales:\n    latency: 2h\n' }).schedule).toEqual(cron('0 */2 * * *'));
    expect(reason(decide([], { 'specs/product-canvas/sales.md': canvas }))).toBe(
      'specs/product-canvas/sales.md:5 no service level says how often it runs; "latency: 30 min" (specs/product-canvas/sales.md) bounds the age of the data, so it runs at least as often',
    );
  });

  it('nothing, and that is said', () => {
    const decision = decide([]);
    expect(decision).toMatchObject({ schedule: { kind: 'none' }, doubts: [{ message: 'schedule.none' }] });
    expect(decision.gapSeconds).toBeUndefined();
  });

  it('a stream cannot be promised by a batch', () => {
    const { doubts } = decide(['property: latency, value: real-time']);
    expect(doubts.map(({ message, at }) => `${message} ${at?.line}`)).toEqual(['schedule.stream 16']);
  });
});

const policy = (text: string): Files => ({ 'specs/governance/orchestration.yaml': text });

describe('the clock', () => {
  const daily = 'property: frequency, value: 1, unit: d';

  it.each([
    ['the default', [daily], {}, cron('0 2 * * *')],
    [
      'the policy',
      [daily],
      policy('daily-at: "05:30"\ntimezone: Europe/Lisbon\n'),
      cron('30 5 * * *', 'Europe/Lisbon'),
    ],
    [
      'two hours before the data must be there',
      [daily, 'property: timeOfAvailability, value: "08:00"'],
      {},
      cron('0 6 * * *'),
    ],
    [
      'as long before as a run may take',
      [daily, 'property: timeOfAvailability, value: "08:00"'],
      policy('timeout: 45 min\ntimezone: America/Sao_Paulo\n'),
      cron('15 7 * * *', 'America/Sao_Paulo'),
    ],
    [
      'in UTC where the promise has an offset',
      [daily, 'property: timeOfAvailability, value: "09:00-08:00"'],
      policy('timezone: America/Sao_Paulo\n'),
      cron('0 15 * * *'),
    ],
    ['the evening before', [daily, 'property: timeOfAvailability, value: 1h30'], {}, cron('30 23 * * *')],
    [
      'weekly',
      ['property: frequency, value: 1, unit: w', 'property: timeOfAvailability, value: 9 am'],
      {},
      cron('0 7 * * 1'),
    ],
    [
      'not of hourly runs',
      ['property: latency, value: 1h', 'property: timeOfAvailability, value: "08:00"'],
      {},
      cron('0 * * * *'),
    ],
  ])('%s', (...[, levels, more, expected]) => {
    expect(decide(levels, more).schedule).toEqual(expected);
  });
});

describe('pipelines that read each other', () => {
  const report = 'specs/contracts/outputs/report.yaml';
  const chain = (sales: readonly string[], reports: readonly string[], sql: string): Files => ({
    [contract]: withLevels(sales),
    [report]: withLevels(reports, 'report', 'report'),
    'implementation/dbt/models/marts/report.sql': sql,
  });
  const onlySales = "select * from {{ ref('sales') }}\n";
  const both = "select * from {{ ref('sales') }} join {{ source('shop', 'costs') }} using (id)\n";
  const after = { kind: 'asset', pipelines: ['shared__sales'] };

  it.each([
    [
      'starts after what it reads',
      ['property: latency, value: 1h'],
      ['property: latency, value: 1d'],
      onlySales,
      after,
      [],
    ],
    ['also where it promises nothing', ['property: latency, value: 1h'], [], onlySales, after, []],
    ['and where it reads more', ['property: latency, value: 1h'], ['property: latency, value: 1d'], both, after, []],
    [
      'not where that is too seldom',
      ['property: latency, value: 1d'],
      ['property: latency, value: 1h'],
      both,
      cron('0 * * * *'),
      [],
    ],
    [
      'but where nothing else is read, that is said',
      ['property: latency, value: 1d'],
      ['property: latency, value: 1h'],
      onlySales,
      after,
      ['schedule.upstream-too-slow'],
    ],
    ['not after what a person starts', [], ['property: latency, value: 1h'], onlySales, cron('0 * * * *'), []],
    [
      'not with an expression',
      ['property: latency, value: 1h'],
      ['property: frequency, value: "0 6 * * *"'],
      onlySales,
      cron('0 6 * * *'),
      [],
    ],
  ])('%s', (...[, sales, reports, sql, expected, doubts]) => {
    const found = decisions(chain(sales, reports, sql)).get('shared__report');
    expect(found?.schedule).toEqual(expected);
    expect(found?.upstream).toEqual(['shared__sales']);
    expect(found?.doubts.map(({ message }) => message)).toEqual(doubts);
  });

  it('know it from a topology where the SQL is not there yet', () => {
    const files = {
      ...chain(['property: latency, value: 1h'], [], 'select 1\n'),
      'specs/pipelines/sales/topology.mermaid': 'flowchart LR\n  sales --> report\n',
    };
    expect(decisions(files).get('shared__report')?.schedule).toEqual(after);
  });

  it('reads references like dbt: in comments of SQL, not in those of Jinja', () => {
    const commented = chain(['property: latency, value: 1h'], [], "select 1 -- {{ ref('sales') }}\n");
    expect(decisions(commented).get('shared__report')?.upstream).toEqual(['shared__sales']);
    const hidden = chain(['property: latency, value: 1h'], [], "select 1 {# {{ ref('sales') }} #}\n");
    expect(decisions(hidden).get('shared__report')?.upstream).toEqual([]);
  });
});

const named = (id: string, more = ''): string => `${withLevels([], id)}${more}`;
const names = (files: Files): readonly string[] => [...decisions(files).keys()];

describe('names of pipelines', () => {
  it('are the domain and the data product', () => {
    expect(names({ [contract]: named('x', 'domain: Comércio Exterior\ndataProduct: Vendas por UF\n') })).toEqual([
      'comercio_exterior__vendas_por_uf',
    ]);
  });

  it('are of the name where the id is a random one', () => {
    const id = '53581432-6c55-4ba2-a65f-72344a91553a';
    expect(names({ [contract]: named(id, 'name: Monthly sales\n') })).toEqual(['shared__monthly_sales']);
  });

  it('are told apart where two would be the same, whichever comes first', () => {
    const one = names({ [contract]: named('a-b'), 'specs/contracts/outputs/z.yaml': named('a b') });
    const other = names({ [contract]: named('a b'), 'specs/contracts/outputs/z.yaml': named('a-b') });
    expect(one.toSorted()).toEqual(other.toSorted());
    expect(one.every((name) => /^shared__a_b_[\da-f]{8}$/.test(name))).toBe(true);
    expect(new Set(one).size).toBe(2);
  });

  it('join the contracts of one data product', () => {
    const product = 'domain: sales\ndataProduct: Sales\n';
    expect(names({ [contract]: named('a', product), 'specs/contracts/outputs/z.yaml': named('b', product) })).toEqual([
      'sales__sales',
    ]);
  });

  it.each(['"', '\u0000', '💰', '../..', "'); drop table x; --", 'x'.repeat(300)])('of %j are plain', (text) => {
    const [name] = names({ [contract]: named('x', `dataProduct: ${JSON.stringify(text)}\n`) });
    expect(name).toMatch(/^shared__[a-z0-9_]{1,80}$/);
  });
});
