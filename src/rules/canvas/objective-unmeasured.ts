import type { Canvas, CanvasItem } from '../../model/canvas.ts';
import type { Contract } from '../../model/contract.ts';
import { leadingServiceTime } from '../../model/service-time.ts';
import { slaMetricOf } from '../../model/slas.ts';
import { qualityOf } from '../contract-places.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { canvasesOf, type Portfolio, portfolioOf, visionsOf } from '../../model/portfolio.ts';

const sales = 'specs/product-canvas/sales.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const objectives =
  '# Sales\n\n## Consumers\n- CFO\n\n## Latency\nD-1\n\n## Privacy\nNone.\n\n## SLOs\n- No duplicate orders\n- Latency: 6h\n';

/** An objective of quality must be measured by a rule of the contract. */
export default defineRule({
  id: 'canvas/objective-unmeasured',
  kind: 'lint',
  gate: 'lint',
  summary: 'An objective of quality must be measured by a rule of the contract.',
  why: 'An objective that nothing measures is a wish: nobody notices when it is missed. Write it as a "quality" rule of the contract, so that tests are made from it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'an objective, and a contract without any quality rule',
      head: {
        [sales]: objectives,
        [contract]: exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] }),
      },
      findings: [`${sales}:13 ${sales}`],
    },
    {
      name: 'an objective, and a contract with a quality rule',
      head: {
        [sales]: objectives,
        [contract]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total., quality: [{ metric: nullValues, mustBe: 0 }]',
          ],
        }),
      },
      findings: [],
    },
    {
      name: 'an objective of time, which the orchestrator measures',
      head: {
        [sales]: objectives.replace('- No duplicate orders\n', ''),
        [contract]: exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] }),
      },
      findings: [],
    },
  ],
  check(context) {
    const { project } = context;
    const contracts = contractsByCanvas(portfolioOf(project));
    const measured = new Set([...qualityOf(project)].map(({ contract: { path } }) => path));
    for (const each of project.canvases ?? []) {
      const [objective] = objectivesOf(each);
      if (objective === undefined) continue;
      const own = contracts.get(each) ?? [];
      const [first] = own;
      if (first === undefined || own.some(({ path }) => measured.has(path))) continue;
      context.report({
        subject: each.path,
        at: objective.at,
        values: {
          objective: objective.text,
          contracts: own
            .map(({ id }) => `"${id}"`)
            .slice(0, maxListed)
            .join(', '),
        },
        related: [{ at: { path: first.at.path, line: first.at.line, column: first.at.column }, message: 'see' }],
      });
    }
  },
});

const maxListed = 5;

/** What the canvas wants of the data's quality; time and availability are measured elsewhere. */
function objectivesOf({ sections, open }: Canvas): readonly CanvasItem[] {
  const unanswered = new Set(open.map(({ at }) => at.line));
  return sections
    .filter(({ topic }) => topic === 'slos')
    .flatMap(({ items }) => items)
    .filter(({ text, label, value, at }) => {
      if (unanswered.has(at.line) || text === '') return false;
      if (label !== undefined && slaMetricOf(label) !== 'other') return false;
      return (
        leadingServiceTime(value ?? text) === undefined &&
        !/\b(?:latenc|freshness|frescor|availab|disponib|uptime)/i.test(text)
      );
    });
}

/** The output contracts that each canvas is about. */
function contractsByCanvas(portfolio: Portfolio): ReadonlyMap<Canvas, readonly Contract[]> {
  const contracts = new Map<Canvas, Contract[]>();
  for (const product of portfolio.products) {
    if (product.contract === undefined) continue;
    for (const canvas of [...canvasesOf(portfolio, product), ...visionsOf(portfolio, product)])
      listOf(contracts, canvas).push(product.contract);
  }
  return contracts;
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
