import { describe, expect, it } from 'vitest';
import { createMemo } from '../../../src/load/memo.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import {
  canvasesOf,
  consumersOf,
  dagsOf,
  type Portfolio,
  portfolioOf,
  visionsOf,
} from '../../../src/model/portfolio.ts';
import type { Product } from '../../../src/model/products-of.ts';
import { memoryTree } from '../../support/memory-tree.ts';

const canvases = 'specs/product-canvas';
const outputs = 'specs/contracts/data-products';
const models = 'implementation/dbt/models';
const columns = ['name: total, logicalType: number, description: Total.'];
const text = '# Title\n\n## Consumers\n- Somebody\n';

type Look = (portfolio: Portfolio, product: Product) => readonly string[];

/** What `look` says of each product, by the product's name. */
function each(files: Files, look: Look): { readonly [product: string]: readonly string[] } {
  const tree = memoryTree({ 'implementation/dbt/dbt_project.yml': 'name: shop\n', ...files });
  const portfolio = portfolioOf(loadProject(tree, createMemo()));
  return Object.fromEntries(portfolio.products.map((product) => [product.name, look(portfolio, product)]));
}

function contract(id: string, domain?: string): string {
  const said = domain === undefined ? '' : `domain: ${domain}\n`;
  return exampleContract({ id, object: id, columns }).replace('version: 1.0.0\n', `version: 1.0.0\n${said}`);
}

function paths(found: readonly { readonly path: string }[]): readonly string[] {
  return found.map(({ path }) => path.slice(canvases.length + 1));
}

const own: Look = (portfolio, product) => paths(canvasesOf(portfolio, product));
const general: Look = (portfolio, product) => paths(visionsOf(portfolio, product));
const readers: Look = (portfolio, product) => consumersOf(portfolio, product).map((item) => item.text);

describe('the canvases of a product', () => {
  it('are those called like it, else those whose file names it by the same telling words', () => {
    expect(
      each(
        {
          [`${outputs}/mrr_report.yaml`]: contract('mrr_report'),
          [`${outputs}/churn_report.yaml`]: contract('churn_report'),
          [`${outputs}/orders_by_state.yaml`]: contract('orders_by_state'),
          [`${outputs}/data.yaml`]: contract('data'),
          [`${models}/marts/fct_stock.sql`]: 'select 1 as total\n',
          [`${canvases}/fct_mrr_report.md`]: text,
          [`${canvases}/mrr_analysis.md`]: text,
          [`${canvases}/churn_analysis.md`]: text,
          [`${canvases}/state-order.md`]: text,
          [`${canvases}/stock.md`]: text,
          [`${canvases}/overview.md`]: text,
          [`${canvases}/churn_report/vision.md`]: text,
        },
        own,
      ),
    ).toEqual({
      mrr_report: ['fct_mrr_report.md'],
      churn_report: ['churn_analysis.md'],
      orders_by_state: ['state-order.md'],
      data: [],
      fct_stock: ['stock.md'],
    });
  });
});

describe('the visions of a product', () => {
  it('are that of the repository and those of its domain and of the folders that its contract lies in', () => {
    expect(
      each(
        {
          [`${outputs}/finance/deep/a.yaml`]: contract('a', 'Customer-Care'),
          [`${outputs}/finance/b.yaml`]: contract('b'),
          [`${outputs}/c.yaml`]: contract('c', 'crm'),
          [`${models}/marts/finance/fct_d.sql`]: 'select 1 as total\n',
          [`${canvases}/vision.md`]: text,
          [`${canvases}/finance/vision.md`]: text,
          [`${canvases}/deep/vision.md`]: text,
          [`${canvases}/customer_care/vision.md`]: text,
          [`${canvases}/data-products/vision.md`]: text,
          [`${canvases}/crm.md`]: text,
        },
        general,
      ),
    ).toEqual({
      a: ['vision.md', 'customer_care/vision.md', 'finance/vision.md', 'deep/vision.md'],
      b: ['vision.md', 'finance/vision.md'],
      c: ['vision.md'],
      fct_d: ['vision.md'],
    });
  });
});

describe('the consumers of a product', () => {
  const vision = '# Shop\n\n## Data consumers\n- CFO: sales of the month\n- Stock team\n\n## Key metrics\n- Sales\n';
  const sales = { [`${outputs}/sales.yaml`]: contract('sales'), [`${canvases}/vision.md`]: vision };

  it('are all of the vision where there is one contract only, and those of its own canvas, personas too', () => {
    const canvas = '# Sales\n\n## Consumers\n- CRM team\n\n## Persona\n- Ana, analyst\n\n## Privacy\n- None\n';
    expect(
      each(
        {
          ...sales,
          [`${canvases}/sales.md`]: canvas,
          [`${models}/marts/fct_stock.sql`]: 'select 1 as total\n',
          [`${models}/marts/fct_churn.sql`]: 'select 1 as total\n',
        },
        readers,
      ),
    ).toEqual({
      sales: ['CRM team', 'Ana, analyst', 'CFO: sales of the month', 'Stock team'],
      fct_stock: ['CFO: sales of the month', 'Stock team'],
      fct_churn: ['CFO: sales of the month', 'Stock team'],
    });
  });

  it('are those of the vision that speak of it where there are several contracts', () => {
    const more = { [`${outputs}/stock.yaml`]: contract('stock'), [`${outputs}/churn.yaml`]: contract('churn') };
    expect(each({ ...sales, ...more }, readers)).toEqual({
      churn: [],
      sales: ['CFO: sales of the month'],
      stock: ['Stock team'],
    });
  });
});

it.each([
  ['fct_sales', true],
  ['daily-sales', true],
  ['my_contract', true],
  ['sales', false],
  ['FCT_SALES', false],
  ['orders', false],
])('a workflow that mentions only "%s" is one of the product: %s', (word, expected) => {
  const product: Product = {
    name: 'my_contract',
    names: ['My_Contract', 'sales', 'daily-sales', 'Sales of shops'],
    keys: new Set(),
    telling: [],
    models: [
      { name: 'FCT_Sales', path: `${models}/fct_sales.sql`, oid: '', language: 'sql', text: '', folderConfig: {} },
    ],
  };
  const dag = { name: 'dag', path: 'implementation/dags/a.py', words: new Set([word, 'select']) };
  expect(dagsOf(product, [dag])).toEqual(expected ? [dag] : []);
});
