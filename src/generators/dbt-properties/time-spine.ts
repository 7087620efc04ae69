import type { Artifact } from '../../model/artifact.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { type GeneratorContext, headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';

const model = 'dataengos_time_spine';

/** A model with every day of this century, which dbt's semantic layer demands; none where the project has a time spine already. */
export function timeSpineArtifacts(
  dbt: DbtProject,
  {
    folder,
    sources,
    context,
  }: { readonly folder: string; readonly sources: readonly string[]; readonly context: GeneratorContext },
): readonly Artifact[] {
  const own = `${folder}/dataengos/_${model}.yml`;
  if (hasTimeSpine(dbt, context, own)) return [];
  const header = headerText('dbt-properties', 'the measures of the contracts in specs/');
  const owned = { ownership: 'owned', generator: 'dbt-properties', sources } as const;
  const properties = {
    name: model,
    description: 'Every day of this century, for the metrics of the semantic layer.',
    time_spine: { standard_granularity_column: 'date_day' },
    columns: [{ name: 'date_day', granularity: 'day' }],
  };
  return [
    { path: own, content: emitYaml(header, { models: [properties] }), ...owned },
    { path: `${folder}/dataengos/${model}.sql`, content: `{# ${header} #}\n${query}`, ...owned },
  ];
}

const query = `select cast(date_day as date) as date_day
from (
  {{ dbt.date_spine('day', "cast('2000-01-01' as date)", "cast('2100-01-01' as date)") }}
) as days
`;

function hasTimeSpine({ root }: DbtProject, { paths, read }: GeneratorContext, own: string): boolean {
  const files = paths.filter(
    (path) => path !== own && (root === '' || path.startsWith(`${root}/`)) && /\.ya?ml$/.test(path),
  );
  return files.some((path) => /^[ -]{0,40}time_spine {0,10}:/m.test(read(path) ?? ''));
}
