import { hasColumn, physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { Project } from '../../model/project.ts';
import { keyColumns } from '../dbt/constraint-tests.ts';
import { identifier, isPlainName, literal } from '../dbt/test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { ModelMatch } from '../match-models.ts';
import { columnsOf } from './enforcement.ts';
import { resolveReference } from './references.ts';

/** What dbt's semantic layer is told, in the spelling of dbt 1.12: keys of the model, and of its columns by physical name. */
export interface SemanticParts {
  readonly model: { readonly [key: string]: YamlData };
  readonly columns: ReadonlyMap<string, { readonly [key: string]: YamlData }>;
}

/** Says that a property could not be told: key below `dbt-properties.`. */
type ComplainOf = (property: Property, message: string, values?: { readonly [name: string]: string }) => void;

/** Whether an object has something for the semantic layer. */
export function isSemantic({ properties }: SchemaObject): boolean {
  return properties.some(
    ({ semanticType }) => semanticType?.value === 'measure' || semanticType?.value === 'dimension',
  );
}

/** The semantic model of an object with measures or dimensions; undefined, after a complaint, where no measure has a time to be counted by. */
export function semanticModel(match: ModelMatch, project: Project, complain: ComplainOf): SemanticParts | undefined {
  const { object, model } = match;
  const columns = columnsOf(object);
  const time = timeColumn(columns);
  const measures = object.properties.filter((property) => !hasColumn(property));
  if (time === undefined && measures.length > 0) {
    for (const measure of measures) complain(measure, 'measure-without-time');
    return undefined;
  }
  const prefix = elementName(model.name);
  const metrics = measures.flatMap((measure) => metricOf(measure, { columns, prefix, complain }));
  const names = new EntityNames(match, project, columns);
  const key = keyColumns({ ...object, properties: columns });
  const only = key.length === 1 ? key[0] : undefined;
  const own = names.free(elementName(object.name));
  const parts = columns.flatMap((property): readonly (readonly [string, { readonly [key: string]: YamlData }])[] => {
    const name = physicalNameOf(property);
    if (property === only) return [[name, { entity: { type: 'primary', name: own } }]];
    const foreign = names.foreign(property);
    if (foreign !== undefined) return [[name, { entity: { type: 'foreign', name: foreign } }]];
    const dimension = dimensionOf(property, time);
    return dimension === undefined ? [] : [[name, dimension]];
  });
  return {
    model: {
      semantic_model: { enabled: true, name: prefix },
      agg_time_dimension: time === undefined ? undefined : elementName(physicalNameOf(time)),
      primary_entity: only === undefined ? own : undefined,
      metrics: metrics.length === 0 ? undefined : metrics,
    },
    columns: new Map(parts),
  };
}

/** Names of entities: what joins two models is called alike in both, after the object that has it as its key. */
class EntityNames {
  readonly #match: ModelMatch;
  readonly #project: Project;
  readonly #used: Set<string>;

  constructor(match: ModelMatch, project: Project, columns: readonly Property[]) {
    this.#match = match;
    this.#project = project;
    this.#used = new Set(columns.map((property) => elementName(physicalNameOf(property))));
  }

  /** dbt wants the names of entities and dimensions of a model to differ. */
  free(name: string): string {
    let free = name;
    while (this.#used.has(free)) free = `${free}_entity`;
    this.#used.add(free);
    return free;
  }

  /** The name of what a column refers to; undefined where it refers to nothing, or to what another column does already. */
  foreign(property: Property): string | undefined {
    const targets = property.relationships.map(({ to }) => resolveReference(to, this.#match, this.#project));
    const target = targets.find((each) => each !== undefined);
    const name = target && elementName(target.match.object.name);
    if (name === undefined || this.#used.has(name)) return undefined;
    this.#used.add(name);
    return name;
  }
}

/** The column by which measures are counted: a dimension before others, of those that are dates or timestamps. */
function timeColumn(columns: readonly Property[]): Property | undefined {
  const times = columns.filter(isTime);
  return (
    times.find(({ semanticType }) => semanticType?.value === 'dimension') ??
    times.find(({ partitioned }) => partitioned.value) ??
    times[0]
  );
}

function isTime({ logicalType, physicalType }: Property): boolean {
  const type = logicalType?.value;
  return type === undefined
    ? /^(date|timestamp|datetime)/i.test(physicalType?.value ?? '')
    : type === 'date' || type === 'timestamp';
}

function dimensionOf(property: Property, time: Property | undefined): { readonly [key: string]: YamlData } | undefined {
  const isDimension = property.semanticType?.value === 'dimension';
  if (!isDimension && property !== time) return undefined;
  const name = physicalNameOf(property);
  const own = elementName(name) === name ? undefined : elementName(name);
  // Days are what the time spine has.
  if (isTime(property)) return { granularity: 'day', dimension: { type: 'time', name: own } };
  return { dimension: { type: 'categorical', name: own } };
}

function metricOf(
  measure: Property,
  {
    columns,
    prefix,
    complain,
  }: { readonly columns: readonly Property[]; readonly prefix: string; readonly complain: ComplainOf },
): readonly YamlData[] {
  const aggregation = parseAggregation(measure.transformLogic?.value ?? '', columns);
  if (aggregation === undefined) {
    complain(measure, 'measure-not-expressed', { logic: measure.transformLogic?.value ?? '' });
    return [];
  }
  const description = measure.description?.value.trim();
  return [
    {
      name: elementName(`${prefix}_${measure.name}`),
      label: literal(measure.businessName?.value ?? measure.name),
      description: description === undefined || description === '' ? undefined : literal(description),
      type: 'simple',
      ...aggregation,
    },
  ];
}

const aggregations: { readonly [name: string]: string } = {
  sum: 'sum',
  count: 'count',
  avg: 'average',
  min: 'min',
  max: 'max',
};

/** `SUM(amount)`, `COUNT(*)`, `COUNT(DISTINCT customer_id)`; undefined for every other expression. */
function parseAggregation(
  logic: string,
  columns: readonly Property[],
): { readonly agg: string; readonly expr: string } | undefined {
  const form = /^\s*(sum|count|avg|min|max)\s*\(\s*(distinct\s)?\s*("?\w{1,200}"?|\*)\s*\)\s*$/i;
  const [, call = '', distinct, written = ''] = form.exec(logic) ?? [];
  const agg = aggregations[call.toLowerCase()];
  if (agg === undefined || (distinct !== undefined && agg !== 'count')) return undefined;
  if (written === '*' || written === '1')
    return agg === 'count' && distinct === undefined ? { agg, expr: '1' } : undefined;
  const name = written.replaceAll('"', '').toLowerCase();
  const column = columns.find((each) => [each.name, physicalNameOf(each)].some((text) => text.toLowerCase() === name));
  const expr = column && physicalNameOf(column);
  if (expr === undefined || !isPlainName(expr)) return undefined;
  return { agg: distinct === undefined ? agg : 'count_distinct', expr };
}

/** As dbt wants the names of semantic elements: two or more lower-case letters, digits and single underscores, a letter first. */
function elementName(text: string): string {
  const name = identifier(text)
    .replaceAll(/_{2,}/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]\w/.test(name) ? name : `x_${name}`;
}
