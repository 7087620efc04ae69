import { expect, it } from 'vitest';
import { isEverybody } from '../../../src/rules/everybody.ts';
import { hideSecret, hideSecrets } from '../../../src/rules/hide-secrets.ts';

const key = ['AKIA', 'QWERTYUIOPASDFGH'].join('');

it.each([
  [key, '', '***'],
  ['export DB_PASSWORD=Tr0ub4dor3xq', '', '***'],
  ['Tr0ub4dor3xq', 'password', '***'],
  ['Tr0ub4dor3xq', 'title', 'Tr0ub4dor3xq'],
  ['Tr0ub4dor3xq', '', 'Tr0ub4dor3xq'],
  ['changeme', 'title', 'changeme'],
  ['${DB_PASSWORD}', 'password', '${DB_PASSWORD}'],
  ['a sentence about a password', '', 'a sentence about a password'],
])('%s below "%s" is shown as %s', (text, name, shown) => {
  expect(hideSecret(text, name)).toBe(shown);
});

it('hides every secret of a value, by the key nearest to it', () => {
  const value = {
    title: 'Tr0ub4dor3xq',
    password: 'Tr0ub4dor3xq',
    nested: { passwords: [1, true, null, 'x'], token: ['Tr0ub4dor3xq', { name: 'Tr0ub4dor3xq' }] },
  };
  expect(hideSecrets(value)).toEqual({
    title: 'Tr0ub4dor3xq',
    password: '***',
    nested: { passwords: [1, true, null, 'x'], token: ['***', { name: 'Tr0ub4dor3xq' }] },
  });
  expect([hideSecrets('Tr0ub4dor3xq', 'password'), hideSecrets('Tr0ub4dor3xq'), hideSecrets(12, 'password')]).toEqual([
    '***',
    'Tr0ub4dor3xq',
    12,
  ]);
});

it.each([
  ['PUBLIC', true],
  [' "public" ', true],
  ['`allUsers`', true],
  ["'allAuthenticatedUsers'", true],
  ['specialGroup:allAuthenticatedUsers', true],
  ['account users', true],
  ['IAM_ALLOWED_PRINCIPALS', true],
  ['analysts', false],
  ['public_role', false],
  ['my"public', false],
  ['pub"lic', false],
])('grantee %s is everybody: %s', (grantee, isAll) => {
  expect(isEverybody(grantee)).toBe(isAll);
});
