import { allProperties, type Contract, contractSubject, type CustomProperty, type Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { secretsInFiles } from '../file-secrets.ts';
import { assignedSecret, isSecretKey, isSecretValue, secretKind } from '../secrets.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const rds = 'implementation/infrastructure/rds.tf';
const sales = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

/** No file of the product may hold a credential. */
export default defineRule({
  id: 'spec/secret-literal',
  kind: 'lint',
  gate: 'lint',
  ignorable: false,
  summary: 'No file of the product may hold a credential.',
  why: 'Specifications and code are read by everybody, copied into catalogues and kept in history for ever. Revoke the credential, since whoever could read the file has it, and name a variable such as ${DB_PASSWORD} instead. The rule judges shapes that only credentials have, in every file below specs/ and implementation/ and in the instructions of agents; in contracts, code and configuration it also judges values whose name says that they are secret, and in every file what a command gives to such a variable or option. Exports repeat other files, and are not read. The message never repeats the credential.',
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
      name: 'a password in Terraform',
      head: { [rds]: 'resource "aws_db_instance" "main" {\n  username = "loader"\n  password = "hunter2"\n}\n' },
      findings: [`${rds}:3 ${rds}`],
    },
    {
      name: 'a token in a canvas, and a password in a DAG',
      head: {
        'specs/product-canvas/vision.md': `# Vision\n\nAsk with npm_${'a1B2c3D4e5F6'.repeat(3)}.\n`,
        'implementation/airflow/dags/load.py': 'connect(user="loader", password="tr0ub4dor&3")\n',
      },
      findings: [
        'implementation/airflow/dags/load.py:1 implementation/airflow/dags/load.py',
        'specs/product-canvas/vision.md:3 specs/product-canvas/vision.md',
      ],
    },
    {
      name: 'a password that a command exports, and one in the configuration of a pod',
      head: {
        'implementation/airflow/dags/load.yaml':
          'bash_command: export SNOWFLAKE_PASSWORD=tr0ub4dor3 && dbt build\nenv:\n  - name: DB_PASSWORD\n    value: tr0ub4dor3\n',
      },
      findings: [
        'implementation/airflow/dags/load.yaml:1 implementation/airflow/dags/load.yaml',
        'implementation/airflow/dags/load.yaml:4 implementation/airflow/dags/load.yaml',
      ],
    },
    {
      name: 'variables and templates in code',
      head: {
        [rds]:
          'variable "db_password" {\n  sensitive = true\n}\nresource "aws_db_instance" "main" {\n  password = var.db_password\n}\n',
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/profiles.yml':
          'sales:\n  outputs:\n    prod: { type: postgres, password: "{{ env_var(\'PG_PASSWORD\') }}" }\n',
      },
      findings: [],
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
    reportFiles(context);
  },
});

/** Reports what stands in other files; of one kind in one file each by its number. */
function reportFiles(context: RuleContext): void {
  const counts = new Map<string, number>();
  for (const { kind, name = '', at } of secretsInFiles(context)) {
    const same = `${at.path} ${kind} ${name}`;
    const count = (counts.get(same) ?? 0) + 1;
    counts.set(same, count);
    const key = [kind, ...(name === '' ? [] : [name]), ...(count === 1 ? [] : [String(count)])];
    context.report({ subject: at.path, at, message: kind, values: { name }, key });
  }
}

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
    if (line.length > 20_000 || reported.has(index + 1)) continue;
    const name = assignedSecret(line);
    const kind = secretKind(line) ?? (name === undefined ? undefined : 'key');
    if (kind === undefined) continue;
    const at = { path: file, line: index + 1, column: 1 };
    const isNamed = kind === 'key' && name !== undefined;
    context.report({
      subject: id,
      at,
      message: kind,
      values: isNamed ? { name } : {},
      key: isNamed ? [kind, name] : [kind],
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
