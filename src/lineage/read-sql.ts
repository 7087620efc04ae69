import { type SqlToken, sqlTokens } from '../model/sql-tokens.ts';
import { refKey, sourceKey, wordsOf } from '../model/template-tokens.ts';

/** What a query reads, as far as its text tells. */
export interface SqlReads {
  /** Names that may be columns, in lower case. */
  readonly columns: ReadonlySet<string>;
  /** Tables that it names itself, in lower case and with their path (`main.orders`); common table expressions are none. */
  readonly tables: ReadonlySet<string>;
  /** Keys of `ref` and `source` calls. */
  readonly calls: ReadonlySet<string>;
  /** What its result takes all columns of: keys of calls, {@link tableKey}s, and `*` where a template hides what it reads. */
  readonly stars: ReadonlySet<string>;
}

/** Key of a table that a query names itself. */
export function tableKey(name: string): string {
  return `table ${name}`;
}

/** One `select` with what belongs to it; the parts of a `union` count as one. */
interface Block {
  readonly relations: { alias: string; readonly key: string | Block }[];
  /** Aliases before `.*`; empty for a bare `*`. */
  readonly stars: string[];
  /** What a template in its list takes all columns of. */
  readonly taken: string[];
}

interface Frame {
  /** What a parenthesis without a query encloses is neither a list of columns nor of tables. */
  readonly block: Block | undefined;
  /** Names that are known inside only. */
  readonly ctes: string[];
  /** The name that the block gets when its parenthesis closes. */
  readonly cte?: string;
  clause: 'none' | 'select' | 'from' | 'on' | 'other';
  wantsTable: boolean;
}

/** Reads SQL or a dbt model's template; only its words and clauses are looked at, whatever the dialect. */
export function readSql(sql: string, dialect?: string): SqlReads {
  return new Reader(sqlTokens(sql, dialect)).read();
}

