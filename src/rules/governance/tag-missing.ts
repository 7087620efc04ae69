import type { Contract } from '../../model/contract.ts';
import type { Edit, Fix } from '../../model/finding.ts';
import type { RequiredTag, TaggedThing, TaggingPolicy } from '../../model/governance.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule, hasUnreadYaml } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { taggedResources, type TaggedResource } from '../resource-tags.ts';
import { carriedTag, type CarriedTag, contractTags, modelTags } from '../tags.ts';

const policyPath = 'specs/governance/tagging.json';
const path = 'specs/contracts/outputs/sales.yaml';
const terraform = 'implementation/infrastructure/main.tf';
const dbt = {
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  'implementation/dbt/models/sales.sql': 'select 1 as total\n',
};
const bucket = 'resource "aws_s3_bucket" "exports" {\n  bucket = "exports"\n';
const columns = ['name: total, logicalType: number, description: Total.'];

/** Contracts, dbt models and cloud resources must carry the tags that the tagging policy asks for. */
export default defineRule({
  id: 'governance/tag-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'Contracts, dbt models and cloud resources must carry the tags that the tagging policy asks for.',
  why: 'Costs and questions are sent to whom the tags name; what has none is paid by nobody in particular and owned by nobody. Spelling does not matter: "cost-center", "cost_center" and "costCenter" are one tag.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a bucket without a cost center',
      head: {
        [policyPath]: '{ "resources": ["cost-center", "owner"] }\n',
        [terraform]: `${bucket}\n  tags = {\n    owner = "finance-data"\n  }\n}\n`,
      },
      findings: [`${terraform}:1 resource:aws_s3_bucket.exports`],
    },
    {
      name: 'a contract without a cost center; its team is its owner',
      head: { [policyPath]: '{ "required": ["cost-center", "owner"] }\n', [path]: exampleContract({ columns }) },
      findings: [`${path}:1 sales`],
    },
    {
      name: 'a model without a cost center',
      head: { [policyPath]: '{ "models": ["cost-center"] }\n', ...dbt },
      findings: ['implementation/dbt/models/sales.sql:1 model:sales'],
    },
    {
      name: 'a model whose folder carries the tag, a contract with a custom property, and a provider with default tags',
      head: {
        [policyPath]: '{ "required": ["cost-center"] }\n',
        ...dbt,
        'implementation/dbt/dbt_project.yml': 'name: sales\nmodels:\n  +meta:\n    cost_center: finance\n',
        [path]: `${exampleContract({ columns })}customProperties:\n  - { property: costCenter, value: finance }\n`,
        [terraform]: `provider "aws" {\n  default_tags {\n    tags = { "cost-center" = "finance" }\n  }\n}\n\n${bucket}}\n`,
      },
      findings: [],
    },
    {
      name: 'tags that are computed cannot be judged',
      head: { [policyPath]: '["cost-center"]\n', [terraform]: `${bucket}  tags   = merge(local.tags, var.tags)\n}\n` },
      findings: [],
    },
  ],
  check(context) {
    const { tagging } = context.governance;
    if (tagging === undefined || tagging.required.length === 0) return;
    for (const contract of context.project.contracts) judgeContract(context, tagging, contract);
    judgeModels(context, tagging);
    for (const resource of taggedResources(context.facts.terraform ?? [])) judgeResource(context, tagging, resource);
  },
});

function missingTags(
  { required }: TaggingPolicy,
  thing: TaggedThing,
  tags: readonly CarriedTag[],
): readonly RequiredTag[] {
  return required.filter((tag) => tag.things.includes(thing) && carriedTag(tags, tag) === undefined);
}

interface Untagged {
  readonly thing: TaggedThing;
  readonly subject: string;
  readonly name: string;
  readonly at: Location;
  readonly missing: readonly RequiredTag[];
  /** Of a resource: the attribute that holds tags. */
  readonly key?: string;
  /** Adds the tags whose value the policy leaves no choice about. */
  readonly repair?: (certain: readonly RequiredTag[]) => Edit | undefined;
}

