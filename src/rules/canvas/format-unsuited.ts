import type { RuleContext } from '../../model/rule.ts';
import { foldCase } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { type OfferedFormat, offeredFormats } from '../offered-formats.ts';
import { consumersOf, type Portfolio, portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';

const churn = 'specs/product-canvas/sales.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const asView = exampleContract({ columns }).replace(
  'description: Sales by state.',
  'physicalType: view\n    description: Sales by state.',
);
const canvas = '# Sales\n\n## Consumers\n- API operacional: the shop front\n\n## Latency\n6h\n\n## Privacy\nNone.\n';

/** What is published must have a format that its consumers can use. */
export default defineRule({
  id: 'canvas/format-unsuited',
  kind: 'lint',
  gate: 'lint',
  summary: 'What is published must have a format that its consumers can use.',
  why: 'The consumer decides the format: an operational API that reads a view pays for the whole query with every request, and a dashboard cannot read a topic. Publish a format that suits, or correct who reads it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'an operational API that gets only a view',
      head: { [churn]: canvas, [contract]: asView },
      findings: [`${churn}:4 sales`],
    },
    {
      name: 'a dashboard that gets only a topic',
      head: {
        [churn]: canvas.replace('API operacional: the shop front', 'Executive dashboard'),
        [contract]: asView.replace('physicalType: view', 'physicalType: topic'),
      },
      findings: [`${churn}:4 sales`],
    },
    {
      name: 'an operational API that gets a table',
      head: { [churn]: canvas, [contract]: asView.replace('physicalType: view', 'physicalType: table') },
      findings: [],
    },
    {
      name: 'a dashboard that gets a view',
      head: { [churn]: canvas.replace('API operacional', 'Dashboard'), [contract]: asView },
      findings: [],
    },
  ],
  check(context) {
    const portfolio = portfolioOf(context.project);
    for (const product of portfolio.products) judge(context, portfolio, product);
  },
});

/** A kind of consumer, by the words that name it, and the formats that do not serve it. */
interface ConsumerKind {
  readonly kind: 'operational' | 'people' | 'science';
  readonly named: RegExp;
  readonly unsuited: ReadonlySet<OfferedFormat>;
}

const consumerKinds: readonly ConsumerKind[] = [
  { kind: 'operational', named: /\b(?:apis?|micros?servicos?|microservices?|backend)\b/, unsuited: new Set(['view']) },
  {
    kind: 'people',
    named: /\b(?:dashboards?|paine(?:l|is)|power ?bi|tableau|looker|metabase|planilhas?|spreadsheets?|excel)\b/,
    unsuited: new Set(['topic', 'json', 'avro']),
  },
  {
    kind: 'science',
    named: /\b(?:data scientists?|cientistas? de dados|machine learning|notebooks?)\b/,
    unsuited: new Set(['topic']),
  },
];

function judge(context: RuleContext, portfolio: Portfolio, product: Product): void {
  const { contract: promised } = product;
  const offered = offeredFormats(product, context.facts.models);
  const [first] = offered;
  if (promised === undefined || first === undefined) return;
  const { at } = first;
  for (const item of consumersOf(portfolio, product)) {
    const said = foldCase(item.text);
    const consumer = consumerKinds.find(({ named }) => named.test(said));
    if (consumer === undefined || !offered.every(({ format }) => consumer.unsuited.has(format))) continue;
    const formats = [...new Set(offered.map(({ format }) => format))].toSorted();
    context.report({
      subject: promised.id,
      at: item.at,
      message: consumer.kind,
      values: {
        consumer: item.text,
        contract: promised.id,
        formats: formats.join(', '),
        file: at.path,
        line: String(at.line),
      },
      key: [consumer.kind, ...formats],
      related: [{ at: { path: at.path, line: at.line, column: at.column }, message: 'see' }],
    });
  }
}
