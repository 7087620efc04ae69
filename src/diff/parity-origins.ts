import type { ColumnOrigin, ModelColumns, OutputColumn } from '../model/columns.ts';
import type { Location } from '../model/location.ts';
import type { UntraceableCause } from '../model/parity.ts';
import { columnKey, columnsByKey } from './parity-names.ts';

/** A table of a source, as the one contract that describes it says. */
export interface DeclaredSource {
  /** By {@link columnKey}. */
  readonly columns: ReadonlySet<string>;
  readonly at: Location;
}

/** What one dbt project declares; names of models and sources as its SQL calls them. */
export interface DeclaredWorld {
  readonly models: ReadonlyMap<string, ModelColumns>;
  /** Whether what a model writes itself is data (a table of constants, the names of the parts of a union). */
  isData(model: ModelColumns): boolean;
  /** Undefined where not exactly one contract describes the table. */
  source(name: string): DeclaredSource | undefined;
}

/**
 * Follows columns through the models of a project down to its sources. The answer is why nothing declared leads to a column;
 * undefined where something does, and where it cannot be told: a gap is never a mistake of the column.
 */
export function columnTracer(
  world: DeclaredWorld,
): (column: OutputColumn, model: ModelColumns) => UntraceableCause | undefined {
  const known = new Map<OutputColumn, UntraceableCause | undefined>();
  const indexes = new Map<ModelColumns, ReadonlyMap<string, OutputColumn>>();
  const outputOf = (model: ModelColumns, column: string): OutputColumn | undefined => {
    const index = indexes.get(model) ?? columnsByKey(model);
    indexes.set(model, index);
    return index.get(columnKey(column));
  };
  const trace = ({ column, model }: PlacedColumn, depth: number): UntraceableCause | undefined => {
    if (known.has(column) || depth > maxDepth) return known.get(column);
    // Models that read each other make nothing from nothing, but that is another mistake.
    known.set(column, undefined);
    const cause = causeOf({ column, model }, depth);
    known.set(column, cause);
    return cause;
  };
  const causeOf = ({ column, model }: PlacedColumn, depth: number): UntraceableCause | undefined => {
    const { origins, calls, at } = column;
    if (origins === undefined) return undefined;
    if (origins.length === 0)
      return calls?.length === 0 && !world.isData(model) ? { kind: 'constant', writtenAt: at } : undefined;
    const causes = origins.map((origin) => originCause(origin, depth));
    return causes.includes(undefined) || areSeveralValues(causes) ? undefined : causes[0];
  };
  const originCause = ({ from, column }: ColumnOrigin, depth: number): UntraceableCause | undefined => {
    if (from.kind === 'source') return undeclared(world, from.name, column);
    const model = from.kind === 'ref' ? world.models.get(from.name) : undefined;
    const output = model === undefined ? undefined : outputOf(model, column);
    return model === undefined || output === undefined ? undefined : trace({ column: output, model }, depth + 1);
  };
  return (column, model) => trace({ column, model }, 0);
}

interface PlacedColumn {
  readonly column: OutputColumn;
  readonly model: ModelColumns;
}

/** Models one behind the other that are followed; a column from further away is not judged. */
const maxDepth = 500;

/** Values that are written at several places may differ, and then tell the rows apart. */
function areSeveralValues(causes: readonly (UntraceableCause | undefined)[]): boolean {
  const places = causes.flatMap((cause) =>
    cause?.kind === 'constant' ? [`${cause.writtenAt.path}:${cause.writtenAt.line}:${cause.writtenAt.column}`] : [],
  );
  return new Set(places).size > 1;
}

function undeclared(world: DeclaredWorld, source: string, column: string): UntraceableCause | undefined {
  const declared = world.source(source);
  if (declared === undefined || declared.columns.has(columnKey(column))) return undefined;
  return { kind: 'undeclared', source, column, declaredAt: declared.at };
}
