import type { ModelColumns, OutputColumn } from '../model/columns.ts';
import type { ModelColumn, ModelProperties } from '../model/dbt.ts';
import type { ParityDifference } from '../model/parity.ts';
import { Candidates, columnKey, columnsByKey, resultPlace } from './parity-names.ts';
import { typeClash } from './parity-types.ts';

/** What a YAML file says of a model, and what the model gives. */
export interface DescribedModel {
  readonly properties: ModelProperties;
  readonly columns: ModelColumns;
  readonly dialect: string | undefined;
  /** Whether dbt refuses to build what differs (`contract: {enforced: true}`). */
  readonly isEnforced: boolean;
  /** Columns of which a contract's differences tell already, by {@link columnKey}. */
  readonly said: ReadonlySet<string>;
}

/** How a model differs from its properties, in their order; what comes out of a model must be described only where it is enforced. */
export function diffProperties(described: DescribedModel): readonly ParityDifference[] {
  const { properties, columns, isEnforced, said } = described;
  const written = properties.columns.filter(({ name }) => isColumn(name));
  if (columns.gaps.length > 0 || columns.columns.length === 0 || written.length === 0) return [];
  const given = columnsByKey(columns);
  const names = new Set(written.map(({ name }) => columnKey(name)));
  const candidates = new Candidates(columns.columns.filter(({ name }) => !names.has(columnKey(name))));
  const own = written.flatMap((column) => {
    const key = columnKey(column.name);
    if (said.has(key)) return [];
    const found = given.get(key);
    return found === undefined ? [missing(described, column, candidates)] : typeDifference(described, column, found);
  });
  const isWhole = written.length === properties.columns.length;
  const others = isEnforced && isWhole ? candidates.rest.filter(({ name }) => !said.has(columnKey(name))) : [];
  return [...own, ...others.map((column) => extra(described, column))];
}

/** dbt also takes an expression for its tests (`concat(a, b)`), and a template. */
function isColumn(name: string): boolean {
  return !/[{(|+*\s]/.test(name.trim());
}

function factsOf({ columns, isEnforced }: DescribedModel, column: string) {
  return { subject: `model:${columns.model}.${column}`, model: columns.model, isEnforced };
}

function missing(described: DescribedModel, column: ModelColumn, candidates: Candidates): ParityDifference {
  const { columns } = described;
  const meant = candidates.take([column.name]);
  return {
    ...factsOf(described, column.name),
    kind: 'properties-missing',
    at: meant?.at ?? resultPlace(columns),
    writtenAt: column.at,
    column: column.name,
    columns: columns.columns.map(({ name }) => name),
    ...(meant === undefined ? {} : { meant: meant.name }),
    hasTests: (column.tests ?? []).length > 0,
  };
}

function extra(described: DescribedModel, { name, at }: OutputColumn): ParityDifference {
  return {
    ...factsOf(described, name),
    kind: 'properties-extra',
    at,
    writtenAt: described.properties.at,
    column: name,
  };
}

/** Only values of another kind: what dbt compares in a contract of its own, too. */
function typeDifference(
  described: DescribedModel,
  { name, dataType, at }: ModelColumn,
  found: OutputColumn,
): readonly ParityDifference[] {
  const { dialect } = described;
  if (dataType === undefined || dataType.includes('{') || found.type === undefined) return [];
  const clash = typeClash({ physical: dataType, warehouse: dialect, apiVersion: 'v3.1.0' }, found.type, dialect);
  if (clash?.isCertain !== true) return [];
  const { expected } = clash;
  return [
    {
      ...factsOf(described, name),
      kind: 'properties-type',
      at: found.at,
      writtenAt: at,
      column: name,
      expected,
      found: clash.found,
    },
  ];
}
