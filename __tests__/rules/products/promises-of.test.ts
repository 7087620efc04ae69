import { describe, expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Files } from '../../../src/model/rule.ts';
import { parseServiceTime } from '../../../src/model/service-time.ts';
import type { SlaMetric } from '../../../src/model/slas.ts';
import { portfolioOf } from '../../../src/model/portfolio.ts';
import {
  compareAges,
  heldPromises,
  promisesOf,
  type ServicePromise,
  strictestOf,
} from '../../../src/model/promises-of.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const folder = 'specs/product-canvas';
const contract = 'specs/contracts/data-products/shop/sales.yaml';

/** A contract `sales` with service levels, which are flow mappings; that of number n (from 0) is on line 11 + n. */
function sales(...levels: readonly string[]): string {
  const list = levels.map((level) => `  - { ${level} }\n`).join('');
  return `apiVersion: v3.1.0\nkind: DataContract\nid: sales\nname: Sales\nversion: 1.0.0\nstatus: active\ndomain: retail\nschema:\n  - name: sales\nslaProperties:\n${list}`;
}

/** `origin[ for all] metric name=written measured file:line` of what is promised for every product, by its name. */
function promised(files: Files): { readonly [product: string]: readonly string[] } {
  const portfolio = portfolioOf(loadProject(memoryTree(files), createMemo()));
  return Object.fromEntries(
    portfolio.products.map((product) => [product.name, promisesOf(portfolio, product).map(shown)]),
  );
}

function shown({ origin, isGeneral, metric, name, written, time, percent, at }: ServicePromise): string {
  const measured = percent === undefined ? JSON.stringify(time) : `${percent}%`;
  const file = at.path.slice(at.path.lastIndexOf('/') + 1);
  return `${origin}${isGeneral ? ' for all' : ''} ${metric} ${name}=${written} ${measured} ${file}:${at.line}`;
}

const hours = (count: number): string =>
  `{"kind":"interval","duration":{"months":0,"seconds":${String(count * 3600)}}}`;

