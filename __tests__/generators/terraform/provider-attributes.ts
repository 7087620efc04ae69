import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformBlock } from '../../../src/model/infrastructure.ts';

/** What a block of a provider takes. */
interface Shape {
  /** Kind of each attribute: `simple`, `list`, `set`, `map`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly blocks: ReadonlyMap<string, Shape>;
  /** Attributes and blocks that must be there. */
  readonly required: readonly string[];
}

/** Package and name of the typed class of a block; undefined for blocks of Terraform itself. */
const packages: { readonly [prefix: string]: string } = {
  aws: 'provider-aws',
  google: 'provider-google',
  postgresql: 'provider-postgresql',
  snowflake: 'provider-snowflake',
};

/** Of Terraform itself, in every resource and provider. */
const metaAttributes = new Set(['provider', 'for_each', 'depends_on', 'alias']);
const metaBlocks: { readonly [name: string]: readonly string[] } = { lifecycle: ['prevent_destroy'] };

/** What the typed packages below `root` do not know of blocks: one line for each mistake. */
export function unknownParts(root: string, blocks: readonly TerraformBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (!['resource', 'data', 'provider'].includes(block.type)) return [];
    const name = [block.type, ...block.labels].join('.');
    const shape = shapeOf(root, block);
    return shape === undefined ? [`${name} is no resource`] : mistakes(name, block, shape);
  });
}

function mistakes(name: string, { attributes, blocks }: TerraformBlock, shape: Shape): readonly string[] {
  const given = new Set([...attributes.map((each) => each.name), ...blocks.map(({ type }) => type)]);
  return [
    ...attributes.flatMap(({ name: attribute, expression: { value } }) => {
      if (metaAttributes.has(attribute)) return [];
      const kind = shape.attributes.get(attribute);
      if (kind === undefined) return [`${name} has no attribute ${attribute}`];
      return fits(kind, value) ? [] : [`${name}.${attribute} is a ${kind}, not ${value}`];
    }),
    ...blocks.flatMap((block) => innerMistakes(`${name}.${block.type}`, block, shape)),
    ...shape.required.filter((each) => !given.has(each)).map((each) => `${name} needs ${each}`),
  ];
}

function innerMistakes(name: string, block: TerraformBlock, { blocks }: Shape): readonly string[] {
  const meta = metaBlocks[block.type];
  if (meta !== undefined)
    return block.attributes.filter((each) => !meta.includes(each.name)).map((each) => `${name} has no ${each.name}`);
  const inner = blocks.get(block.type);
  return inner === undefined ? [`${name} is no block`] : mistakes(name, block, inner);
}

/** A written list for lists and sets, a written object for maps, neither for what is simple. */
function fits(kind: string, value: string): boolean {
  if (value.startsWith('[')) return kind === 'list' || kind === 'set';
  if (value.startsWith('{')) return kind === 'map';
  return !value.startsWith('"') || kind === 'simple';
}

const known = new Map<string, Shape | undefined>();

function shapeOf(root: string, { type, labels: [label = ''] }: TerraformBlock): Shape | undefined {
  const [prefix = ''] = label.split('_');
  const rest = label.slice(prefix.length + 1).replaceAll('_', '-');
  const folder = type === 'provider' ? 'provider' : type === 'data' ? `data-${prefix}-${rest}` : rest;
  const path = join(root, 'node_modules/@cdktf', packages[prefix] ?? 'none', 'lib', folder);
  if (!known.has(path)) known.set(path, existsSync(path) ? readShape(path) : undefined);
  return known.get(path);
}

function readShape(path: string): Shape {
  const code = readFileSync(join(path, 'index.js'), 'utf8');
  const types = readFileSync(join(path, 'index.d.ts'), 'utf8');
  const functions = new Map(
    [...code.matchAll(/^function (\w+)ToHclTerraform\(struct\) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
      name,
      body,
    ]),
  );
  const [, top = ''] = /^ {4}synthesizeHclAttributes\(\) \{\n(.*?)^ {4}\}/ms.exec(code) ?? [];
  const interfaces = new Map(
    [...types.matchAll(/^export interface (\w+)(?: extends [\w.]+)? \{\n(.*?)^\}/gms)].map(
      ([, name = '', body = '']) => [name, body],
    ),
  );
  const config = [...interfaces].find(
    ([name]) => name.endsWith('Config') && types.includes(`interface ${name} extends cdktf.TerraformMetaArguments`),
  );
  return shapeIn(top, config?.[1] ?? interfaces.get(providerConfig(types)) ?? '', { functions, interfaces });
}

/** The interface of a provider's configuration extends nothing. */
function providerConfig(types: string): string {
  return /^export interface (\w+ProviderConfig) \{/m.exec(types)?.[1] ?? '';
}

interface Sources {
  readonly functions: ReadonlyMap<string, string>;
  readonly interfaces: ReadonlyMap<string, string>;
}

function shapeIn(body: string, declared: string, sources: Sources): Shape {
  const attributes = new Map<string, string>();
  const blocks = new Map<string, Shape>();
  for (const [, name = '', value = '', isBlock = '', kind = ''] of body.matchAll(
    /^\s+(\w+): \{\n\s+value: (.*),\n\s+isBlock: (true|false),\n\s+type: "(\w+)",/gm,
  )) {
    if (isBlock === 'false') attributes.set(name, kind);
    else {
      const [, inner = ''] = /(\w+)ToHclTerraform/.exec(value) ?? [];
      const interfaceName = inner.charAt(0).toUpperCase() + inner.slice(1);
      const innerBody = sources.functions.get(inner);
      // An attribute that holds objects is printed like a block, but is one in the docs only where a struct prints it.
      if (innerBody === undefined) attributes.set(name, 'map');
      else blocks.set(name, shapeIn(innerBody, sources.interfaces.get(interfaceName) ?? '', sources));
    }
  }
  return { attributes, blocks, required: requiredIn(declared) };
}

/** Properties without `?`, by the name that their link to the docs ends in. */
function requiredIn(declared: string): readonly string[] {
  return [...declared.matchAll(/#(\w+) \w+#\w+\}\n\s+\*\/\n\s+readonly \w+:/g)].map(([, name = '']) => name);
}