function report(context: RuleContext, { thing, subject, name, at, missing, key = '', repair }: Untagged): void {
  const certain = missing.filter(({ values }) => values.length === 1);
  for (const tag of missing) {
    // One edit adds all of them: two at one place could not both be made.
    const edit = tag === certain[0] ? repair?.(certain) : undefined;
    const fix: Fix | undefined = edit === undefined ? undefined : { title: `add ${names(certain)}`, edits: [edit] };
    context.report({
      subject,
      at,
      message: tag.values.length === 0 ? thing : `${thing}-values`,
      values: {
        name,
        key,
        tag: tag.name,
        values: names(tag.values),
        example: tag.values[0] ?? '…',
        file: tag.at.path,
        line: String(tag.at.line),
      },
      key: [tag.name],
      related: [{ at: tag.at, message: 'defined' }],
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

function names(list: readonly (string | RequiredTag)[]): string {
  return list.map((each) => `"${typeof each === 'string' ? each : each.name}"`).join(', ');
}

function judgeContract(context: RuleContext, tagging: TaggingPolicy, contract: Contract): void {
  const missing = missingTags(tagging, 'contract', contractTags(contract));
  const { id } = contract;
  const at = contract.keys.get('customProperties') ?? contract.keys.get('tags') ?? contract.at;
  const place = { path: at.path, line: at.line, column: at.column };
  const repair = (certain: readonly RequiredTag[]): Edit | undefined => addProperties(context, contract, certain);
  report(context, { thing: 'contract', subject: id, name: id, at: place, missing, repair });
}

/** A further block at the end of a contract that has none; one that is there is too much of the user's own form. */
function addProperties(
  context: RuleContext,
  { path: file, keys }: Contract,
  tags: readonly RequiredTag[],
): Edit | undefined {
  const text = context.text(context.side, file);
  if (text === undefined || keys.has('customProperties')) return undefined;
  // Only where the file ends in block style, with a line break, is a key in the first column a key of the contract.
  const isBlock = /^apiVersion:|\napiVersion:/.test(text) && text.endsWith('\n') && !/\n(?:\.\.\.|---)\s*$/.test(text);
  if (!isBlock) return undefined;
  const line = text.split('\n').length;
  const items = tags.map(
    ({ name, values: [value = ''] }) => `  - property: ${JSON.stringify(name)}\n    value: ${JSON.stringify(value)}\n`,
  );
  return insert({ path: file, line, column: 1 }, `customProperties:\n${items.join('')}`);
}

function judgeModels(context: RuleContext, tagging: TaggingPolicy): void {
  const compiled = new Map(context.facts.models.map((model) => [model.path, model]));
  for (const project of context.project.dbt) {
    const unread = hasUnreadYaml(context, project.root);
    for (const model of project.models) {
      const facts = compiled.get(model.path);
      // What a Python model or a template that cannot be read gives to `config` is not known.
      const isUnknown = model.language === 'python' || facts === undefined || facts.render === 'template-error';
      if (isUnknown || facts.config['enabled'] === false || (unread && model.properties === undefined)) continue;
      const missing = missingTags(tagging, 'model', modelTags({ model, project, compiled: facts }));
      const at = model.properties?.at ?? fileStart(model.path);
      report(context, { thing: 'model', subject: `model:${model.name}`, name: model.name, at, missing });
    }
  }
}

function judgeResource(context: RuleContext, tagging: TaggingPolicy, resource: TaggedResource): void {
  const missing = missingTags(tagging, 'resource', resource.tags);
  const { name, block, key } = resource;
  const repair = (certain: readonly RequiredTag[]): Edit | undefined => addTags(resource, certain);
  report(context, { thing: 'resource', subject: `resource:${name}`, name, key, at: block.at, missing, repair });
}

/** A new block before the closing brace, or further lines at the start of the one that is there. */
function addTags({ block, key, attribute }: TaggedResource, tags: readonly RequiredTag[]): Edit | undefined {
  const lines = tags.map(({ name, values: [value = ''] }) => `${quote(name)} = ${quote(value)}`);
  if (attribute === undefined) {
    if (block.insertion === undefined) return undefined;
    const { at, indent } = block.insertion;
    return insert(at, `\n${indent}${key} = {\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}}\n`);
  }
  const { value, at } = attribute.expression;
  const [first] = attribute.entries;
  if (!value.startsWith('{') || first === undefined || first.nameAt.line === at.line) return undefined;
  const indent = ' '.repeat(first.nameAt.column - 1);
  return insert({ ...at, column: at.column + 1 }, lines.map((line) => `\n${indent}${line}`).join(''));
}

/** HCL reads `${` and `%{` inside quotes. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(/([$%])\{/g, '$1$1{');
}

function insert({ path: file, line, column }: Location, text: string): Edit {
  return { path: file, startLine: line, startColumn: column, endLine: line, endColumn: column, text };
}
