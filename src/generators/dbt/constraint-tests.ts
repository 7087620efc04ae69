import { physicalNameOf, type Property, type SchemaObject } from '../../model/contract.ts';
import type { Complain, Target } from './target.ts';
import { columnArguments, type TestCall } from './test-call.ts';
import { valueOptions, valueTests } from './value-tests.ts';

export type { Complain, Target } from './target.ts';

/** What a column is in its table. */
interface ColumnPlace {
  readonly target: Target;
  /** Whether the primary key is this column and no other. */
  readonly isOnlyKey: boolean;
  /** The word of the classification policy for which the column holds a masked form of its values. */
  readonly maskedFor?: string | undefined;
}

/** The tests of a property's own constraints: required, unique, primary key, and (unless it is masked) what its values may be. */
export function constraintTests(property: Property, place: ColumnPlace, complain: Complain): readonly TestCall[] {
  const key = property.primaryKey.value;
  return [
    ...(property.required.value || key ? [{ test: 'not_null' }] : []),
    ...(property.unique.value || (key && place.isOnlyKey) ? [{ test: 'unique' }] : []),
    ...(place.maskedFor === undefined
      ? valueTests(property, place.target, complain)
      : maskedTests(property, place.maskedFor, complain)),
  ];
}

/** What holds of the values themselves can only fail on their masked form. */
function maskedTests(property: Property, term: string, complain: Complain): readonly TestCall[] {
  const options = valueOptions(property);
  if (options.length > 0) complain('masked-values', { options: options.join(', '), term });
  return [];
}

/** The columns of the primary key in the order of `primaryKeyPosition`. */
export function keyColumns(object: SchemaObject): readonly Property[] {
  const keys = object.properties.filter((property) => property.primaryKey.value);
  return keys.toSorted((a, b) => (a.primaryKeyPosition ?? Infinity) - (b.primaryKeyPosition ?? Infinity) || 0);
}

/** `unique` over the columns of a composite primary key, in the order of `primaryKeyPosition`. */
export function compositeKeyTests(object: SchemaObject): readonly TestCall[] {
  const keys = keyColumns(object);
  if (keys.length < 2) return [];
  return [{ test: 'dataengos_unique_combination', arguments: columnArguments(keys.map(physicalNameOf)) }];
}
