import type { Engines } from '../compile/compile-project.ts';
import { lineageGraph } from '../lineage/lineage-graph.ts';
import type { Memo } from '../load/memo.ts';
import type { LineageGraph } from '../model/lineage.ts';
import type { Project } from '../model/project.ts';
import { compileTrees } from './compile-trees.ts';

/** What reading lineage needs. */
export interface LineageTools {
  readonly engines: Engines;
  readonly memo: Memo;
}

/** Most models whose lineage is drawn in documents: they are all parsed for it, whatever a change is about. */
const maxDrawnModels = 200;

/** Lineage of all models of a project as their SQL says it; undefined where there are none, or too many to parse for a picture. */
export async function wholeLineage(
  project: Project,
  { engines, memo }: LineageTools,
): Promise<LineageGraph | undefined> {
  const models = project.dbt.flatMap((dbt) => dbt.models);
  if (models.length === 0 || models.length > maxDrawnModels) return undefined;
  const changed = new Set(models.map(({ path }) => path));
  // The same bytes in whichever language the report is.
  const request = { base: project, head: project, engines, memo, lang: 'en', changed, scope: 'all' } as const;
  const { head } = await compileTrees(request);
  return lineageGraph({ project, models: head.models, columns: head.columns });
}
