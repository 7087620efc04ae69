import type { Canvas, CanvasItem, CanvasSection, CanvasTopic } from '../../model/canvas.ts';
import { fileStart, type Located } from '../../model/location.ts';
import type { Lang } from '../../model/messages.ts';
import { foldCase } from '../../model/words.ts';
import { type DbtFiles, type FileRef, stemOf, textOfFile } from '../dbt/dbt-files.ts';
import type { Loaded } from '../loaded.ts';
import { type MarkdownSection, readMarkdown } from '../markdown.ts';
import { blobKey } from '../memo.ts';
import { withoutComments } from './comments.ts';
import { languageOf } from './canvas-lang.ts';
import { type Entry, entriesOf, itemOf, itemsOf } from './entries.ts';
import { openEntries } from './open-entries.ts';
import { isOpenHeading, isOtherHeading, topicsOfHeading, topicsOfLabel } from './topics.ts';

/**
 * Reads `vision.md` and the canvases of products. Headings, bullets, tables and `Label: value` lines are read alike, in
 * English and Portuguese; what a heading of its own could say may also be a label below another.
 */
export function loadCanvases(source: DbtFiles, files: readonly FileRef[]): Loaded<Canvas> {
  const loaded = files
    .filter(({ path }) => isCanvas(path))
    .flatMap((file) => {
      const bytes = source.read(file.path);
      return bytes === undefined
        ? []
        : [source.memo.once('canvas', blobKey(file), () => readFile(source, file, bytes))];
    });
  return { items: loaded.flatMap(({ items }) => items), problems: loaded.flatMap(({ problems }) => problems) };
}

/** Glossaries and templates lie beside canvases and are none. */
function isCanvas(path: string): boolean {
  const stem = stemOf(path);
  return !/^(?:_.*|glossary|glossario|ontology|ontologia|template)$/i.test(stem);
}

function readFile(source: DbtFiles, file: FileRef, bytes: Uint8Array): Loaded<Canvas> {
  const { sections, problems } = readMarkdown(file.path, bytes);
  const text = textOfFile(source, file);
  return text === undefined || problems.length > 0
    ? { items: [], problems }
    : { items: [canvasOf(file.path, text, sections)], problems };
}

function canvasOf(path: string, written: string, markdown: readonly MarkdownSection[]): Canvas {
  const text = withoutComments(written);
  const lines = text.split(/\r?\n/);
  const titled = markdown.find(({ depth }) => depth === 1);
  const title = titled?.heading?.value;
  const parts = markdown.map((section, index) =>
    partOf(section, { index, entries: entriesOf(section.blocks, lines), isTitle: section === titled }),
  );
  return {
    path,
    ...nameOf(path),
    ...(title === undefined ? {} : { title }),
    lang: langOf(
      parts.filter((_, index) => markdown[index] !== titled),
      text,
    ),
    sections: parts.flatMap((part) => [...headed(part, parts), ...part.inline.map(({ section }) => section)]),
    unread: unreadOf(parts, titled?.heading),
    open: parts.flatMap(({ open }) => open),
    words: wordsOf(text),
    at: fileStart(path),
  };
}

/** `vision.md` is called like its folder; a product like its file. */
function nameOf(path: string): Pick<Canvas, 'kind' | 'name'> {
  const folders = path.split('/').slice(2, -1);
  return stemOf(path) === 'vision'
    ? { kind: 'vision', name: folders.join('/') }
    : { kind: 'product', name: stemOf(path) };
}

/** A section of the file with what it is about. */
interface Part {
  readonly index: number;
  readonly depth: number;
  readonly heading?: Located<string>;
  readonly topics: ReturnType<typeof topicsOfHeading>;
  readonly entries: readonly Entry[];
  readonly inline: readonly { readonly section: CanvasSection; readonly lang?: Lang }[];
  readonly open: readonly CanvasItem[];
}

