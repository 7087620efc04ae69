import { fileStart, type Located, type Location } from '../../model/location.ts';
import type { Narrative } from '../../model/pipelines.ts';
import type { DbtFiles, FileRef } from '../dbt/dbt-files.ts';
import { inspectText } from '../inspect-text.ts';
import type { Loaded } from '../loaded.ts';
import { type MarkdownBlock, type MarkdownFile, readMarkdown } from '../markdown.ts';
import { blobKey } from '../memo.ts';
import { domainOf } from './domain.ts';
import { joinsInTable, joinsInText } from './joins.ts';
import { isName, wordsIn } from './narrative-words.ts';

/** Reads `flow-spec.md`, `spec.md` and `logic.md`: the names they mention and the joins they describe, in English or Portuguese. */
export function loadNarratives(source: DbtFiles, files: readonly FileRef[]): Loaded<Narrative> {
  const loaded = files.flatMap((file) => {
    const bytes = source.read(file.path);
    if (bytes === undefined) return [];
    return [source.memo.once('narrative', blobKey(file), () => loadNarrative(file.path, bytes))];
  });
  return {
    items: loaded.flatMap(({ items }) => items),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

/** Reads one file. */
export function loadNarrative(path: string, bytes: Uint8Array): Loaded<Narrative> {
  const file = readMarkdown(path, bytes);
  if (file.problems.length > 0) return { items: [], problems: file.problems };
  const lines = (inspectText(path, bytes).text ?? '').split(/\r\n|\r|\n/);
  const headings = file.sections.flatMap(({ heading }) => heading ?? []);
  const narrative: Narrative = {
    path,
    domain: domainOf(path),
    headings,
    names: namesOf(file, lines),
    joins: file.sections.flatMap(({ heading, blocks }) =>
      blocks.flatMap((block) => {
        if (block.kind === 'row') return joinsInTable(block, heading?.value ?? '', lines);
        return block.kind === 'code' ? [] : joinsInText(wordsIn(block.at, lines));
      }),
    ),
    at: fileStart(path),
  };
  return { items: [narrative], problems: [] };
}

/** Words that are written like a model of one of dbt's usual layers. */
const modelName = /^(?:stg|int|fct|dim)_\w+$/;

function namesOf(file: MarkdownFile, lines: readonly string[]): readonly Located<string>[] {
  const blocks = file.sections.flatMap((section) => section.blocks);
  const headings: readonly Location[] = file.sections.flatMap(({ heading }) => heading?.at ?? []);
  const places = [...headings, ...blocks.filter(isProse).map(({ at }) => at)];
  return places.flatMap((at) =>
    wordsIn(at, lines)
      .filter(({ quoted, value }) => isName(value) && (quoted || modelName.test(value)))
      .map(({ value, at: where }) => ({ value, at: where })),
  );
}

/** Examples of code name much that is no part of the pipeline. */
function isProse(block: MarkdownBlock): boolean {
  return block.kind !== 'code';
}
