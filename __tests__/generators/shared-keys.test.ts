import { describe, expect, it } from 'vitest';
import { applyKeys } from '../../src/generators/keys/shared-keys.ts';
import type { KeyStep, OwnedKey } from '../../src/model/artifact.ts';
import type { Json } from '../../src/model/contract.ts';
import { namedRows } from './named-rows.ts';

const view = [own(['models', 'shop', 'staging', '+materialized'], 'view')];
const utils = {
  path: ['packages', { key: 'package', is: 'dbt-labs/dbt_utils' }, 'version'],
  value: ['>=1.3.0', '<2.0.0'],
} as const;

function own(path: readonly KeyStep[], value: Json): OwnedKey {
  return { path, value };
}

describe('a value that is there', () => {
  it.each(
    namedRows<[before: string, keys: readonly OwnedKey[], after: string]>([
      ['is replaced', 'a: 1 # one\nb: 012\n', [own(['a'], 2)], 'a: 2 # one\nb: 012\n'],
      ['stays as it is written where it says the same', 'a: "view"  # ok\n', [own(['a'], 'view')], 'a: "view"  # ok\n'],
      ['that YAML 1.1 reads otherwise is no text', 'a: no\n', [own(['a'], 'no')], 'a: "no"\n'],
      ['that is octal in YAML 1.1 is not the number', 'a: 012\n', [own(['a'], 12)], 'a: 12\n'],
      ['may lie in flow style', 'a: {b: 1, c: [x]}\n', [own(['a', 'b'], 'x, y')], 'a: {b: "x, y", c: [x]}\n'],
      ['may be a block list', 'a:\n  - x\n  - y\nb: 1\n', [own(['a'], ['z'])], 'a: [z]\nb: 1\n'],
      ['may be a block mapping', 'a:\n    x: 1\n    y: 2\nb: 1\n', [own(['a'], true)], 'a: true\nb: 1\n'],
      ['may be a block text', 'a: |\n  x\n\n  y\nb: 1\n', [own(['a'], 'z')], 'a: z\nb: 1\n'],
      ['may go over lines', 'a: "x\n  y" # c\nb: 1\n', [own(['a'], 'z')], 'a: z # c\nb: 1\n'],
      ['may be nothing', 'a: # none\nb: 1\n', [own(['a'], 'z')], 'a: z # none\nb: 1\n'],
      ['may be a word for nothing', 'a: ~\nb: 1\n', [own(['a'], 'z')], 'a: z\nb: 1\n'],
      ['keeps CRLF', 'a: 1\r\nb: 2\r\n', [own(['a'], 2), own(['c'], 3)], 'a: 2\r\nb: 2\r\nc: 3\r\n'],
      ['is found behind a byte order mark', '\ufeffa: 1\n', [own(['a'], 2), own(['b'], 3)], '\ufeffa: 2\nb: 3\n'],
    ]),
  )('$name', ({ row: [before, keys, after] }) => {
    expect(applyKeys(before, keys)).toEqual({ text: after });
    expect(applyKeys(after, keys)).toEqual({ text: after });
  });
});

describe('a key that is missing', () => {
  it.each(
    namedRows<[before: string, keys: readonly OwnedKey[], after: string]>([
      [
        'comes last in its mapping',
        'models:\n  shop:\n    marts:\n      +materialized: table\n# end\n',
        view,
        'models:\n  shop:\n    marts:\n      +materialized: table\n    staging:\n      +materialized: view\n# end\n',
      ],
      [
        'takes the indentation of the file',
        'models:\n    shop:\n        marts: {}\n',
        view,
        'models:\n    shop:\n        marts: {}\n        staging:\n            +materialized: view\n',
      ],
      [
        'comes behind the comments of what is before it',
        'a:\n  b: 1\n  # about b\n\nc: 1\n',
        [own(['a', 'd'], 2)],
        'a:\n  b: 1\n  # about b\n  d: 2\n\nc: 1\n',
      ],
      [
        'is written below a key without a value',
        'models: # none yet\nb: 1\n',
        view,
        'models: # none yet\n  shop:\n    staging:\n      +materialized: view\nb: 1\n',
      ],
      [
        'is written in place of a word for nothing',
        'models: null\nb: 1\n',
        view,
        'models:\n  shop:\n    staging:\n      +materialized: view\nb: 1\n',
      ],
      ['is written into an empty mapping', 'models: {}\n', view, 'models: {shop: {staging: {+materialized: view}}}\n'],
      [
        'is written into flow style',
        'models: {shop: {a: b, # c\n }}\n',
        view,
        'models: {shop: {a: b, staging: {+materialized: view}, # c\n }}\n',
      ],
      ['is written behind a last line without an end', 'a: 1', [own(['b', 'c'], 2)], 'a: 1\nb:\n  c: 2'],
      ['is written into an empty file', '', [own(['a'], 1)], 'a: 1\n'],
      ['is written into a file of comments', '# mine\n', [own(['a'], 1)], '# mine\na: 1\n'],
      [
        'is written at every level at once',
        'a:\n  b:\n    c: 1\n',
        [own(['a', 'x'], 1), own(['a', 'b', 'd'], 2), own(['e'], 3)],
        'a:\n  b:\n    c: 1\n    d: 2\n  x: 1\ne: 3\n',
      ],
      [
        'comes behind a block text that keeps its empty lines',
        'a:\n  b: |+\n    x\n\n\nc: 1\n',
        [own(['a', 'd'], 2)],
        'a:\n  b: |+\n    x\n\n\n  d: 2\nc: 1\n',
      ],
    ]),
  )('$name', ({ row: [before, keys, after] }) => {
    expect(applyKeys(before, keys)).toEqual({ text: after });
    expect(applyKeys(after, keys)).toEqual({ text: after });
  });
});

