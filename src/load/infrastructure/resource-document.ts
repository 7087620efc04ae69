import type { DeclaredResource } from '../../model/infrastructure.ts';
import type { Problem } from '../../model/project.ts';
import { type DocumentNode, entriesOf, valueOf } from '../document.ts';
import {
  childOf,
  type Cursor,
  type Fields,
  hasKey,
  ignore,
  isMistaken,
  readEntries,
  readItems,
  readMap,
  readText,
  startOf,
} from '../governance/shape.ts';
import { isResourceWord, isTerraformType } from './resource-words.ts';

/** `resources: [{type, name, tags}]`; without that key, every mapping of a type to its resources that the file holds. */
export function readResourceDocument(
  path: string,
  root: DocumentNode,
  problems: Problem[],
): readonly DeclaredResource[] {
  const cursor: Cursor = { node: root, at: startOf(root), path: [], problems };
  if (root.kind === 'list') return readItems(cursor).flatMap((item) => readRecord(path, item));
  if (!hasKey(root, 'resources')) return entriesOf(root).flatMap((entry) => readType(path, childOf(cursor, entry)));
  const entry = entriesOf(root).findLast(({ key }) => key === 'resources');
  if (entry === undefined) return [];
  const list = childOf(cursor, entry);
  if (list.node.kind === 'map') {
    return entriesOf(list.node).flatMap((each) => namesOf(path, childOf(list, each), each.key));
  }
  return readItems(list).flatMap((item) => readRecord(path, item));
}

/** A key that names no kind of resource (`description`, `environments`) is about something else. */
function readType(path: string, cursor: Cursor): readonly DeclaredResource[] {
  const type = cursor.path.at(-1) ?? '';
  return isTerraformType(type) || isResourceWord(type) ? namesOf(path, cursor, type) : [];
}

/** `aws_s3_bucket: [exports]`, `[{name: exports}]` or `{exports: {tags: …}}`. */
function namesOf(path: string, cursor: Cursor, type: string): readonly DeclaredResource[] {
  if (cursor.node.kind === 'map') {
    return entriesOf(cursor.node).map(({ key, keyAt, value }) => ({
      path,
      type,
      name: key,
      tags: value.kind === 'map' ? tagsOf(valueOf(value, 'tags')) : {},
      at: keyAt,
    }));
  }
  return readItems(cursor).flatMap((item) => {
    if (item.node.kind === 'map') return readRecord(path, item, type);
    const name = readText(item);
    return name === undefined ? [] : [{ path, type, name, tags: {}, at: item.node.at }];
  });
}

function readRecord(path: string, cursor: Cursor, known?: string): readonly DeclaredResource[] {
  const draft: { type?: string | undefined; name?: string | undefined } = { type: known };
  let at = cursor.at;
  const fields: Fields = {
    type: (value) => (draft.type = readText(value)),
    name: (value) => {
      draft.name = readText(value);
      at = value.at;
    },
    tags: (value) => readEntries(value, ignore),
  };
  // What else is said of a resource (region, owner, encryption) is for people.
  const required = known === undefined ? ['type', 'name'] : ['name'];
  readMap(cursor, { fields, required, other: () => true });
  const { type, name } = draft;
  if (type === undefined || name === undefined || isMistaken(cursor)) return [];
  return [{ path, type, name, tags: tagsOf(valueOf(cursor.node, 'tags')), at }];
}

function tagsOf(node: DocumentNode | undefined): DeclaredResource['tags'] {
  const tags: Record<string, string> = Object.create(null);
  for (const { key, value } of entriesOf(node)) if (value.kind === 'scalar') tags[key] = String(value.value ?? '');
  return tags;
}
