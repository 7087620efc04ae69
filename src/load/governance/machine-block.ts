import type { Problem } from '../../model/project.ts';
import type { CodeBlock, MarkdownFile } from '../markdown.ts';
import { readYaml } from '../yaml.ts';
import type { Cursor } from './shape.ts';

/** What stands behind the language of a block for machines. */
const mark = 'dataengos';

/**
 * The block of a Markdown file that is written for machines ("```yaml dataengos"), as a cursor on what it holds; undefined
 * where there is none. It goes before what the prose says. Lines are those of the Markdown file.
 */
export function machineBlock(file: MarkdownFile, problems: Problem[]): Cursor | undefined {
  const block = file.sections.flatMap(({ blocks }) => blocks).find(isMachineBlock);
  if (block === undefined) return undefined;
  const above = '\n'.repeat(block.at.line);
  const read = readYaml(file.path, new TextEncoder().encode(`${above}${block.text}\n`));
  problems.push(...read.problems);
  const { path, line, column } = block.at;
  return read.root === undefined ? undefined : { node: read.root, at: { path, line, column }, path: [mark], problems };
}

function isMachineBlock(block: MarkdownFile['sections'][number]['blocks'][number]): block is CodeBlock {
  if (block.kind !== 'code') return false;
  return /^ya?ml$/i.test(block.language) && block.meta?.trim() === mark;
}
