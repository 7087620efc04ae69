import { type Contract, type Property, type SchemaObject } from '../../model/contract.ts';
import { meansFile, readReference } from '../../model/contract-reference.ts';
import type { Project } from '../../model/project.ts';
import { findModels, type ModelMatch } from '../match-models.ts';

/** What a relationship leads to. */
interface Referred {
  readonly match: ModelMatch;
  readonly property: Property;
}

/** `object.property` of this contract, else of the only contract that has such an object, made by a model of the same dbt project. */
export function resolveReference(to: string, from: ModelMatch, project: Project): Referred | undefined {
  const reference = readReference(from.contract, to);
  const [objectName, propertyName] = (reference?.names ?? to.split('.')).slice(-2);
  const named = objectsByName(project.contracts).get(objectName ?? '') ?? [];
  const { file } = reference ?? {};
  const meant = file === undefined ? named : named.filter(({ contract }) => meansFile(file, contract));
  const own = meant.filter(({ contract }) => contract.id === from.contract.id);
  const [only, ...others] = own.length > 0 ? own : meant;
  const property = only?.object.properties.find((each) => each.name === propertyName);
  if (only === undefined || others.length > 0 || property === undefined) return undefined;
  const [match] = findModels(only.contract, only.object, [from.project]);
  return match && { match, property };
}

interface NamedObject {
  readonly contract: Contract;
  readonly object: SchemaObject;
}

/** A project is read once and never changes, so the index is kept with its contracts. */
function objectsByName(contracts: readonly Contract[]): ReadonlyMap<string, readonly NamedObject[]> {
  const known = indexes.get(contracts);
  if (known !== undefined) return known;
  const index = new Map<string, NamedObject[]>();
  for (const contract of contracts) {
    for (const object of contract.schema) {
      const named = index.get(object.name) ?? [];
      named.push({ contract, object });
      index.set(object.name, named);
    }
  }
  indexes.set(contracts, index);
  return index;
}

const indexes = new WeakMap<readonly Contract[], ReadonlyMap<string, readonly NamedObject[]>>();
