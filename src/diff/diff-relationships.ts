import type { FieldChange } from '../model/change.ts';
import { allProperties, type Contract, type SchemaObject } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { type ChangeScope, fieldChange, unplaced } from './change-scope.ts';
import { listKind } from './diff-marks.ts';
import { pairBy } from './pair.ts';

/** A schema object in its contract. */
interface ObjectOf {
  readonly contract: Contract;
  readonly object: SchemaObject;
}

/** A foreign key, whether the object or one of its properties declares it. */
interface Link {
  readonly id?: string;
  /** Pairs of referring and referred columns, sorted. */
  readonly columns: readonly (readonly [from: string, to: string])[];
  /** What is referred to, in the order of the file. */
  readonly to: string;
  readonly at: Location;
}

/** The foreign keys of an object that differ: by id, by both ends, then by the referring columns. */
export function diffRelationships(base: ObjectOf, head: ObjectOf, scope: ChangeScope): FieldChange[] {
  const [before, after] = [linksOf(base), linksOf(head)];
  if (before.length === 0 && after.length === 0) return [];
  const isSame = (old: Link, now: Link): boolean => textOf(old) === textOf(now);
  const pairs = pairBy(before, after, { keys: [(link) => link.id, textOf, fromOf], isSame });
  const columns = { base: columnsOf(base.object), head: columnsOf(head.object) };
  return pairs.flatMap(({ base: old, head: now }) => {
    if (old !== undefined && now !== undefined && isSame(old, now)) return [];
    const link = now ?? old;
    if (link === undefined) return [];
    // A column that came or went took its relationships along: that is one change.
    if (now === undefined && wentAlong(link, columns.base, columns.head)) return [];
    if (old === undefined && wentAlong(link, columns.head, columns.base)) return [];
    const [only] = link.columns;
    const path = link.columns.length === 1 && only !== undefined ? [...scope.path, ...only[0].split('.')] : scope.path;
    return [
      fieldChange({ ...scope, path }, listKind('relationship', old, now), {
        element: link.to,
        before: unplaced(old && shownLink(old, now ?? old), old?.at),
        after: unplaced(now && shownLink(now, old ?? now), now?.at),
      }),
    ];
  });
}

function columnsOf(object: SchemaObject): ReadonlySet<string> {
  return new Set([...allProperties(object)].map(({ path }) => path.slice(1).join('.')));
}

/** Whether a column that it refers from is on its own side only. */
function wentAlong({ columns }: Link, own: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return columns.some(([from]) => own.has(from) && !other.has(from));
}

function linksOf({ contract, object }: ObjectOf): readonly Link[] {
  const names = namesById(contract);
  const prefix = `${object.name}.`;
  const declared = object.relationships.map(({ id, from, to, at }): Link => {
    const columns = from.map((each, index): readonly [string, string] => {
      const name = reference(each, names);
      return [name.startsWith(prefix) ? name.slice(prefix.length) : name, reference(to[index] ?? '', names)];
    });
    return { ...(id === undefined ? {} : { id }), columns: columns.toSorted(byText), to: toOf(columns), at };
  });
  const own = [...allProperties(object)].flatMap(({ property, path }) =>
    property.relationships
      .filter((each) => !each.ofObject)
      .map(
        ({ id, to, at }): Link => ({
          ...(id === undefined ? {} : { id }),
          columns: [[path.slice(1).join('.'), reference(to, names)]],
          to: reference(to, names),
          at,
        }),
      ),
  );
  return [...declared, ...own];
}

/** `orders.id` for every spelling: `/schema/orders/properties/id`, names or ids; with the file where it is another one. */
function reference(text: string, names: ReadonlyMap<string, string>): string {
  const hash = text.indexOf('#');
  const file = hash > 0 ? text.slice(0, hash + 1) : '';
  const path = text.slice(hash + 1).replace(/^\//, '');
  if (!/^\w+\/[\w-]+(?:\/|$)/.test(path)) return text;
  const steps = path.split('/').filter((_step, index) => index % 2 === 1);
  return `${file}${steps.map((step) => (file === '' ? (names.get(step) ?? step) : step)).join('.')}`;
}

const known = new WeakMap<Contract, ReadonlyMap<string, string>>();

/** Names of the elements that have an id; collected once for all tables of a contract. */
function namesById(contract: Contract): ReadonlyMap<string, string> {
  const names = known.get(contract) ?? collectNames(contract);
  known.set(contract, names);
  return names;
}

function collectNames(contract: Contract): ReadonlyMap<string, string> {
  const elements = contract.schema.flatMap((object) => [
    object,
    ...[...allProperties(object)].map(({ property }) => property),
  ]);
  return new Map(elements.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name] as const])));
}

function toOf(columns: Link['columns']): string {
  return columns.map((pair) => pair[1]).join(', ');
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join('\n') < b.join('\n') ? -1 : 1;
}

function textOf(link: Link): string {
  return JSON.stringify(link.columns);
}

function fromOf(link: Link): string {
  return link.columns.map(([from]) => from).join('\n');
}

/** The target; with the referring columns where the subject does not tell them. */
function shownLink(link: Link, shown: Link): string {
  const to = link.columns.map((pair) => pair[1]).join(', ');
  return link.columns.length === 1 && fromOf(link) === fromOf(shown)
    ? to
    : `${fromOf(link).replaceAll('\n', ', ')} → ${to}`;
}
