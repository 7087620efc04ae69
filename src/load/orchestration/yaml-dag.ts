import type { DagFile } from '../../model/orchestration.ts';
import type { Located } from '../../model/location.ts';
import { type DocumentNode, entryOf, itemsOf, textOf, valueOf } from '../document.ts';
import { startOf } from '../governance/shape.ts';

/** A DAG of a YAML file, and what all DAGs of the file share (dag-factory: `default`). */
export interface YamlDag {
  readonly dag: DocumentNode;
  readonly defaults?: DocumentNode | undefined;
}

/** What a declarative DAG says of itself, else what its file says of all. */
export function describeYamlDag({
  dag,
  defaults,
}: YamlDag): Pick<DagFile, 'schedule' | 'outdatedKey' | 'owner' | 'tags' | 'at'> {
  const outdated = entryOf(dag, 'schedule') === undefined ? entryOf(dag, 'schedule_interval') : undefined;
  const schedule = scheduleOf(dag) ?? (hasSchedule(dag) ? undefined : scheduleOf(defaults));
  const owner = ownerOf(dag) ?? ownerOf(defaults);
  const tags = valueOf(dag, 'tags') ?? valueOf(defaults, 'tags');
  return {
    at: startOf(dag),
    ...(schedule === undefined ? {} : { schedule }),
    ...(outdated === undefined ? {} : { outdatedKey: outdated.keyAt }),
    ...(owner === undefined ? {} : { owner }),
    ...(tags?.kind === 'list' ? { tags: itemsOf(tags).flatMap((each) => textOf(each) ?? []) } : {}),
  };
}

/** A mapping (assets, a timetable) or none is a schedule too, but no text. */
function hasSchedule(dag: DocumentNode): boolean {
  return entryOf(dag, 'schedule') !== undefined || entryOf(dag, 'schedule_interval') !== undefined;
}

function scheduleOf(node: DocumentNode | undefined): Located<string> | undefined {
  return located(valueOf(node, 'schedule') ?? valueOf(node, 'schedule_interval'));
}

function ownerOf(node: DocumentNode | undefined): Located<string> | undefined {
  return located(valueOf(valueOf(node, 'default_args'), 'owner')) ?? located(valueOf(node, 'owner'));
}

function located(node: DocumentNode | undefined): Located<string> | undefined {
  const value = textOf(node)?.trim() ?? '';
  return node === undefined || value === '' ? undefined : { value, at: node.at };
}
