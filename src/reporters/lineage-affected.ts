import { translate } from '../model/messages.ts';
import { mermaidOf, type PictureNode, type PictureShape } from '../model/picture.ts';
import type { AffectedNode, Report, ReportAffected } from '../model/report.ts';
import { fencedBlock } from './escape.ts';
import { type Block, fixedBlock } from './markdown-blocks.ts';

/** Columns that are named in a box; the others are counted. */
const namedColumns = 3;

const shapes: { readonly [kind in AffectedNode['kind']]: PictureShape } = {
  contract: 'contract',
  model: 'table',
  exposure: 'exposure',
};

/** What the change touches and whom that hits, as a folded picture; none where it hits nobody. */
export function affectedBlocks({ affected, lang }: Report): readonly Block[] {
  if (affected === undefined) return [];
  const say = (key: string, n = 0): string => translate(lang, `lineage.affected.${key}`, { n });
  const picture = fencedBlock(affectedPicture(affected, say('more', affected.more)), 'mermaid');
  const summary = `<summary><b>🕸️ ${say('title')}</b></summary>`;
  return [fixedBlock(`<details>\n${summary}\n\n${say('note')}\n\n${picture}\n\n</details>`)];
}

/** The Mermaid flowchart of what a change affects; `more` says what was left out. */
export function affectedPicture({ nodes, edges, more: left }: ReportAffected, more: string): string {
  const boxes = nodes.map(boxOf);
  const rest: readonly PictureNode[] = left === 0 ? [] : [{ label: more, shape: 'exposure' }];
  return mermaidOf({ nodes: [...boxes, ...rest], edges: edges.map((edge) => ({ ...edge, line: 'solid' as const })) });
}

function boxOf({ kind, name, columns, changed }: AffectedNode): PictureNode {
  return { label: labelOf(name, columns), shape: shapes[kind], ...(changed ? { mark: 'changed' as const } : {}) };
}

function labelOf(name: string, columns: readonly string[]): string {
  const [only] = columns;
  if (only === undefined) return name;
  if (columns.length === 1) return `${name}.${only}`;
  const left = columns.length - namedColumns;
  return `${name} (${columns.slice(0, namedColumns).join(', ')}${left > 0 ? `, +${left}` : ''})`;
}
