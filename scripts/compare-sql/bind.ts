import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { transpile } from './polyglot.ts';

/** A relation that a model reads: with all its columns, or with those that nobody declares. */
export interface BoundRelation {
  /** As the SQL of the model names it: `ref__.orders`. */
  readonly name: string;
  /** Undefined where nobody tells: what the query asks for is then assumed to be there. */
  readonly columns: readonly string[] | undefined;
}

/** What DuckDB makes of a model's query after polyglot has translated it. */
export type Bound =
  | { readonly kind: 'bound'; readonly names: readonly string[] }
  | { readonly kind: 'not-bound'; readonly reason: string };

/** Rounds of repair: each declares one more column or function. */
const maxRepairs = 60;

/**
 * DuckDB's own idea of the columns of a query. Values have no type (`null`), so that what another warehouse computes with them
 * binds here; functions that DuckDB lacks are declared as such, and give `null`.
 */
export class Oracle {
  readonly #connection: DuckDBConnection;
  readonly #made = new Set<string>();

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Oracle> {
    const instance = await DuckDBInstance.create(':memory:', {
      enable_external_access: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      lock_configuration: 'true',
      threads: '1',
    });
    return new Oracle(await instance.connect());
  }

  async describe(sql: string, dialect: string, relations: readonly BoundRelation[]): Promise<Bound> {
    if (sql.includes('dataengos__')) return { kind: 'not-bound', reason: 'a macro is not known' };
    const translated = transpile(sql, dialect);
    if (translated === undefined) return { kind: 'not-bound', reason: 'not translated' };
    const views = new Map(relations.map(({ name, columns }) => [name, new Set(columns ?? [])]));
    const open = relations.filter(({ columns }) => columns === undefined).map(({ name }) => name);
    let reason = '';
    for (let round = 0; round < maxRepairs; round += 1) {
      try {
        await this.#createViews(views);
        const rows = (await this.#connection.runAndReadAll(`describe ${translated}`)).getRows();
        return { kind: 'bound', names: rows.map(([name]) => String(name)) };
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (!(await this.#repair(reason, { sql: translated, views, open }))) break;
      }
    }
    return { kind: 'not-bound', reason: reason.split('\n')[0] ?? '' };
  }

  async #createViews(views: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for (const [name, columns] of views) {
      const schema = name.split('.').slice(0, -1).map(quoted).join('.');
      const view = name.split('.').map(quoted).join('.');
      const list = [...columns].map((column) => `null as ${quoted(column)}`).join(', ');
      const text = `create or replace view ${view} as select ${list === '' ? 'null as dataengos__nothing' : list}`;
      if (this.#made.has(text)) continue;
      await this.#connection.run(`create schema if not exists ${schema}`);
      await this.#connection.run(text);
      for (const other of this.#made)
        if (other.startsWith(`create or replace view ${view} as`)) this.#made.delete(other);
      this.#made.add(text);
    }
  }

  async #repair(message: string, query: RepairedQuery): Promise<boolean> {
    const column =
      /(?:Referenced column|does not have a column named|Binder Error: Column) "([^"]+)"/.exec(message)?.[1] ??
      /Referenced column (\w+) not found/.exec(message)?.[1];
    const catalog = /Catalog "([^"]+)" does not exist/.exec(message)?.[1];
    if (catalog !== undefined) return this.#attach(catalog);
    if (column !== undefined) return addColumn(column, /Values list "([^"]+)"|Table "([^"]+)"/.exec(message), query);
    const called =
      /Scalar Function with name "?([\w.]+)"? does not exist|(?:given name and argument types|function call) ['"]([^'"(]+)\(/.exec(
        message,
      );
    const name = called?.[1] ?? called?.[2];
    return name === undefined ? false : this.#declareFunction(name);
  }

  /** The database of a table with a name of three parts. */
  async #attach(name: string): Promise<boolean> {
    if (this.#made.has(`database ${name}`)) return false;
    this.#made.add(`database ${name}`);
    await this.#connection.run(`attach ':memory:' as ${quoted(name)}`);
    return true;
  }

  async #declareFunction(name: string): Promise<boolean> {
    if (this.#made.has(`function ${name}`)) return false;
    this.#made.add(`function ${name}`);
    const forms = Array.from({ length: 8 }, (_, count) => {
      const parameters = Array.from({ length: count }, (_unused, at) => `p${at}`);
      return `(${parameters.join(', ')}) as null`;
    });
    try {
      await this.#connection.run(`create or replace macro ${quoted(name)} ${forms.join(', ')}`);
      return true;
    } catch {
      return false;
    }
  }
}

interface RepairedQuery {
  readonly sql: string;
  readonly views: ReadonlyMap<string, Set<string>>;
  /** Relations whose columns nobody declares. */
  readonly open: readonly string[];
}

/** The column is assumed in the relation that the alias names, else in the first one that is open and lacks it. */
function addColumn(column: string, named: RegExpExecArray | null, { sql, views, open }: RepairedQuery): boolean {
  const alias = named?.[1] ?? named?.[2];
  const byAlias = alias === undefined ? undefined : open.filter((name) => isAliased(sql, name, alias));
  const target = (byAlias === undefined || byAlias.length === 0 ? open : byAlias).find(
    (name) => views.get(name)?.has(column) === false,
  );
  if (target === undefined) return false;
  views.get(target)?.add(column);
  return true;
}

function isAliased(sql: string, name: string, alias: string): boolean {
  const own = name.split('.').at(-1) ?? name;
  if (own.toLowerCase() === alias.toLowerCase()) return true;
  const at = sql.toLowerCase().replaceAll('"', '');
  return (
    at.includes(`${name.toLowerCase()} as ${alias.toLowerCase()}`) ||
    at.includes(`${name.toLowerCase()} ${alias.toLowerCase()}`)
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
