import type { Governance, StackDemand } from '../../model/governance.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';
import type { StagedColumn } from './staged-columns.ts';

/** How the governance wants SQL to be written. */
interface Style {
  readonly keyword: (word: string) => string;
  readonly isLeading: boolean;
}

/**
 * The SQL of a staging model: the source's columns by name, then renamed, typed and masked, then all of them in the order of the
 * contract. The columns that something is done with stand behind the others, as sqlfluff wants it (ST06).
 */
export function stagingSql(table: PlannedTable, columns: readonly StagedColumn[], governance: Governance): string {
  const style = styleOf(governance);
  const { keyword } = style;
  const efforts = ['none', 'cast', 'mask'] as const;
  const sorted = efforts.flatMap((effort) => columns.filter((column) => column.effort === effort));
  const select = (items: readonly ListItem[], from: string): string =>
    [keyword('select'), ...listed(items, style), `${keyword('from')} ${from}`].join('\n');
  const source = select([...new Set(columns.map(({ raw }) => raw))].map(asRead), sourceCall(table));
  const renamed = select(
    sorted.map((column) => ({ sql: itemOf(column, style) })),
    'source_rows',
  );
  const last = select(
    columns.map(({ alias }) => ({ sql: alias })),
    'renamed',
  );
  return [
    ...sqlHeader(table.contract.path),
    `${keyword('with')} source_rows ${keyword('as')} (`,
    '',
    indented(source),
    '',
    style.isLeading ? ')' : '),',
    '',
    `${style.isLeading ? ', ' : ''}renamed ${keyword('as')} (`,
    '',
    indented(renamed),
    '',
    ')',
    '',
    last,
    '',
  ].join('\n');
}

/** The first line of a file that is a person's once it is there; not the header of a file that is ours. */
export function draftHeader(path: string): string {
  return `${draftStart} It was made from ${plainPath(path)}.`;
}

/** How every draft starts. */
export const draftStart = 'Drafted by DataEngOS Gatekeeper: yours from here on, and never overwritten.';

/** In lines that sqlfluff does not find too long. */
function sqlHeader(path: string): readonly string[] {
  const plain = plainPath(path);
  const shown = plain.length > 75 ? plain.slice(plain.lastIndexOf('/') + 1).slice(-75) : plain;
  return [`{# ${draftStart}`, `   It was made from ${shown}. #}`];
}

function plainPath(path: string): string {
  return path.replaceAll(/[^\w./@ -]/g, '?');
}

/** A source's columns are called as the source calls them, whatever sqlfluff thinks of that. */
interface ListItem {
  readonly sql: string;
  readonly note?: string;
}

function asRead(raw: string): ListItem {
  return /^\W?\w+\W?$/.test(raw) ? { sql: raw } : { sql: raw, note: ' -- noqa: RF05' };
}

function sourceCall({ source, table }: PlannedTable): string {
  return `{{ source('${source}', '${table}') }}`;
}

function itemOf({ expression, alias }: StagedColumn, { keyword }: Style): string {
  // The keyword inside of a cast is written as the others are.
  const sql = expression.replace(
    /^cast\((.*) as (.*)\)$/,
    (_, raw: string, type: string) => `cast(${raw} ${keyword('as')} ${type})`,
  );
  return sql === alias ? alias : `${sql} ${keyword('as')} ${alias}`;
}

function listed(items: readonly ListItem[], { isLeading }: Style): readonly string[] {
  return items.map(({ sql, note = '' }, index) => {
    if (isLeading) return `${index === 0 ? '    ' : '    , '}${sql}${note}`;
    return `    ${sql}${index === items.length - 1 ? '' : ','}${note}`;
  });
}

function indented(sql: string): string {
  return sql
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function styleOf({ stack }: Governance): Style {
  const asks = (demand: StackDemand): boolean => stack?.demands.some((each) => each.demand === demand) === true;
  return {
    keyword: (word) => (asks('upper-keywords') ? word.toUpperCase() : word),
    isLeading: asks('leading-commas'),
  };
}
