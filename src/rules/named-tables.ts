import type { DbtProject, DbtSource } from '../model/dbt.ts';
import type { Location } from '../model/location.ts';
import { fileStart } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import { configured, type ModelFacts, modelsOf } from './layers.ts';

/** What a table that SQL names itself is in the dbt project. */
export interface KnownTable {
  /** `this`: the model's own table. */
  readonly kind: 'model' | 'source' | 'this';
  /** `stg_orders`, `stripe.charges`. */
  readonly name: string;
  /** What belongs in its place: `{{ ref('stg_orders') }}`. */
  readonly call: string;
  readonly at?: Location;
  /** Whether it surely is that one, and nothing reads itself afterwards. */
  readonly isCertain: boolean;
}

/** Whether a name in a `from` clause is a table that dbt could know: not one of the system, no file and no pattern. */
export function isReadable(name: string): boolean {
  if (!/^[\p{L}_][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+){0,3}$/u.test(name)) return false;
  const parts = name.split('.');
  const isSentinel = parts.some((part) => /^(?:ref__|src__|this__|dataengos__)/.test(part));
  return !isSentinel && !parts.some((part) => systemNames.has(part)) && !/^(?:svv|stl|stv|svl|pg)_/.test(name);
}

/** Schemas and tables that every warehouse of a kind brings along. */
const systemNames = new Set(
  'information_schema pg_catalog account_usage organization_usage sys dual system performance_schema'.split(' '),
);

/** Finds what a table named in the SQL of a model is, in the model's own project; undefined for a table that it does not know. */
export function tableFinder(context: RuleContext): (reader: ModelFacts, table: string) => KnownTable | undefined {
  const models = modelsOf(context);
  const projects = new Map(context.project.dbt.map((project) => [project.root, project]));
  const makers = new Map(models.map((facts) => [`${facts.root} ${tableOf(facts)}`, facts]));
  const isReadBy = readingCheck(models);
  return (reader, table) => {
    const [name = '', schema, database] = table.split('.').toReversed();
    const source = sourceNamed(projects.get(reader.root), { name, schema, database });
    if (source !== undefined) return source;
    const maker = makers.get(`${reader.root} ${name}`);
    if (maker === undefined) return undefined;
    const at = fileStart(maker.model.path);
    if (maker.model.path === reader.model.path)
      return { kind: 'this', name: reader.model.name, call: '{{ this }}', isCertain: false };
    return {
      kind: 'model',
      name: maker.model.name,
      call: `{{ ref('${maker.model.name}') }}`,
      at,
      // Without a schema it is the one that dbt builds in.
      isCertain: schema === undefined && !isReadBy(maker, reader),
    };
  };
}

interface WrittenName {
  readonly name: string;
  readonly schema: string | undefined;
  readonly database: string | undefined;
}

function sourceNamed(project: DbtProject | undefined, written: WrittenName): KnownTable | undefined {
  const found = (project?.sources ?? []).filter((source) => isAt(source, written));
  const [only, ...others] = found;
  if (only === undefined || written.schema === undefined || others.length > 0) return undefined;
  return {
    kind: 'source',
    name: `${only.source}.${only.table}`,
    call: `{{ source('${only.source}', '${only.table}') }}`,
    at: only.at,
    isCertain: true,
  };
}

/** dbt takes the source's name for its schema where it has none; what only dbt can fill in is no answer. */
function isAt({ source, table, identifier, schema, database }: DbtSource, written: WrittenName): boolean {
  return (
    (identifier ?? table).toLowerCase() === written.name &&
    (schema ?? source).toLowerCase() === written.schema &&
    (written.database === undefined || database === undefined || database.toLowerCase() === written.database)
  );
}

function tableOf(facts: ModelFacts): string {
  const alias = configured(facts, 'alias')?.value;
  return (typeof alias === 'string' && alias !== '' ? alias : facts.model.name).toLowerCase();
}

/** Answers whether a model reads another, through whatever models: a `ref` the other way would close a circle. */
function readingCheck(models: readonly ModelFacts[]): (reader: ModelFacts, read: ModelFacts) => boolean {
  const byName = new Map(models.map((facts) => [`${facts.root} ${facts.model.name}`, facts]));
  const byPath = new Map(models.map((facts) => [facts.model.path, facts]));
  return (reader, read) => {
    const seen = new Set([reader.model.path]);
    // A set that grows while it is walked: each is visited once.
    for (const path of seen) {
      const each = byPath.get(path);
      for (const name of each?.compiled?.refs ?? []) {
        const next = byName.get(`${each?.root} ${name}`);
        if (next !== undefined) seen.add(next.model.path);
      }
    }
    return seen.has(read.model.path);
  };
}
