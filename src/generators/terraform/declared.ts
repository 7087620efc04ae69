import { fileStart, type Location } from '../../model/location.ts';
import { headerStart } from '../define-generator.ts';
import type { HclBlock } from './hcl.ts';
import { codeLines } from './read-lines.ts';

/** A block at the top of a hand-written Terraform file. */
interface DeclaredBlock {
  /** Type and labels: `resource`, `aws_s3_bucket`, `exports`. */
  readonly head: readonly string[];
  readonly at: Location;
  /** Attributes that are plain texts. */
  readonly texts: Map<string, string>;
  /** Names that are given a value or a block in it, at any depth. */
  readonly names: Set<string>;
}

/** What people wrote in the module's folder: Terraform refuses to read it a second time. */
export class Declared {
  readonly #blocks: readonly DeclaredBlock[];

  constructor(files: readonly { readonly path: string; readonly text: string }[]) {
    this.#blocks = files.flatMap(({ path, text }) => readBlocks(path, text));
  }

  /** Where a block of the same address, or one that makes the same, is; undefined where it can be written. */
  find({ type, labels, attributes, makes }: HclBlock): Location | undefined {
    if (type === 'terraform' || type === 'locals') return undefined;
    const head = [type, ...labels].join(' ');
    const same = this.#blocks.find((each) => {
      const isOther = type === 'provider' && each.texts.get('alias') !== attributes['alias'];
      return each.head.join(' ') === head && !isOther;
    });
    return (same ?? (makes && this.#maker(labels[0] ?? '', makes.attribute, makes.name)))?.at;
  }

  /** The label of the resource that makes what has this name; undefined where no file makes it. */
  labelOf(type: string, attribute: string, name: string): string | undefined {
    return this.#maker(type, attribute, name)?.head[2];
  }

  #maker(type: string, attribute: string, name: string): DeclaredBlock | undefined {
    return this.#blocks.find(
      ({ head, texts }) => head[0] === 'resource' && head[1] === type && texts.get(attribute) === name,
    );
  }

  /** The block that lists the providers, of which a module has one, and the names in it. */
  requiredProviders(): { readonly at: Location; readonly names: ReadonlySet<string> } | undefined {
    return this.#blocks.find(({ head, names }) => head[0] === 'terraform' && names.has('required_providers'));
  }
}

/** Whether a file of this text is ours to write. */
export function isOurs(text: string | undefined): boolean {
  return text === undefined || text.startsWith(`# ${headerStart}`);
}

function readBlocks(path: string, text: string): readonly DeclaredBlock[] {
  const blocks: DeclaredBlock[] = [];
  for (const { line, code, depth } of codeLines(text.replace(/^\uFEFF/, ''))) {
    const open = code.indexOf('{');
    if (depth === 0 && open !== -1 && !code.slice(0, open).includes('=')) {
      const head = [...code.slice(0, open).matchAll(/"([^"]*)"|([\w-]+)/g)].map(
        ([, quoted, plain = '']) => quoted ?? plain,
      );
      blocks.push({ head, at: { ...fileStart(path), line }, texts: new Map(), names: new Set() });
      readBody(blocks.at(-1), code.slice(open + 1), 1);
    } else if (depth > 0) readBody(blocks.at(-1), code, depth);
  }
  return blocks;
}

function readBody(block: DeclaredBlock | undefined, code: string, depth: number): void {
  const [, name, text] = /^\s*"?([\w-]+)"?\s*(?:=\s*(?:"([^"\\$%]*)")?|\{)/.exec(code) ?? [];
  if (block === undefined || name === undefined) return;
  block.names.add(name);
  if (depth === 1 && text !== undefined) block.texts.set(name, text);
}
