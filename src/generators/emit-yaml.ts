import { Document, Scalar } from 'yaml';
import type { Json } from '../model/contract.ts';

/** Data whose keys are written in their order; undefined values are left out. */
export type YamlData = Json | undefined | readonly YamlData[] | { readonly [key: string]: YamlData };

/**
 * YAML with `header` as its first comment line. Readers of YAML 1.1 (PyYAML, so dbt and Airflow) understand it alike: `no`, `on`, dates
 * and `12:30` are quoted. LF, one final newline, no folding, no aliases. Characters that PyYAML refuses or takes for line ends
 * (controls, U+0085, U+2028, U+2029) become spaces.
 */
export function emitYaml(header: string, data: YamlData): string {
  const document = new Document(prepare(data), { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  document.commentBefore = ` ${header}`;
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

function prepare(data: YamlData): unknown {
  if (typeof data === 'string') return prepareText(data);
  if (isList(data)) return data.map(prepare);
  if (typeof data !== 'object' || data === null) return data;
  // A Map, because an object would move keys that look like numbers to the front.
  return new Map(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, prepare(value)]),
  );
}

function prepareText(data: string): string | Scalar<string> {
  const text = data.toWellFormed().replaceAll('\r\n', '\n').replaceAll(unsafe, ' ');
  // Block style loses spaces at the ends of lines and at the start; PyYAML refuses tabs in plain texts, and a lone "=".
  const isFragile = /\t|^=$/.test(text) || (text.includes('\n') && /^\s|[ \t]\n|\s$|\n\s/.test(text));
  if (!isFragile) return text;
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

/** `Array.isArray` does not narrow readonly lists. */
function isList(data: YamlData): data is readonly YamlData[] {
  return Array.isArray(data);
}

// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
