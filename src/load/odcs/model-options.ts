import type { Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import { type DocumentNode, entriesOf, type MapNode, toJson, valueOf } from '../document.ts';
import { noFields } from './model-values.ts';

/** The options of a logical type, and where their values are written. */
export interface Options {
  readonly logicalTypeOptions: { readonly [key: string]: Json };
  /** Undefined without options. */
  readonly optionPlaces?: ReadonlyMap<string, Location>;
}

const noOptions: Options = { logicalTypeOptions: noFields };

/** The options of a property with exclusive bounds as values: before 3.1.0 they were switches for `maximum` and `minimum`. */
export function modelOptions(node: MapNode): Options {
  const written = new Map<string, DocumentNode>();
  for (const { key, value } of entriesOf(valueOf(node, 'logicalTypeOptions'))) written.set(key, value);
  takeOverSwitch(written, 'maximum', 'exclusiveMaximum');
  takeOverSwitch(written, 'minimum', 'exclusiveMinimum');
  if (written.size === 0) return noOptions;
  const options = [...written];
  return {
    logicalTypeOptions: Object.fromEntries(options.map(([key, value]): [string, Json] => [key, toJson(value)])),
    optionPlaces: new Map(options.map(([key, value]): [string, Location] => [key, value.at])),
  };
}

function takeOverSwitch(options: Map<string, DocumentNode>, bound: string, exclusive: string): void {
  const isExclusive = options.get(exclusive);
  if (isExclusive?.kind !== 'scalar' || typeof isExclusive.value !== 'boolean') return;
  const value = options.get(bound);
  options.delete(exclusive);
  if (!isExclusive.value || value === undefined) return;
  options.delete(bound);
  options.set(exclusive, value);
}
