import { dialects } from '../config.ts';
import { type DbtFiles, type FileRef, type NamedDialect, yamlOf } from '../dbt/dbt-files.ts';
import { textOf, valueOf } from '../document.ts';

/**
 * The SQL dialect that the profile of the coding agents names (`dbt-snowflake`, `spark-databricks`): the one that
 * `config.yml` chooses, else the only one that names a dialect. Undefined where nothing, or more than one thing, tells.
 */
export function agentDialect(source: DbtFiles, files: readonly FileRef[]): NamedDialect | undefined {
  const config = files.find(({ path }) => /^\.?agent-os\/config\.ya?ml$/.test(path));
  const root = config === undefined ? undefined : yamlOf(source, config).root;
  const chosen = textOf(valueOf(root, 'profile')) ?? textOf(valueOf(root, 'default_profile'));
  const own = chosen === undefined ? undefined : dialectIn(chosen);
  if (config !== undefined && own !== undefined) return { name: own, from: config.path };
  const profiles = files.flatMap(profileOf);
  const [first] = profiles;
  return profiles.every(({ name }) => name === first?.name) ? first : undefined;
}

/** The dialect that the folder of a profile names, for a file in it. */
function profileOf({ path }: FileRef): readonly NamedDialect[] {
  const [, from, profile = ''] = /^(\.?agent-os\/profiles\/([^/]+))\//.exec(path) ?? [];
  const name = dialectIn(profile);
  return from === undefined || name === undefined ? [] : [{ name, from }];
}

/** Databricks speaks Spark's SQL and more, so that of both it is the one that is meant. */
function dialectIn(profile: string): string | undefined {
  const words = new Set(
    profile
      .toLowerCase()
      .replace('postgresql', 'postgres')
      .split(/[^a-z]+/),
  );
  if (words.has('databricks')) words.delete('spark');
  const [only, ...others] = dialects.filter((dialect) => words.has(dialect));
  return others.length === 0 ? only : undefined;
}
