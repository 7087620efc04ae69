import { physicalNameOf, type Property } from '../../model/contract.ts';
import { keyColumns } from '../dbt/constraint-tests.ts';
import { isPlainName } from '../dbt/test-call.ts';
import { boundsOf } from '../dbt/value-tests.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { ModelMatch } from '../match-models.ts';
import { columnsOf, enforcementOf } from './enforcement.ts';
import { isBehind } from './model-graph.ts';
import { resolveReference } from './references.ts';
import type { World } from './world.ts';

type ConstraintType = 'not_null' | 'primary_key' | 'foreign_key' | 'check';
type Support = 'enforced' | 'written';

/**
 * What dbt's adapters do with constraints (`CONSTRAINT_SUPPORT` in their sources): `written` ones are only kept for people and
 * optimisers. Constraints that are not listed would be left out with a warning.
 */
const support: { readonly [dialect: string]: { readonly [type in ConstraintType]?: Support } } = {
  duckdb: { not_null: 'enforced', primary_key: 'enforced', foreign_key: 'enforced', check: 'enforced' },
  postgres: { not_null: 'enforced', primary_key: 'enforced', foreign_key: 'enforced', check: 'enforced' },
  databricks: { not_null: 'enforced', primary_key: 'written', foreign_key: 'written', check: 'enforced' },
  snowflake: { not_null: 'enforced', primary_key: 'written', foreign_key: 'written' },
  redshift: { not_null: 'enforced', primary_key: 'written', foreign_key: 'written' },
  bigquery: { not_null: 'enforced', primary_key: 'written', foreign_key: 'written' },
  trino: { not_null: 'enforced' },
};

/** The `constraints:` of the whole table: its primary key, and foreign keys to tables that have theirs. */
export function tableConstraints(match: ModelMatch, world: World): readonly YamlData[] {
  const properties = columnsOf(match.object);
  const keys = keyColumns({ ...match.object, properties }).map(physicalNameOf);
  const key = keys.length > 0 && keys.every(isPlainName) ? constraint(match, 'primary_key', { columns: keys }) : [];
  return [...key, ...properties.flatMap((property) => foreignKeys(property, match, world))];
}

/** The `constraints:` of a column: that it is filled, and numeric bounds. */
export function columnConstraints(property: Property, match: ModelMatch): readonly YamlData[] {
  const isFilled = property.required.value || property.primaryKey.value;
  const conditions = isPlainName(physicalNameOf(property)) ? conditionsOf(property) : [];
  return [
    ...(isFilled ? constraint(match, 'not_null') : []),
    ...conditions.flatMap((expression) => constraint(match, 'check', { expression })),
  ];
}

function constraint(
  { project }: ModelMatch,
  type: ConstraintType,
  parts: { readonly [key: string]: YamlData } = {},
): readonly YamlData[] {
  const supported = support[project.dialect ?? '']?.[type];
  if (supported === undefined) return [];
  return [{ type, ...parts, ...(supported === 'written' ? { warn_unenforced: false } : {}) }];
}

/**
 * A warehouse refuses a foreign key to what is no key, and dbt one to a model that itself depends on this one (a cycle): such a
 * relationship is only tested.
 */
function foreignKeys(property: Property, match: ModelMatch, world: World): readonly YamlData[] {
  const column = physicalNameOf(property);
  return property.relationships.flatMap(({ to }) => {
    const target = resolveReference(to, match, world.project);
    if (target === undefined || target.match.model === match.model || !isPlainName(column)) return [];
    const keys = keyColumns({ ...target.match.object, properties: columnsOf(target.match.object) });
    const name = physicalNameOf(target.property);
    const isKey = keys.length === 1 && keys[0] === target.property && isPlainName(name);
    if (!isKey || !enforcementOf(target.match).hasConstraints || isDescribed(target.match)) return [];
    const { model } = target.match;
    if (!/^[\w.-]+$/.test(model.name) || isBehind(world.graph(match.project), model.name, match.model.name)) return [];
    return constraint(match, 'foreign_key', { columns: [column], to: `ref('${model.name}')`, to_columns: [name] });
  });
}

/** Whether a person describes the model, so that it has no constraints of ours. */
function isDescribed({ model }: ModelMatch): boolean {
  const file = model.properties?.at.path;
  return file !== undefined && !file.endsWith(`_${model.name}__contract.yml`);
}

/** The bounds of a number as SQL conditions. */
function conditionsOf(property: Property): readonly string[] {
  const type = property.logicalType?.value;
  if (type !== 'number' && type !== 'integer') return [];
  const { minimum, maximum, above, below } = boundsOf(property, () => undefined);
  const column = physicalNameOf(property);
  const bounds = [
    ['>=', minimum],
    ['<=', maximum],
    ['>', above],
    ['<', below],
  ] as const;
  return bounds.flatMap(([sign, bound]) => (typeof bound === 'number' ? [`${column} ${sign} ${bound}`] : []));
}
