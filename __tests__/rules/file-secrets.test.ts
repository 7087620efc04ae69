import { expect, it } from 'vitest';
import secretLiteral from '../../src/rules/spec/secret-literal.ts';
import type { Files } from '../../src/model/rule.ts';
import { holdsSecret } from '../../src/rules/file-secrets.ts';
import { checkFiles } from '../support/check-files.ts';

/** `path:line:column message` of credentials that are found. */
async function secrets(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: files, rules: [secretLiteral] });
  return findings
    .filter(({ rule }) => rule === 'spec/secret-literal')
    .map(({ path, line, column, message }) => `${path}:${line}:${column} ${message.split(';')[0]}`);
}

const AWS = `AKIA${'Q3R5T7W2'.repeat(2)}`;
const tf = 'implementation/infrastructure/connections.tf';

it.each([
  ['a canvas', 'specs/product-canvas/vision.md'],
  ['a narrative', 'specs/pipelines/sales/flow-spec.md'],
  ['a policy', 'specs/governance/stack-standards.md'],
  ['instructions for agents', 'AGENTS.md'],
  ['a directive', '.agent-os/directives/a.md'],
  ['sample data', 'specs/sample-data/a.csv'],
  ['a model', 'implementation/dbt/models/a.sql'],
  ['a DAG', 'implementation/airflow/dags/a.py'],
  ['a specification of infrastructure', 'specs/infrastructure/aws.md'],
])('the shape of a key in %s', async (_, path) => {
  const files = { 'implementation/dbt/dbt_project.yml': 'name: x\n', [path]: `one\nkey ${AWS}\n` };
  expect(await secrets(files)).toEqual([`${path}:2:1 an AWS access key stands in the file`]);
});

it.each([
  [
    'an attribute',
    'provider "snowflake" {\n  password = "hunter2"\n}\n',
    [`${tf}:2:14 the value of "password" is a secret`],
  ],
  [
    'a variable’s default',
    'variable "db_password" {\n  default = "abc"\n}\n',
    [`${tf}:2:13 the value of "db_password" is a secret`],
  ],
  [
    'an entry of an object in a block in a block',
    'resource "a" "b" {\n  c {\n    env = { API_KEY = "abc" }\n  }\n}\n',
    [`${tf}:3:23 the value of "API_KEY" is a secret`],
  ],
  [
    'a variable, a function, a gap, a vault, nothing',
    'provider "a" {\n  password = var.p\n  api_key = file("k")\n  private_key = "<key>"\n  secret_key = "arn:aws:x"\n  client_secret = ""\n  access_key = "${local.k}"\n}\n',
    [],
  ],
  [
    'names about secrets',
    'resource "a" "b" {\n  password_policy = "strict-12"\n  secret = "db-main1"\n  token_type = "Bearer9"\n}\n',
    [],
  ],
])('Terraform: %s', async (_, text, expected) => {
  expect(await secrets({ [tf]: text })).toEqual(expected);
});

it.each([
  ['implementation/dbt/profiles.yml', 'x:\n  password: tr0ub4dor&3\n', 2],
  ['implementation/dbt/profiles.yml', 'x: { user: a, password: "tr0ub4dor&3" }\n', 1],
  ['implementation/airflow/dags/a.py', "import x\nTOKEN = 't0k&n-value-9'\n", 2],
  ['implementation/orchestration/a.json', '{"apiKey": "k3y-Value&9"}\n', 1],
])('a value whose name is secret: %s', async (path, text, line) => {
  const found = await secrets({ 'implementation/dbt/dbt_project.yml': 'name: x\n', [path]: text });
  expect(found.map((each) => each.split(' ', 1)[0])).toEqual([`${path}:${line}:1`]);
});

const dag = 'implementation/airflow/dags/a.py';
const yaml = 'implementation/orchestration/a.yml';
const profiles = 'implementation/dbt/profiles.yml';
const value = ['Tr0ub4', 'dor3x9'].join('');

