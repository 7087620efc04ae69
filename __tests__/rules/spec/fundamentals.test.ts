import { describe, expect, it } from 'vitest';
import status from '../../../src/rules/spec/unknown-status.ts';
import version from '../../../src/rules/spec/version-not-semver.ts';
import { contractOf, fixed, lintContract } from './lint-contract.ts';

const contract = contractOf('      - { name: id, logicalType: integer }');

function withVersion(text: string): string {
  return contract.replace('version: 1.0.0', `version: ${text}`);
}

function withStatus(text: string): string {
  return contract.replace('status: active', `status: ${text}`);
}

describe('spec/version-not-semver', () => {
  it.each(['1.0.0', 'v1.0.0', '0.0.1-alpha.1+build.5', '1.0.0-SNAPSHOT', '${VERSION}', '1.0'])(
    'says nothing of %s',
    async (text) => {
      expect(await lintContract(version, withVersion(text))).toEqual([]);
    },
  );

  it.each([
    ['"1.0"', '1.0.0'],
    ['v1.0', '1.0.0'],
    ['01.2.3', '1.2.3'],
    ['1.2.3.4', '1.2.3'],
    ['2026-01-15', '2026.1.15'],
    ['release 3', '3.0.0'],
  ])('names the nearest of %s', async (text, nearest) => {
    const [finding] = await lintContract(version, withVersion(text));
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain(`the nearest is "${nearest}"`);
  });

  it('has no nearest of a word', async () => {
    expect((await lintContract(version, withVersion('banana'))).map(({ message }) => message)).toEqual([
      'version "banana" of contract "sales" is not a semantic version; write three numbers such as "1.0.0"',
    ]);
  });

  it.each([
    ['"1.0"', '"1.0.0"'],
    ["'2' # major", "'2.0.0' # major"],
  ])('fills up %s and keeps what stands around it', async (before, after) => {
    const [finding] = await lintContract(version, withVersion(before));
    expect(fixed(withVersion(before), finding)).toBe(withVersion(after));
  });

  it.each(['v1.0', '1.2.3.4', '2026-01-15', '"1\\x2E0"'])(
    'does not repair %s, which could mean something else',
    async (text) => {
      expect((await lintContract(version, withVersion(text))).map(({ fix }) => fix)).toEqual([null]);
    },
  );
});

describe('spec/version-not-semver over time', () => {
  it('is the same mistake in the next version, so that nobody is stopped for an old habit', async () => {
    const [first] = await lintContract(version, withVersion('2024-01'));
    const [second] = await lintContract(version, withVersion('2024-02'));
    expect(second?.fingerprint).toBe(first?.fingerprint);
  });
});

describe('spec/unknown-status', () => {
  it.each(['proposed', 'draft', 'active', 'deprecated', 'retired', '${STATUS}'])('says nothing of %s', async (text) => {
    expect(await lintContract(status, withStatus(text))).toEqual([]);
  });

  it.each([
    ['Active', 'active'],
    ['"DRAFT"', '"draft"'],
    ['actve # now', 'active # now'],
    ['Depricated', 'deprecated'],
  ])('repairs %s', async (before, after) => {
    const [finding] = await lintContract(status, withStatus(before));
    expect(finding?.severity).toBe('warning');
    expect(fixed(withStatus(before), finding)).toBe(withStatus(after));
    expect(await lintContract(status, withStatus(after))).toEqual([]);
  });

  it('takes another word for information', async () => {
    const findings = await lintContract(status, withStatus('in development'));
    expect(findings.map(({ severity, message, fix }) => ({ severity, message, fix }))).toEqual([
      {
        severity: 'info',
        message:
          'status "in development" is none that the standard names; allowed are "proposed", "draft", "active", "deprecated", "retired", and what only you distinguish belongs in "customProperties"',
        fix: null,
      },
    ]);
  });
});
