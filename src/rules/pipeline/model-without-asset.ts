import { fileStart } from '../../model/location.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import type { RuleContext } from '../../model/rule.ts';
import { foldWord } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { hasUnread, type KnownNames, knownNames, modelKey } from '../known-names.ts';
import { domainsOf } from '../model-domains.ts';
import { meantTopologies, targetsOf } from '../topology-graph.ts';

const folder = 'specs/pipelines/sales/assets';
const dbt = 'implementation/dbt/models/marts/sales';
const files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  [`${dbt}/fct_orders.sql`]: 'select 1 as total\n',
  [`${dbt}/fct_refunds.sql`]: 'select 1 as total\n',
};

/** Where the models of a domain have assets, each must have one. */
export default defineRule({
  id: 'pipeline/model-without-asset',
  kind: 'lint',
  gate: 'lint',
  summary: 'Where the models of a domain have assets, each must have one.',
  why: 'Assets are read as the whole list of what a domain makes. A layer of a domain is judged where at least half of its models have an asset: elsewhere assets are for some models on purpose.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'one of two models without an asset',
      head: { ...files, [`${folder}/fct_orders.yaml`]: 'name: fct_orders\n' },
      findings: [`${dbt}/fct_refunds.sql:1 model:fct_refunds`],
    },
    {
      name: 'every model with its asset',
      head: {
        ...files,
        [`${folder}/fct_orders.yaml`]: 'name: fct_orders\n',
        [`${folder}/fct_refunds.md`]: '# Refunds\n',
      },
      findings: [],
    },
    { name: 'a domain without assets', head: files, findings: [] },
  ],
  check(context) {
    const { assets = [] } = context.project;
    if (assets.length === 0 || hasUnread(context.project, ['pipeline-asset'])) return;
    const known = knownNames(context);
    const described = new Set(assets.flatMap(({ name }) => known.find(name.value)?.key ?? []));
    for (const domain of new Set(assets.map((asset) => asset.domain).filter((each) => each !== ''))) {
      const layers = groupBy(modelsOf(context, known, domain), ({ layer }) => layer);
      const without = [...layers.values()].flatMap((models) => {
        const left = models.filter((model) => !described.has(modelKey(model)));
        return left.length * 2 > models.length ? [] : left;
      });
      for (const { name, path } of without) {
        const values = { name, domain, folder: `specs/pipelines/${domain}/assets` };
        context.report({ subject: `model:${name}`, at: fileStart(path), values, key: [domain] });
      }
    }
  },
});

/** Models of a domain by folder and contract, and those that its topologies make. */
function modelsOf({ project }: RuleContext, known: KnownNames, domain: string): readonly DbtModel[] {
  const domainOf = domainsOf(project);
  const topologies = (project.topologies ?? []).filter((each) => each.domain === domain);
  const made = new Set(meantTopologies(topologies, known).flatMap(targetsOf));
  return project.dbt
    .flatMap(({ models }) => models)
    .filter((model) => {
      const { own } = domainOf(model);
      return own.size > 0 ? own.has(foldWord(domain)) : made.has(modelKey(model));
    });
}