function partOf(
  { heading, depth }: MarkdownSection,
  place: Pick<Part, 'index' | 'entries'> & { readonly isTitle: boolean },
): Part {
  const { index, entries, isTitle } = place;
  const text = withoutComments(heading?.value ?? '').trim();
  // A title names the product; only where it is nothing but a topic is it a section.
  const topics = isTitle ? topicsOfLabel(text) : topicsOfHeading(text);
  return {
    index,
    depth,
    ...(heading && { heading: { ...heading, value: text } }),
    topics,
    entries,
    inline: topics.topics.some((topic) => ownWords.has(topic)) ? [] : inlineSections(entries),
    open: openEntries(entries, { topics: topics.topics, isOpen: isOpenHeading(text) }),
  };
}

/** Whose entries have labels of their own: a metric may be called latency. */
const ownWords: ReadonlySet<CanvasTopic> = new Set(['metrics', 'business-question']);

/** Labels that could be headings: `Domain: Finance`, `Who consumes it? The CFO`. */
function inlineSections(entries: readonly Entry[]): Part['inline'] {
  return entries.flatMap((entry) => [...inlineSection(entry), ...inlineSections(entry.children)]);
}

function inlineSection(entry: Entry): Part['inline'] {
  const { label, at, children } = entry;
  if (label === undefined) return [];
  const { topics, lang } = topicsOfLabel(label);
  const items = children.length > 0 ? itemsOf(children) : [itemOf(entry)];
  return topics.map((topic) => ({ section: { topic, heading: label, items, at }, ...(lang && { lang }) }));
}

/** The sections of a heading, which also hold what is below deeper headings. */
function headed(part: Part, parts: readonly Part[]): readonly CanvasSection[] {
  const { heading, topics } = part;
  if (heading === undefined || topics.topics.length === 0) return [];
  let end = part.index + 1;
  while ((parts[end]?.depth ?? 0) > part.depth) end++;
  const items = [...itemsOf(part.entries), ...parts.slice(part.index + 1, end).flatMap(itemsBelow)];
  return topics.topics.map((topic) => ({ topic, heading: heading.value, items, at: heading.at }));
}

/** A deeper heading is an entry itself. */
function itemsBelow({ heading, entries }: Part): readonly CanvasItem[] {
  const own = heading === undefined ? [] : [{ text: heading.value, at: heading.at }];
  return [...own, ...itemsOf(entries)];
}

function langOf(parts: readonly Part[], text: string): Lang {
  const known = parts.flatMap(({ topics, inline }) => [topics.lang, ...inline.map(({ lang }) => lang)]);
  const headings = parts.flatMap(({ heading, inline }) => [
    heading?.value ?? '',
    ...inline.map(({ section }) => section.heading),
  ]);
  return languageOf({ known: known.filter((lang) => lang !== undefined), headings, text });
}

/** What could be a section and is none: below a heading that is known nothing is. */
function unreadOf(parts: readonly Part[], title: Located<string> | undefined): Canvas['unread'] {
  const unread: Located<string>[] = [];
  let known = Number.POSITIVE_INFINITY;
  for (const { heading, depth, topics, entries } of parts) {
    if (heading === undefined || heading.at === title?.at) known = Number.POSITIVE_INFINITY;
    else if (depth > known) continue;
    else if (topics.topics.length > 0 || isOtherHeading(heading.value)) known = depth;
    else {
      known = Number.POSITIVE_INFINITY;
      unread.push(heading);
      continue;
    }
    if (known === Number.POSITIVE_INFINITY) unread.push(...unreadQuestions(entries));
  }
  return unread;
}

/** `Who gets all this? The CFO`, outside of what has a heading. */
function unreadQuestions(entries: readonly Entry[]): readonly Located<string>[] {
  return entries.flatMap(({ label = '', at }) =>
    label.endsWith('?') && topicsOfLabel(label).topics.length === 0 ? [{ value: label, at }] : [],
  );
}

/** Names keep their `_`, and count by their parts too. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of foldCase(text).matchAll(/[\p{L}\p{N}_]+/gu)) {
    words.add(word);
    if (word.includes('_')) for (const part of word.split('_')) if (part !== '') words.add(part);
  }
  return words;
}