describe('an entry of a list', () => {
  it.each(
    namedRows<[before: string, keys: readonly OwnedKey[], after: string]>([
      [
        'is found by its name',
        'packages:\n- package: x/y\n  version: 1.0.0\n- package: dbt-labs/dbt_utils # ours\n  version: 1.0.0\n',
        [utils],
        'packages:\n- package: x/y\n  version: 1.0.0\n- package: dbt-labs/dbt_utils # ours\n  version: [">=1.3.0", <2.0.0]\n',
      ],
      [
        'is added to the list',
        'packages:\n  - git: "https://example.com/p.git"\n    revision: 012\n',
        [utils],
        'packages:\n  - git: "https://example.com/p.git"\n    revision: 012\n  - package: dbt-labs/dbt_utils\n    version: [">=1.3.0", <2.0.0]\n',
      ],
      [
        'is added to a flow list',
        'packages: [{git: a}]\n',
        [utils],
        'packages: [{git: a}, {package: dbt-labs/dbt_utils, version: [">=1.3.0", <2.0.0]}]\n',
      ],
      [
        'makes its list',
        'a: 1\n',
        [utils],
        'a: 1\npackages:\n  - package: dbt-labs/dbt_utils\n    version: [">=1.3.0", <2.0.0]\n',
      ],
    ]),
  )('$name', ({ row: [before, keys, after] }) => {
    expect(applyKeys(before, keys)).toEqual({ text: after });
    expect(applyKeys(after, keys)).toEqual({ text: after });
  });
});

describe('a file is left alone', () => {
  it.each(
    namedRows<[text: string, keys: readonly OwnedKey[], refused: string, at?: number]>([
      ['with broken YAML', 'a: 1\nb: [\n', [own(['c'], 1)], 'syntax', 3],
      ['with a key twice', 'a: 1\nb: 1\na: 2\n', [own(['c'], 1)], 'duplicate-key', 3],
      ['with several documents', 'a: 1\n---\nb: 1\n', [own(['c'], 1)], 'several-documents', 2],
      ['with an anchor on the way', 'x: 1\na: &a\n  b: 1\nc: *a\n', [own(['a', 'b'], 2)], 'bound', 3],
      ['with an alias on the way', 'a: &a\n  b: 1\nc: *a\n', [own(['c', 'b'], 2)], 'bound', 3],
      ['with a value that is an anchor', 'a: &a 1\nc: *a\n', [own(['a'], 2)], 'bound', 1],
      ['with a tag', 'a: !!str 1\n', [own(['a'], 2)], 'bound', 1],
      ['with a key behind a question mark', '? a\n: 1\n', [own(['a'], 2)], 'bound', 1],
      ['with a comment inside the value', 'a:\n  - x\n  # why y\n  - y\n', [own(['a'], ['z'])], 'comment', 3],
      ['with a text for a mapping', 'models: text\n', view, 'no-mapping', 1],
      ['with a mapping for a list', 'packages:\n  a: 1\n', [utils], 'no-list', 2],
      [
        'with an entry twice',
        'packages:\n  - package: dbt-labs/dbt_utils\n  - package: dbt-labs/dbt_utils\n',
        [utils],
        'entry-twice',
        3,
      ],
      ['with an end of the document before the end', 'a: 1\n...\n# c\n', [own(['a'], 2), own(['b', 'c'], 1)], 'ok'],
      ['where keys overlap', 'a: 1\n', [own(['a'], 2), own(['a', 'b'], 1)], 'keys-overlap'],
    ]),
  )('$name', ({ row: [text, keys, refused, at] }) => {
    const result = applyKeys(text, keys);
    if (refused === 'ok') expect(result).toEqual({ text: 'a: 2\nb:\n  c: 1\n...\n# c\n' });
    else expect(result).toEqual({ refused: `shared-keys.${refused}`, ...(at === undefined ? {} : { at }) });
  });

  it('where it is hostile', () => {
    expect(applyKeys('['.repeat(100_000), view)).toHaveProperty('refused');
    expect(applyKeys(`a: ${'x'.repeat(600_000)}\n`, view)).toEqual({ refused: 'shared-keys.too-long' });
    const proto = applyKeys('a: 1\n', [own(['__proto__', 'b'], 1), own(['constructor'], 2)]);
    expect(proto).toEqual({ text: 'a: 1\n__proto__:\n  b: 1\nconstructor: 2\n' });
  });
});
