import { contractSubject } from '../../model/contract.ts';
import { compareDurations } from '../../model/durations.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { ServiceTime } from '../../model/service-time.ts';
import { ageOf } from '../../model/service-time.ts';
import type { SlaMetric } from '../../model/slas.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { type Portfolio, portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import { promisesOf, type ServicePromise } from '../../model/promises-of.ts';

const slas = 'specs/product-canvas/slas.yaml';
const canvas = 'specs/product-canvas/sales.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const answers = '# Sales\n\n- Consumer: CFO\n- Latency: D-1\n- PII: none\n';

/** A contract with one service level, whose value is on line 16. */
function withLatency(level: string): string {
  const columns = ['name: total, logicalType: number, description: Total.'];
  return `${exampleContract({ columns })}slaProperties:\n  - ${level}\n`;
}

/** Canvas, SLA file and contract must promise the same. */
export default defineRule({
  id: 'sla/incoherent',
  kind: 'lint',
  gate: 'lint',
  summary: 'Canvas, SLA file and contract must promise the same.',
  why: 'Readers rely on the contract, engineers build for the SLA file, and the business agreed to the canvas. Where they differ, somebody is promised what nobody keeps: it is an error where less is promised than was agreed, a warning where more is.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a contract that promises less than the SLA file',
      head: {
        [slas]: 'products:\n  sales:\n    latency: 6h\n',
        [contract]: withLatency('{ property: latency, value: 1, unit: d }'),
      },
      findings: [`${contract}:16 sales`],
    },
    {
      name: 'an SLA file that promises less than the canvas of the product',
      head: {
        [canvas]: answers,
        [slas]: '- product: sales\n  metric: latency\n  value: 3\n  unit: days\n',
        [contract]: withLatency('{ property: availability, value: 99.9, unit: percent }'),
      },
      findings: [`${slas}:3 sales`],
    },
    {
      name: 'the same promises in other words',
      head: {
        [canvas]: answers,
        [slas]: 'products:\n  sales:\n    latency: D-1\n    availability: 0.999\n',
        [contract]: `${withLatency('{ property: latency, value: 24, unit: h }')}  - { property: availability, value: 99.9, unit: percent }\n`,
      },
      findings: [],
    },
    {
      name: 'a contract that promises more than is promised for all',
      head: { [slas]: 'latency: 1 day\n', [contract]: withLatency('{ property: latency, value: 1, unit: h }') },
      findings: [],
    },
  ],
  check(context) {
    const portfolio = portfolioOf(context.project);
    for (const product of portfolio.products) judge(context, portfolio, product);
  },
});

const origins = ['canvas', 'slas', 'contract'] as const;

/** Compares each promise with the one that it was made from: the contract with the SLA file, that with the canvas. */
function judge(context: RuleContext, portfolio: Portfolio, product: Product): void {
  const isOnly = portfolio.products.length === 1;
  // What a vision says is about every product at once, unless there is only one.
  const promises = promisesOf(portfolio, product).filter(
    ({ origin, isGeneral }) => isOnly || origin !== 'canvas' || !isGeneral,
  );
  for (const metric of new Set(promises.map((each) => each.metric))) {
    const chain = origins
      .flatMap((origin) => nearest(promises, origin, metric))
      // What is promised for all is no answer to what was agreed for the product.
      .filter(({ isGeneral }, index, all) => !isGeneral || all.slice(0, index).every((before) => before.isGeneral));
    for (const [index, promise] of chain.entries()) {
      const agreed = chain[index - 1];
      if (agreed !== undefined) report(context, product, { agreed, promise });
    }
  }
}

/** What one place says of a metric: for the product, else for all. Nothing where it says several things. */
function nearest(
  promises: readonly ServicePromise[],
  origin: ServicePromise['origin'],
  metric: SlaMetric,
): readonly ServicePromise[] {
  const all = promises.filter((each) => each.origin === origin && each.metric === metric);
  const own = all.filter(({ isGeneral }) => !isGeneral);
  const [only, ...others] = own.length > 0 ? own : all;
  return only === undefined || others.length > 0 ? [] : [only];
}

interface Pair {
  readonly agreed: ServicePromise;
  readonly promise: ServicePromise;
}

function report(context: RuleContext, product: Product, { agreed, promise }: Pair): void {
  const order = compare(agreed, promise);
  if (order === undefined || order === 'same') return;
  // What is promised for all is the least: more for one product is no contradiction.
  if (agreed.isGeneral && order === 'more') return;
  context.report({
    subject: product.contract === undefined ? `model:${product.name}` : contractSubject(product.contract.id),
    at: promise.at,
    message: order,
    ...(order === 'less' && !agreed.isGeneral ? {} : { severity: 'warning' }),
    values: {
      metric: promise.name,
      product: product.name,
      found: promise.written,
      agreed: agreed.written,
      file: agreed.at.path,
      line: String(agreed.at.line),
    },
    key: [promise.metric, promise.origin],
    related: [{ at: agreed.at, message: 'see' }],
  });
}

/** Whether `promise` promises less or more than was agreed; undefined where they cannot be compared. */
function compare(
  { percent, time, metric }: ServicePromise,
  promise: ServicePromise,
): 'less' | 'more' | 'same' | undefined {
  if (percent !== undefined && promise.percent !== undefined) return orderOf(promise.percent - percent);
  if (time === undefined || promise.time === undefined || isWithinDay(time, promise.time)) return undefined;
  const [agreed, found] = [ageOf(time), ageOf(promise.time)];
  const difference = agreed && found && compareDurations(found, agreed);
  if (difference === undefined) return undefined;
  return orderOf(metric === 'retention' ? difference : -difference);
}

function orderOf(difference: number): 'less' | 'more' | 'same' {
  return difference === 0 ? 'same' : difference < 0 ? 'less' : 'more';
}

/** Data of `D-1` is between one and two days old: what lies between says the same. */
function isWithinDay(a: ServiceTime, b: ServiceTime): boolean {
  const [offset, other] = a.kind === 'day-offset' ? [a, b] : [b, a];
  if (offset.kind !== 'day-offset' || other.kind !== 'interval') return false;
  const days = other.duration.seconds / 86_400;
  return other.duration.months === 0 && days >= Math.max(offset.days, 1) && days <= offset.days + 1;
}
