import { fileStart } from '../../model/location.ts';
import { foldWord } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { domainsOf } from '../model-domains.ts';
import { canvasReader, hasContracts, publishedModels } from '../rungs.ts';

const canvas = 'specs/product-canvas/vision.md';
const finance = '# Finance\n\n## Domain\nFinance.\n\n## Data consumers\n- CFO: open invoices\n';
const columns = ['name: total, logicalType: number, description: Total.'];
const shipments = 'specs/contracts/data-products/logistics/shipments.yaml';
const dbt = 'implementation/dbt';
const project = { [`${dbt}/dbt_project.yml`]: 'name: shop\n' };

/** A domain must have a canvas before it has code. */
export default defineRule({
  id: 'spec-first/canvas-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'A domain must have a canvas before it has code.',
  why: 'The canvas says who reads the data and which question it answers; contract, pipeline spec and code follow from it. A domain whose code nobody asked for in a canvas cannot be judged by anybody. Each domain is reported once. A model that has no contract either is reported by "spec-first/contract-missing" only, and a single product that no consumer reads by "canvas/zombie-pipeline".',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a domain that no canvas names',
      head: {
        ...project,
        [canvas]: finance,
        [shipments]: exampleContract({ id: 'shipments', object: 'fct_shipments', columns }),
        [`${dbt}/models/marts/logistics/fct_shipments.sql`]: 'select 1 as total\n',
      },
      findings: [`${dbt}/models/marts/logistics/fct_shipments.sql:1 model:fct_shipments`],
    },
    {
      name: 'a domain that a canvas names',
      head: {
        ...project,
        [canvas]: finance.replace('Finance.', 'Finance and logistics.'),
        [shipments]: exampleContract({ id: 'shipments', object: 'fct_shipments', columns }),
        [`${dbt}/models/marts/logistics/fct_shipments.sql`]: 'select 1 as total\n',
      },
      findings: [],
    },
    {
      name: 'a repository without canvases',
      head: { ...project, [`${dbt}/models/marts/logistics/fct_shipments.sql`]: 'select 1 as total\n' },
      findings: [],
    },
  ],
  check(context) {
    const isInCanvas = canvasReader(context);
    if (isInCanvas === undefined) return;
    const domainOf = domainsOf(context.project);
    const needsContract = hasContracts(context);
    const said = new Set<string>();
    for (const { model, contract } of publishedModels(context)) {
      const { own, name } = domainOf(model);
      if (name === undefined || said.has(foldWord(name)) || (needsContract && contract === undefined)) continue;
      if ([...own].some(isInCanvas) || isInCanvas(name)) continue;
      said.add(foldWord(name));
      context.report({
        subject: `model:${model.name}`,
        at: fileStart(model.path),
        values: { name: model.name, domain: name },
        key: [foldWord(name)],
      });
    }
  },
});
