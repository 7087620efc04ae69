import { defineRule } from '../define-rule.ts';
import { type KnownNames, knownNames, nearest } from '../known-names.ts';
import { replaceValue } from '../replace-text.ts';

const asset = 'specs/pipelines/sales/assets/orders.yaml';
const dbt = 'implementation/dbt';
const models = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/fct_orders.sql`]: 'select 1 as total\n',
};

/** An asset must describe something that exists. */
export default defineRule({
  id: 'pipeline/asset-without-model',
  kind: 'lint',
  gate: 'lint',
  summary: 'An asset must describe something that exists.',
  why: 'An asset says what one model, seed or source is meant to be; without it, the spec describes nothing, and the model it was meant for is not specified. What is not there yet has the status "planned" or "draft", what is gone "retired".',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'an asset whose model does not exist',
      head: { ...models, [asset]: 'name: fct_margins\ngrain: one row per order\n' },
      findings: [`${asset}:1 ${asset}`],
    },
    {
      name: 'an asset that is called like its file',
      head: { ...models, 'specs/pipelines/sales/assets/fct_order.md': '# Orders\n\nOne row per order.\n' },
      findings: ['specs/pipelines/sales/assets/fct_order.md:1 specs/pipelines/sales/assets/fct_order.md'],
    },
    {
      name: 'an asset of a model, and a planned one',
      head: {
        ...models,
        [asset]: 'name: fct_orders\n',
        'specs/pipelines/sales/assets/margins.yaml': 'name: fct_margins\nstatus: planned\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { assets = [], dbt: projects } = context.project;
    if (assets.length === 0 || projects.every(({ models: each }) => each.length === 0)) return;
    const known = knownNames(context);
    for (const { path, name, fields } of assets) {
      if (isKnown(name.value, known) || isElsewhen(fields['status'])) continue;
      const near = nearest(name.value, known.names);
      const edit = near?.isOnly === true ? replaceValue(context, name, near.name) : undefined;
      context.report({
        subject: path,
        at: name.at,
        message: near === undefined ? 'message' : 'near',
        values: { name: name.value, suggestion: near?.name ?? '' },
        key: [name.value],
        ...(edit === undefined || near === undefined ? {} : { fix: { title: near.name, edits: [edit] } }),
      });
    }
  },
});

function isElsewhen(status: unknown): boolean {
  return status === 'planned' || status === 'draft' || status === 'retired';
}

/** `stripe__charges` and `stripe-charges` are how a file is called after `stripe.charges`. */
function isKnown(name: string, known: KnownNames): boolean {
  return [name, name.replace(/__|-/, '.')].some((each) => known.find(each) !== undefined);
}
