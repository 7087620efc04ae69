import { stringify } from 'yaml';
import { diffContracts } from '../../../src/diff/diff-contracts.ts';
import { loadContract } from '../../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../../src/load/yaml.ts';
import type { Change } from '../../../src/model/change.ts';
import type { Contract, Json } from '../../../src/model/contract.ts';

/** A mapping of a contract file, as YAML holds it. */
export type Fields = { readonly [key: string]: Json };

/** One step into a document: a key or a place in a list. */
export type Step = string | number;
export type Path = readonly Step[];

/** The contract of a text, by the real reader. @throws TypeError for a text that is none. */
export function loadText(text: string): Contract {
  const { contract } = loadContract(
    readYaml('specs/contracts/outputs/orders.yaml', new TextEncoder().encode(text)),
    'output',
  );
  if (contract === undefined) throw new TypeError(`no contract: ${text}`);
  return contract;
}

/** What the reader has against a text, as `line: message`. */
export function mistakesOf(text: string): readonly string[] {
  const { problems } = loadContract(readYaml('orders.yaml', new TextEncoder().encode(text)), 'output');
  return problems.map(({ at, message, values }) => `${at.line}: ${message} ${JSON.stringify(values)}`);
}

/** The contract of a document. */
export function load(document: Fields): Contract {
  return loadText(textOf(document));
}

/** A document as plain YAML without aliases. */
export function textOf(document: Fields): string {
  return stringify(document, { aliasDuplicateObjects: false });
}

/** The changes from one contract to another, nothing being load-bearing. */
export function changesBetween(base: Contract, head: Contract): readonly Change[] {
  return diffContracts({ base, head }, { tags: [], customProperties: [] });
}

/** The changes from one document to another. */
export function diff(base: Fields, head: Fields): readonly Change[] {
  return changesBetween(load(base), load(head));
}

/** Whether a value is a mapping. */
export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list; none of anything else. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, step) => (typeof step === 'number' ? itemsOf(inner)[step] : isFields(inner) ? inner[step] : undefined),
    value,
  );
}

/** The document with another value at a path; undefined takes the key or item away. */
export function withValue<T extends Json>(whole: T, path: Path, value: Json | undefined): T {
  // A mapping stays a mapping and a list a list: only what is inside changes.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return replaced(whole, path, value) as T;
}

function replaced(whole: Json, [step, ...rest]: Path, value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items = itemsOf(whole);
    const item = replaced(items[step] ?? null, rest, value);
    return item === undefined ? items.toSpliced(step, 1) : items.toSpliced(step, 1, item);
  }
  const fields = isFields(whole) ? whole : {};
  const inner = replaced(fields[step] ?? {}, rest, value);
  if (inner !== undefined) return { ...fields, [step]: inner };
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== step));
}

/** Every path of a document that leads to a value, mappings and lists included, parents first. */
export function pathsOf(value: Json, above: Path = []): readonly Path[] {
  const inner: readonly (readonly [Step, Json])[] = Array.isArray(value)
    ? itemsOf(value).map((item, index) => [index, item] as const)
    : isFields(value)
      ? Object.entries(value)
      : [];
  return inner.flatMap(([step, item]) => [[...above, step], ...pathsOf(item, [...above, step])]);
}
