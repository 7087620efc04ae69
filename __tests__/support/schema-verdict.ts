import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/** A function that tells whether a YAML or JSON text is valid by one of the published schemas. */
export function schemaVerdict(name: string): (text: string) => boolean {
  const schema: AnySchemaObject = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas', name), 'utf8'));
  const validate = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  }).compile(schema);
  return (text) => validate(parse(text)) === true;
}
