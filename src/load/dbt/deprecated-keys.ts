import type { DeprecatedKey } from '../../model/dbt.ts';
import { type DocumentNode, entriesOf, itemsOf, type MapEntry, valueOf } from '../document.ts';

/** Keys of `dbt_project.yml` that have another name since dbt 1.0, and `tests` since 1.8 (docs.getdbt.com, "Upgrading"). */
const renamedSettings: ReadonlyMap<string, string> = new Map([
  ['source-paths', 'model-paths'],
  ['data-paths', 'seed-paths'],
  ['modules-path', 'packages-install-path'],
  ['tests', 'data_tests'],
]);

/** Properties that belong below `config:` since dbt 1.10 (docs.getdbt.com, "Deprecations", PropertyMovedToConfigDeprecation). */
const movedProperties = new Set(['freshness', 'meta', 'tags', 'docs', 'group', 'access']);

/** Lists of a properties file whose entries are resources. */
const resources = ['models', 'seeds', 'snapshots', 'sources'] as const;

/** Keys of `dbt_project.yml` that dbt has renamed. */
export function deprecatedSettings(root: DocumentNode | undefined): readonly DeprecatedKey[] {
  return entriesOf(root).flatMap((entry) => {
    const instead = renamedSettings.get(entry.key);
    return instead === undefined ? [] : [renamed(root, entry, instead)];
  });
}

/** Keys of a properties file that dbt has renamed or moved. */
export function deprecatedProperties(root: DocumentNode | undefined): readonly DeprecatedKey[] {
  return resources.flatMap((key) => itemsOf(valueOf(root, key)).flatMap((node) => resourceKeys(node, movedProperties)));
}

function resourceKeys(node: DocumentNode, moved: ReadonlySet<string>): readonly DeprecatedKey[] {
  const own = entriesOf(node).flatMap((entry): readonly DeprecatedKey[] => {
    const { key, keyAt } = entry;
    if (key === 'tests') return [renamed(node, entry, 'data_tests')];
    return moved.has(key) ? [{ key, instead: `config.${key}`, at: keyAt, isRename: false }] : [];
  });
  const tables = itemsOf(valueOf(node, 'tables')).flatMap((table) => resourceKeys(table, moved));
  const columns = ['columns', 'versions'].flatMap((key) => itemsOf(valueOf(node, key)));
  return [...own, ...tables, ...columns.flatMap((column) => resourceKeys(column, new Set()))];
}

/** Where both names are written, they have to be put together first. */
function renamed(node: DocumentNode | undefined, { key, keyAt }: MapEntry, instead: string): DeprecatedKey {
  return { key, instead, at: keyAt, isRename: valueOf(node, instead) === undefined };
}
