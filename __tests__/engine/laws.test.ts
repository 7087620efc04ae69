import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import { rules } from '../../src/generated/rules.ts';
import type { Files, Rule } from '../../src/model/rule.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { checkFiles } from '../support/check-files.ts';
import { contractText, someFiles } from './trees.ts';

const runs = { numRuns: 40 };
const path = 'specs/contracts/outputs/orders.yaml';

describe('laws of a check', () => {
  it('a tree against itself has no change and nothing new', async () => {
    await fc.assert(
      fc.asyncProperty(someFiles, async (files) => {
        const report = await checkFiles({ base: files, head: files });
        expect(report.changes).toEqual([]);
        expect(report.bumps).toEqual([]);
        expect(report.findings.filter((finding) => finding.introduced)).toEqual([]);
        expect(report.verdict).toBe('pass');
      }),
      runs,
    );
  });

  it('the same trees give the same bytes, in whatever order their files are listed', async () => {
    await fc.assert(
      fc.asyncProperty(someFiles, someFiles, async (base, head) => {
        const once = renderJson(await checkFiles({ base, head }));
        expect(renderJson(await checkFiles({ base, head }))).toBe(once);
        expect(renderJson(await checkFiles({ base: reversed(base), head: reversed(head) }))).toBe(once);
      }),
      runs,
    );
  });

  it('every finding has a fingerprint of its own', async () => {
    await fc.assert(
      fc.asyncProperty(someFiles, someFiles, async (base, head) => {
        const { findings } = await checkFiles({ base, head });
        const fingerprints = findings.map((finding) => finding.fingerprint);
        expect(new Set(fingerprints).size).toBe(fingerprints.length);
      }),
      runs,
    );
  });

  it('fingerprints stay when lines move and when messages are in another language', async () => {
    await fc.assert(
      fc.asyncProperty(someFiles, fc.integer({ min: 1, max: 5 }), async (files, lines) => {
        const plain = await checkFiles({ head: files });
        const moved = await checkFiles({ head: shifted(files, lines) });
        const portuguese = await checkFiles({ head: files, request: { lang: 'pt-BR' } });
        const identities = sortedFingerprints(plain);
        expect(sortedFingerprints(moved)).toEqual(identities);
        expect(sortedFingerprints(portuguese)).toEqual(identities);
      }),
      runs,
    );
  });

  it('what lint finds in head does not depend on base: only whether it is new does', async () => {
    const lint = rules.filter((rule) => rule.kind === 'lint');
    await fc.assert(
      fc.asyncProperty(someFiles, someFiles, async (base, head) => {
        const compared = await checkFiles({ base, head, tip: head, rules: lint });
        const alone = await checkFiles({ base: {}, head, tip: head, rules: lint });
        expect(sortedFingerprints(compared)).toEqual(sortedFingerprints(alone));
        expect(alone.findings.every(({ introduced }) => introduced)).toBe(true);
      }),
      runs,
    );
  });
});

describe('fingerprints', () => {
  it('differ between two mistakes of one kind, and between subjects', async () => {
    const columns = ['name: id, logicalType: integer', 'name: total, logicalType: number'];
    const { findings } = await checkFiles({ head: { [path]: contractText({ id: 'orders', columns }) } });
    const missing = findings.filter((finding) => finding.rule === 'gate/description-missing');
    expect(missing.map(({ subject }) => subject)).toEqual(['orders/orders.id', 'orders/orders.total']);
    expect(missing[0]?.fingerprint).not.toBe(missing[1]?.fingerprint);
  });

  it('differ where the values that matter differ', async () => {
    const after = await Promise.all(
      ['string', 'date'].map((type) =>
        checkFiles({ base: { [path]: typed('integer') }, head: { [path]: typed(type) } }),
      ),
    );
    const changed = after.map(({ findings }) => findings.find(({ rule }) => rule === 'contract/type-changed'));
    expect(changed.every((finding) => finding !== undefined)).toBe(true);
    expect(changed[0]?.fingerprint).not.toBe(changed[1]?.fingerprint);
  });
});

describe('a rule that crashes', () => {
  const crashing: Rule = {
    id: 'gate/crashing',
    kind: 'lint',
    gate: 'lint',
    summary: 'Crashes.',
    why: 'To see what happens.',
    severity: 'error',
    since: '0.0.0',
    examples: [],
    check() {
      throw new TypeError('broken on purpose');
    },
  };

  it('makes the verdict an error, is listed, and the others still run', async () => {
    const head = { [path]: contractText({ id: 'orders', columns: ['name: id, logicalType: integer'] }) };
    const report = await checkFiles({ head, rules: [crashing, ...rules] });
    expect(report.verdict).toBe('error');
    expect(report.rules.skipped).toEqual([{ what: 'gate/crashing', why: 'crashed: broken on purpose' }]);
    expect(report.rules.ran).toEqual(
      rules
        .filter((rule) => rule.kind !== 'drift')
        .map((rule) => rule.id)
        .sort(compareText),
    );
    expect(report.findings.map(({ rule }) => rule)).toContain('gate/description-missing');
  });

  it('does not hide behind "fail-on: never"', async () => {
    const report = await checkFiles({ head: {}, rules: [crashing], request: { failOn: 'never' } });
    expect(report.verdict).toBe('error');
  });
});

function typed(type: string): string {
  return contractText({ id: 'orders', columns: [`name: id, logicalType: ${type}`] });
}

function reversed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).toReversed());
}

/** The same YAML and SQL, further down in their files. */
function shifted(files: Files, lines: number): Files {
  const blank = '\n'.repeat(lines);
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, `${blank}${text}`]));
}

function sortedFingerprints({
  findings,
}: {
  readonly findings: readonly { readonly fingerprint: string }[];
}): string[] {
  return findings.map(({ fingerprint }) => fingerprint).sort(compareText);
}
