import { isYamlList, isYamlMap, type YamlData } from './yaml-data.ts';

/** How a text is written as a key, or as a value whose further lines are indented so far; quoting is the library's business. */
export type TextForm = (text: string, indent: string) => string;

/**
 * Block YAML of a map that {@link isPrintable}, byte for byte as the library writes it, but without its tree of nodes, which is most of
 * what writing costs.
 */
export function printYaml(map: { readonly [key: string]: YamlData }, form: TextForm): string {
  return printBlock(map, '', form);
}

/** Whether the library writes data as {@link printYaml} does: a map that is not empty, and each of its keys on one line, without a `?`. */
export function isPrintable(data: YamlData): data is { readonly [key: string]: YamlData } {
  return isYamlMap(data) && isBlock(data) && hasPrintableKeys(data);
}

function hasPrintableKeys(data: YamlData): boolean {
  if (isYamlList(data)) return data.every(hasPrintableKeys);
  if (!isYamlMap(data)) return typeof data !== 'number' || Number.isFinite(data);
  return Object.entries(data).every(([key, value]) => isPrintableKey(key) && hasPrintableKeys(value));
}

/** ASCII that starts no document; the library takes 1024 characters for a key, and an escape makes six of one. */
function isPrintableKey(key: string): boolean {
  return /^(?!%|---|\.\.\.|=$)[ -~]{0,160}$/.test(key);
}

/** Whether data has lines of its own; what is empty stands in flow style. */
function isBlock(data: YamlData): boolean {
  if (isYamlList(data)) return data.length > 0;
  return isYamlMap(data) && Object.values(data).some((value) => value !== undefined);
}

/** The lines of a block; all but the first start with `indent`, which stands in front of the first already. */
function printBlock(data: YamlData, indent: string, form: TextForm): string {
  const inside = `${indent}  `;
  if (isYamlList(data)) {
    return data
      .map((item) => `- ${isBlock(item) ? printBlock(item, inside, form) : printScalar(item, inside, form)}`)
      .join(`\n${indent}`);
  }
  if (!isYamlMap(data)) return '';
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const start = `${form(key, inside)}:`;
      return isBlock(value)
        ? `${start}\n${inside}${printBlock(value, inside, form)}`
        : `${start} ${printScalar(value, inside, form)}`;
    })
    .join(`\n${indent}`);
}

function printScalar(data: YamlData, indent: string, form: TextForm): string {
  if (typeof data === 'string') return form(data, indent);
  if (isYamlList(data)) return '[]';
  if (isYamlMap(data)) return '{}';
  if (data === undefined || data === null) return 'null';
  return Object.is(data, -0) ? '-0' : JSON.stringify(data);
}
