import type { DeclaredResource, TerraformBlock } from '../../model/infrastructure.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';

const path = 'specs/infrastructure/aws.yaml';
const main = 'implementation/infrastructure/main.tf';
const declared = { [path]: 'resources:\n  - type: aws_s3_bucket\n    name: exports\n' };

/** A resource that the specification declares must be in Terraform. */
export default defineRule({
  id: 'infrastructure/resource-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'A resource that the specification declares must be in Terraform.',
  why: 'A bucket or warehouse that is only specified is missed when the first pipeline runs, or made by hand, without tags and grants. Write its block, or take it out of the specification. The name may be the label of the block or stand anywhere in it. A repository without Terraform is not judged; where modules from elsewhere may make the resource, it is a warning.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a bucket that no file makes',
      head: { ...declared, [main]: 'resource "aws_s3_bucket" "raw" {\n  bucket = "raw"\n}\n' },
      findings: [`${path}:3 resource:aws_s3_bucket.exports`],
    },
    {
      name: 'the name in another kind of resource',
      head: { ...declared, [main]: 'resource "aws_sqs_queue" "exports" {}\n' },
      findings: [`${path}:3 resource:aws_s3_bucket.exports`],
    },
    {
      name: 'a module from elsewhere that may make it is a warning',
      head: { ...declared, [main]: 'module "storage" {\n  source = "acme/storage/aws"\n}\n' },
      findings: [`${path}:3 resource:aws_s3_bucket.exports`],
    },
    {
      name: 'a bucket that is called so, or whose name begins so',
      head: {
        'specs/infrastructure/aws.yaml': 'aws_s3_bucket: [exports, revenue-raw]\n',
        [main]:
          'resource "aws_s3_bucket" "exports" {}\nresource "aws_s3_bucket" "raw" {\n  bucket = "revenue-raw-${var.environment}"\n}\n',
      },
      findings: [],
    },
    { name: 'a repository without Terraform', head: declared, findings: [] },
  ],
  check(context) {
    const { resources = [] } = context.project;
    const { terraform } = context.facts;
    if (resources.length === 0 || terraform === undefined || isUnreadable(context)) return;
    const world = worldOf(terraform);
    for (const resource of resources) if (!isDeclared(world, resource)) report(context, world, resource);
  },
});

/** Where a file cannot be read, what it declares is not known. */
function isUnreadable({ project }: RuleContext): boolean {
  const isBroken = project.problems.some(({ at, kind }) => kind === 'code' && /\.tf(?:\.json)?$/.test(at.path));
  return isBroken || project.files.some(({ path: file }) => file.endsWith('.tf.json'));
}

interface World {
  /** Names in lower case by type of resource: labels, and texts in the block. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** Names in any block: modules are given the names of what they make. */
  readonly everywhere: ReadonlySet<string>;
  readonly hasForeignModules: boolean;
}

function worldOf(blocks: readonly TerraformBlock[]): World {
  const names = new Map<string, Set<string>>();
  const labels = new Map<string, string[]>();
  const everywhere = new Set<string>();
  // What a data block names is only read: somebody else makes it.
  for (const block of blocks.filter(({ type }) => type !== 'data')) {
    const own = namesIn(block);
    const [type, label] = block.labels;
    for (const name of own) everywhere.add(name);
    if (block.type !== 'resource' || type === undefined || label === undefined) continue;
    const known = names.get(type) ?? new Set();
    for (const name of own) known.add(name);
    names.set(type, known);
    labels.set(type, [...(labels.get(type) ?? []), label]);
  }
  return { names, labels, everywhere, hasForeignModules: blocks.some(isForeignModule) };
}

function namesIn(block: TerraformBlock): ReadonlySet<string> {
  const names = new Set(block.labels.map(folded));
  const open: TerraformBlock[] = [block];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    open.push(...each.blocks);
    for (const { expression } of each.attributes) for (const text of textsIn(expression.value)) names.add(folded(text));
  }
  return names;
}

/** Texts in quotes, without what is computed at their ends: `"exports-${var.environment}"` is called `exports`. */
function textsIn(expression: string): readonly string[] {
  return [...expression.matchAll(/"([^"\n]{1,300})"/g)].flatMap(([, text = '']) => {
    const plain = text.replaceAll(/\$\{[^}]{0,200}\}/g, '\u0000').split('\u0000');
    return plain.map((part) => part.replaceAll(/^[-_./]{1,9}|[-_./]{1,9}$/g, '')).filter((part) => part !== '');
  });
}

/** Clouds differ in which signs a name may have: `mrr_report` and `MRR-REPORT` are one. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function isForeignModule({ type, attributes }: TerraformBlock): boolean {
  const source = attributes.find(({ name }) => name === 'source');
  return type === 'module' && source?.literal?.startsWith('.') !== true;
}

function isDeclared({ names, everywhere }: World, { type, name }: DeclaredResource): boolean {
  const own = /_/.test(type) ? names.get(type) : everywhere;
  return own?.has(folded(name)) === true || isGivenToModule({ names, everywhere }, { type, name });
}

/** The name stands in a block that makes no resource by itself: a module, a local list, a variable. */
function isGivenToModule(
  { names, everywhere }: Pick<World, 'names' | 'everywhere'>,
  { name }: Pick<DeclaredResource, 'type' | 'name'>,
): boolean {
  const wanted = folded(name);
  return everywhere.has(wanted) && ![...names.values()].some((own) => own.has(wanted));
}

function report(context: RuleContext, { labels, hasForeignModules }: World, resource: DeclaredResource): void {
  const { type, name, at } = resource;
  const known = /_/.test(type) ? (labels.get(type) ?? []) : [...labels.values()].flat();
  const near = suggest(name, known);
  context.report({
    subject: `resource:${type}.${name}`,
    at,
    message: hasForeignModules ? 'module' : near === undefined ? 'message' : 'suggest',
    values: { type, name, suggestion: near ?? '' },
    ...(hasForeignModules ? { severity: 'warning' } : {}),
  });
}
