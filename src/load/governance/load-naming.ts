import type { Casing, CasingRule, ColumnNaming, LayerNaming, NamingPolicy } from '../../model/governance.ts';
import { fileStart, type Located } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { YamlFile } from '../yaml.ts';
import {
  type Cursor,
  type Fields,
  hasKey,
  ignore,
  isMistaken,
  type LoadedPolicy,
  note,
  readChoice,
  readEntries,
  readItems,
  readMap,
  readText,
  whereOf,
} from './shape.ts';

/**
 * Reads `naming.json` (nested: `layers`, `column_rules`) and `naming-conventions.json` (flat: one key per layer).
 * The grammar is published as `schemas/naming.schema.json`. Either spelling is at home under either name.
 */
export function loadNaming(file: YamlFile): LoadedPolicy<NamingPolicy> {
  const problems: Problem[] = [];
  if (file.root === undefined) return { problems };
  const draft: Draft = { layers: [], columns: [] };
  const root: Cursor = { node: file.root, at: fileStart(file.path), path: [], problems };
  readMap(root, { fields: topFields(draft), other: hasKey(file.root, 'layers') ? undefined : flatLayer(draft) });
  return file.root.kind === 'map' ? { policy: { path: file.path, ...draft }, problems } : { problems };
}

/** The policy while its file is read. */
interface Draft {
  readonly layers: LayerNaming[];
  readonly columns: ColumnNaming[];
  tableCasing?: CasingRule;
  columnCasing?: CasingRule;
}

function topFields(draft: Draft): Fields {
  return {
    layers: (value) => readEntries(value, (layer, name) => pushDefined(draft.layers, readLayer(layer, name))),
    column_rules: (value) => readMap(value, { fields: columnFields(draft) }),
    casing: (value) => readCasings(value, draft),
    ...casingFields(draft),
    version: ignore,
    description: ignore,
    $schema: ignore,
  };
}

/** In the flat spelling every other key is a layer: `"staging": "stg_"`. A mapping cannot be one: that is a misspelt key. */
function flatLayer(draft: Draft): (value: Cursor, name: string) => boolean {
  return (value, name) => {
    if (value.node.kind === 'map') return false;
    pushDefined(draft.layers, readLayer(value, name));
    return true;
  };
}

function readLayer(value: Cursor, layer: string): LayerNaming | undefined {
  if (value.node.kind !== 'map') {
    const prefixes = readAffixes(value);
    return prefixes.length === 0 ? undefined : { layer, prefixes, at: value.at };
  }
  let prefixes: readonly string[] = [];
  let materialization: Located<string> | undefined;
  let at = value.at;
  readMap(value, {
    fields: {
      prefix: (each) => {
        prefixes = readAffixes(each);
        at = each.at;
      },
      materialization: (each) => (materialization = readLocated(each)),
      description: ignore,
    },
    required: ['prefix'],
  });
  if (prefixes.length === 0) return undefined;
  return { layer, prefixes, at, ...(materialization === undefined ? {} : { materialization }) };
}

function columnFields(draft: Draft): Fields {
  const read = (columns: ColumnNaming['columns']) => (value: Cursor) =>
    pushDefined(draft.columns, readColumns(value, columns));
  return { boolean: read('boolean'), timestamp: read('timestamp'), date: read('date') };
}

function readColumns(value: Cursor, columns: ColumnNaming['columns']): ColumnNaming | undefined {
  const affixes: { prefixes: readonly string[]; suffixes: readonly string[] } = { prefixes: [], suffixes: [] };
  let timezone: Located<string> | undefined;
  readMap(value, {
    fields: {
      prefix: (each) => (affixes.prefixes = readAffixes(each)),
      suffix: (each) => (affixes.suffixes = readAffixes(each)),
      timezone: (each) => (timezone = readLocated(each)),
      description: ignore,
    },
  });
  const zone = timezone === undefined ? {} : { timezone };
  if (affixes.prefixes.length + affixes.suffixes.length > 0) return { columns, ...affixes, ...zone, at: value.at };
  if (!isMistaken(value)) note(value, 'governance.no-affix', { where: whereOf(value) });
  return undefined;
}

function readLocated(value: Cursor): Located<string> | undefined {
  const text = readText(value);
  return text === undefined ? undefined : { value: text, at: value.at };
}

/** The alternatives of `"fct_|dim_"`, or of a list. */
function readAffixes(value: Cursor): readonly string[] {
  if (value.node.kind === 'list') {
    if (value.node.items.length === 0) note(value, 'governance.empty-list', { where: whereOf(value) });
    return readItems(value).flatMap(readAffixText);
  }
  return readAffixText(value);
}

function readAffixText(value: Cursor): readonly string[] {
  const text = readText(value);
  if (text === undefined) return [];
  const affixes = text.split('|').map((affix) => affix.trim());
  if (affixes.every((affix) => /^[\p{L}\p{N}_-]+$/u.test(affix))) return affixes;
  note(value, 'governance.not-an-affix', { where: whereOf(value), found: text });
  return [];
}

const casings: readonly Casing[] = ['snake_case', 'camelCase', 'PascalCase', 'UPPER_CASE', 'kebab-case'];

/** `"casing": "snake_case"` is for tables and columns; a mapping names each. */
function readCasings(value: Cursor, draft: Draft): void {
  if (value.node.kind === 'map') return readMap(value, { fields: casingFields(draft) });
  const rule = readCasing(value);
  draft.tableCasing ??= rule;
  draft.columnCasing ??= rule;
}

function casingFields(draft: Draft): Fields {
  return {
    tables: (value) => (draft.tableCasing = readCasing(value)),
    columns: (value) => (draft.columnCasing = readCasing(value)),
    sql_constants: (value) => readCasing(value),
  };
}

function readCasing(value: Cursor): CasingRule | undefined {
  const casing = readChoice(value, casings);
  return casing === undefined ? undefined : { casing, at: value.at };
}

function pushDefined<T>(list: T[], value: T | undefined): void {
  if (value !== undefined) list.push(value);
}
