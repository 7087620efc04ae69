import { InternalError } from '../model/errors.ts';
import type { EngineHost } from './engine-host.ts';
import { sqlDialect } from './sql/dialects.ts';
import { loadPostgresParser, type PostgresParser } from './sql/libpg-query.ts';
import { loadNodeSqlParser, type NodeSqlParser, type NodeSqlParserBuild } from './sql/node-sql-parser.ts';
import { loadPolyglot, type Polyglot } from './sql/polyglot.ts';
import { type Grammar, loadGrammar } from './syntax/grammar.ts';

/** What is going to be parsed. */
export interface EngineNeeds {
  /** Adapter types of the dbt projects that have SQL models; undefined for an unknown one. */
  readonly adapters: readonly (string | undefined)[];
  readonly python: boolean;
  readonly hcl: boolean;
  /** How many SQL models are going to be parsed, roughly; few where it is left out. */
  readonly models?: number;
}

/** From so many models on, the time that an optimised parser saves is more than its compilation takes. */
const manyModels = 500;

/** The parsers. Each is loaded once, when it is first needed; afterwards all work is synchronous. */
export class Engines {
  readonly #host: EngineHost;
  readonly #loaded = new Map<string, Promise<void>>();
  readonly #nodeSqlParsers = new Map<NodeSqlParserBuild, NodeSqlParser>();
  #polyglot?: Polyglot;
  #postgres?: PostgresParser;
  #python?: Grammar;
  #hcl?: Grammar;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Loads what `needs` asks for and is not there yet. */
  async prepare(needs: EngineNeeds): Promise<void> {
    if (this.#loaded.size === 0) this.#host.expect((needs.models ?? 0) < manyModels ? 'little' : 'much');
    const dialects = needs.adapters.map(sqlDialect);
    const builds = new Set(dialects.flatMap((dialect) => dialect.nodeSqlParser));
    await Promise.all([
      dialects.length > 0 && this.#load('polyglot', async () => this.#loadPolyglot()),
      dialects.some((dialect) => dialect.strictPostgres) && this.#load('postgres', async () => this.#loadPostgres()),
      ...[...builds].map((build) => this.#load(build, async () => this.#loadNodeSqlParser(build))),
      this.#prepareGrammars(needs),
    ]);
  }

  /** One after the other: both are built into the same WebAssembly module. */
  async #prepareGrammars(needs: EngineNeeds): Promise<void> {
    if (needs.python) await this.#load('python', async () => this.#loadPython());
    if (needs.hcl) await this.#load('hcl', async () => this.#loadHcl());
  }

  get polyglot(): Polyglot {
    return ready(this.#polyglot, 'polyglot');
  }

  get postgres(): PostgresParser {
    return ready(this.#postgres, 'libpg-query');
  }

  get python(): Grammar {
    return ready(this.#python, 'tree-sitter-python');
  }

  get hcl(): Grammar {
    return ready(this.#hcl, 'tree-sitter-hcl');
  }

  nodeSqlParser(build: NodeSqlParserBuild): NodeSqlParser {
    return ready(this.#nodeSqlParsers.get(build), `node-sql-parser/${build}`);
  }

  async #load(name: string, load: () => Promise<void>): Promise<void> {
    const loading = this.#loaded.get(name) ?? load();
    this.#loaded.set(name, loading);
    await loading;
  }

  async #loadPolyglot(): Promise<void> {
    this.#polyglot = await loadPolyglot(await this.#host.readWasm('polyglot_sql.wasm'));
  }

  async #loadPostgres(): Promise<void> {
    this.#postgres = await loadPostgresParser(await this.#host.readWasm('libpg-query.wasm'));
  }

  async #loadNodeSqlParser(build: NodeSqlParserBuild): Promise<void> {
    this.#nodeSqlParsers.set(build, await loadNodeSqlParser(build, this.#host.runLimited));
  }

  async #loadPython(): Promise<void> {
    this.#python = await loadGrammar(this.#host.readWasm, 'python.wasm');
  }

  async #loadHcl(): Promise<void> {
    this.#hcl = await loadGrammar(this.#host.readWasm, 'hcl.wasm');
  }
}

function ready<T>(engine: T | undefined, name: string): T {
  if (engine === undefined) throw new InternalError(`parser "${name}" is used before it is loaded`);
  return engine;
}
