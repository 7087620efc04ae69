import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import type { Project } from '../../model/project.ts';
import { findModels } from '../match-models.ts';
import { resolveReference } from './references.ts';

/** What each model of a dbt project reads, and refers to by the relationships of its contracts: names in lower case. */
export type ModelGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** dbt builds what a foreign key refers to first, as if the model read it, so both are edges of one graph. */
export function modelGraph(dbt: DbtProject, project: Project): ModelGraph {
  const graph = new Map(dbt.models.map((model) => [model.name.toLowerCase(), new Set(refsOf(model))]));
  for (const contract of project.contracts) {
    for (const object of contract.schema) {
      const related = object.properties.flatMap(({ relationships }) => relationships);
      if (related.length === 0) continue;
      for (const match of findModels(contract, object, [dbt])) {
        const targets = related.flatMap(({ to }) => resolveReference(to, match, project) ?? []);
        const edges = graph.get(match.model.name.toLowerCase());
        for (const target of targets) edges?.add(target.match.model.name.toLowerCase());
      }
    }
  }
  return graph;
}

/** Whether a model reads another, or what reads it. */
export function isBehind(graph: ModelGraph, from: string, to: string): boolean {
  const wanted = to.toLowerCase();
  const seen = new Set<string>();
  const open = [from.toLowerCase()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(graph.get(name) ?? []));
  }
  return false;
}

/** Names that the template hands to `ref`, as they stand there. */
function refsOf({ text }: DbtModel): readonly string[] {
  const call = /\bref\s{0,20}\(\s{0,20}(?:["'][^"'\n]{1,200}["']\s{0,20},\s{0,20})?["']([^"'\n]{1,200})["']/g;
  return [...text.matchAll(call)].map(([, name = '']) => name.toLowerCase());
}
