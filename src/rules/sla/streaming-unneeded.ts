import type { CanvasItem } from '../../model/canvas.ts';
import type { Json } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import type { CompiledModel } from '../../model/facts.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { ageOf, parseServiceTime } from '../../model/service-time.ts';
import { foldCase, foldWord } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { settingOf } from '../offered-formats.ts';
import { consumersOf, dagsOf, type Portfolio, portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import { heldPromises, promisesOf, type ServicePromise, strictestOf } from '../../model/promises-of.ts';

const slas = 'specs/product-canvas/slas.yaml';
const vision = 'specs/product-canvas/vision.md';
const model = 'implementation/dbt/models/marts/fct_sales.sql';
const dbtProject = { 'implementation/dbt/dbt_project.yml': 'name: shop\n' };
const daily = 'products:\n  sales:\n    latency: D-1\n';

/** What is promised a day later must not be built as a stream. */
export default defineRule({
  id: 'sla/streaming-unneeded',
  kind: 'lint',
  gate: 'lint',
  summary: 'What is promised a day later must not be built as a stream.',
  why: 'An executive dashboard that shows yesterday needs a table that is rebuilt once a day. A stream, a dynamic table or a materialized view costs many times as much and breaks in more ways, for a freshness that nobody asked for.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a model that is tagged as streaming and promised for the next day',
      head: { ...dbtProject, [slas]: daily, [model]: "{{ config(tags=['streaming']) }}\nselect 1 as total\n" },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'a dynamic table below a vision of an executive dashboard for the next day',
      head: {
        ...dbtProject,
        [vision]:
          '# Sales\n\n## Domain\nSales.\n\n## Data consumers\n- CFO: executive dashboard of sales\n\n## Key metrics\n- Sales\n\n## SLAs\n- Latency: D-1\n',
        [model]: "{{ config(materialized='dynamic_table') }}\nselect 1 as total\n",
      },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'a streaming model that is promised within minutes',
      head: {
        ...dbtProject,
        [slas]: daily.replace('D-1', '< 5 min'),
        [model]: "{{ config(tags=['streaming']) }}\nselect 1 as total\n",
      },
      findings: [],
    },
    {
      name: 'a dynamic table that is refreshed once a day',
      head: {
        ...dbtProject,
        [slas]: daily,
        [model]: "{{ config(materialized='dynamic_table', target_lag='1 day') }}\nselect 1 as total\n",
      },
      findings: [],
    },
    {
      name: 'a table that is promised for the next day',
      head: { ...dbtProject, [slas]: daily, [model]: "{{ config(materialized='table') }}\nselect 1 as total\n" },
      findings: [],
    },
  ],
  check(context) {
    const reported = new Set<string>();
    const portfolio = portfolioOf(context.project);
    for (const product of portfolio.products) {
      const demand = demandOf(portfolio, product);
      if (demand === undefined) continue;
      for (const stream of streamsOf(context, product)) {
        if (reported.has(stream.subject)) continue;
        reported.add(stream.subject);
        report(context, { product, demand, stream });
      }
    }
  },
});

/** What makes a stream needless: a promise of a day or more, or a reader who looks once a day. */
type Demand =
  | { readonly kind: 'promise'; readonly promise: ServicePromise; readonly at: Location }
  | { readonly kind: 'reader'; readonly reader: string; readonly at: Location };

function demandOf(portfolio: Portfolio, product: Product): Demand | undefined {
  const promise = strictestOf(heldPromises(promisesOf(portfolio, product)));
  if (promise !== undefined) return isSlow(promise) ? { kind: 'promise', promise, at: promise.at } : undefined;
  const consumers = consumersOf(portfolio, product);
  const [only, ...others] = consumers;
  if (only === undefined || others.length > 0 || !isExecutive(only)) return undefined;
  return { kind: 'reader', reader: only.text, at: only.at };
}

function isExecutive({ text }: CanvasItem): boolean {
  return /\b(?:executive dashboards?|dashboards? executivos?|painel executivo|paineis executivos)\b/.test(
    foldCase(text),
  );
}

