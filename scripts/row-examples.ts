import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Direction } from '../src/model/contract.ts';
import type { Files } from '../src/model/rule.ts';

/** Fields of a contract, object or property, as YAML holds them; null takes a field of the template away. */
type YamlFields = { readonly [key: string]: unknown };

/** An entry of `rules/compatibility-examples.yaml`. */
export interface RowExample {
  /** A sentence: what happens. */
  readonly name: string;
  readonly at?: 'contract' | 'object' | 'property';
  readonly base?: YamlFields;
  readonly head?: YamlFields;
  /** Fields of the contract on both sides. */
  readonly contract?: YamlFields;
  /** `dataengos.yaml`. */
  readonly config?: YamlFields;
  /** The day of the run. */
  readonly today?: string;
  /** Whole trees, where one contract does not say it: fields of contracts, or texts of other files, by path. */
  readonly files?: { readonly base: FileFields; readonly head: FileFields };
}

type FileFields = { readonly [path: string]: YamlFields | string };

/** Reads the examples by row. */
export function readRowExamples(root: string): { readonly [row: string]: RowExample } {
  return parse(readFileSync(join(root, 'rules/compatibility-examples.yaml'), 'utf8'));
}

/** Both trees of an example, with its contract as an output or an input. */
export function filesOfExample(
  example: RowExample,
  direction: Direction,
): { readonly base: Files; readonly head: Files } {
  const config: Files = example.config === undefined ? {} : { 'dataengos.yaml': stringify(example.config) };
  if (example.files !== undefined) {
    const { base, head } = example.files;
    return {
      base: { ...treeOf(base, example, direction), ...config },
      head: { ...treeOf(head, example, direction), ...config },
    };
  }
  const path = `specs/contracts/${direction}s/sales.yaml`;
  return {
    base: { [path]: stringify(sideOf(example, 'base')), ...config },
    head: { [path]: stringify(sideOf(example, 'head')), ...config },
  };
}

function treeOf(files: FileFields, { contract }: RowExample, direction: Direction): Files {
  const entries = Object.entries(files).map(([path, content]): [string, string] => {
    const text = typeof content === 'string' ? content : stringify(merge(template(), { ...contract, ...content }));
    return [path.replaceAll('{direction}', direction), text];
  });
  return Object.fromEntries(entries);
}

function sideOf(example: RowExample, side: 'base' | 'head'): YamlFields {
  const fields = example[side] ?? {};
  const contract = merge(template(), example.contract ?? {});
  if (example.at === 'contract') return merge(contract, fields);
  const object = merge(templateObject(), example.at === 'object' ? fields : {});
  const property = merge(templateProperty, example.at === 'property' ? fields : {});
  return { ...contract, schema: [example.at === 'property' ? { ...object, properties: [property] } : object] };
}

const templateProperty = { name: 'total', logicalType: 'number' };

function templateObject(): YamlFields {
  return { name: 'sales', properties: [templateProperty] };
}

function template(): YamlFields {
  return {
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: 'sales',
    version: '1.0.0',
    status: 'active',
    schema: [templateObject()],
  };
}

function merge(below: YamlFields, fields: YamlFields): YamlFields {
  return Object.fromEntries(Object.entries({ ...below, ...fields }).filter(([, value]) => value !== null));
}
