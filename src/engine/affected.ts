import { affectedGraph } from '../lineage/affected.ts';
import type { ClassifiedChange } from '../model/change.ts';
import type { ReportAffected } from '../model/report.ts';
import type { CheckInput } from './check-input.ts';
import { elementFinder, headWorld, hitsReaders } from './judge-changes.ts';

/** More boxes than this nobody follows with the eye. */
const maxNodes = 30;

/** Whom the change hits, as a graph: readers of what contracts took away, and of models whose code is another now. */
export function affectedBy(input: CheckInput, changes: readonly ClassifiedChange[]): ReportAffected | undefined {
  const hurting = changes.filter(hitsReaders);
  const paths = changedModels(input);
  if (hurting.length === 0 && paths.size === 0) return undefined;
  const elementOf = elementFinder(input.base.project, input.head.project);
  const world = headWorld(input);
  return affectedGraph(world, {
    elements: hurting.flatMap(({ change }) => elementOf(change) ?? []),
    models: world.dbt.models.filter(({ model }) => paths.has(model.path)),
    contracts: input.head.project.contracts,
    maxNodes,
  });
}

/** Models that are there before and after, with another text. */
function changedModels({ base, head, changedPaths }: CheckInput): ReadonlySet<string> {
  const before = new Set(modelPaths(base));
  return new Set(modelPaths(head).filter((path) => before.has(path) && changedPaths.has(path)));
}

function modelPaths({ project }: CheckInput['head']): readonly string[] {
  return project.dbt.flatMap(({ models }) => models.map(({ path }) => path));
}