/** A day or more. */
function isSlow({ time }: ServicePromise): boolean {
  const age = time && ageOf(time);
  return age !== undefined && (age.months > 0 || age.seconds >= 86_400);
}

/** Something that is built as a stream. */
interface Stream {
  readonly subject: string;
  readonly message: 'materialization' | 'tag';
  /** The materialization, or the tag. */
  readonly found: string;
  readonly name: string;
  readonly at: Location;
}

function streamsOf(context: RuleContext, product: Product): readonly Stream[] {
  const { contract, models } = product;
  const dags = dagsOf(product, context.project.dags ?? []);
  return [
    ...models.flatMap((each) => modelStream(context, each)),
    ...(contract === undefined
      ? []
      : tagged(contract.tags, {
          subject: contract.id,
          name: contract.id,
          at: contract.keys.get('tags') ?? contract.at,
        })),
    ...dags.flatMap(({ tags = [], name, path, at }) =>
      tagged(tags, { subject: `dag:${name}`, name, at: at ?? fileStart(path) }),
    ),
  ];
}

const streams = new Set(['dynamic_table', 'streaming_table', 'materialized_view']);

function modelStream(context: RuleContext, each: DbtModel): readonly Stream[] {
  const compiled = context.facts.models;
  const place = { subject: `model:${each.name}`, name: each.name };
  const materialized = settingOf(each, compiled, 'materialized');
  if (typeof materialized === 'string' && streams.has(materialized) && !isLazy(each, compiled))
    return [{ ...place, message: 'materialization', found: materialized, at: placeOf(each, 'materialized') }];
  return tagged(tagsOf(each, compiled), { ...place, at: placeOf(each, 'tags') });
}

/** A dynamic table that may be a day old is a batch. */
function isLazy(each: DbtModel, compiled: readonly CompiledModel[]): boolean {
  const lag = settingOf(each, compiled, 'target_lag');
  const time = typeof lag === 'string' ? parseServiceTime(lag) : undefined;
  const age = time && ageOf(time);
  return age !== undefined && (age.months > 0 || age.seconds >= 3600);
}

function tagsOf(each: DbtModel, compiled: readonly CompiledModel[]): readonly string[] {
  const own = compiled.find(({ path }) => path === each.path)?.config['tags'];
  return [own, each.properties?.config['tags'], each.folderConfig['tags']].flatMap(texts);
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

const streamTags = new Set(['streaming', 'stream', 'realtime', 'nrt', 'temporeal']);

function tagged(tags: readonly string[], place: Pick<Stream, 'subject' | 'name' | 'at'>): readonly Stream[] {
  const found = tags.find((tag) => streamTags.has(foldWord(tag)));
  return found === undefined ? [] : [{ ...place, message: 'tag', found }];
}

/** Where the model's own file or its properties write a key; the start of the model where only its folder does. */
function placeOf({ path, text, properties }: DbtModel, key: string): Location {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => each.includes(key) && each.includes('='));
  if (line !== -1) return { path, line: line + 1, column: 1 };
  return properties?.configAt?.get(key) ?? fileStart(path);
}

interface Unneeded {
  readonly product: Product;
  readonly demand: Demand;
  readonly stream: Stream;
}

function report(context: RuleContext, { product, demand, stream }: Unneeded): void {
  const { at } = demand;
  context.report({
    subject: stream.subject,
    at: stream.at,
    message: demand.kind === 'promise' ? stream.message : `reader-${stream.message}`,
    values: {
      name: stream.name,
      found: stream.found,
      product: product.name,
      file: at.path,
      line: String(at.line),
      metric: demand.kind === 'promise' ? demand.promise.name : '',
      promised: demand.kind === 'promise' ? demand.promise.written : '',
      reader: demand.kind === 'reader' ? demand.reader : '',
    },
    key: [stream.found],
    related: [{ at, message: 'see' }],
  });
}
