import { Document, Scalar, visit } from 'yaml';
import { isPrintable, printYaml, type TextForm } from './print-yaml.ts';
import { isYamlList, type YamlData } from './yaml-data.ts';

export type { YamlData } from './yaml-data.ts';

/**
 * YAML with `header` as its first comment line. Readers of YAML 1.1 (PyYAML, so dbt and Airflow) understand it alike: `no`, `on`, dates
 * and `12:30` are quoted. LF, one final newline, no folding, no aliases. Characters that PyYAML refuses or takes for line ends
 * (controls, U+0085, U+2028, U+2029) become spaces.
 */
export function emitYaml(header: string, data: YamlData): string {
  if (isPrintable(data) && /^[^\r\n\u2028\u2029]*\S$/.test(header))
    return `# ${header}\n\n${printYaml(data, textForm())}\n`;
  const document = new Document(prepare(data), { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  document.commentBefore = ` ${header}`;
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

/** The library's form of each text, which it is asked for once; texts that no YAML reads as anything else stand as they are. */
function textForm(): TextForm {
  const forms = new Map<string, string>();
  return (text, indent) => {
    if (isPlain(text)) return text;
    const form = forms.get(text) ?? libraryForm(text);
    forms.set(text, form);
    return form.replaceAll('\n', `\n${indent}`);
  };
}

/**
 * Words and sentences of ASCII that start with a letter, without `: ` and ` #`: of these, only a few words are booleans or nulls, and
 * `e5` is a number.
 */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z_][\w./(),;+=-]*(?: [\w./(),;+=-]+)*$/.test(text) &&
    !/^(?:y|n|yes|no|on|off|true|false|null|e[+-]?\d+)$/i.test(text)
  );
}

/** As a value of a map, without the indent of its further lines: these are none, or all of a block and not empty. */
function libraryForm(text: string): string {
  const document = new Document(new Map([['', prepareText(text)]]), { compat: 'yaml-1.1' });
  const written = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  return written.slice('"": '.length, -1).replaceAll('\n  ', '\n');
}

/** One line of the same YAML, in flow style, for a place inside a file that people wrote: it is whole in block and in flow collections. */
export function emitInline(data: YamlData): string {
  const document = new Document([prepare(data)], { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  const options = {
    lineWidth: 0,
    doubleQuotedAsJSON: true,
    collectionStyle: 'flow',
    flowCollectionPadding: false,
  } as const;
  return document.toString(options).trimEnd().slice(1, -1);
}

function prepare(data: YamlData): unknown {
  if (typeof data === 'string') return prepareText(data);
  if (isYamlList(data)) return data.map(prepare);
  if (typeof data !== 'object' || data === null) return data;
  // A Map, because an object would move keys that look like numbers to the front.
  return new Map(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, prepare(value)]),
  );
}

function prepareText(data: string): string | Scalar<string> {
  const text = writableText(data);
  // Block style loses spaces at the ends of lines and at the start; PyYAML refuses tabs in plain texts, and a lone "=".
  const isFragile = /\t|^=$/.test(text) || (text.includes('\n') && /^\s|[ \t]\n|\s$|\n\s/.test(text));
  if (!isFragile) return text;
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

/** What is written of a text: see {@link emitYaml} for what is not. */
export function writableText(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replaceAll(unsafe, ' ');
}

// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
