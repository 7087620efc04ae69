import type { TextToken } from './sql-tokens.ts';

/** A `select` found in the text of a query. Offsets are UTF-16 units. */
export interface SelectText {
  readonly start: number;
  readonly items: readonly ItemText[];
}

/** Where an entry of a select list stands, without what is blank around it. */
export interface ItemText {
  readonly start: number;
  readonly end: number;
}

/** Something in parentheses or brackets, or from `case` to `end`; a name before the parenthesis belongs to it. */
export interface Group {
  readonly start: number;
  end: number;
  readonly parent: Group | undefined;
}

/** What the syntax tree leaves out: where selects, their entries and parentheses stand in the text. */
export interface QueryText {
  readonly selects: readonly SelectText[];
  /** Index in `selects` of the innermost select around an offset; -1 where there is none. */
  selectAt(offset: number): number;
  /** The innermost group around an offset. */
  groupAt(offset: number): Group | undefined;
}

/** Finds selects, their entries and groups in tokens: one pass. */
export function readQueryText(tokens: readonly TextToken[]): QueryText {
  const reader = new TextReader(tokens);
  for (let at = 0; at < tokens.length; at += 1) reader.read(at);
  return reader.finish();
}

interface OpenSelect {
  readonly index: number;
  readonly items: ItemText[];
  /** Start of the entry that is being read; undefined behind the list. */
  itemStart: number | undefined;
  /** Whether the words before the first entry are over. */
  isStarted: boolean;
  readonly depth: number;
}

/** Ends a select list where it stands directly in the select. */
const listEnds = new Set([
  'from',
  'where',
  'into',
  'group',
  'having',
  'qualify',
  'order',
  'limit',
  'window',
  'lateral',
  'fetch',
  'settings',
]);
const setWords = new Set(['union', 'intersect', 'except', 'minus']);

class TextReader {
  private readonly tokens: readonly TextToken[];
  private readonly selects: { start: number; items: ItemText[] }[] = [];
  private readonly open: OpenSelect[] = [];
  private readonly groups: (Group | undefined)[] = [];
  private readonly starts: number[] = [];
  private readonly selectOf: number[] = [];
  private readonly groupOf: (Group | undefined)[] = [];
  private readonly cases = new Set<Group>();
  private readonly closed = new Set<OpenSelect>();
  private group: Group | undefined;
  private depth = 0;

  constructor(tokens: readonly TextToken[]) {
    this.tokens = tokens;
  }

  read(at: number): void {
    const token = this.tokens[at];
    if (token === undefined) return;
    const { text } = token;
    if (text === '(' || text === '[' || text === '{') this.enter(at);
    else if (text === ')' || text === ']' || text === '}') this.leave(token);
    else if (text === 'case' && !this.isName(at)) this.enter(at);
    else if (text === 'end' && this.isCase()) this.leave(token);
    else if (text === 'select' && !this.isName(at)) this.startSelect(token);
    else this.inSelect(at, text);
    this.mark(token.end);
  }

  finish(): QueryText {
    while (this.open.length > 0) this.endSelect(this.tokens.at(-1)?.end ?? 0);
    const { selects, starts, selectOf, groupOf } = this;
    return {
      selects,
      selectAt: (offset) => selectOf[lastAtMost(starts, offset)] ?? -1,
      groupAt: (offset) => groupOf[lastAtMost(starts, offset)],
    };
  }

  private isName(at: number): boolean {
    return this.tokens[at - 1]?.text === '.' || this.tokens[at + 1]?.text === '.';
  }

  private isCase(): boolean {
    return this.group !== undefined && this.cases.has(this.group);
  }

  private enter(at: number): void {
    const token = this.tokens[at];
    if (token === undefined) return;
    const select = this.open.at(-1);
    if (select !== undefined && !this.isPrefix(at, select)) this.beginItem(token.start);
    const before = this.tokens[at - 1];
    const isCall = token.text === '(' && before !== undefined && /^[\p{L}_]/u.test(before.text);
    const group: Group = { start: isCall ? before.start : token.start, end: token.end, parent: this.group };
    if (token.text === 'case') this.cases.add(group);
    this.groups.push(this.group);
    this.group = group;
    this.depth += 1;
  }

  private leave(token: TextToken): void {
    if (this.depth === 0) return;
    while (token.text !== 'end' && this.isCase()) this.pop(token.start);
    this.pop(token.end);
  }

  private pop(end: number): void {
    while ((this.open.at(-1)?.depth ?? -1) >= this.depth) this.endSelect(end - 1);
    if (this.group !== undefined) this.group.end = end;
    this.group = this.groups.pop();
    this.depth = Math.max(0, this.depth - 1);
  }

  private startSelect(token: TextToken): void {
    while ((this.open.at(-1)?.depth ?? -1) >= this.depth) this.endSelect(token.start);
    const items: ItemText[] = [];
    this.selects.push({ start: token.start, items });
    const index = this.selects.length - 1;
    this.open.push({ index, items, itemStart: undefined, isStarted: false, depth: this.depth });
  }

  private inSelect(at: number, text: string): void {
    const select = this.open.at(-1);
    if (select === undefined || select.depth !== this.depth) return;
    const token = this.tokens[at];
    if (token === undefined) return;
    const isListed = this.isListed(select);
    if (isListed && text === ',') this.endItem(token.start);
    else if (setWords.has(text) && !this.isStarChange(at) && !this.isName(at)) this.endSelect(token.start);
    else if (isListed && listEnds.has(text) && this.endsList(at)) this.endItem(token.start, true);
    else if (!this.isPrefix(at, select)) this.beginItem(token.start);
  }

  private isListed(select: OpenSelect): boolean {
    return !this.closed.has(select);
  }

  /** `* except (…)` */
  private isStarChange(at: number): boolean {
    return this.tokens[at - 1]?.text === '*' && this.tokens[at + 1]?.text === '(';
  }

  private endsList(at: number): boolean {
    return !this.isName(at) && this.tokens[at - 1]?.text !== 'distinct' && this.tokens[at - 1]?.text !== 'as';
  }

  /** `distinct on (…)`, `all`, `top 5`, `as struct`: what stands between `select` and its list. */
  private isPrefix(at: number, select: OpenSelect): boolean {
    if (select.isStarted) return false;
    const text = this.tokens[at]?.text ?? '';
    const before = this.tokens[at - 1]?.text ?? '';
    if (text === 'as' || before === 'as') return ['struct', 'value', 'as'].includes(text);
    if (before === 'top') return /^[\d(]/.test(text);
    if (before === 'distinct' && text === 'on') return true;
    if (text === '(' && before === 'on') return true;
    return text === 'distinct' || text === 'all' || text === 'top';
  }

  private beginItem(start: number): void {
    const select = this.open.at(-1);
    if (select === undefined || select.depth !== this.depth || !this.isListed(select)) return;
    select.itemStart ??= start;
    select.isStarted = true;
  }

  private endItem(end: number, isLast = false): void {
    const select = this.open.at(-1);
    if (select === undefined) return;
    if (select.itemStart !== undefined) select.items.push({ start: select.itemStart, end });
    select.itemStart = undefined;
    if (isLast) this.closed.add(select);
  }

  private endSelect(end: number): void {
    const select = this.open.at(-1);
    if (select !== undefined && this.isListed(select)) this.endItem(end, true);
    this.open.pop();
  }

  private mark(end: number): void {
    this.starts.push(end);
    this.selectOf.push(this.open.at(-1)?.index ?? -1);
    this.groupOf.push(this.group);
  }
}

/** Index of the last number that is not greater; -1 where all are. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