describe('what is promised for a product', () => {
  it('stands in its canvas, the visions, SLA files and its contract, in this order', () => {
    expect(
      promised({
        [`${folder}/sales.md`]: '# Sales\n\n## Latency\n- 6h\n\n## SLAs\n- Availability: 99%\n',
        [`${folder}/vision.md`]: '# Shop\n\n## SLAs\n- Freshness: D-1\n- Words: 6h\n- 3h\n- Latency: soon\n',
        [`${folder}/slas.yaml`]: 'latency: 2h\nproducts:\n  sales:\n    availability: 99.5\n    freshness: 3h\n',
        [contract]: sales('property: latency, value: 1, unit: h', 'property: availability, value: 0.99'),
      }),
    ).toEqual({
      sales: [
        `canvas latency latency=6h ${hours(6)} sales.md:4`,
        'canvas availability availability=99% 99% sales.md:7',
        'canvas for all freshness freshness=D-1 {"kind":"day-offset","days":1} vision.md:4',
        'slas availability availability=99.5 99.5% slas.yaml:4',
        `slas freshness freshness=3h ${hours(3)} slas.yaml:5`,
        `slas for all latency latency=2h ${hours(2)} slas.yaml:1`,
        `contract latency latency=1 h ${hours(1)} sales.yaml:11`,
        'contract availability availability=0.99 99% sales.yaml:12',
      ],
    });
  });

  it.each([
    ['property: latency, value: 1, unit: h', [`latency=1 h ${hours(1)}`]],
    ['property: latency, value: 6h', [`latency=6h ${hours(6)}`]],
    ['property: latency, value: 5, unit: m', []],
    ['property: latency, value: 5, unit: " m "', []],
    ['property: latency, value: 5', []],
    ['property: latency, value: true', []],
    ['property: latency, value: null', []],
    ['property: generalAvailability, value: 6h', []],
    ['property: throughput, value: 6h', []],
    ['property: availability, value: often', []],
    ['property: availability, value: 99.9, unit: percent', ['availability=99.9 percent 99.9%']],
  ])('contract: { %s }', (level, expected) => {
    const found = promised({ [contract]: sales(level) })['sales'] ?? [];
    expect(found.map((each) => each.replace(/^contract \w+ /, '').replace(/ sales\.yaml:11$/, ''))).toEqual(expected);
  });

  it.each([
    ['## Latency\n- D-1, every morning', ['latency latency=D-1, every morning {"kind":"day-offset","days":1}']],
    ['## Latency\n- Freshness: 6h', [`freshness freshness=6h ${hours(6)}`]],
    ['## Latency\n- Dashboard: 6h', [`latency latency=6h ${hours(6)}`]],
    ['## Latência\n- 6h', [`latency latência=6h ${hours(6)}`]],
    ['## SLAs\n- 6h', []],
    ['## SLAs\n- Availability: 99.9% (weekdays only)', ['availability availability=99.9% (weekdays only) 99.9%']],
    ['## SLAs\n- Availability: 99%; less on Sundays', ['availability availability=99%; less on Sundays 99%']],
    ['## SLAs\n- Availability: most of the time', []],
    ['## SLAs\n- DISPONIBILIDADE: 99%', ['availability disponibilidade=99% 99%']],
    ['## SLAs e latência\n- Latência: 6h', [`latency latência=6h ${hours(6)}`]],
    ['## Domain\n- Latency: 6h', [`latency latency=6h ${hours(6)}`]],
    ['## Consumers\n- CFO, within 6h', []],
  ])('canvas: %j', (text, expected) => {
    const found = promised({ [contract]: sales(), [`${folder}/sales.md`]: `# Sales\n\n${text}\n` })['sales'] ?? [];
    expect(found.map((each) => each.replace(/^canvas /, '').replace(/ sales\.md:\d+$/, ''))).toEqual(expected);
  });

  it.each([
    ['slas.yaml', true],
    ['retail/slas.yaml', true],
    ['shop/slas.yaml', true],
    ['crm/slas.yaml', false],
    ['retail/deep/slas.yaml', false],
  ])('%s promises for all products: also for this one: %s', (path, expected) => {
    const found = promised({ [contract]: sales(), [`${folder}/${path}`]: 'latency: 2h\n' });
    expect(found).toEqual({ sales: expected ? [`slas for all latency latency=2h ${hours(2)} slas.yaml:1`] : [] });
  });

  it('a mart without contract belongs to no folder', () => {
    expect(
      promised({
        'implementation/dbt/dbt_project.yml': 'name: shop\n',
        'implementation/dbt/models/marts/fct_stock.sql': 'select 1 as total\n',
        [`${folder}/marts/slas.yaml`]: 'latency: 2h\nstock:\n  freshness: 3h\n',
      }),
    ).toEqual({ fct_stock: [`slas freshness freshness=3h ${hours(3)} slas.yaml:3`] });
  });
});

interface Made {
  readonly metric?: SlaMetric;
  readonly isGeneral?: boolean;
}

function promise(written: string, { metric = 'latency', isGeneral = false }: Made = {}): ServicePromise {
  const time = parseServiceTime(written);
  return {
    metric,
    name: metric,
    written,
    ...(time && { time }),
    origin: 'slas',
    isGeneral,
    at: fileStart('slas.yaml'),
  };
}

it('of each metric what is for the product holds, else what is for all', () => {
  const forAll = (written: string, metric: SlaMetric): ServicePromise => promise(written, { metric, isGeneral: true });
  const promises = [forAll('6h', 'latency'), promise('1h'), promise('2h'), forAll('3h', 'freshness')];
  expect(heldPromises(promises).map(({ written }) => written)).toEqual(['1h', '2h', '3h']);
});

it.each([
  [[promise('6h'), promise('1h', { metric: 'freshness' }), promise('3h', { metric: 'frequency' })], '1h'],
  [[promise('D-1'), promise('1h', { metric: 'retention' })], 'D-1'],
  [[promise('soon'), promise('D-1')], 'D-1'],
  [[promise('24h'), promise('1 day')], '24h'],
  [[promise('1 month'), promise('30 days')], '1 month'],
  [[promise('2 months'), promise('30 days')], '30 days'],
  [[promise('6h'), promise('real-time')], 'real-time'],
  [[promise('1h', { metric: 'retention' })], undefined],
  [[], undefined],
])('number %#: the strictest is %j', (promises, expected) => {
  expect(strictestOf(promises)?.written).toBe(expected);
});

it.each([
  ['1h', '2h', -3600],
  ['2h', '1h', 3600],
  ['D-1', '24h', 0],
  ['30 days', '1 month', undefined],
  ['soon', '1h', undefined],
  ['1h', 'soon', undefined],
])('%s against %s: %s', (a, b, order) => {
  expect(compareAges(promise(a), promise(b))).toBe(order);
});
