import { diff, type Fields } from './laws/documents.ts';

/** A contract with the fields that a test is about. */
export function contract(fields: Fields): Fields {
  return { apiVersion: 'v3.2.0', kind: 'DataContract', id: 'orders', version: '1.0.0', ...fields };
}

/** A contract of the tables. */
export function tables(...schema: readonly Fields[]): Fields {
  return contract({ schema });
}

/** A contract of one table `t` with one column `a`. */
export function column(fields: Fields): Fields {
  return tables({ name: 't', properties: [{ name: 'a', ...fields }] });
}

/** The changes, one line each: kind, subject without the contract, element, `before => after`, relation and traits. */
export function told(base: Fields, head: Fields): readonly string[] {
  return diff(base, head).map(({ kind, subject, element, before, after, relation, traits = [] }) => {
    const path = subject.slice('orders/'.length);
    const named = [kind, path, element === undefined ? '' : `(${element})`].filter((part) => part !== '').join(' ');
    return [`${named}: ${shown(before)} => ${shown(after)}`, relation ?? [], ...traits].flat().join(' ');
  });
}

/** Whole elements by their names. */
function shown(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : JSON.stringify(value);
}
