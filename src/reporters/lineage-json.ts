import type { LineagePart } from '../model/lineage.ts';

/** Lineage for programs (`schemas/lineage.schema.json`). */
export function lineageJson({ starts, direction, relations, edges, steps, left }: LineagePart): string {
  const data = {
    schema: 1,
    starts,
    direction,
    relations: relations.map(({ at, ...rest }) => ({
      ...rest,
      ...(at === undefined ? {} : { path: at.path, line: at.line }),
      gaps: rest.gaps.map((gap) => ({
        reason: gap.reason,
        detail: gap.detail,
        ...(gap.at === undefined ? {} : { path: gap.at.path, line: gap.at.line }),
      })),
    })),
    edges: edges.map(({ from, to, isProven, filters }) => ({ from, to, proven: isProven, filters })),
    steps,
    left,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
