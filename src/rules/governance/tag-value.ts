import type { Fix } from '../../model/finding.ts';
import type { RequiredTag, TaggedThing, TaggingPolicy } from '../../model/governance.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { foldWord } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { placeOf, replaceValue } from '../replace-text.ts';
import { taggedResources } from '../resource-tags.ts';
import { carriedTag, type CarriedTag, contractTags, modelTags } from '../tags.ts';

const policyPath = 'specs/governance/tagging.json';
const policy = '{ "tags": { "cost-center": { "required": true, "values": ["finance", "marketing"] } } }\n';
const path = 'specs/contracts/outputs/sales.yaml';
const terraform = 'implementation/infrastructure/main.tf';
const columns = ['name: total, logicalType: number, description: Total.'];
const contract = (value: string): string =>
  `${exampleContract({ columns })}customProperties:\n  - { property: cost-center, value: ${value} }\n`;
const bucket = (value: string): string =>
  `resource "aws_s3_bucket" "exports" {\n  bucket = "exports"\n  tags = {\n    cost-center = ${value}\n  }\n}\n`;

/** A required tag must say one of the values that the tagging policy allows. */
export default defineRule({
  id: 'governance/tag-value',
  kind: 'lint',
  gate: 'lint',
  summary: 'A required tag must say one of the values that the tagging policy allows.',
  why: 'Reports of costs add up by value: a misspelt cost center is one more that nobody pays for.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a misspelt cost center of a bucket',
      head: { [policyPath]: policy, [terraform]: bucket('"finence"') },
      findings: [`${terraform}:4 resource:aws_s3_bucket.exports`],
    },
    {
      name: 'a cost center that does not exist',
      head: { [policyPath]: policy, [path]: contract('sales') },
      findings: [`${path}:16 sales`],
    },
    {
      name: 'allowed values, and one that is computed',
      head: { [policyPath]: policy, [path]: contract('Finance'), [terraform]: bucket('var.cost_center') },
      findings: [],
    },
  ],
  check(context) {
    const { tagging } = context.governance;
    if (tagging === undefined) return;
    for (const each of context.project.contracts)
      judge(context, tagging, {
        thing: 'contract',
        subject: each.id,
        name: each.id,
        at: fileStart(each.path),
        tags: contractTags(each),
      });
    judgeModels(context, tagging);
    for (const { name, block, tags } of taggedResources(context.facts.terraform ?? []))
      judge(context, tagging, { thing: 'resource', subject: `resource:${name}`, name, at: block.at, tags });
  },
});

interface Tagged {
  readonly thing: TaggedThing;
  readonly subject: string;
  readonly name: string;
  readonly at: Location;
  readonly tags: readonly CarriedTag[];
}

function judgeModels(context: RuleContext, tagging: TaggingPolicy): void {
  const compiled = new Map(context.facts.models.map((model) => [model.path, model]));
  for (const project of context.project.dbt) {
    for (const model of project.models) {
      const facts = compiled.get(model.path);
      const tags = modelTags({ model, project, ...(facts === undefined ? {} : { compiled: facts }) });
      const at = model.properties?.at ?? fileStart(model.path);
      judge(context, tagging, { thing: 'model', subject: `model:${model.name}`, name: model.name, at, tags });
    }
  }
}

function judge(context: RuleContext, { required }: TaggingPolicy, tagged: Tagged): void {
  for (const tag of required) {
    if (!tag.things.includes(tagged.thing) || tag.values.length === 0) continue;
    const carried = carriedTag(tagged.tags, tag);
    if (carried?.value === undefined || isAllowed(tag, carried.value)) continue;
    report(context, tagged, { tag, value: carried.value, at: carried.at });
  }
}

function isAllowed({ values }: RequiredTag, value: string): boolean {
  // A value that a template or an interpolation fills cannot be judged.
  if (/\{\{|\$\{|%\{/.test(value)) return true;
  return values.some((each) => foldWord(each) === foldWord(value));
}

interface WrongValue {
  readonly tag: RequiredTag;
  readonly value: string;
  readonly at: Location | undefined;
}

function report(context: RuleContext, { subject, name, at }: Tagged, wrong: WrongValue): void {
  const { tag, value } = wrong;
  const meant = suggest(value, tag.values);
  context.report({
    subject,
    at: startOf(wrong.at ?? at),
    message: meant === undefined ? 'message' : 'near',
    values: {
      name,
      tag: tag.name,
      value,
      values: tag.values.map((each) => `"${each}"`).join(', '),
      suggestion: meant ?? '',
      file: tag.at.path,
      line: String(tag.at.line),
    },
    key: [tag.name, value],
    related: [{ at: tag.at, message: 'defined' }],
    fix: meant === undefined || wrong.at === undefined ? undefined : fixOf(context, { value, at: wrong.at }, meant),
  });
}

/** An entry of several lines would cover the screen. */
function startOf(at: Location): Location {
  return at.endLine === at.line ? at : { path: at.path, line: at.line, column: at.column };
}

function fixOf(
  context: RuleContext,
  found: { readonly value: string; readonly at: Location },
  meant: string,
): Fix | undefined {
  // Of a custom property the whole entry is known, and the value is in it once.
  const at = placeOf(context, found.at, found.value);
  const edit = replaceValue(context, found, meant) ?? (at && replaceValue(context, { value: found.value, at }, meant));
  return edit === undefined ? undefined : { title: meant, edits: [edit] };
}
