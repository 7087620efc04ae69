import type { ColumnOrigin, ColumnUse, ModelColumns, RelationRef } from '../../src/model/columns.ts';

/** Where the models of the tests are. */
export const modelFolder = 'implementation/dbt/models';

/** What a test says of a model's columns. */
export interface GivenColumns {
  /** By name: origins as `shop.orders.email` (a source), `stg.email` (a model), `lake.raw.t.x` (a table), with calls before `:`; `?` where they cannot be told. */
  readonly columns: { readonly [name: string]: string };
  /** Further columns that its clauses read; `?` where that cannot be told. */
  readonly uses?: string;
  readonly gaps?: ModelColumns['gaps'];
  readonly problems?: ModelColumns['problems'];
}

/** The columns of models as the resolver gives them. */
export function modelColumns(models: { readonly [name: string]: GivenColumns }): readonly ModelColumns[] {
  return Object.entries(models).map(([model, given]) => {
    const path = `${modelFolder}/${model}.sql`;
    const columns = Object.entries(given.columns).map(([name, text], index) => ({
      name,
      at: { path, line: index + 1, column: 1 },
      ...(text === '?' ? {} : { origins: splitList(text).map(originOf) }),
    }));
    const origins = columns.flatMap((column) => column.origins ?? []);
    const uses = [...origins, ...splitList(given.uses ?? '').map(originOf)].map(({ from, column }) => ({
      from,
      column,
    }));
    return {
      model,
      path,
      columns,
      gaps: given.gaps ?? [],
      problems: given.problems ?? [],
      reads: readsOf(uses, path),
      ...(given.uses === '?' ? {} : { uses }),
    };
  });
}

function readsOf(uses: readonly ColumnUse[], path: string): ModelColumns['reads'] {
  const unique = new Map(uses.map(({ from }) => [JSON.stringify(from), from]));
  return [...unique.values()].map((from) => ({ ...from, at: { path, line: 1, column: 1 } }));
}

function splitList(text: string): readonly string[] {
  return text === '' || text === '?' ? [] : text.split(' + ');
}

/** `lower trim: stg.email`, `? count: stg.email` for what only decides. */
function originOf(text: string): ColumnOrigin {
  const [, calls = '', name = ''] = /^(?:(.*): )?(\S+)$/.exec(text) ?? [];
  const parts = name.split('.');
  const words = calls.split(' ').filter((word) => word !== '' && word !== '?');
  return {
    from: relationOf(parts.slice(0, -1)),
    column: parts.at(-1) ?? '',
    calls: words,
    role: calls.startsWith('?') ? 'condition' : 'value',
  };
}

function relationOf(parts: readonly string[]): RelationRef {
  const kind = parts.length === 1 ? 'ref' : parts.length === 2 ? 'source' : 'table';
  return { kind, name: parts.join('.') };
}
