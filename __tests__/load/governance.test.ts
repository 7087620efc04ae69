import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadClassification } from '../../src/load/governance/load-classification.ts';
import { loadGovernance } from '../../src/load/governance/load-governance.ts';
import { loadNaming } from '../../src/load/governance/load-naming.ts';
import { readDocument } from '../../src/load/governance/read-document.ts';
import { findJsonError } from '../../src/load/governance/strict-json.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { ClassificationTerm } from '../../src/model/governance.ts';
import { translate } from '../../src/model/messages.ts';
import type { Problem } from '../../src/model/project.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const encoder = new TextEncoder();
const document = (path: string, text: string) => readDocument(path, encoder.encode(text));

/** `line:column message`, in English. */
function said(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`);
}

function naming(text: string) {
  const file = document('specs/governance/naming.json', text);
  const { policy, problems } = loadNaming(file);
  return { policy, problems: [...file.problems, ...problems] };
}

/** Terms without their places. */
function classification(text: string) {
  const file = document('specs/governance/classification.yaml', text);
  const { policy, problems } = loadClassification(file);
  const terms = policy?.terms.map(({ at: _at, ...term }): Omit<ClassificationTerm, 'at'> => term);
  return { terms, problems: [...file.problems, ...problems] };
}

/** A place on one line of `naming.json`. */
function spot(line: number, column: number, endColumn: number) {
  return { path: 'specs/governance/naming.json', line, column, endLine: line, endColumn };
}

describe('loadNaming', () => {
  it('reads the nested spelling, where "fct_|dim_" is an alternation', () => {
    const text = [
      '{ "layers": {',
      '    "staging": { "prefix": "stg_", "materialization": "view" },',
      '    "marts": { "prefix": "fct_|dim_", "materialization": "table" } },',
      '  "column_rules": {',
      '    "boolean": { "prefix": "is_|has_" },',
      '    "timestamp": { "suffix": "_at", "timezone": "UTC" } },',
      '  "casing": { "tables": "snake_case", "columns": "snake_case", "sql_constants": "UPPER_CASE" } }',
    ].join('\n');
    expect(naming(text)).toEqual({
      policy: {
        path: 'specs/governance/naming.json',
        layers: [
          {
            layer: 'staging',
            prefixes: ['stg_'],
            materialization: { value: 'view', at: spot(2, 55, 61) },
            at: spot(2, 28, 34),
          },
          {
            layer: 'marts',
            prefixes: ['fct_', 'dim_'],
            materialization: { value: 'table', at: spot(3, 58, 65) },
            at: spot(3, 26, 37),
          },
        ],
        columns: [
          {
            columns: 'boolean',
            prefixes: ['is_', 'has_'],
            suffixes: [],
            at: { path: 'specs/governance/naming.json', line: 5, column: 5, endLine: 5, endColumn: 14 },
          },
          {
            columns: 'timestamp',
            prefixes: [],
            suffixes: ['_at'],
            timezone: { value: 'UTC', at: spot(6, 49, 54) },
            at: spot(6, 5, 16),
          },
        ],
        tableCasing: { casing: 'snake_case', at: spot(7, 25, 37) },
        columnCasing: { casing: 'snake_case', at: spot(7, 50, 62) },
      },
      problems: [],
    });
  });

  it('reads the flat spelling', () => {
    expect(naming('{ "staging": "stg_", "marts": ["fct_", "dim_"], "columns": "snake_case" }')).toEqual({
      policy: {
        path: 'specs/governance/naming.json',
        layers: [
          { layer: 'staging', prefixes: ['stg_'], at: spot(1, 14, 20) },
          {
            layer: 'marts',
            prefixes: ['fct_', 'dim_'],
            at: { path: 'specs/governance/naming.json', line: 1, column: 22, endLine: 1, endColumn: 29 },
          },
        ],
        columns: [],
        columnCasing: { casing: 'snake_case', at: spot(1, 60, 72) },
      },
      problems: [],
    });
  });

  it('takes one casing for tables and columns alike', () => {
    const { policy } = naming('{ "casing": "snake_case" }');
    expect([policy?.tableCasing?.casing, policy?.columnCasing?.casing]).toEqual(['snake_case', 'snake_case']);
  });

  it('reports every mistake of a file once, at its place', () => {
    const text = [
      '{ "layers": { "marts": { "prefx": "fct_" }, "staging": "stg *" },',
      '  "column_rule": {},',
      '  "column_rules": { "boolean": {} },',
      '  "casing": "snakecase" }',
    ].join('\n');
    expect(said(naming(text).problems)).toEqual([
      '1:26 key "prefx" is not known here; did you mean "prefix"? Keys are "prefix", "materialization", "description"',
      '1:56 "stg *" is not a prefix or suffix for "layers.staging"; use letters, digits, "_" and "-", with "|" between alternatives: "fct_|dim_"',
      '2:3 key "column_rule" is not known here; did you mean "column_rules"? Keys are "layers", "column_rules", "casing", "tables", "columns", "sql_constants", "version", "description"',
      '3:21 "column_rules.boolean" has neither "prefix" nor "suffix", so it demands nothing; add one or remove it',
      '4:13 "snakecase" is not allowed for "casing"; did you mean "snake_case"? Allowed are "snake_case", "camelCase", "PascalCase", "UPPER_CASE", "kebab-case"',
    ]);
  });

  it('knows a problem by place and keyword, never by line', () => {
    expect(
      naming('{ "layers": { "marts": { "prefx": "fct_" } } }').problems.map(({ kind, key }) => [kind, key]),
    ).toEqual([['schema', '/layers/marts/prefx unknown-key-near prefx']]);
  });

  it.each([
    [
      'a comment',
      '{ "staging": "stg_" } // note',
      '1:23 the file is not valid JSON at "/"; comments, single quotes, unquoted keys and trailing commas are not allowed: repair it here',
    ],
    [
      'a trailing comma',
      '{\n  "staging": "stg_",\n}',
      '3:1 the file is not valid JSON at "}"; comments, single quotes, unquoted keys and trailing commas are not allowed: repair it here',
    ],
    [
      'YAML',
      'staging: stg_',
      '1:1 the file is not valid JSON at "s"; comments, single quotes, unquoted keys and trailing commas are not allowed: repair it here',
    ],
    [
      'an open bracket',
      '{ "staging": "stg_"',
      '1:20 the file ends before its JSON is complete; close what is open: "}", "]" or a quote',
    ],
    ['a list', '["stg_"]', '1:1 the file must hold a mapping of keys to values'],
  ])('refuses %s', (_, text, message) => {
    expect(said(naming(text).problems)).toEqual([message]);
  });

  it('is not fooled by a key that is a property of every object', () => {
    expect(naming('{ "__proto__": "stg_", "constructor": "x_" }').policy?.layers.map(({ layer }) => layer)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

describe('findJsonError', () => {
  it('agrees with JSON.parse on any text', () => {
    const mutated = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '0', '\n', '\u0001', "'"));
    fc.assert(
      fc.property(mutated, ([json, at, insert]) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + insert + json.slice(place);
        expect(findJsonError(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 500 },
    );
  });

  it('reads a string of four million characters', () => {
    expect(findJsonError(JSON.stringify('x'.repeat(4_000_000)))).toBeUndefined();
  });
});

describe('loadClassification', () => {
  it('reads a mapping of terms', () => {
    expect(
      classification(
        'email: {classification: Confidential, pii: true, policy: hash_sha256}\nsalary: {level: Restricted}\n',
      ),
    ).toEqual({
      terms: [
        { term: 'email', level: 'Confidential', pii: true, policy: 'hash_sha256' },
        { term: 'salary', level: 'Restricted', pii: false },
      ],
      problems: [],
    });
  });

  it.each([
    ['- email -> hash_sha256', { term: 'email', pii: true, policy: 'hash_sha256' }],
    ['terms:\n  - email -> hash_sha256', { term: 'email', pii: true, policy: 'hash_sha256' }],
    ['columns:\n  email: hash_sha256', { term: 'email', pii: true, policy: 'hash_sha256' }],
    ['pii: true\ncolumns:\n  - email -> hash_sha256', { term: 'email', pii: true, policy: 'hash_sha256' }],
    ['pii: [email]', { term: 'email', pii: true }],
    ['email: PII', { term: 'email', pii: true }],
    ['email: Confidencial', { term: 'email', level: 'Confidencial', pii: false }],
    [
      'email→PII→Confidential→Policy: Hashing Obrigatório',
      { term: 'email', level: 'Confidential', pii: true, policy: 'Hashing Obrigatório' },
    ],
    [
      '- "email → PII → Confidential → Policy: hash"',
      { term: 'email', level: 'Confidential', pii: true, policy: 'hash' },
    ],
    [
      '- {term: Customer Email, classification: Confidential}',
      { term: 'customer_email', level: 'Confidential', pii: false },
    ],
    ['- customerEmail: {pii: true}', { term: 'customer_email', pii: true }],
    ['Confidential: [email]', { term: 'email', level: 'Confidential', pii: false }],
    [
      'Confidential: {pii: true, policy: masking, columns: [e-mail]}',
      { term: 'e_mail', level: 'Confidential', pii: true, policy: 'masking' },
    ],
    ['levels:\n  Interno: {description: d}\n  Ouro: {terms: [email]}', { term: 'email', level: 'Ouro', pii: false }],
    [
      'levels:\n  - {name: Ouro, terms: [email -> PII -> hash]}',
      { term: 'email', level: 'Ouro', pii: true, policy: 'hash' },
    ],
    ['levels: [Ouro]\nemail: Ouro', { term: 'email', level: 'Ouro', pii: false }],
  ])('reads %j', (text, term) => {
    expect(classification(text)).toEqual({ terms: [term], problems: [] });
  });

  it('points at the words that say it', () => {
    const { policy } = loadClassification(document('c.yaml', 'email: {pii: true}\nterms:\n  - cpf -> hash\n'));
    expect(policy?.terms.map(({ at }) => [at.line, at.column])).toEqual([
      [1, 1],
      [3, 5],
    ]);
  });

  it('reports every mistake of a file once, at its place', () => {
    const text = [
      'email: {classification: Confidential, pi: true}',
      'cpf: {pii: "yes"}',
      'phone: 3',
      'rg: {}',
      'a/b: hash',
      'terms:',
      '  - zip',
      '  - email -> PII -> Public',
      '  - x -> hash -> mask',
    ].join('\n');
    expect(said(classification(text).problems)).toEqual([
      '1:39 key "pi" is not known here; did you mean "pii"? Keys are "classification", "level", "pii", "policy", "description"',
      '2:12 "cpf.pii" must be true or false, without quotes',
      '3:8 "phone" must be text that is not empty',
      '4:1 term "rg" has no classification, no "pii" and no policy, so it demands nothing; add one or remove it',
      '5:6 "a/b" cannot be a word of a column\'s name; use letters, digits, "_", "-", "." and spaces',
      '7:5 term "zip" has no classification, no "pii" and no policy, so it demands nothing; add one or remove it',
      '8:5 term "email" is already on line 1 with another meaning; the first one counts: keep one',
      '9:5 "mask" is one step too many in "terms.2"; a chain is a term, then at most "PII", one level and one policy',
    ]);
  });

  it('refuses a file that is only text', () => {
    expect(said(classification('email -> hash_sha256\ncpf -> hash_sha256\n').problems)).toEqual([
      '1:1 the file must hold a mapping of keys to values',
    ]);
  });
});

/** Loads governance files, all of one role. */
function load(role: 'naming' | 'classification', files: { readonly [path: string]: string }) {
  return loadGovernance({
    files: Object.keys(files).map((path) => ({ path, oid: path, role })),
    memo: createMemo(),
    read: (path) => encoder.encode(files[path]),
  });
}

describe('loadGovernance', () => {
  it('takes the first of two files of one policy, and says so', () => {
    const loaded = load('naming', {
      'naming-conventions.json': '{"marts": "fct_"}',
      'naming.json': '{"marts": "dim_"}',
    });
    expect(loaded.governance.naming?.path).toBe('naming-conventions.json');
    expect(said(loaded.problems)).toEqual([
      '1:1 "naming.json" and "naming-conventions.json" say the same kind of thing; only "naming-conventions.json" counts: merge them and delete one',
    ]);
  });

  it.each([
    ['naming', 'naming.json'],
    ['classification', 'classification.yaml'],
  ] as const)('an empty file of %s is a problem', (role, path) => {
    const loaded = load(role, { [path]: '\n' });
    expect(loaded.governance).toEqual({});
    expect(said(loaded.problems)).toEqual([
      '1:1 the file is empty, so it demands nothing; write the policy or delete the file',
    ]);
  });
});

describe('the published schemas agree with the readers', () => {
  const isNaming = schemaVerdict('naming.schema.json');
  it.each([
    ['{}', true],
    ['{"staging": "stg_", "marts": ["fct_", "dim_"]}', true],
    ['{"layers": {"staging": {"prefix": "stg_", "materialization": "view"}, "marts": "fct_ | dim_"}}', true],
    [
      '{"layers": {}, "column_rules": {"timestamp": {"suffix": "_at", "timezone": "UTC"}, "boolean": {"prefix": ["is_"]}}}',
      true,
    ],
    ['{"casing": "snake_case", "$schema": "x", "version": 1, "description": ""}', true],
    ['{"casing": {"tables": "PascalCase", "sql_constants": "UPPER_CASE"}, "columns": "camelCase"}', true],
    ['[]', false],
    ['{"staging": ""}', false],
    ['{"staging": []}', false],
    ['{"staging": {"prefix": "stg_"}}', false],
    ['{"staging": "stg_|"}', false],
    ['{"layers": {"staging": {}}}', false],
    ['{"layers": {"staging": {"prefix": 3}}}', false],
    ['{"layers": {"staging": {"prefix": "stg_", "x": 1}}}', false],
    ['{"layers": {"staging": {"prefix": "stg_", "materialization": " "}}}', false],
    ['{"layers": {}, "staging": "stg_"}', false],
    ['{"layers": "stg_"}', false],
    ['{"column_rules": {"boolean": {}}}', false],
    ['{"column_rules": {"integer": {"prefix": "n_"}}}', false],
    ['{"column_rules": {"boolean": {"prefix": "is_", "timezone": 3}}}', false],
    ['{"casing": "snake"}', false],
    ['{"casing": {"views": "snake_case"}}', false],
    ['{"casing": null}', false],
  ])('naming %s: %s', (text, isValid) => {
    expect([naming(text).problems.length === 0, isNaming(text)]).toEqual([isValid, isValid]);
  });

  const isClassification = schemaVerdict('classification.schema.json');
  it.each([
    ['{}', true],
    ['email: {classification: Confidential, pii: true, policy: hash}', true],
    ['email: hash', true],
    ['email→PII→Confidential→Policy: Hashing Obrigatório', true],
    ['- email -> hash\n- {term: cpf, pii: true, description: d}\n- rg: hash', true],
    ['pii: [email, {cpf: {description: d}}]', true],
    ['pii: {email: hash}', true],
    ['pii: true\nterms: [email]', true],
    ['levels: {Public: all, Confidential: {terms: [email], access: [x]}, Secret: [cpf]}', true],
    ['levels: [Public, {name: Secret, columns: {cpf: {pii: true}}}]', true],
    ['Confidential: {columns: [email]}', true],
    ['text only', false],
    ['- email', false],
    ['- 3', false],
    ['- {a: hash, b: hash}', false],
    ['email: 3', false],
    ['email: ""', false],
    ['email:', false],
    ['email: {}', false],
    ['email: {description: d}', false],
    ['email: {pii: "yes"}', false],
    ['email: {polcy: hash}', false],
    ['email: {policy: hash, classification: 3}', false],
    ['terms: email', false],
    ['terms: {email: [a]}', false],
    ['pii: 3', false],
    ['levels: Public', false],
    ['levels: [{terms: [email]}]', false],
    ['levels: {Secret: {colums: [email]}}', false],
    ['Confidential: {columns: email}', false],
    ['Confidential: [email, 3]', false],
  ])('classification %j: %s', (text, isValid) => {
    expect([classification(text).problems.length === 0, isClassification(text)]).toEqual([isValid, isValid]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
