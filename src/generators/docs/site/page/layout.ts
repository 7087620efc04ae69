/** What is to be laid out: boxes with their sizes in pixels, and arrows between them. */
export interface LayoutInput {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The upper left corner of a box. */
export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** A picture from left to right. The points of an edge lie between its two ends, where it passes other layers. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const layerGap = 44;
const rowGap = 18;
const laneHeight = 8;
const sweeps = 6;

/** A box, or a lane (`node` undefined) that keeps room for an edge that passes a layer. */
interface Cell {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly layer: number;
  readonly up: Cell[];
  readonly down: Cell[];
  y: number;
}

/** Layers by the longest way from a start, few crossings (barycentres), boxes near to what they hang on. Cycles are cut. */
export function layOut(input: LayoutInput): Layout {
  const layers = layersOf(input);
  const cells = new Map<string, Cell>();
  for (const node of input.nodes) cells.set(node.id, cellOf(node.id, node, layers.get(node.id) ?? 0));
  const chains = input.edges.flatMap((edge) => chainOf(edge, cells));
  const columns = columnsOf([...cells.values()]);
  for (let sweep = 0; sweep < sweeps; sweep++) orderColumns(columns, sweep % 2 === 0 ? 'up' : 'down');
  for (let sweep = 0; sweep < sweeps; sweep++) placeColumns(columns, sweep % 2 === 0 ? 'up' : 'down');
  return readLayout(input, { cells, columns, chains });
}

function cellOf(key: string, { width, height }: { width: number; height: number }, layer: number): Cell {
  return { key, width, height, layer, up: [], down: [], y: 0 };
}

/** The layer of each node: one more than the furthest of those before it. Edges back into the way are not followed. */
function layersOf({ nodes, edges }: LayoutInput): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) if (from !== to) next.get(from)?.push(to);
  const order = topological(next);
  const layers = new Map<string, number>();
  const position = new Map(order.map((id, at) => [id, at]));
  for (const id of order) {
    const layer = layers.get(id) ?? 0;
    layers.set(id, layer);
    for (const to of next.get(id) ?? []) {
      if ((position.get(to) ?? 0) > (position.get(id) ?? 0)) layers.set(to, Math.max(layers.get(to) ?? 0, layer + 1));
    }
  }
  return layers;
}

/** Reverse post-order, without recursion: pictures may be deep. */
function topological(next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  for (const start of next.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const open = [{ id: start, at: 0 }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const to = next.get(top.id)?.[top.at];
      top.at += 1;
      if (to === undefined) done.push(open.pop()?.id ?? top.id);
      else if (!seen.has(to)) {
        seen.add(to);
        open.push({ id: to, at: 0 });
      }
    }
  }
  return done.toReversed();
}

interface Chain {
  readonly from: string;
  readonly to: string;
  readonly lanes: readonly Cell[];
}

/** An edge as the lanes it takes through the layers between its ends; edges that go back take none. */
function chainOf({ from, to }: { from: string; to: string }, cells: Map<string, Cell>): readonly Chain[] {
  const [start, end] = [cells.get(from), cells.get(to)];
  if (start === undefined || end === undefined || start === end) return [];
  const lanes: Cell[] = [];
  let last = start;
  for (let layer = start.layer + 1; layer < end.layer; layer++) {
    const lane = cellOf(`${from}\n${to}\n${layer}`, { width: 0, height: laneHeight }, layer);
    cells.set(lane.key, lane);
    link(last, lane);
    lanes.push(lane);
    last = lane;
  }
  if (start.layer < end.layer) link(last, end);
  return [{ from, to, lanes }];
}

function link(from: Cell, to: Cell): void {
  from.down.push(to);
  to.up.push(from);
}

function columnsOf(cells: readonly Cell[]): Cell[][] {
  const columns: Cell[][] = [];
  for (const cell of cells) (columns[cell.layer] ??= []).push(cell);
  return columns;
}

function orderColumns(columns: Cell[][], side: 'up' | 'down'): void {
  const order = side === 'up' ? columns : columns.toReversed();
  for (const column of order) {
    const weights = new Map(column.map((cell, at) => [cell, barycentre(cell, columns, side) ?? at]));
    column.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
  }
}

function barycentre(cell: Cell, columns: readonly Cell[][], side: 'up' | 'down'): number | undefined {
  const near = cell[side];
  const column = near[0] === undefined ? undefined : columns[near[0].layer];
  if (column === undefined) return undefined;
  return near.reduce((sum, each) => sum + column.indexOf(each), 0) / near.length;
}

/** Every cell as near as can be to the middle of what it hangs on, without touching its neighbours. */
function placeColumns(columns: readonly Cell[][], side: 'up' | 'down'): void {
  for (const column of side === 'up' ? columns : columns.toReversed()) {
    const wanted = column.map((cell) => middleOf(cell[side]) ?? middleOf(cell[side === 'up' ? 'down' : 'up']) ?? 0);
    const tops = column.map((cell, at) => (wanted[at] ?? 0) - cell.height / 2);
    let floor = Number.NEGATIVE_INFINITY;
    for (const [at, cell] of column.entries()) {
      cell.y = Math.max(tops[at] ?? 0, floor);
      floor = cell.y + cell.height + rowGap;
    }
    const shift = column.reduce((sum, cell, at) => sum + (tops[at] ?? 0) - cell.y, 0) / (column.length || 1);
    for (const cell of column) cell.y += shift;
  }
}

function middleOf(cells: readonly Cell[]): number | undefined {
  if (cells.length === 0) return undefined;
  return cells.reduce((sum, cell) => sum + cell.y + cell.height / 2, 0) / cells.length;
}

interface Drawn {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly columns: readonly Cell[][];
  readonly chains: readonly Chain[];
}

function readLayout({ nodes }: LayoutInput, { cells, columns, chains }: Drawn): Layout {
  const widths = columns.map((column) => Math.max(0, ...column.map(({ width }) => width)));
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width + layerGap, 0));
  const top = Math.min(0, ...[...cells.values()].map(({ y }) => y));
  const lowest = Math.min(...[...cells.values()].map(({ y }) => y));
  const base = Number.isFinite(lowest) ? lowest : top;
  return {
    width: Math.max(
      0,
      widths.reduce((sum, width) => sum + width + layerGap, -layerGap),
    ),
    height: Math.max(0, ...[...cells.values()].map(({ y, height }) => y + height - base)),
    nodes: nodes.flatMap(({ id }) => {
      const cell = cells.get(id);
      return cell === undefined ? [] : [{ id, x: lefts[cell.layer] ?? 0, y: cell.y - base }];
    }),
    edges: chains.map(({ from, to, lanes }) => ({
      from,
      to,
      points: lanes.flatMap((lane) => {
        const [left, width] = [lefts[lane.layer] ?? 0, widths[lane.layer] ?? 0];
        const y = lane.y - base + lane.height / 2;
        return [
          { x: left, y },
          { x: left + width, y },
        ];
      }),
    })),
  };
}
