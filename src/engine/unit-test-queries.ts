import type { CompileRequest } from '../compile/compile-request.ts';
import { duckDbQueries } from '../compile/duckdb/translate-sql.ts';
import { buildMacroLibrary, type MacroLibrary } from '../compile/jinja/macro-library.ts';
import { sentinelSchemas } from '../compile/jinja/references.ts';
import { renderModel, type RenderResult } from '../compile/jinja/render.ts';
import { type Marker, markerFunctions, type Rendition } from '../compile/jinja/rendition.ts';
import type { Json } from '../model/contract.ts';
import { plainText } from './unit-test-compare.ts';
import type { DbtModel, MacroFile } from '../model/dbt.ts';
import type { SampleQuery, TestInput, UnitTestResult } from '../model/unit-tests.ts';

/** A test that cannot be run; `key` below `unit-tests.` in the message catalogues says why. */
export class Unrunnable extends Error {
  readonly reason: NonNullable<UnitTestResult['reason']>;

  constructor(key: string, values: { readonly [name: string]: string } = {}) {
    super(key);
    this.reason = { key, values };
  }
}

/** How the template of a tested model is rendered. */
export interface QueryOptions {
  readonly vars: { readonly [name: string]: Json };
  /** Constants in place of macros: `current_timestamp`, `dbt_utils.current_timestamp`. */
  readonly macros: { readonly [name: string]: Json };
  readonly isIncremental: boolean;
}

/** A model's query for DuckDB, and where it expects what it reads. */
export interface ModelQueries {
  readonly queries: SampleQuery;
  readonly inputs: readonly { readonly input: TestInput; readonly schema: string; readonly name: string }[];
  readonly isVolatile: boolean;
}

/** Functions whose value no sample can tell. */
const volatile =
  /\b(?:current_(?:timestamp|date|time)|now|today|getdate|sysdate|systimestamp|localtimestamp|sysutcdatetime|rand|random|uniform|uuid|uuid_string|generate_uuid|newid|gen_random_uuid)\b/i;

/** Renders a model and writes its SQL for DuckDB. @throws Unrunnable */
export function modelQueries(request: CompileRequest, model: DbtModel, options: QueryOptions): ModelQueries {
  const { project, engines } = request;
  if (model.language !== 'sql') throw new Unrunnable('python', { model: model.name });
  const rendered = renderModel(
    {
      path: model.path,
      text: model.text,
      name: model.name,
      dialect: project.dialect,
      vars: { ...project.vars, ...options.vars },
      macros: libraryWith(request, options.macros),
      packages: project.packages,
      project: project.name,
    },
    { lang: request.lang ?? 'en' },
  );
  const enabled = rendered.config['enabled'] ?? model.properties?.config['enabled'] ?? model.folderConfig['enabled'];
  if (enabled === false) throw new Unrunnable('disabled', { model: model.name });
  const rendition = rendered.renditions[options.isIncremental ? 1 : 0];
  if (rendition === undefined)
    throw new Unrunnable('not-rendered', { model: model.name, why: rendered.reason ?? 'is_incremental' });
  const unknown = rendition.markers.find(({ kind }) => kind === 'unknown');
  if (unknown !== undefined) throw new Unrunnable('macro', { model: model.name, macro: unknown.macro });
  const queries = duckDbQueries(engines, project.dialect, rendition.sql).flatMap(
    (sql) => withStars(sql, rendition) ?? [],
  );
  if (queries.length === 0) throw new Unrunnable('not-translated', { model: model.name });
  const isRead = ({ name }: { readonly name: string }): boolean => rendition.sql.includes(name);
  // The other kind of run may read more.
  const inputs = [...inputsOf(rendered).filter(isRead), ...thisOf(rendition, model)];
  return { queries, inputs, isVolatile: volatile.test(rendition.sql) };
}

function inputsOf({ refs, sources }: RenderResult): ModelQueries['inputs'] {
  const ofRefs = refs.map(({ name, version }) => ({
    input: { kind: 'ref', name } as const,
    schema: sentinelSchemas.ref,
    name: version === undefined ? name : `${name}_v${version}`,
  }));
  const ofSources = sources.map(({ source, table }) => ({
    input: { kind: 'source', source, table } as const,
    schema: `${sentinelSchemas.source}${source}`,
    name: table,
  }));
  return [...ofRefs, ...ofSources];
}

function thisOf({ sql }: Rendition, { name }: DbtModel): ModelQueries['inputs'] {
  const schema = sentinelSchemas.this;
  return sql.includes(`${schema}.`) ? [{ input: { kind: 'this' }, schema, name }] : [];
}

/** The project's macros; constants stand in the place of those that are overridden, in the project or in a package. */
function libraryWith({ project, memo }: CompileRequest, macros: QueryOptions['macros']): MacroLibrary {
  const key = JSON.stringify(project.macros.map(({ package: name, path, oid }) => [name, path, oid]));
  const overridden = Object.entries(macros);
  if (overridden.length === 0) return memo.once('unit-test-macros', key, () => buildMacroLibrary(project.macros));
  const files = overridden.map(([name, value]): MacroFile => {
    const [last = '', home = project.name] = name.split('.').toReversed();
    const text = plainText(value);
    if (typeof value === 'object' || /[{}%#]/.test(text) || !/^\w+$/.test(last))
      throw new Unrunnable('override', { macro: name });
    return { package: home, path: 'unit-test', oid: '', text: `{% macro ${last}() %}${text}{% endmacro %}` };
  });
  return buildMacroLibrary([...project.macros, ...files]);
}

/** Stars that only dbt can write out are stars of DuckDB; undefined where they also rename. */
function withStars(sql: string, { markers }: Rendition): string | undefined {
  const pattern = new RegExp(`\\b${markerFunctions.star}\\((\\d{1,6})\\)`, 'gi');
  let isPlain = true;
  const text = sql.replaceAll(pattern, (_call, index: string) => {
    const star = starOf(markers[Number(index)]);
    isPlain &&= star !== undefined;
    return star ?? '';
  });
  return isPlain ? text : undefined;
}

function starOf(marker: Marker | undefined): string | undefined {
  if (marker?.kind !== 'star' || marker.prefix !== '' || marker.suffix !== '') return undefined;
  if (!/^\w*$/.test(marker.qualifier) || !marker.except.every((name) => /^\w+$/.test(name))) return undefined;
  const star = marker.qualifier === '' ? '*' : `${marker.qualifier}.*`;
  return marker.except.length === 0 ? star : `${star} exclude (${marker.except.join(', ')})`;
}