it.each([
  ['an unquoted value in a flow mapping', yaml, `env: { SNOWFLAKE_PASSWORD: ${value} }\n`, 1],
  ['a flow mapping of several keys', profiles, `x:\n  prod: { type: snowflake, password: ${value}, threads: 4 }\n`, 2],
  ['a mapping in a list', yaml, `a:\n  - b\nc: [{ client_secret: ${value} }]\n`, 3],
  ['a flow mapping over lines', profiles, `x: {\n  type: a,\n  password: ${value},\n}\n`, 3],
  ['a folded text', profiles, `x:\n  password: >-\n    ${value}\n  user: a\n`, 3],
  ['a literal text in a list', yaml, `x:\n- password: |\n    ${value}\n`, 3],
  ['a value on the next line', profiles, `x:\n  password:\n    "${value}"\n`, 3],
  ['a tagged value', profiles, `x:\n  password: !!str ${value}\n`, 2],
  ['an entry of a name and a value', yaml, `env:\n  - name: DB_PASSWORD\n    value: ${value}\n`, 3],
  ['an entry with the value first', yaml, `env:\n  - value: "${value}"\n    name: DB_PASSWORD\n`, 2],
  ['an entry in one line', yaml, `env: [{ name: DB_PASSWORD, value: ${value} }]\n`, 1],
  ['an entry in JSON', 'implementation/orchestration/a.json', `{\n  "name": "token",\n  "value": "${value}"\n}\n`, 3],
  ['an item that is set', dag, `import os\nos.environ["SNOWFLAKE_PASSWORD"] = "${value}"\n`, 2],
  ['a default of a variable', dag, `x = os.getenv("SNOWFLAKE_PASSWORD", '${value}')\n`, 1],
  ['an attribute', dag, `conn.password = '${value}'\n`, 1],
  ['a variable of a pod', dag, `k8s.V1EnvVar(name="DB_PASSWORD", value="${value}")\n`, 1],
  ['a command in Python', dag, `run = Bash(bash_command="export SNOWFLAKE_PASSWORD=${value} && dbt build")\n`, 1],
  ['a command over lines', dag, `x = """\n  export SNOWFLAKE_PASSWORD=${value}\n  dbt build\n"""\n`, 2],
  ['a command in YAML', yaml, `bash_command: "export SNOWFLAKE_PASSWORD='${value}'; dbt build"\n`, 1],
  ['an option of a command', yaml, `bash_command: snow login --password ${value} --quiet\n`, 1],
  ['a variable in Markdown', 'AGENTS.md', `\`\`\`sh\nAWS_SECRET_ACCESS_KEY=${value}/Zq8\n\`\`\`\n`, 2],
  ['a command in a sentence', 'AGENTS.md', `Run \`DB_PASSWORD=${value} dbt build\`.\n`, 1],
  ['settings in Markdown', 'AGENTS.md', `    aws_secret_access_key = ${value}\n`, 1],
  ['a comment of SQL', 'implementation/dbt/models/a.sql', `-- DB_PASSWORD=${value}\nselect 1 as a\n`, 1],
])('%s is found, and not repeated', async (...[, path, text, line]) => {
  const head = { 'implementation/dbt/dbt_project.yml': 'name: x\n', [path]: text };
  const report = await checkFiles({ head, rules: [secretLiteral] });
  expect(report.findings.map((found) => `${found.path}:${found.line}`)).toEqual([`${path}:${line}`]);
  expect(JSON.stringify(report)).not.toContain(value);
});

it.each([
  [yaml, 'env: { DB_PASSWORD: "{{ env_var(\'P4SS&WORD\') }}", TOKEN: ${T0KEN&1234}, A: b }\n'],
  [yaml, 'env: { DB_PASSWORD: DB_PASSWORD_2, secret: projects/1/secrets/db-9, token: sha256:0a1b2c3d4e }\n'],
  [yaml, `env: { token_type: ${value}, password_policy: ${value}, digest: ${value} }\n`],
  [profiles, 'x:\n  password: >-\n    {{ env_var("P4SSWORD") }}\n  token: |\n    ${T0KEN_1}\n'],
  [profiles, `x:\n  password:\n  next_key: ${value}\n`],
  [profiles, `x:\n  password:\n    from: secret-9&x\n`],
  [yaml, 'env:\n  - name: DB_PASSWORD\n    valueFrom: { secretKeyRef: { name: db-9, key: p4ssw&rd } }\n'],
  [yaml, `env:\n  - name: DB_PASSWORD\n  - name: HOME\n    value: ${value}\n`],
  [yaml, 'env:\n  - name: DB_PASSWORD\n    value: ${DB_PASSW0RD}\n'],
  [dag, 'PASSWORD=settings.DB_P4SS\nTOKEN=Token2Value\nx = os.environ["DB_PASSWORD"]\n'],
  [dag, `x = "export DB_PASSWORD=$DB_P4SS && TOKEN=$(vault read -field=t0ken kv/a1) dbt build"\n`],
  [dag, `y = "{% set TOKEN={{ var.value.t0ken }} %}"\nz = os.getenv("DB_PASSWORD", "")\n`],
  ['AGENTS.md', 'Set `DB_PASSWORD=<your passw0rd>` or `TOKEN=${T0KEN}`; DB_PASSWORD=changeme1 is refused.\n'],
  ['AGENTS.md', 'password: your-passw0rd\nTOKEN=xxxxxxxx1\nAWS_SECRET_ACCESS_KEY=AWS_SECRET_ACCESS_KEY_2\n'],
  ['AGENTS.md', `git log --token-file=/run/t0ken/a --password-stdin ${value}\n`],
])('no credential is seen in %s: %s', async (path, text) => {
  expect(await secrets({ 'implementation/dbt/dbt_project.yml': 'name: x\n', [path]: text })).toEqual([]);
});

