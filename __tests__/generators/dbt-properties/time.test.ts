import { describe, expect, it } from 'vitest';
import type { Json, Property } from '../../../src/model/contract.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';
import { type Given, generateProperties } from './generate.ts';
import { entryIn, level, only } from './only.ts';
import { measure, salesProject } from './projects.ts';

const recency = (values: Json, severity: Json = { severity: 'warn' }) => [
  [{ dataengos_recency: { arguments: values, config: { ...Object(severity), tags: ['service-level'] } } }],
  [],
];

const settings = (demand: string) => ({
  files: { 'implementation/dbt/dbt_project.yml': `require-dbt-version: ${demand}\nmodel-paths: [sql]\n` },
});

describe('service levels', () => {
  const moment = property('at', { logical: 'timestamp' });
  const tests = (
    value: Json,
    unit: string | undefined,
    { node = moment, ...given }: Given & { node?: Property } = {},
  ) => {
    const sla = { ...level('latency', value), element: `orders.${node.name}`, ...(unit === undefined ? {} : { unit }) };
    const { entry, messages } = only([node], { contract: { slaProperties: [sla] }, given });
    return [entry.columns[0]?.['data_tests'], messages];
  };

  it.each([
    [6, 'h', { datepart: 'hour', interval: 6 }],
    ['PT90M', undefined, { datepart: 'minute', interval: 90 }],
    [2, 'd', { datepart: 'day', interval: 2 }],
    ['P1M', undefined, { datepart: 'month', interval: 1 }],
  ])('of %s %s are tested in the largest exact unit', (value, unit, expected) => {
    expect(tests(value, unit)).toEqual(recency(expected));
  });

  it('count whole days of dates', () => {
    const day = property('day', { logical: 'date' });
    expect(tests('D-1', undefined, { node: day })).toEqual(recency({ datepart: 'day', interval: 1, whole_days: true }));
  });

  it('fail, or are left out, as the option says', () => {
    const error = { options: { 'service-levels': 'error' } };
    expect(tests(1, 'd', error)).toEqual(recency({ datepart: 'day', interval: 1 }, {}));
    expect(tests(1, 'd', { options: { 'service-levels': 'off' } })).toEqual([undefined, []]);
  });

  it('say what they cannot test', () => {
    const text = property('text', { logical: 'string' });
    expect(tests(5, 'm')).toEqual([undefined, ['generators.level-not-expressed']]);
    expect(tests('soon', undefined)).toEqual([undefined, ['generators.level-not-expressed']]);
    expect(tests(1, 'd', { node: text })).toEqual([undefined, ['generators.level-not-expressed']]);
    const unnamed = only([moment], { contract: { slaProperties: [level('freshness', '1d')] } });
    expect(unnamed.messages).toEqual(['dbt-properties.level-without-element']);
  });
});

describe('the semantic layer', () => {
  const spine = 'implementation/dbt/sql/dataengos/dataengos_time_spine.sql';

  it.each([
    ['[">=1.12.0", "<3.0.0"]', true],
    ['">=2.0.0"', true],
    ['[">=1.10.6", "<3.0.0"]', false],
    ['"<1.13.0"', false],
  ])('is told of measures where dbt is %s: %s', (demand, isTold) => {
    const { artifacts, notes } = generateProperties(salesProject, settings(demand));
    expect(entryIn(artifacts, 'sales')['metrics'] !== undefined).toBe(isTold);
    expect(artifacts.some(({ path }) => path === spine)).toBe(isTold);
    expect(notes.map(({ message }) => message)).toEqual(
      isTold ? [] : ['revenue', 'count', 'buyers'].map(() => 'generators.semantic-type'),
    );
  });

  it('has one time spine', () => {
    const files = {
      'implementation/dbt/models/_days.yml':
        'models:\n  - name: days\n    time_spine:\n      standard_granularity_column: d\n',
    };
    const { artifacts } = generateProperties(salesProject, { files, options: { 'semantic-layer': 'on' } });
    expect(artifacts.filter(({ path }) => path.includes('time_spine'))).toEqual([]);
  });

  it.each([
    ['SUM(a * b)', 'measure-not-expressed'],
    ['SUM(DISTINCT amount)', 'measure-not-expressed'],
    ['SUM(*)', 'measure-not-expressed'],
    ['SUM(nothing)', 'measure-not-expressed'],
    ['', 'measure-not-expressed'],
  ])('is not told of %j', (logic, message) => {
    const schema = [object('orders', [property('day', { logical: 'date' }), property('amount'), measure('m', logic)])];
    const made = generateProperties(project([contract({ schema })], [dbtProject([model('orders')])]), {
      options: { 'semantic-layer': 'on' },
    });
    expect(made.notes.map((note) => note.message)).toEqual([`dbt-properties.${message}`]);
  });

  it('is not told of measures without a time', () => {
    const { messages } = only([property('amount'), measure('m', 'sum(amount)')], {
      given: { options: { 'semantic-layer': 'on' } },
    });
    expect(messages).toEqual(['dbt-properties.measure-without-time']);
  });
});