/** Reads a Python model: it gets whole tables, so every column of them. */
export function readPythonModel(code: string): SqlReads {
  const calls = [...code.matchAll(/\bdbt\s*\.\s*(ref|source)\s*\(([^()]{0,400})\)/g)].flatMap(
    ([, kind, inner = '']) => {
      const names = [...inner.matchAll(/(["'])([^"']{1,200})\1/g)].map((match) => match[2] ?? '');
      const last = names.at(-1);
      if (last === undefined) return [];
      return [kind === 'ref' ? refKey(last) : sourceKey(names.slice(0, 2).join('.'))];
    },
  );
  return { columns: new Set(wordsOf(code)), tables: new Set(), calls: new Set(calls), stars: new Set(calls) };
}

/** Words that are no column unless they are quoted. */
const reserved = new Set(
  (
    'all and as asc between by case cast cross desc distinct else end exists from full group having in inner intersect into ' +
    'is join lateral left like limit not null offset on or order outer over partition qualify recursive right select then union ' +
    'using values when where window with'
  ).split(' '),
);

/** Words that end the list of tables. */
const clauseWords = new Set(
  'where group order having qualify limit window union intersect except minus set'.split(' '),
);

class Reader {
  readonly #tokens: readonly SqlToken[];
  readonly #root: Block = newBlock();
  readonly #frames: Frame[] = [];
  /** Common table expressions by name, the innermost last. */
  readonly #ctes = new Map<string, Block[]>();
  readonly #columns = new Set<string>();
  readonly #qualifiers = new Set<string>();
  readonly #tableNames = new Set<string>();
  readonly #tables = new Set<string>();
  readonly #calls = new Set<string>();
  readonly #hidden: string[] = [];
  /** Words of the templates so far: macros may make expressions of these names. */
  readonly #given = new Set<string>();
  #isRecursive = false;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
    this.#frames.push(newFrame(this.#root));
  }

  read(): SqlReads {
    for (let at = 0; at < this.#tokens.length; ) at = this.step(at);
    for (const name of this.#qualifiers) if (!this.#tableNames.has(name)) this.#columns.add(name);
    return { columns: this.#columns, tables: this.#tables, calls: this.#calls, stars: this.starred() };
  }

  /** Reads the token at `at`, and returns where the next one is. */
  private step(at: number): number {
    const token = this.#tokens[at];
    if (token === undefined) return at + 1;
    if (token.kind === 'template') this.template(token.template);
    else if (this.wantsTable() && token.kind === 'name') return this.table(at);
    else if (token.kind === 'name') this.name(token, at);
    else this.mark(token.text, at);
    return at + 1;
  }

  private get frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new TypeError('the query itself is always open');
    return frame;
  }

  private wantsTable(): boolean {
    return this.frame.wantsTable && this.frame.block !== undefined;
  }

  private template({ reads, isRelation, isConfig, words }: Extract<SqlToken, { kind: 'template' }>['template']): void {
    for (const key of reads) this.#calls.add(key);
    if (isConfig) return;
    for (const word of words) {
      this.#columns.add(word);
      this.#given.add(word);
    }
    const { block, clause } = this.frame;
    if (block !== undefined && this.wantsTable()) {
      this.frame.wantsTable = false;
      const keys = reads.length === 0 ? ['*'] : reads;
      for (const key of keys) block.relations.push({ alias: '', key });
    } else if (!isRelation && clause === 'select' && block !== undefined) block.taken.push(...reads);
    else if (!isRelation) this.#hidden.push(...reads);
  }

  /** A name where a table is expected: a path of names, a function, or a word of the join itself. */
  private table(at: number): number {
    const { names, end } = this.path(at);
    const [first = ''] = names;
    if (first === 'lateral' || first === 'only') return at + 1;
    this.frame.wantsTable = false;
    if (this.markAt(end) === '(') return end;
    if (first === 'select' || first === 'values') return at;
    const cte = names.length === 1 ? this.#ctes.get(first)?.at(-1) : undefined;
    const isMade = cte === undefined && names.length === 1 && this.#given.has(first);
    const name = names.join('.');
    if (cte === undefined && !isMade) this.#tables.add(name);
    this.#tableNames.add(names.at(-1) ?? first);
    this.frame.block?.relations.push({ alias: names.at(-1) ?? first, key: cte ?? (isMade ? '*' : tableKey(name)) });
    return end;
  }

  private path(at: number): { readonly names: readonly string[]; readonly end: number } {
    const names: string[] = [];
    let end = at;
    for (;;) {
      const token = this.#tokens[end];
      if (token?.kind !== 'name') break;
      names.push(token.text);
      end++;
      if (this.markAt(end) !== '.') break;
      end++;
    }
    return { names, end };
  }

  private name({ text, isQuoted }: Extract<SqlToken, { kind: 'name' }>, at: number): void {
    if (!isQuoted && this.keyword(text, at)) return;
    if (text === 'recursive' && this.nameAt(at - 1) === 'with') this.#isRecursive = true;
    if (this.alias(text, at) || this.markAt(at + 1) === '(') return;
    const before = this.nameAt(at - 1);
    // `… as total`: the name is given here, not read.
    if (before === 'as' || (!isQuoted && reserved.has(text))) return;
    if (this.markAt(at + 1) === '.' && this.markAt(at - 1) !== '.') this.#qualifiers.add(text);
    else this.#columns.add(text);
  }

  /** Whether the word opens or ends a clause. */
  private keyword(text: string, at: number): boolean {
    const { frame } = this;
    if (frame.block === undefined) return false;
    if (text === 'select') frame.clause = 'select';
    else if (text === 'join' || (text === 'from' && this.nameAt(at - 1) !== 'distinct')) {
      frame.clause = 'from';
      frame.wantsTable = true;
    } else if ((text === 'on' || text === 'using') && frame.clause === 'from') frame.clause = 'on';
    else if (clauseWords.has(text) && this.markAt(at - 1) !== '*') frame.clause = 'other';
    else return false;
    return true;
  }

  /** Whether the name is what the table, or the query, before it is called here. */
  private alias(text: string, at: number): boolean {
    if (this.nameAt(at + 1) === 'as' && this.isCteStart(at + 1)) return true;
    const { clause, block } = this.frame;
    const last = block?.relations.at(-1);
    if (clause !== 'from' || last === undefined || reserved.has(text)) return false;
    const before = this.#tokens[this.nameAt(at - 1) === 'as' ? at - 2 : at - 1];
    const isAfterTable = before?.kind !== 'mark' || before.text === ')';
    if (!isAfterTable) return false;
    last.alias = text;
    this.#tableNames.add(text);
    return true;
  }

  private mark(mark: string, at: number): void {
    const { frame } = this;
    if (mark === '(') this.open(at);
    else if (mark === ')' && this.#frames.length > 1) this.close();
    else if (mark === ',' && (frame.clause === 'from' || frame.clause === 'on') && frame.block !== undefined) {
      frame.clause = 'from';
      frame.wantsTable = true;
    } else if (mark === '*' && frame.clause === 'select') this.star(at);
  }

  private star(at: number): void {
    const before = this.#tokens[at - 1];
    const isBare =
      this.markAt(at - 1) === ',' ||
      this.nameAt(at + 1) === 'from' ||
      (before?.kind === 'name' && ['select', 'distinct', 'all'].includes(before.text));
    if (this.markAt(at - 1) === '.') this.frame.block?.stars.push(this.nameAt(at - 2) ?? '');
    else if (isBare) this.frame.block?.stars.push('');
  }

  private open(at: number): void {
    const { frame } = this;
    const next = this.nameAt(at + 1);
    const isQuery = next === 'select' || next === 'with';
    if (!isQuery && this.wantsTable()) {
      // `from (a join b)`, `from ((select …))`
      this.#frames.push({ ...newFrame(frame.block), clause: 'from', wantsTable: true });
      frame.wantsTable = false;
      return;
    }
    if (!isQuery) {
      this.#frames.push(newFrame(undefined));
      return;
    }
    const block = newBlock();
    const cte = this.cteName(at);
    const isDerived = cte === undefined && this.wantsTable();
    if (isDerived) {
      frame.block?.relations.push({ alias: '', key: block });
      frame.wantsTable = false;
    }
    this.#frames.push({ ...newFrame(block), ...(cte === undefined ? {} : { cte }) });
  }

  private close(): void {
    const closed = this.#frames.pop();
    for (const name of closed?.ctes ?? []) this.#ctes.get(name)?.pop();
    if (closed?.cte === undefined || closed.block === undefined) return;
    // Within itself the name was not known yet, and taken for a table.
    if (this.#isRecursive) this.#tables.delete(closed.cte);
    const known = this.#ctes.get(closed.cte);
    if (known === undefined) this.#ctes.set(closed.cte, [closed.block]);
    else known.push(closed.block);
    this.frame.ctes.push(closed.cte);
    this.#tableNames.add(closed.cte);
  }

  /** `name as (`, `name (a, b) as (`, `name as materialized (`. */
  private cteName(at: number): string | undefined {
    let as = at - 1;
    if (this.nameAt(as) === 'materialized') as -= this.nameAt(as - 1) === 'not' ? 2 : 1;
    if (this.nameAt(as) !== 'as') return undefined;
    let name = as - 1;
    if (this.markAt(name) === ')') while (name > 0 && this.markAt(name + 1) !== '(') name--;
    return this.nameAt(name);
  }

  private isCteStart(as: number): boolean {
    return (
      this.markAt(as + 1) === '(' || this.nameAt(as + 1) === 'materialized' || this.nameAt(as + 2) === 'materialized'
    );
  }

  private nameAt(at: number): string | undefined {
    const token = this.#tokens[at];
    return token?.kind === 'name' ? token.text : undefined;
  }

  private markAt(at: number): string | undefined {
    const token = this.#tokens[at];
    return token?.kind === 'mark' ? token.text : undefined;
  }

  /** Follows the stars from the result down to what is read. */
  private starred(): ReadonlySet<string> {
    const stars = new Set<string>(this.#hidden);
    const blocks = new Set([this.#root]);
    for (const block of blocks) {
      for (const key of block.taken) stars.add(key);
      for (const star of block.stars) {
        const named = block.relations.filter(({ alias }) => star === '' || alias === star);
        // An alias that was not understood may stand for any of them.
        for (const { key } of named.length === 0 ? block.relations : named) {
          if (typeof key === 'string') stars.add(key);
          else blocks.add(key);
        }
      }
    }
    return stars;
  }
}

function newBlock(): Block {
  return { relations: [], stars: [], taken: [] };
}

function newFrame(block: Block | undefined): Frame {
  return { block, ctes: [], clause: 'none', wantsTable: false };
}