it.each([
  ['implementation/dbt/profiles.yml', `x:\n  password: "{{ env_var('P4SS&WORD') }}"\n  token: \${T0KEN}\n`],
  ['implementation/dbt/package-lock.yml', `sha1_hash: ${'a1b2'.repeat(10)}\ntoken: abc&12345678\n`],
  [
    'implementation/airflow/dags/a.py',
    'token = os.environ["T0KEN_VALUE&1"]\n# password = "tr0ub4dor&3"\nsecret="path/to/secret-1"\n',
  ],
  ['implementation/dbt/models/a.sql', "select 1 as a where token = 'tr0ub4dor&3'\n"],
  ['specs/sample-data/a.json', '{"password": "tr0ub4dor&3"}\n'],
  ['specs/product-canvas/vision.md', 'The password: at least 8 signs & digits.\n'],
  [
    'implementation/orchestration/a.yml',
    'x:\n  secret: projects/1/secrets/db\n  token: hash_sha256\n  pwd: rotate-90-days\n',
  ],
])('no credential: %s', async (path, text) => {
  expect(await secrets({ 'implementation/dbt/dbt_project.yml': 'name: x\n', [path]: text })).toEqual([]);
});

it('lines that hold one are known, so that no excerpt repeats them', () => {
  const lines = [
    'a: 1',
    'password: >-',
    `  ${value}`,
    `env: { token: ${value} }`,
    '- name: DB_PASSWORD',
    `  value: ${value}`,
    `run: export DB_PASSWORD=${value}`,
    `- name: HOME`,
    `  value: ${value}`,
  ];
  expect(lines.flatMap((_, index) => (holdsSecret(yaml, lines, index) ? [index] : []))).toEqual([2, 3, 5, 6]);
  expect(holdsSecret('a.sql', [`-- DB_PASSWORD=${value}`], 0)).toBe(true);
  expect(holdsSecret('a.sql', [`select '${value}' as token`], 0)).toBe(false);
});

it('each of several is a finding of its own, and none is repeated', async () => {
  const found = await checkFiles({ head: { 'AGENTS.md': `${AWS}\n${AWS}\n` }, rules: [secretLiteral] });
  expect(new Set(found.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  expect(JSON.stringify(found)).not.toContain(AWS);
});

it.each([
  ['one long line', `password = ${'a'.repeat(500_000)}`],
  ['many hints', 'password: '.repeat(25_000)],
  ['many lines', 'password: "x\n'.repeat(6_000)],
  ['addresses', 'a://b:'.repeat(25_000)],
  ['flow mappings', '{ password: a, '.repeat(1_200)],
  ['lines of flow mappings', `${'{ password: a, '.repeat(1_200)}\n`.repeat(20)],
  ['entries', '- name: password\n'.repeat(6_000)],
  ['options', '--password '.repeat(1_800)],
  ['shell', `PASSWORD=${'a'.repeat(19_000)}\n`.repeat(20)],
  ['names below', 'password: >-\n'.repeat(6_000)],
])('hostile text (%s) is read within two seconds', async (_, text) => {
  const start = performance.now();
  await secrets({
    'implementation/orchestration/a.json': text,
    'implementation/orchestration/a.yml': text,
    'implementation/airflow/dags/a.py': text,
    'AGENTS.md': text,
  });
  expect(performance.now() - start).toBeLessThan(2_000);
});
