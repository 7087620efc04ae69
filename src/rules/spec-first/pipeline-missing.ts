import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { pipelineReader } from '../pipeline-texts.ts';
import { hasContracts, publishedModels } from '../rungs.ts';

const contract = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const dbt = 'implementation/dbt';
const files = {
  [contract]: exampleContract({ object: 'fct_sales', columns }),
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/marts/fct_sales.sql`]: 'select 1 as total\n',
};
const spec = 'specs/pipelines/sales/spec.md';

/** What is published must be in a pipeline spec before it has code. */
export default defineRule({
  id: 'spec-first/pipeline-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'What is published must be in a pipeline spec before it has code.',
  why: 'The pipeline spec says from what and by which steps a product is made; people review it before anybody writes SQL, and whoever repairs the pipeline at night reads it. Only a model that has its contract is reported; without one, the contract comes first. Repositories without specs/pipelines are not judged.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a mart that neither narrative nor topology mentions',
      head: { ...files, [spec]: '# Sales\n\n`stg_orders` types the orders.\n' },
      findings: [`${dbt}/models/marts/fct_sales.sql:1 model:fct_sales`],
    },
    {
      name: 'a mart in a narrative',
      head: { ...files, [spec]: '# Sales\n\nfct_sales adds the orders up.\n' },
      findings: [],
    },
    {
      name: 'a mart in a topology',
      head: {
        ...files,
        'specs/pipelines/sales/topology.mermaid': 'flowchart LR\n  sales["fct_sales"]\n',
      },
      findings: [],
    },
    { name: 'a repository without pipeline specs', head: files, findings: [] },
  ],
  check(context) {
    const isInPipelines = pipelineReader(context);
    if (isInPipelines === undefined) return;
    const needsContract = hasContracts(context);
    for (const { model, contract: described } of publishedModels(context)) {
      if (needsContract && described === undefined) continue;
      if (isInPipelines(model.name) || (described !== undefined && isTelling(described.id, isInPipelines))) continue;
      context.report({ subject: `model:${model.name}`, at: fileStart(model.path), values: { name: model.name } });
    }
  },
});

/** An id of one word ("sales") may be said of anything. */
function isTelling(id: string, isInPipelines: (name: string) => boolean): boolean {
  return /[-_]/.test(id) && isInPipelines(id);
}
