import { type DocumentNode, itemsOf, textOf, valueOf } from '../document.ts';

/** Names of the packages that `packages.yml` or `dependencies.yml` asks for, and of projects it depends on. */
export function packageNames(root: DocumentNode | undefined): readonly string[] {
  const packages = itemsOf(valueOf(root, 'packages')).flatMap((item) => packageName(item) ?? []);
  const projects = itemsOf(valueOf(root, 'projects')).flatMap((item) => textOf(valueOf(item, 'name')) ?? []);
  return [...packages, ...projects];
}

/** `dbt-labs/dbt_utils`, `https://host/org/dbt-utils.git`, `../dbt_utils` and a tarball's `name` are all `dbt_utils`. */
function packageName(item: DocumentNode): string | undefined {
  for (const key of ['package', 'name', 'git', 'private', 'local']) {
    const text = textOf(valueOf(item, key));
    const last = text
      ?.replace(/\.git$/, '')
      .split('/')
      .findLast((part) => part !== '');
    if (last === undefined) continue;
    // Repositories are often named with hyphens; a package's name is an identifier.
    return key === 'git' || key === 'private' ? last.replaceAll('-', '_') : last;
  }
  return undefined;
}
