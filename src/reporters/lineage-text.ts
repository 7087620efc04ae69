import type { ColumnGap } from '../model/columns.ts';
import { callsText } from '../model/lineage-path.ts';
import type { ColumnStep, LineageColumn, LineageEdge, LineagePart, LineageRelation } from '../model/lineage.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/location.ts';
import { type Lang, type MessageValues, translate } from '../model/messages.ts';
import { visibleText } from './escape.ts';
import { type Hop, WayFinder } from './lineage-ways.ts';

/** Most ways of one column that are written out. */
const maxWays = 20;
/** Most ways of each column where a whole relation is asked for. */
const maxWaysEach = 3;
/** Most lines of one tree of relations. */
const maxTreeLines = 500;

/** Lineage as people read it: trees of relations, and one line per way of a column. */
export function lineageText(part: LineagePart, lang: Lang): string {
  return new TextView(part, lang).blocks().map(blockText).join('\n');
}

/** A heading with the lines below it. */
interface TextBlock {
  readonly title: string;
  readonly lines: readonly { readonly depth: number; readonly text: string }[];
}

function blockText({ title, lines }: TextBlock): string {
  return [title, ...lines.map(({ depth, text }) => `${'  '.repeat(depth)}${visibleText(text)}`)]
    .map((line) => `${line}\n`)
    .join('');
}

class TextView {
  readonly #part: LineagePart;
  readonly #lang: Lang;
  readonly #relations: ReadonlyMap<string, LineageRelation>;
  readonly #edges: { readonly up: Map<string, LineageEdge[]>; readonly down: Map<string, LineageEdge[]> };
  readonly #ways: WayFinder;

  constructor(part: LineagePart, lang: Lang) {
    this.#part = part;
    this.#lang = lang;
    this.#relations = new Map(part.relations.map((relation) => [relation.id, relation]));
    this.#edges = { up: groupBy(part.edges, ({ to }) => to), down: groupBy(part.edges, ({ from }) => from) };
    this.#ways = new WayFinder(part);
  }

  blocks(): readonly TextBlock[] {
    const { starts, left, relations } = this.#part;
    const about =
      starts.length === 0
        ? [this.whole()]
        : starts.flatMap(({ relation, column }) =>
            column === undefined ? this.aboutRelation(relation) : this.aboutColumn({ relation, column }),
          );
    const gaps = relations.flatMap((relation) => relation.gaps.map((gap) => `${relation.name}: ${this.gapText(gap)}`));
    return [
      ...about,
      ...this.block('gaps', [...new Set(gaps)]),
      ...(left === 0 ? [] : [{ title: this.say('left', { n: left }), lines: [] }]),
    ];
  }

