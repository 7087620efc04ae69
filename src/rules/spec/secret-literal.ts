import { allProperties, type Contract, contractSubject, type CustomProperty, type Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { isSecretKey, isSecretValue, secretKind } from '../secrets.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const sales = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** A contract must not hold a credential. */
export default defineRule({
  id: 'spec/secret-literal',
  kind: 'lint',
  gate: 'lint',
  summary: 'A contract must not hold a credential.',
  why: 'Contracts are read by everybody, copied into catalogues and kept in history for ever. Revoke the credential, since whoever could read the file has it, and name a variable such as ${DB_PASSWORD} instead. The message never repeats it.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a password among the custom properties',
      head: { [path]: `${sales}customProperties:\n  - { property: dbPassword, value: tr0ub4dor&3 }\n` },
      findings: [`${path}:16 sales`],
    },
    {
      name: 'an address with a password',
      head: {
        [path]: `${sales}servers:
  - { server: files, type: api, location: 'https://loader:tr0ub4dor&3@files.sales.internal/orders' }
`,
      },
      findings: [`${path}:16 sales`],
    },
    {
      name: 'a variable that is filled in when the contract is used',
      head: {
        [path]: `${sales}customProperties:
  - { property: dbPassword, value: '\${DB_PASSWORD}' }
servers:
  - { server: files, type: api, location: 'https://loader:\${PASSWORD}@files.sales.internal/orders' }
`,
      },
      findings: [],
    },
    {
      name: 'what is said about passwords and tokens, and where they are kept',
      head: {
        [path]: `${sales}customProperties:
  - { property: passwordPolicy, value: rotate-90-days }
  - { property: clientSecret, value: 'vault:kv/sales#client1' }
  - { property: token, value: hash_sha256 }
`,
      },
      findings: [],
    },
  ],
  check(context) {
    for (const each of context.project.contracts) {
      const lines = reportKeys(context, each);
      reportShapes(context, each, lines);
    }
  },
});

/** Reports keys that say that their values are secret; gives the lines where it found something. */
function reportKeys(context: RuleContext, each: Contract): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { key, value, at, subject } of valuesOf(each)) {
    if (lines.has(at.line) || !holdsSecret(key, value)) continue;
    lines.add(at.line);
    context.report({ subject, at: startOf(at), message: 'key', values: { name: key }, key: ['key', key] });
  }
  return lines;
}

/** Reports shapes of credentials, anywhere in the file but on lines that were reported. */
function reportShapes(context: RuleContext, { id, path: file }: Contract, reported: ReadonlySet<number>): void {
  const text = context.text(context.side, file) ?? '';
  for (const [index, line] of text.split('\n').entries()) {
    const kind = secretKind(line);
    if (kind === undefined || reported.has(index + 1)) continue;
    context.report({
      subject: id,
      at: { path: file, line: index + 1, column: 1 },
      message: kind,
      values: {},
      key: [kind],
    });
  }
}

interface KeyedValue {
  readonly key: string;
  readonly value: Json;
  readonly at: Location;
  readonly subject: string;
}

function* valuesOf({ id, ...contract }: Contract): Generator<KeyedValue> {
  yield* customOf(contract.customProperties, id);
  for (const { fields, keys, at, customProperties } of contract.servers) {
    for (const [key, value] of Object.entries(fields)) yield { key, value, at: keys.get(key) ?? at, subject: id };
    yield* customOf(customProperties, id);
  }
  for (const { customProperties } of contract.slaProperties) yield* customOf(customProperties, id);
  for (const object of contract.schema) {
    yield* customOf(object.customProperties, contractSubject(id, object.name));
    for (const { property, path: names } of allProperties(object))
      yield* customOf(property.customProperties, contractSubject(id, ...names));
  }
}

function customOf(properties: readonly CustomProperty[], subject: string): readonly KeyedValue[] {
  return properties.map(({ property, value, at }) => ({ key: property, value, at, subject }));
}

/** Whether a value, or one below it, is secret by its key. */
function holdsSecret(key: string, value: Json): boolean {
  if (typeof value === 'string') return isSecretKey(key) && isSecretValue(value);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some((each: Json) => holdsSecret(key, each));
  return Object.entries(value).some(([inner, each]) => holdsSecret(inner, each));
}

/** Without the end: what stands there is not to be shown. */
function startOf({ path: file, line, column }: Location): Location {
  return { path: file, line, column };
}
