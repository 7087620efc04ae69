import { describe, expect, it } from 'vitest';
import { effectOf, isApproved } from '../../src/rules/masking-calls.ts';

const approved = new Set(['mask_pii', 'privacy.scramble']);

describe('what calls leave of a value', () => {
  it.each([
    ['nothing around it', [], 'open'],
    ['formatting', ['lower', 'trim', 'cast', '||'], 'open'],
    ['a part', ['substr'], 'open'],
    ['packing', ['to_json', 'object_construct', 'array_agg'], 'open'],
    ['signs', ['->', '[]', '+'], 'open'],
    ['a hash', ['sha256'], 'closed'],
    ['a spelling of a hash', ['to_hex', 'sha2', 'lower'], 'closed'],
    ['a function of BigQuery that never fails', ['safe.substr'], 'open'],
    ['a hash of an extension', ['extensions.hmac'], 'closed'],
    ['an encryption that is undone', ['pgp_sym_decrypt', 'pgp_sym_encrypt'], 'open'],
    ['a size', ['length', 'lower'], 'closed'],
    ['a function of unknown effect', ['lower', 'security.scramble', 'trim'], 'security.scramble'],
    ['two of them: the inner one is named', ['f', 'g'], 'g'],
    ['a hash around one', ['sha256', 'scramble'], 'closed'],
    ['one around a hash', ['scramble', 'sha256'], 'closed'],
    ['a macro that is not approved, which hashes', ['macro:tidy', 'md5'], 'closed'],
    ['a macro that is not approved, which formats', ['macro:tidy', 'lower'], 'open'],
    ['an approved macro that hashes', ['macro:mask_pii', 'sha2'], 'closed'],
    ['an approved macro that changes nothing', ['macro:mask_pii'], 'open'],
    ['an approved macro that formats', ['macro:mask_pii', 'upper', 'cast'], 'open'],
    ['an approved macro that takes a part', ['macro:mask_pii', '||', 'left'], 'closed'],
    ['an approved macro of unknown effect', ['macro:mask_pii', 'regexp_replace'], 'closed'],
    ['an approved macro that chooses', ['macro:mask_pii', 'case'], 'mask_pii'],
    ['a part outside of an approved macro that changes nothing', ['left', 'macro:mask_pii'], 'open'],
    ['an approved macro of a package', ['macro:privacy.scramble', 'scramble'], 'closed'],
    ['a macro whose name says that it hashes', ['macro:dbt_utils.generate_surrogate_key', 'md5', 'cast'], 'closed'],
    ['a macro that only says so', ['macro:hash_it', 'cast'], 'open'],
  ])('%s', (...[, calls, expected]) => {
    const effect = effectOf(calls, approved);
    expect(effect.kind === 'doubt' ? effect.call : effect.kind).toBe(expected);
  });
});

describe('an approved macro', () => {
  it.each([
    ['mask_pii', true],
    ['MASK_PII', true],
    ['sales.mask_pii', true],
    ['privacy.scramble', true],
    ['other.scramble', false],
    ['dbt_utils.generate_surrogate_key', true],
    ['cents_to_currency', false],
  ])('%s: %s', (macro, expected) => {
    expect(isApproved(macro, approved)).toBe(expected);
  });
});