  /** Everything, from where data comes to where it goes. */
  private whole(): TextBlock {
    const reached = new Set<string>();
    const ids = this.#part.relations.map(({ id }) => id);
    // What is only read in a circle hangs below no beginning.
    const candidates = [...ids.filter((id) => !this.#edges.up.has(id)), ...ids];
    const roots = candidates.filter((id) => {
      if (reached.has(id)) return false;
      const found = new Set([id]);
      for (const each of found) for (const next of this.next(each, 'down')) if (!reached.has(next)) found.add(next);
      for (const each of found) reached.add(each);
      return true;
    });
    return { title: this.say('everything', { n: ids.length }), lines: this.tree(roots, 'down') };
  }

  private aboutRelation(id: string): readonly TextBlock[] {
    const { direction } = this.#part;
    const { columns = [] } = this.#relations.get(id) ?? {};
    const way = direction === 'down' ? 'down' : 'up';
    return [
      { title: this.title(id), lines: [] },
      ...(direction === 'down' ? [] : this.treeBlock('made-from', id, 'up')),
      ...(direction === 'up' ? [] : this.treeBlock('read-by', id, 'down')),
      ...this.block(
        `columns-${way}`,
        columns.flatMap((column) => this.wayLines({ relation: id, column }, way, maxWaysEach)),
      ),
    ];
  }

  private aboutColumn(column: LineageColumn): readonly TextBlock[] {
    const { direction } = this.#part;
    return [
      { title: this.title(column.relation, column.column), lines: [] },
      ...(direction === 'down' ? [] : this.block('comes-from', this.wayLines(column, 'up', maxWays))),
      ...(direction === 'up' ? [] : this.block('goes-into', this.wayLines(column, 'down', maxWays))),
    ];
  }

  private title(id: string, column?: string): string {
    const { kind, at } = this.#relations.get(id) ?? {};
    const place = at === undefined ? [] : [kind === 'model' ? at.path : `${at.path}:${at.line}`];
    const name = `${this.nameOf(id)}${column === undefined ? '' : `.${column}`}`;
    return [name, ...(kind === undefined ? [] : [this.say(`kind.${kind}`)]), ...place]
      .map((each) => visibleText(each))
      .join(' · ');
  }

  private block(title: string, lines: readonly string[]): readonly TextBlock[] {
    return lines.length === 0 ? [] : [{ title: this.say(title), lines: lines.map((text) => ({ depth: 1, text })) }];
  }

  private treeBlock(title: string, id: string, way: 'up' | 'down'): readonly TextBlock[] {
    const next = this.next(id, way);
    return next.length === 0 ? [] : [{ title: this.say(title), lines: this.tree(next, way) }];
  }

  private next(id: string, way: 'up' | 'down'): readonly string[] {
    const ids = (this.#edges[way].get(id) ?? []).map((edge) => (way === 'up' ? edge.from : edge.to));
    return ids.toSorted(compareText);
  }

  /** Each relation with what lies beyond it, once; where it comes again, only its name. */
  private tree(roots: readonly string[], way: 'up' | 'down'): TextBlock['lines'] {
    const lines: { readonly depth: number; readonly text: string }[] = [];
    const known = new Set<string>();
    const open = roots.toReversed().map((id) => ({ id, depth: 1 }));
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      const { id, depth } = each;
      const next = this.next(id, way);
      const isRepeated = known.has(id) && next.length > 0;
      if (lines.length === maxTreeLines) return [...lines, { depth: 1, text: this.say('cut') }];
      lines.push({ depth, text: `${this.labelOf(id)}${isRepeated ? ` ${this.say('above')}` : ''}` });
      if (!isRepeated) open.push(...next.toReversed().map((child) => ({ id: child, depth: depth + 1 })));
      known.add(id);
    }
    return lines;
  }

  private wayLines(column: LineageColumn, way: 'up' | 'down', max: number): readonly string[] {
    const { ways, isCut } = this.#ways.find(column, way, max);
    const start = this.columnText(column);
    if (ways.length === 0) return [`${start}: ${this.say(way === 'up' ? this.originless(column) : 'no-reader')}`];
    const lines = ways.map((hops) => (way === 'down' ? this.wayDown(start, hops) : this.wayUp(start, hops)));
    return isCut ? [...lines, `${start}: ${this.say('more-ways')}`] : lines;
  }

  /** A column that nothing goes into: made by the SQL itself, or the beginning. */
  private originless({ relation }: LineageColumn): string {
    return this.#relations.get(relation)?.kind === 'model' ? 'no-origin' : 'beginning';
  }

  private wayDown(start: string, hops: readonly Hop[]): string {
    const texts = hops.map((hop) => {
      if (hop.kind === 'step') return `${this.columnText(hop.step.to)}${this.stepText(hop.step)}`;
      return `${this.nameOf(hop.edge.to)} (${this.say(hop.isFilter ? 'filter' : this.doubt(hop.edge.to))})`;
    });
    return [start, ...texts].join(' → ');
  }

  private wayUp(start: string, hops: readonly Hop[]): string {
    const parts: string[] = [];
    let station = start;
    for (const hop of hops) {
      parts.push(hop.kind === 'end' ? station : `${station}${this.stepText(hop.step)}`);
      station =
        hop.kind === 'end'
          ? `${this.nameOf(hop.edge.from)} (${this.say('not-proven')})`
          : this.columnText(hop.step.from);
    }
    return [...parts, station].toReversed().join(' → ');
  }

  /** Nobody declares which columns an exposure uses; of a model it could be known. */
  private doubt(id: string): string {
    return this.#relations.get(id)?.kind === 'exposure' ? 'whole-relation' : 'not-proven';
  }

  private stepText(step: ColumnStep): string {
    const calls = callsText(step);
    if (step.kind === 'as-is') return '';
    if (step.kind === 'changed') return ` (${calls})`;
    return ` (${this.say(`step.${step.kind}`)}${calls === '' ? '' : `: ${calls}`})`;
  }

  private columnText({ relation, column }: LineageColumn): string {
    return `${this.nameOf(relation)}.${column}`;
  }

  private labelOf(id: string): string {
    const kind = this.#relations.get(id)?.kind ?? 'model';
    return kind === 'model' ? this.nameOf(id) : `${this.nameOf(id)} (${this.say(`kind.${kind}`)})`;
  }

  private nameOf(id: string): string {
    return this.#relations.get(id)?.name ?? id;
  }

  private gapText({ reason, detail, at }: ColumnGap): string {
    const place = at === undefined ? '' : ` (${at.path}:${at.line})`;
    return `${this.say(`gap.${reason}`, { detail })}${place}`;
  }

  private say(key: string, values: MessageValues = {}): string {
    return translate(this.#lang, `lineage.${key}`, values);
  }
}
