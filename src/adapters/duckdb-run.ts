import type { SampleOutcome, SampleQuery, SampleRelation, SampleRun, TextRow } from '../model/unit-tests.ts';

/** The part of `@duckdb/node-api` that is used; the package itself is found on the machine and never bundled. */
export interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: { readonly [name: string]: string }): Promise<DuckDbInstance>;
  };
  readonly StatementType: { readonly SELECT: number };
}

interface DuckDbInstance {
  connect(): Promise<DuckDbConnection>;
  closeSync(): void;
}

interface DuckDbConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<DuckDbReader>;
  extractStatements(
    sql: string,
  ): Promise<{ readonly count: number; prepare(index: number): Promise<{ readonly statementType: number }> }>;
  prepare(sql: string): Promise<DuckDbPrepared>;
}

interface DuckDbPrepared {
  bindVarchar(index: number, value: string): void;
  bindNull(index: number): void;
  run(): Promise<unknown>;
}

interface DuckDbReader {
  /** Every column is cast to text before it is read. */
  getRowsJson(): readonly (readonly (string | null)[])[];
}

/**
 * No file, network or extension can be reached, and no setting be changed back (duckdb.org/docs, "Securing DuckDB"). Spilling
 * to a file is ruled out by the first. A process of its own and its deadline stand around all this.
 */
const locked = {
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  memory_limit: '512MB',
  threads: '2',
};

/** Rows, and characters of a cell and of all, beyond which a result is no sample any more. */
const maxRows = 10_000;
const maxCell = 10_000;
const maxText = 16 * 1024 * 1024;

/** Runs one test in a database of its own. Never rejects. */
export async function runSample(duckdb: DuckDb, run: SampleRun): Promise<SampleOutcome> {
  const instance = await duckdb.DuckDBInstance.create(':memory:', locked);
  try {
    return await new Session(duckdb, await instance.connect()).outcome(run);
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', what: error.what, message: error.message };
    return { kind: 'refused', what: 'duckdb', message: firstLine(error) };
  } finally {
    instance.closeSync();
  }
}

/** What DuckDB does not take, and its words about it. */
class Refusal extends Error {
  readonly what: string;

  constructor(what: string, cause: unknown) {
    super(firstLine(cause));
    this.what = what;
  }
}

/** One run on one connection. */
class Session {
  readonly #duckdb: DuckDb;
  readonly #connection: DuckDbConnection;

  constructor(duckdb: DuckDb, connection: DuckDbConnection) {
    this.#duckdb = duckdb;
    this.#connection = connection;
  }

  async outcome(run: SampleRun): Promise<SampleOutcome> {
    await this.#prepare(run);
    for (const table of run.tables) await this.#fill(table);
    for (const { schema, name, query } of run.views) {
      await this.#connection.run(`create schema if not exists ${quoted(schema)}`);
      const sql = await this.#understood(query, name);
      await this.#connection.run(`create or replace view ${quoted(schema)}.${quoted(name)} as ${sql}`);
    }
    const sql = await this.#understood(run.query, 'result');
    // The result is kept: what is checked is what is compared, also where a query is not deterministic.
    await this.#attempt('result', async () =>
      this.#connection.run(`create table ${result} as ${sql} limit ${maxRows + 1}`),
    );
    for (const name of new Set(run.resultNames.map((each) => each.toLowerCase())))
      await this.#connection.run(`create or replace view ${quoted(name)} as select * from ${result}`);
    const columns = await this.#columns();
    const rows = await this.#rows(columns);
    if (isTooMuch(rows)) return { kind: 'stopped', because: 'size' };
    const checks: ({ readonly value: string | null } | null)[] = [];
    for (const check of run.checks) checks.push(await this.#measure(check));
    return { kind: 'done', columns, rows, checks };
  }

