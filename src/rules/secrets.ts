import { shellValues } from './named-values.ts';
import { wordsOf } from '../model/names.ts';

/** Shapes that only credentials have. Bounded, so that reading stays linear in the text. */
const shapes: readonly { readonly kind: string; readonly shape: RegExp }[] = [
  { kind: 'private-key', shape: /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
  // Unique identifiers of access keys, "IAM identifiers" of the AWS documentation.
  { kind: 'aws-key', shape: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { kind: 'github-token', shape: /\b(?:gh[opsru]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{36,251})\b/ },
  { kind: 'gitlab-token', shape: /\bglpat-[\w-]{20,60}/ },
  { kind: 'slack-token', shape: /\bxox[abeoprs]-\d{6,14}-[A-Za-z0-9-]{10,120}/ },
  { kind: 'google-key', shape: /\bAIza[\w-]{35}(?![\w-])/ },
  { kind: 'stripe-key', shape: /\b[rs]k_live_[A-Za-z0-9]{16,120}\b/ },
  { kind: 'databricks-token', shape: /\bdapi[0-9a-f]{32}\b/ },
  { kind: 'npm-token', shape: /\bnpm_[A-Za-z0-9]{36}\b/ },
];

/** `scheme://user:password@host`. */
const address = /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@'"]{0,120}:([^\s/?#;@'"]{1,200})@[^\s'"]/gi;

/** `Server=…;Password=…`, `?sslpassword=…`. */
const parameter = /[;?&]\s?(?:\w{0,20}password|pwd|account_?key|shared_?access_?key)=([^;&\s'"]{1,200})/gi;

/** What kind of credential a text holds; undefined for all that is only likely, a placeholder, or an example of a manual. */
export function secretKind(text: string): string | undefined {
  for (const { kind, shape } of shapes) {
    const [found] = shape.exec(text) ?? [];
    if (found !== undefined && (kind === 'private-key' || !isExample(found))) return kind;
  }
  const passwords = [...text.matchAll(address), ...text.matchAll(parameter)].map(([, password = '']) => password);
  return passwords.some(isSecretValue) ? 'connection-string' : undefined;
}

/** Words of which the last of a key says that its value is secret. */
const secretWords: ReadonlySet<string> = new Set([
  'apikey',
  'passphrase',
  'passwd',
  'password',
  'pwd',
  'secret',
  'senha',
  'token',
]);

/** Pairs of last words that say it: `access_key`, `apiKey`. */
const secretPairs = /(?:^|_)(?:access|account|api|private|secret|shared)_key$|^(?:db_|pg_|user_)?pass$/;

/** Whether the value of a key is meant to be secret: `password` and `client_secret`, not `password_policy`. */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key);
  return secretWords.has(words.at(-1) ?? '') || secretPairs.test(words.join('_'));
}

/** Whether a value that a file names is secret by its name and by how it looks, and is not only where a secret is kept. */
export function isSecret(name: string, value: string): boolean {
  return isSecretKey(name) && isSecretValue(value) && !isReference(value);
}

/** The name of the first variable or option of the shell that a text gives a secret (`export DB_PASSWORD=…`). */
export function assignedSecret(text: string): string | undefined {
  return shellValues(text).find(({ name, value }) => isSecret(name, value))?.name;
}

/** A path, a name in words, or a date: where a secret is kept or since when, not what it is. */
function isReference(value: string): boolean {
  return (
    /^[a-z]{1,40}\d{0,3}(?:[-_./:](?:[a-z]{1,40}\d{0,3}|\d{1,4}))*$/.test(value) || /^\d{4}-\d{2}-\d{2}/.test(value)
  );
}

/**
 * Whether a value is a secret itself: at least 8 characters, letters with digits or signs among them, and no placeholder,
 * reference to a vault, name of an algorithm or example. The default of `${VAR:-default}` counts as the value.
 */
export function isSecretValue(value: string): boolean {
  const [, literal = value] = /^\$\{\w{1,100}:-(.*)\}$/.exec(value) ?? [];
  return literal.length >= 8 && isMixed(literal) && !isPlaceholder(literal) && !isExample(literal);
}

function isMixed(text: string): boolean {
  return /[a-z]/i.test(text) && /[\d!#$%&*+=?@^~]/.test(text) && !/\s/.test(text);
}

/** `${X}`, `{{ x }}`, `<x>`, `%X%`, `***`, `DB_PASSWORD_2`, `env:X`, `arn:…`, `vault/…`, `secrets/…`, a file or an address. */
function isPlaceholder(text: string): boolean {
  return (
    /[<>{}*]|\$\w|\$\(|%\w+%|:\/\//.test(text) ||
    /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(text) ||
    /^(?:arn|aws|azure|doppler|env|file|gcp|kms|op|projects|ref|secrets?|ssm|vault)[:./@]|^[@/.]/i.test(text) ||
    /^(?:aes|argon|bcrypt|hash|hmac|md5|rsa|sha|tokeni[sz])/i.test(text)
  );
}

/** Words and sequences of people who need some text. */
function isExample(text: string): boolean {
  return /change_?me|dummy|example|fake|my_?(?:pass|secret|token)|p[a@]ss(?:w[o0]rd|phrase)|placeholder|redacted|replace|sample|(.)\1{4}|secret|senha|test|12345|abcde|your/i.test(
    text,
  );
}
