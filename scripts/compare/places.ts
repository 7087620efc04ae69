import { subjectNames } from '../../src/model/contract.ts';

/** The contract itself, with everything outside its schema. */
const contractPlace = '';

/** Where a subject is, in the spelling that the peers' paths are brought to; `ids` are the ids that the contract has or had. */
export function placeOf(subject: string, ids: readonly string[]): string {
  const contract = ids.find((id) => subject === id || subject.startsWith(`${id}/`));
  const [object, ...names] = contract === undefined ? [] : subjectNames({ subject, contract });
  if (object === undefined) return contractPlace;
  return [`schema.${object}`, ...names.map((name) => (name === '[]' ? 'items' : `properties.${name}`))].join('.');
}

/** The innermost of `places` that holds the path of a peer; undefined where none does. */
export function placeHolding(path: string, places: readonly string[]): string | undefined {
  const holding = places.filter((place) =>
    place === contractPlace ? !path.startsWith('schema.') : path === place || path.startsWith(`${place}.`),
  );
  return holding.toSorted((a, b) => b.length - a.length)[0];
}
