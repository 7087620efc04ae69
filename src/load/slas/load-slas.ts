import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { SlaFile, SlaPromise } from '../../model/slas.ts';
import { suggest } from '../../model/suggest.ts';
import { foldWord } from '../../model/words.ts';
import { type DbtFiles, type FileRef, yamlOf } from '../dbt/dbt-files.ts';
import { type DocumentNode, entriesOf, textOf, valueOf } from '../document.ts';
import { type Cursor, type Fields, hasKey, ignore, note, readItems, readMap, readText } from '../governance/shape.ts';
import type { Loaded } from '../loaded.ts';
import { blobKey } from '../memo.ts';
import { isKnownLevel, levelKey, levelsLike } from './levels.ts';
import { readPromise } from './read-promise.ts';

/**
 * Reads `slas.yaml`: a mapping of products to their levels, levels for all products of the folder, or a list. The grammar is
 * published as `schemas/slas.schema.json`; what of a file can be understood is kept beside what is wrong with it.
 */
export function loadSlas(source: DbtFiles, files: readonly FileRef[]): Loaded<SlaFile> {
  const loaded = files.flatMap((file) =>
    source.read(file.path) === undefined ? [] : [source.memo.once('slas', blobKey(file), () => readFile(source, file))],
  );
  return { items: loaded.flatMap(({ items }) => items), problems: loaded.flatMap(({ problems }) => problems) };
}

function readFile(source: DbtFiles, file: FileRef): Loaded<SlaFile> {
  const yaml = yamlOf(source, file);
  const problems: Problem[] = [...yaml.problems];
  const at = fileStart(file.path);
  if (yaml.root === undefined) {
    const empty: Problem = { kind: 'schema', at, key: 'empty', message: 'slas.empty', values: {} };
    return { items: [], problems: problems.length === 0 ? [empty] : problems };
  }
  const draft: Draft = { promises: [], levels: levelsLike(keysBelow(yaml.root)) };
  readRoot({ node: yaml.root, at, path: [], problems }, draft);
  noteRepeated(draft, problems);
  return { items: [{ path: file.path, promises: draft.promises, at }], problems };
}

/** The file while it is read. */
interface Draft {
  readonly promises: SlaPromise[];
  /** The levels that its keys are compared with. */
  readonly levels: readonly string[];
}

function keysBelow(node: DocumentNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(keysBelow);
  return entriesOf(node).flatMap(({ key, value }) => [key, ...keysBelow(value)]);
}

function readRoot(root: Cursor, draft: Draft): void {
  if (root.node.kind === 'list') return readList(root, draft);
  const scope: Scope = { draft, product: textOf(valueOf(root.node, 'product')) };
  const products = (value: Cursor): void => readProducts(value, draft);
  readMap(root, {
    fields: {
      products,
      produtos: products,
      product: (value) => (value.node.kind === 'map' ? readProducts(value, draft) : void readText(value)),
      ...wrappers(scope),
      ...levels(scope),
      ...notes,
    },
    other: (value, key) => {
      if (readLevel(value, key, scope)) return true;
      if (value.node.kind !== 'map') return readOther(value, key, scope);
      if (suggest(key, ['products', 'produtos', 'service_levels']) !== undefined) return false;
      readLevels(value, { draft, product: key });
      return true;
    },
  });
}

/** Whose levels are being read. */
interface Scope {
  readonly draft: Draft;
  readonly product?: string | undefined;
}

function readProducts(value: Cursor, draft: Draft): void {
  if (value.node.kind === 'list') return readList(value, draft);
  readMap(value, {
    fields: {},
    other: (each, product) => {
      readLevels(each, { draft, product });
      return true;
    },
  });
}

/** Entries for people, which promise nothing. */
const notes: Fields = Object.fromEntries(
  '$schema version description owner domain name title notes contact kind apiVersion'
    .split(' ')
    .map((key) => [key, ignore]),
);

/** Keys below which levels may stand. */
function wrappers(scope: Scope): Fields {
  const read = (value: Cursor): void =>
    value.node.kind === 'list' ? readList(value, scope.draft, scope.product) : readLevels(value, scope);
  return Object.fromEntries(
    'sla slas slos service_levels defaults default padrao'.split(' ').map((key) => [key, read]),
  );
}

function levels(scope: Scope): Fields {
  return Object.fromEntries(
    scope.draft.levels.map((name) => [name, (value: Cursor) => void readLevel(value, name, scope)]),
  );
}

function readLevels(value: Cursor, scope: Scope): void {
  readMap(value, {
    fields: { ...levels(scope), ...wrappers(scope), ...notes },
    other: (each, key) => readLevel(each, key, scope) || readOther(each, key, scope),
  });
}

/** Reads a level of a known name in any of its spellings. */
function readLevel(value: Cursor, name: string, { draft, product }: Scope): boolean {
  if (!isKnownLevel(name)) return false;
  const promise = readPromise(value, { name, product });
  if (promise !== undefined) draft.promises.push(promise);
  return true;
}

/** A level of somebody's own, unless it is only a misspelt one. */
function readOther(value: Cursor, name: string, { draft, product }: Scope): boolean {
  if (suggest(name, draft.levels) !== undefined) return false;
  const promise = readPromise(value, { name, product });
  if (promise !== undefined) draft.promises.push(promise);
  return true;
}

function readList(value: Cursor, draft: Draft, product?: string): void {
  for (const item of readItems(value)) {
    if (hasKey(item.node, 'metric', 'property', 'value')) readListed(item, { draft, product });
    else readProductItem(item, { draft, product });
  }
}

/** `{product: mrr_report, latency: D-1, availability: 99.9%}`. */
function readProductItem(item: Cursor, scope: Scope): void {
  const product = textOf(valueOf(item.node, 'product')) ?? textOf(valueOf(item.node, 'name')) ?? scope.product;
  const own = { ...scope, product };
  readMap(item, {
    fields: { ...levels(own), ...wrappers(own), ...notes, product: (value) => void readText(value) },
    other: (each, key) => readLevel(each, key, own) || readOther(each, key, own),
  });
}

/** `{product: mrr_report, metric: latency, value: 5, unit: min}`. */
function readListed(item: Cursor, { draft, product }: Scope): void {
  const name = nameIn(item.node);
  const promise =
    name === undefined
      ? undefined
      : readPromise(item, { name, product: textOf(valueOf(item.node, 'product')) ?? product }, [
          'product',
          'metric',
          'property',
        ]);
  if (name === undefined) note(item, 'slas.no-metric', {});
  else if (promise !== undefined) draft.promises.push(promise);
}

function nameIn(node: DocumentNode): string | undefined {
  const name = textOf(valueOf(node, 'metric')) ?? textOf(valueOf(node, 'property'));
  return name?.trim() === '' ? undefined : name;
}

/** In a list the same level can be promised twice, which no mapping allows. */
function noteRepeated({ promises }: Draft, problems: Problem[]): void {
  const seen = new Map<string, SlaPromise>();
  for (const promise of promises) {
    const { at } = promise.written;
    const key = `${foldWord(promise.product ?? '')} ${levelKey(promise.name)}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, promise);
    else {
      const values = { name: promise.name, line: String(first.written.at.line) };
      problems.push({ kind: 'schema', at, key: `twice ${key}`, message: 'slas.twice', values });
    }
  }
}
