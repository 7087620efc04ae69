import { foldWord } from '../../model/words.ts';
import type { RequiredTag, TaggedThing, TaggingPolicy } from '../../model/governance.ts';
import { taggedThings } from '../../model/governance.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { YamlFile } from '../yaml.ts';
import {
  type Cursor,
  type Fields,
  ignore,
  isMistaken,
  type LoadedPolicy,
  note,
  readBoolean,
  readEntries,
  readItems,
  readMap,
  readText,
  whereOf,
} from './shape.ts';

/**
 * Reads `tagging.json`: tags that everything carries (`required`, or a bare list), tags of one kind of thing (`contracts`,
 * `models`, `resources` or `terraform`), and what tags may say (`tags`). Published as `schemas/tagging.schema.json`.
 */
export function loadTagging(file: YamlFile): LoadedPolicy<TaggingPolicy> {
  const problems: Problem[] = [];
  if (file.root === undefined) return { problems };
  const root: Cursor = { node: file.root, at: fileStart(file.path), path: [], problems };
  const draft: Draft = { tags: new Map() };
  if (file.root.kind === 'list') readNames(root, taggedThings, draft);
  else readMap(root, { fields: topFields(draft) });
  if (file.root.kind === 'scalar') return { problems };
  const required = [...draft.tags.values()].filter(({ things }) => things.length > 0);
  return { policy: { path: file.path, required }, problems };
}

interface Draft {
  /** By folded name; one that nothing must carry yet has no things. */
  readonly tags: Map<string, RequiredTag>;
}

function topFields(draft: Draft): Fields {
  const names = (...things: readonly TaggedThing[]) => {
    return (value: Cursor): void => readNames(value, things, draft);
  };
  return {
    required: names(...taggedThings),
    contracts: names('contract'),
    models: names('model'),
    resources: names('resource'),
    terraform: names('resource'),
    tags: (value) => readEntries(value, (tag, name) => readTag(tag, name, draft)),
    version: ignore,
    description: ignore,
    $schema: ignore,
  };
}

/** A list of names, and of `{name, values}`. */
function readNames(value: Cursor, things: readonly TaggedThing[], draft: Draft): void {
  for (const item of readItems(value)) {
    if (item.node.kind === 'map') readNamedTag(item, things, draft);
    else {
      const name = readText(item);
      if (name !== undefined) addTag(draft, { name, values: [], things, at: item.at });
    }
  }
}

function readNamedTag(item: Cursor, things: readonly TaggedThing[], draft: Draft): void {
  let name: string | undefined;
  let at: Location = item.at;
  let values: readonly string[] = [];
  readMap(item, {
    fields: {
      name: (each) => {
        name = readText(each);
        at = each.at;
      },
      values: (each) => (values = readValues(each)),
      description: ignore,
    },
    required: ['name'],
  });
  if (name !== undefined) addTag(draft, { name, values, things, at });
}

/** What is said about one tag: whether everything must carry it, and what it may say. */
function readTag(value: Cursor, name: string, draft: Draft): void {
  let isRequired = false;
  let values: readonly string[] = [];
  if (value.node.kind === 'list') values = readValues(value);
  else
    readMap(value, {
      fields: {
        required: (each) => (isRequired = readBoolean(each) === true),
        values: (each) => (values = readValues(each)),
        description: ignore,
      },
    });
  addTag(draft, { name, values, things: isRequired ? taggedThings : [], at: value.at });
}

function readValues(value: Cursor): readonly string[] {
  const values = readItems(value).flatMap((item) => readText(item) ?? []);
  if (values.length === 0 && !isMistaken(value)) note(value, 'governance.empty-list', { where: whereOf(value) });
  return values;
}

/** What several places of the file say about one tag adds up; the first that demands it is where it is defined. */
function addTag({ tags }: Draft, tag: RequiredTag): void {
  const key = foldWord(tag.name);
  const known = tags.get(key);
  if (known === undefined) return void tags.set(key, tag);
  const demands = known.things.length > 0 ? known : tag;
  tags.set(key, {
    name: demands.name,
    at: demands.at,
    values: [...new Set([...known.values, ...tag.values])],
    things: taggedThings.filter((thing) => known.things.includes(thing) || tag.things.includes(thing)),
  });
}
