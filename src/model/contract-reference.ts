import type { Contract } from './contract.ts';

/** What a relationship refers to, as it is written (ODCS 3.1.0, "References"). */
export interface Reference {
  /** File part, resolved from the folder of the referring file; an address is left as it is. Undefined where none is given. */
  readonly file?: string;
  /** Names or ids of the schema object and of the properties below it, outermost first; at least one. */
  readonly names: readonly string[];
}

/** Reads `object.property` or `[file]#/schema/<object>/properties/<property>`; undefined where it leads to no property or object. */
export function readReference(from: Pick<Contract, 'path'>, target: string): Reference | undefined {
  const hash = target.indexOf('#');
  const names = namesOf(target.slice(hash + 1));
  if (names[0] === undefined || names[0] === '') return undefined;
  return { names, ...(hash > 0 ? { file: resolvePath(from.path, target.slice(0, hash)) } : {}) };
}

/** The same reference with another name in the place of the one at `index`. */
export function renameInReference(target: string, index: number, name: string): string {
  const hash = target.indexOf('#');
  const path = target.slice(hash + 1);
  const separator = path.includes('/') ? '/' : '.';
  const steps = path.split(separator);
  const place = separator === '.' ? index : 2 * index + (path.startsWith('/') ? 2 : 1);
  return target.slice(0, hash + 1) + steps.with(place, name).join(separator);
}

/** Whether a file of a reference is the contract's: by its path, or by its name, which may also be the contract's id. */
export function meansFile(file: string, contract: Pick<Contract, 'path' | 'id'>): boolean {
  if (file === contract.path) return true;
  const name = lastPart(file);
  return name === lastPart(contract.path) || name === contract.id || withoutEnding(name) === contract.id;
}

function namesOf(path: string): readonly string[] {
  if (!path.includes('/')) return path.split('.');
  const steps = path.split('/').filter((step) => step !== '');
  const isOfSchema = steps.every((step, index) => index % 2 === 1 || step === (index === 0 ? 'schema' : 'properties'));
  return isOfSchema ? steps.filter((_, index) => index % 2 === 1) : [];
}

/** A path relative to the folder of another; an address is left as it is. */
function resolvePath(from: string, to: string): string {
  if (to.includes('://')) return to;
  const segments = to.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const segment of to.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutEnding(name: string): string {
  return name.replace(/(?:\.odcs)?\.ya?ml$/, '');
}
