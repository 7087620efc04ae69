import { Document, Scalar } from 'yaml';
import { writableText, type YamlData } from '../../src/generators/yaml/emit-yaml.ts';

/** YAML with a header as the library writes it from its own tree of nodes: what a faster way must not differ from. */
export function libraryYaml(header: string, data: YamlData): string {
  const document = new Document(nodesOf(data), { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  document.commentBefore = ` ${header}`;
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

function nodesOf(data: unknown): unknown {
  if (typeof data === 'string') return textOf(writableText(data));
  if (Array.isArray(data)) return data.map(nodesOf);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return new Map(entries.map(([key, value]) => [key, nodesOf(value)]));
}

function textOf(text: string): unknown {
  const isFragile = /\t|^=$/.test(text) || (text.includes('\n') && /^\s|[ \t]\n|\s$|\n\s/.test(text));
  if (!isFragile) return text;
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}
