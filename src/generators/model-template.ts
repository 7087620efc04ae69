import type { DbtModel } from '../model/dbt.ts';
import { sqlPieces } from '../model/sql-tokens.ts';
import type { Template } from '../model/template-tokens.ts';

/** A template of a model's SQL, with its text. */
interface WrittenTemplate {
  readonly template: Template;
  readonly text: string;
}

/** What a model's SQL reads by `ref` and `source`, as `refKey` and `sourceKey` spell it, each once in its order. */
interface ModelReads {
  readonly keys: readonly string[];
  /** Whether a name is computed, or a version asked for: what is read then, only dbt knows. */
  readonly isOpen: boolean;
}

/** What a model reads. dbt also renders what stands in comments of SQL. */
export function readsOf({ text }: Pick<DbtModel, 'text'>): ModelReads {
  const templates = templatesOf(text);
  const keys = templates.flatMap(({ template }) => template.reads);
  const calls = templates.flatMap(({ template }) =>
    template.calls.filter((call) => /^(?:builtins\.)?(?:ref|source)$/.test(call)),
  );
  const hasVersion = templates.some(
    ({ template, text: written }) => template.reads.length > 0 && /,\s*v(?:ersion)?\s*=/.test(written),
  );
  return { keys: [...new Set(keys)], isOpen: calls.length > keys.length || hasVersion };
}

/** How a model says itself that it is built: in `config(…)` of its SQL; `undefined` where it does not, `open` where that is computed. */
export function ownMaterialization({ text }: Pick<DbtModel, 'text'>): string | undefined {
  const config = templatesOf(text).find(
    ({ template, text: written }) => template.isConfig && /\bmaterialized\b/.test(written),
  );
  if (config === undefined) return undefined;
  return /\bmaterialized['"]?\s*[=:]\s*['"]([a-z_]+)['"]/.exec(config.text)?.[1] ?? 'open';
}

/** How dbt builds a model: by its SQL, else its properties, else its folder; `view` where nothing says it. */
export function materializationOf(model: DbtModel): string {
  const written = [model.properties?.config['materialized'], model.folderConfig['materialized']];
  return ownMaterialization(model) ?? written.find((value) => typeof value === 'string') ?? 'view';
}

/** Words and marks of a model's SQL in lower case, without comments, texts and templates. */
export function wordsOfSql({ text }: Pick<DbtModel, 'text'>): readonly string[] {
  return sqlPieces(text).flatMap((piece) => (piece.kind === 'name' && !piece.isQuoted ? [piece.text] : []));
}

/** Functions and macros that a model's templates call. */
export function callsOf({ text }: Pick<DbtModel, 'text'>): ReadonlySet<string> {
  return new Set(templatesOf(text).flatMap(({ template }) => template.calls));
}

function templatesOf(sql: string): readonly WrittenTemplate[] {
  return sqlPieces(sql).flatMap((piece): readonly WrittenTemplate[] => {
    const text = sql.slice(piece.start, piece.end);
    if (piece.kind === 'template') return [{ template: piece.template, text }];
    return piece.kind === 'comment' && !text.startsWith('{#') && text.includes('{') ? templatesOf(text.slice(2)) : [];
  });
}
