import { describe, expect, it } from 'vitest';
import rule from '../../../src/rules/spec/secret-literal.ts';
import { isSecretKey, isSecretValue, secretKind } from '../../../src/rules/secrets.ts';
import { contractOf, lintContract } from './lint-contract.ts';

const letters = 'Q7dR2mZx9KpL4vTn8WbY3sHc6JfG5aEuXw1o';

/** Put together here, so that no scanner takes this file for a leak. */
const credentials: readonly (readonly [string, string])[] = [
  ['aws-key', joined('AK', 'IA', 'Q7DR2MZX5KPL4VTN')],
  ['github-token', joined('gh', 'p_', letters)],
  ['gitlab-token', joined('gl', 'pat-', letters.slice(0, 20))],
  ['slack-token', joined('xo', 'xb-', '718293645071-', letters.slice(0, 24))],
  ['google-key', joined('AI', 'za', letters.slice(0, 35))],
  ['stripe-key', joined('sk_', 'live_', letters.slice(0, 24))],
  ['databricks-token', joined('da', 'pi', '0f1e2d3c4b5a69788796a5b4c3d2e1f0')],
  ['npm-token', joined('np', 'm_', letters)],
  ['private-key', joined('-----BEGIN RSA PRIVATE', ' KEY-----')],
  ['connection-string', `postgresql://loader:${letters.slice(0, 12)}@db.internal/sales`],
  ['connection-string', `Server=db;User Id=loader;Password=${letters.slice(0, 12)};`],
];

function joined(...parts: readonly string[]): string {
  return parts.join('');
}

describe('secretKind', () => {
  it.each(credentials)('%s', (kind, text) => {
    expect(secretKind(`url: "${text}"`)).toBe(kind);
  });

  it.each([
    ['an example of a manual', 'AKIAIOSFODNN7EXAMPLE'],
    ['an address without a password', 'postgresql://loader@db.internal/sales'],
    ['an address with a port and a query', 'https://host:8080?contact=ana1@example.com'],
    ['a variable', 'postgresql://loader:${PASSWORD}@db.internal/sales'],
    ['a template', 'postgresql://loader:{{password1}}@db.internal/sales'],
    ['the word password', 'postgresql://user:password1@localhost/db'],
    ['stars', 'postgresql://user:a1******@localhost/db'],
    ['a public key', '-----BEGIN PUBLIC KEY-----'],
    ['a hash', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ])('leaves %s alone', (_, text) => {
    expect(secretKind(text)).toBeUndefined();
  });

  it('reads a long hostile line in little time', () => {
    const started = performance.now();
    for (const part of ['a://', 'a.', 'x:', ';password=', 'ghp_a'])
      expect(secretKind(part.repeat(40_000))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('isSecretKey', () => {
  it.each(['password', 'dbPassword', 'client_secret', 'API-Key', 'apikey', 'accessToken', 'secretAccessKey', 'senha'])(
    '%s',
    (key) => expect(isSecretKey(key)).toBe(true),
  );
  it.each(['passwordPolicy', 'tokenType', 'secretName', 'primaryKey', 'businessKey', 'key', 'tokenization'])(
    'not %s',
    (key) => expect(isSecretKey(key)).toBe(false),
  );
});

describe('isSecretValue', () => {
  it.each(['hunter2x', 'tr0ub4dor&3', 'correct#horse', '${DB_PW:-hunter2x}', letters])('%s', (value) =>
    expect(isSecretValue(value)).toBe(true),
  );
  it.each([
    'hunter2',
    'required',
    'two words 1',
    '${DB_PASSWORD}',
    '${DB_PW:-changeme1}',
    '$DB_PASSWORD1',
    '<password1>',
    '%DB_PASSWORD1%',
    'DB_PASSWORD_1',
    'env:DB_PASSWORD1',
    'arn:aws:secretsmanager:eu-west-1:1:x',
    'vault:kv/data#a1',
    'secrets/db-1/value',
    '/run/keys/db1.pem',
    'hash_sha256',
    'xxxxxxxx1',
    'your-password-1',
    '1234567890',
  ])('not %s', (value) => expect(isSecretValue(value)).toBe(false));
});

describe('spec/secret-literal', () => {
  const secret = letters.slice(0, 16);
  const custom = (indent: string) => `${indent}customProperties: [{ property: apiToken, value: ${secret} }]\n`;

  it.each([
    ['the contract', contractOf('      - name: id', { rest: custom('') }), '11 sales'],
    ['a table', contractOf('      - name: id', { rest: custom('    ') }), '11 sales/sales'],
    ['a column', contractOf(`      - name: id\n${custom('        ')}`), '11 sales/sales.id'],
    [
      'a value below a property',
      contractOf('      - name: id', {
        rest: `customProperties: [{ property: connection, value: { user: ana, password: ${secret} } }]\n`,
      }),
      '11 sales',
    ],
    [
      'a server of version 3.0, which takes any key',
      contractOf('      - name: id', {
        apiVersion: 'v3.0.2',
        rest: `servers:\n  - server: a\n    type: kafka\n    host: b\n    password: ${secret}\n`,
      }),
      '15 sales',
    ],
    [
      'a query',
      contractOf('      - name: id', {
        rest: `    quality: [{ type: sql, query: "-- ${credentials[1]?.[1] ?? ''}", mustBe: 0 }]\n`,
      }),
      '11 sales',
    ],
    ['a comment', contractOf('      - name: id', { rest: `# ${credentials[0]?.[1] ?? ''}\n` }), '11 sales'],
  ])('finds it in %s and never repeats it', async (_, text, place) => {
    const findings = await lintContract(rule, text);
    expect(findings.map(({ line, subject }) => `${line} ${subject}`)).toEqual([place]);
    const said = JSON.stringify(findings);
    for (const value of [secret, ...credentials.map(([, each]) => each)]) expect(said).not.toContain(value);
  });

  it('says a line once where both the key and the shape tell', async () => {
    const token = credentials[1]?.[1] ?? '';
    const text = contractOf('      - name: id', { rest: custom('').replace(secret, token) });
    expect((await lintContract(rule, text)).map(({ message }) => message)).toEqual([
      'the value of "apiToken" looks like a secret; revoke it, and write a variable such as "${DB_PASSWORD}" in its place',
    ]);
  });

  it('keeps its fingerprint when the value changes', async () => {
    const [first] = await lintContract(rule, contractOf('      - name: id', { rest: custom('') }));
    const changed = contractOf('      - name: id', { rest: custom('').replace(secret, `${secret}9`) });
    const [second] = await lintContract(rule, changed);
    expect(second?.fingerprint).toBe(first?.fingerprint);
  });
});
