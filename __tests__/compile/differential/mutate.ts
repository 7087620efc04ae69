import { mark } from './scope.ts';

const referenced = new RegExp(`(?:${mark.qualifier}(\\w+)\\.)?${mark.start}"?([^"${mark.end}]+)"?${mark.end}`, 'g');

/** The query with one of its references spelt as no column is; undefined where it has none. `index` decides which. */
export function misspelt(query: string, index: number): string | undefined {
  const references = [...query.matchAll(referenced)];
  const chosen = references[index % Math.max(references.length, 1)];
  const [whole = '', , name = ''] = chosen ?? [];
  return chosen && spliced(query, chosen, whole.replace(name, `${name}_typo`));
}

/** The query with the qualifier of one of its references left out; undefined where none has one. `index` decides which. */
export function ambiguous(query: string, index: number): string | undefined {
  const references = [...query.matchAll(referenced)].filter(([, qualifier]) => qualifier !== undefined);
  const chosen = references[index % Math.max(references.length, 1)];
  const [whole = '', qualifier = ''] = chosen ?? [];
  return chosen && spliced(query, chosen, whole.replace(`${qualifier}.`, ''));
}

function spliced(query: string, { index, 0: whole }: RegExpExecArray, replacement: string): string {
  return query.slice(0, index) + replacement + query.slice(index + whole.length);
}
