import { physicalNameOf } from '../../model/contract.ts';
import { fileStart } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { hasUnread } from '../known-names.ts';
import { domainsOf } from '../model-domains.ts';
import { canvasReader, hasContracts, type PublishedModel, publishedModels } from '../rungs.ts';

const contract = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const dbt = 'implementation/dbt';
const project = { [`${dbt}/dbt_project.yml`]: 'name: shop\n' };

/** What is published must have an output contract before it has code. */
export default defineRule({
  id: 'spec-first/contract-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'What is published must have an output contract before it has code.',
  why: 'Canvas, contract, pipeline spec, code: in this order people agree before work is done. A mart without a contract is a promise that nobody wrote down: no version, no owner, no tests are made from it, and nobody is warned when it changes. Marts, models with "access: public" and models that an exposure reads are published. Repositories without output contracts are not judged, unless the option says so.',
  severity: 'error',
  since: '0.1.0',
  options: {
    always: {
      type: 'boolean',
      default: false,
      description: 'Also judge repositories that have no output contract yet.',
    },
  },
  examples: [
    {
      name: 'a mart that no contract describes',
      head: {
        ...project,
        [contract]: exampleContract({ object: 'fct_sales', columns }),
        [`${dbt}/models/marts/fct_sales.sql`]: 'select 1 as total\n',
        [`${dbt}/models/marts/fct_refunds.sql`]: 'select 1 as total\n',
      },
      findings: [`${dbt}/models/marts/fct_refunds.sql:1 model:fct_refunds`],
    },
    {
      name: 'a model that a dashboard reads',
      head: {
        ...project,
        [contract]: exampleContract({ columns }),
        [`${dbt}/models/shared/sales_by_day.sql`]: 'select 1 as total\n',
        [`${dbt}/models/exposures.yml`]:
          "exposures:\n  - name: board\n    type: dashboard\n    owner: { name: Ana }\n    depends_on: [ref('sales_by_day')]\n",
      },
      findings: [`${dbt}/models/shared/sales_by_day.sql:1 model:sales_by_day`],
    },
    {
      name: 'a mart with its contract',
      head: {
        ...project,
        [contract]: exampleContract({ object: 'fct_sales', columns }),
        [`${dbt}/models/marts/fct_sales.sql`]: 'select 1 as total\n',
        [`${dbt}/models/staging/stg_sales.sql`]: 'select 1 as total\n',
      },
      findings: [],
    },
    {
      name: 'a repository without output contracts',
      head: { ...project, [`${dbt}/models/marts/fct_sales.sql`]: 'select 1 as total\n' },
      findings: [],
    },
  ],
  check(context) {
    const always = context.options['always'] === true && !hasUnread(context.project, ['contract']);
    if (!always && !hasContracts(context)) return;
    const isInCanvas = canvasReader(context);
    const domainOf = domainsOf(context.project);
    const free = unmadeTables(context.project);
    for (const published of publishedModels(context)) {
      if (published.contract !== undefined) continue;
      const { name: domain } = domainOf(published.model);
      const noCanvas = domain !== undefined && isInCanvas?.(domain) === false;
      report(context, published, { free, ...(noCanvas ? { domain } : {}) });
    }
  },
});

interface Circumstances {
  /** Tables of output contracts that no model makes. */
  readonly free: readonly string[];
  /** The model's domain, where no canvas names it: the first rung that is missing. */
  readonly domain?: string;
}

function report(context: RuleContext, { model, because }: PublishedModel, { free, domain }: Circumstances): void {
  const near = suggest(model.name, free);
  const message = domain !== undefined ? 'canvas-too' : near === undefined ? because : 'near';
  context.report({
    subject: `model:${model.name}`,
    at: fileStart(model.path),
    message,
    values: { name: model.name, folder: folderOf(context.project), domain: domain ?? '', suggestion: near ?? '' },
  });
}

function folderOf({ layout }: Project): string {
  return layout === 'inputs-outputs' ? 'specs/contracts/outputs' : 'specs/contracts/data-products';
}

function unmadeTables({ contracts, dbt: projects }: Project): readonly string[] {
  const made = new Set(projects.flatMap(({ models }) => models.map(({ name }) => name.toLowerCase())));
  const tables = contracts.filter(({ direction }) => direction === 'output').flatMap(({ schema }) => schema);
  return tables
    .filter((table) => !made.has(table.name.toLowerCase()) && !made.has(physicalNameOf(table).toLowerCase()))
    .map(physicalNameOf);
}
