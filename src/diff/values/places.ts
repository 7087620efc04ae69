import type { Json } from '../../model/contract.ts';
import { foldWord } from '../../model/words.ts';

/** Whether a value is filled in from the environment as a whole: `${VAR}` or `${VAR:-default}` (ODCS 3.2.0). */
export function isPlaceholder(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}$/.test(value);
}

/** Whether readers of a file format tell columns by their position. */
export function isPositional(format: Json | undefined): boolean {
  return typeof format === 'string' && positionalFormats.has(foldWord(format));
}

const positionalFormats = new Set([
  'csv',
  'tsv',
  'psv',
  'txt',
  'text',
  'dat',
  'delimited',
  'fixed',
  'fixedwidth',
  'fixedlength',
  'fwf',
]);
