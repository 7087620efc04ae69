import { lineageGraph } from '../lineage/lineage-graph.ts';
import type { LineageGraph } from '../model/lineage.ts';
import type { Lang } from '../model/messages.ts';
import { gatherCheck, type Tools } from './gather.ts';
import type { Revision } from './read-trees.ts';

/** One tree that is asked for its lineage. */
export interface LineageRequest {
  readonly head: Revision;
  readonly lang?: Lang | 'auto' | undefined;
}

/** Reads one tree, compiles all its models, and follows their columns. */
export async function gatherLineage(
  tools: Tools,
  { head, lang }: LineageRequest,
): Promise<{ readonly graph: LineageGraph; readonly lang: Lang }> {
  const request = { base: head, tip: head, head, origin: 'given', scope: 'all', lang } as const;
  const { input } = await gatherCheck(tools, request);
  const { project, facts } = input.head;
  const graph = lineageGraph({ project, models: facts.models, columns: facts.columns ?? [] });
  return { graph, lang: input.lang };
}
