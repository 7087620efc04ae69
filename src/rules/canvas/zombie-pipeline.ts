import type { Canvas } from '../../model/canvas.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { fileStart } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { nameKey, type Product, productsOf, speaksOf, spokenWords, tellingWords } from '../../model/products-of.ts';
import { hasContracts } from '../rungs.ts';

const vision = 'specs/product-canvas/vision.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const finance =
  '# Finance\n\n## Domain\nFinance.\n\n## Data consumers\n- CFO: invoices by month\n\n## Key metrics\n- Open invoices\n\n## SLAs\n- D-1\n';

/** Whatever is published must have somebody in a canvas who reads it. */
export default defineRule({
  id: 'canvas/zombie-pipeline',
  kind: 'lint',
  gate: 'lint',
  summary: 'Whatever is published must have somebody in a canvas who reads it.',
  why: 'A pipeline that no consumer and no metric asks for costs money, breaks at night and cannot be switched off, because nobody knows who would miss it. Say in a canvas who reads it, or retire it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'an output contract that no canvas speaks of',
      head: { [vision]: finance, [contract]: exampleContract({ columns }) },
      findings: [`${contract}:3 sales`],
    },
    {
      name: 'a mart that no canvas speaks of',
      head: {
        [vision]: finance,
        'implementation/dbt/dbt_project.yml': 'name: shop\n',
        'implementation/dbt/models/marts/fct_sales.sql': 'select 1 as total\n',
        'implementation/dbt/models/marts/fct_invoices.sql': 'select 1 as total\n',
      },
      findings: ['implementation/dbt/models/marts/fct_sales.sql:1 model:fct_sales'],
    },
    {
      name: 'a contract whose words a canvas names',
      head: {
        [vision]: finance.replace('invoices by month', 'sale of the month'),
        [contract]: exampleContract({ columns }),
      },
      findings: [],
    },
    {
      name: 'a mart that one of a canvas reads',
      head: {
        [vision]: finance,
        'implementation/dbt/dbt_project.yml': 'name: shop\n',
        'implementation/dbt/models/marts/dim_customers.sql': 'select 1 as customer_id\n',
        'implementation/dbt/models/marts/fct_invoices.sql': "select * from {{ ref('dim_customers') }}\n",
      },
      findings: [],
    },
    {
      name: 'a contract that a canvas names, however plain its name is',
      head: {
        [vision]: finance.replace('invoices by month', 'reads `report_3`'),
        [contract]: exampleContract({ id: 'report_3', object: 'report_3', columns }),
      },
      findings: [],
    },
    { name: 'a repository without canvases', head: { [contract]: exampleContract({ columns }) }, findings: [] },
  ],
  check(context) {
    const { project, head } = context;
    const [canvas] = (head.canvases ?? []).filter(saysSomething);
    if (canvas === undefined) return;
    const canvases = (project.canvases ?? []).filter(saysSomething);
    // Where output contracts are kept, a mart without one is told that first.
    const isToldOtherwise = hasContracts(context);
    const words = spokenWords(canvases.flatMap(({ words: spoken, name }) => [...spoken, ...tellingWords(name)]));
    const spoken = { words, names: new Set(canvases.flatMap((each) => [...each.words].map(nameKey))) };
    for (const product of zombies(project, spoken)) {
      if (product.contract === undefined && isToldOtherwise) continue;
      const at = product.contract?.keys.get('id') ?? product.contract?.at ?? fileStart(product.models[0]?.path ?? '');
      context.report({
        subject: product.contract === undefined ? `model:${product.name}` : product.name,
        at: { path: at.path, line: at.line, column: at.column },
        message: product.contract === undefined ? 'model' : 'contract',
        values: { name: product.name, canvas: canvas.path },
        related: [{ at: canvas.at, message: 'see' }],
      });
    }
  },
});

/** A canvas that is still empty cannot name anything. */
function saysSomething({ sections }: Canvas): boolean {
  return sections.some(({ topic, items }) => items.length > 0 && readers.has(topic));
}

const readers: ReadonlySet<string> = new Set(['consumers', 'persona', 'business-question', 'metrics', 'objectives']);

interface Spoken {
  /** In singular. */
  readonly words: ReadonlySet<string>;
  /** As names are compared: a name that is written out counts, however plain its words are. */
  readonly names: ReadonlySet<string>;
}

function zombies(project: Project, { words, names }: Spoken): readonly Product[] {
  const products = productsOf(project);
  const isNamed = (product: Product): boolean =>
    speaksOf(words, product) ||
    [...product.keys].some((key) => names.has(key)) ||
    product.telling.every((each) => each.length === 0);
  const read = readFrom(
    project,
    products.filter(isNamed).flatMap(({ models }) => models),
  );
  return products.filter(
    (product) =>
      !isNamed(product) &&
      !product.models.some(({ name }) => read.has(name)) &&
      !/^(?:deprecated|retired)$/i.test(product.contract?.status?.value ?? ''),
  );
}

/** The models that some models read, directly or through others. */
function readFrom({ dbt }: Project, from: readonly DbtModel[]): ReadonlySet<string> {
  const models = new Map(dbt.flatMap((project) => project.models.map((model) => [model.name, model] as const)));
  const read = new Set<string>();
  const open = [...from];
  for (let model = open.pop(); model !== undefined; model = open.pop()) {
    for (const [, first = '', second] of model.text.matchAll(
      /\bref\(\s*['"]([^'"]{1,200})['"](?:\s*,\s*['"]([^'"]{1,200})['"])?/g,
    )) {
      const name = second ?? first;
      const next = models.get(name);
      if (read.has(name) || next === undefined) continue;
      read.add(name);
      open.push(next);
    }
  }
  return read;
}