  async #prepare({ settings }: SampleRun): Promise<void> {
    const nullOrder = literal(settings.nullOrder);
    await this.#connection.run(`set integer_division = ${settings.integerDivision}`);
    await this.#connection.run(`set default_null_order = ${nullOrder}`);
    await this.#connection.run(`set TimeZone = 'UTC'`);
    for (const macro of toleranceMacros) await this.#connection.run(`create macro ${macro}`);
    await this.#connection.run('set lock_configuration = true');
  }

  async #fill({ schema, name, columns, rows }: SampleRelation): Promise<void> {
    const table = `${quoted(schema)}.${quoted(name)}`;
    await this.#connection.run(`create schema if not exists ${quoted(schema)}`);
    const declared = columns.map((column) => `${quoted(column.name)} ${column.type}`);
    await this.#connection.run(`create table ${table} (${declared.join(', ')})`);
    const values = columns.map((column, index) => `cast($${index + 1} as ${column.type})`);
    const insert = await this.#connection.prepare(`insert into ${table} values (${values.join(', ')})`);
    for (const row of rows) {
      for (const index of columns.keys()) {
        const value = row[index] ?? null;
        if (value === null) insert.bindNull(index + 1);
        else insert.bindVarchar(index + 1, value);
      }
      await this.#attempt(name, async () => insert.run());
    }
  }

  /** The first spelling that DuckDB understands, as one `select` in parentheses: whatever else it holds is refused. */
  async #understood(query: SampleQuery, what: string): Promise<string> {
    let refusal: Refusal | undefined;
    for (const sql of query) {
      try {
        return await this.#oneSelect(sql, what);
      } catch (error) {
        refusal ??= error instanceof Refusal ? error : new Refusal(what, error);
      }
    }
    throw refusal ?? new Refusal(what, 'no query');
  }

  async #oneSelect(sql: string, what: string): Promise<string> {
    const wrapped = `select * from (\n${sql}\n) as dataengos__query`;
    const alone = await this.#connection.extractStatements(sql);
    const statements = await this.#connection.extractStatements(wrapped);
    if (alone.count !== 1 || statements.count !== 1) throw new Refusal(what, 'not one statement');
    const { statementType } = await statements.prepare(0);
    if (statementType !== this.#duckdb.StatementType.SELECT) throw new Refusal(what, 'not a query');
    return wrapped;
  }

  async #attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new Refusal(what, error);
    }
  }

  async #columns(): Promise<readonly { readonly name: string; readonly type: string }[]> {
    const reader = await this.#connection.runAndReadAll(`select column_name, column_type from (describe ${result})`);
    return reader.getRowsJson().map(([name, type]) => ({ name: name ?? '', type: type ?? '' }));
  }

  async #rows(columns: readonly { readonly name: string; readonly type: string }[]): Promise<readonly TextRow[]> {
    const cells = columns.map(({ name, type }) => {
      const isNested = /\[|^(?:STRUCT|MAP|UNION)\b/.test(type);
      const text = isNested ? `to_json(${quoted(name)})` : quoted(name);
      return `left(cast(${text} as varchar), ${maxCell + 1})`;
    });
    const reader = await this.#connection.runAndReadAll(`select ${cells.join(', ')} from ${result}`);
    return reader.getRowsJson().map((row) => row.map(textOf));
  }

  /** The one value of a check; null where DuckDB does not understand it, or it gives anything else. */
  async #measure(check: SampleQuery): Promise<{ readonly value: string | null } | null> {
    try {
      const sql = await this.#understood(check, 'check');
      const reader = await this.#connection.runAndReadAll(`select cast(columns(*) as varchar) from (${sql} limit 2)`);
      const [row, ...others] = reader.getRowsJson();
      if (row === undefined || row.length !== 1 || others.length > 0) return null;
      return { value: textOf(row[0])?.slice(0, maxCell) ?? null };
    } catch {
      // A rule that DuckDB does not understand is no broken rule.
      return null;
    }
  }
}

const result = 'dataengos__result';

/** A `concat` of so many texts that is null where one of them is. */
function concatOf(count: number): string {
  const names = Array.from({ length: count }, (_none, index) => `a${index}`);
  return `(${names.join(', ')}) as ${names.map((name) => `cast(${name} as varchar)`).join(' || ')}`;
}

/** Functions of other warehouses that are left as they are by the translation, and mean the same wherever they are known. */
const toleranceMacros: readonly string[] = [
  `dataengos__concat${[2, 3, 4, 5, 6, 7, 8].map(concatOf).join(', ')}`,
  'to_varchar(x) as cast(x as varchar)',
  'to_timestamp_ntz(x) as cast(x as timestamp)',
  'try_to_number(x) as try_cast(x as decimal(38, 0)), (x, p, s) as try_cast(x as decimal(38, 10))',
  'to_number(x) as cast(x as decimal(38, 0))',
  'try_to_date(x) as try_cast(x as date)',
  'try_to_timestamp(x) as try_cast(x as timestamp)',
  "sha2(x, bits) as if(bits = 256 or bits = 0, sha256(x), error('only 256 bits'))",
  'div0(a, b) as if(b = 0 and a is not null, 0, a / b)',
  'div0null(a, b) as if(coalesce(b, 0) = 0 and a is not null, 0, a / b)',
  'iff(c, a, b) as if(c, a, b)',
  'nvl2(x, a, b) as if(x is not null, a, b)',
  'zeroifnull(x) as coalesce(x, 0)',
  'nullifzero(x) as nullif(x, 0)',
  'charindex(part, whole) as instr(whole, part)',
  'to_boolean(x) as cast(x as boolean)',
  'boolor_agg(x) as bool_or(x)',
  'booland_agg(x) as bool_and(x)',
  'getdate() as current_timestamp',
  'sysdate() as current_timestamp',
];

function textOf(cell: string | null | undefined): string | null {
  return cell ?? null;
}

function isTooMuch(rows: readonly TextRow[]): boolean {
  if (rows.length > maxRows) return true;
  let all = 0;
  for (const cell of rows.flat()) {
    const length = cell?.length ?? 0;
    all += length;
    if (length > maxCell || all > maxText) return true;
  }
  return false;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB's messages go on with the SQL and with advice about other data. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.trim().slice(0, 200) ?? '';
}
