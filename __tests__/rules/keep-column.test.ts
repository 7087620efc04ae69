import { describe, expect, it } from 'vitest';
import type { Fix } from '../../src/model/finding.ts';
import { applyEdits } from '../../src/model/edits.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** A contract whose properties are written as given, below `properties:` at four spaces. */
function contract(properties: string, apiVersion = 'v3.2.0'): string {
  return `apiVersion: ${apiVersion}
kind: DataContract
id: sales
version: 1.0.0
status: active
schema:
  - name: sales
    properties:
${properties}`;
}

async function fixOf(base: string, head: string): Promise<{ readonly fix: Fix | null; readonly mended: string }> {
  const { findings } = await checkFiles({ base: { [path]: base }, head: { [path]: head }, today: '2026-06-01' });
  const fix = findings.find(({ rule }) => rule === 'contract/physical-name-changed')?.fix ?? null;
  return { fix, mended: fix === null ? head : (applyEdits(head, fix.edits) ?? '') };
}

/** What is offered where only the name differs, which `@` stands for. */
async function titleOf(item: string): Promise<string | undefined> {
  const named = (name: string): string => contract(item.replace('@', name));
  return (await fixOf(named('ref_date'), named('reference_date'))).fix?.title;
}

describe('the safe way to rename a column', () => {
  it('keeps the old one as it was written, deprecated, in front of the new one', async () => {
    const { fix, mended } = await fixOf(
      contract(
        '      # the day\n      - name: ref_date\n        logicalType: date # of it\n        description: Reference.\n',
      ),
      contract(
        '      # the day\n      - name: reference_date\n        logicalType: date # of it\n        description: Reference.\n',
      ),
    );
    expect(fix?.title).toBe('keep ref_date');
    expect(mended).toBe(
      contract(
        `      # the day
      - name: ref_date
        logicalType: date # of it
        description: Reference.
        deprecated: true
        customProperties: [{ property: replacedBy, value: "reference_date" }, { property: sunset, value: "2026-07-01" }]
      - name: reference_date
        logicalType: date # of it
        description: Reference.
`,
      ),
    );
  });

  it('is a tag before ODCS 3.2, in braces where the column is', async () => {
    const { mended } = await fixOf(
      contract('      - { name: ref_date, logicalType: date, description: Reference. }\n', 'v3.1.0'),
      contract('      - { name: reference_date, logicalType: date, description: Reference. }\n', 'v3.1.0'),
    );
    expect(mended.split('\n')[8]).toBe(
      '      - { name: ref_date, logicalType: date, description: Reference., tags: [deprecated], customProperties: [{ property: replacedBy, value: "reference_date" }, { property: sunset, value: "2026-07-01" }] }',
    );
  });

  it('leaves nothing to complain about', async () => {
    const base = contract('      - { name: ref_date, logicalType: date, description: Reference. }\n');
    const head = contract('      - { name: reference_date, logicalType: date, description: Reference. }\n');
    const { mended } = await fixOf(base, head);
    const { findings } = await checkFiles({
      base: { [path]: base },
      head: { [path]: mended.replace('version: 1.0.0', 'version: 1.1.0') },
    });
    expect(findings.filter(({ severity, introduced }) => severity === 'error' && introduced)).toEqual([]);
  });

  it.each([
    ['v3.2.0', '      - name: @\n        deprecated: false\n'],
    ['v3.2.0', '      - deprecated: false\n        name: @\n'],
    ['v3.2.0', '      - name: @\n        "customProperties" : []\n'],
    ['v3.1.0', '      - name: @\n        tags: # none\n          []\n'],
    ['v3.1.0', '      -   name: @\n          tags: []\n'],
    ['v3.2.0', '      - { name: @, deprecated: false }\n'],
    ['v3.2.0', '      - {deprecated: false, name: @}\n'],
    ['v3.1.0', "      - { name: @, 'tags': [] }\n"],
    ['v3.1.0', '      - { name: @, customProperties: [] }\n'],
  ])('is not offered where one of its keys is written already (%s): %s', async (apiVersion, item) => {
    const named = (name: string): string => contract(item.replace('@', name), apiVersion);
    expect((await fixOf(named('ref_date'), named('reference_date'))).fix).toBeNull();
  });

  it('is offered where such a key belongs to something inside, or to another version of ODCS', async () => {
    const inside = '      - name: @\n        quality:\n          - name: known\n            customProperties: []\n';
    expect(await titleOf(inside)).toBe('keep ref_date');
    expect(await titleOf('      - name: @\n        tags: []\n')).toBe('keep ref_date');
  });

  it('is not offered where it has no certain place, or the column was deprecated already', async () => {
    const inline = (name: string): string =>
      contract('', 'v3.2.0').replace(
        '    properties:\n',
        `    properties: [{ name: ${name}, logicalType: date, description: Reference. }]\n`,
      );
    expect((await fixOf(inline('ref_date'), inline('reference_date'))).fix).toBeNull();
    const old = '      - { name: ref_date, logicalType: date, description: Reference., deprecated: true }\n';
    const now = '      - { name: reference_date, logicalType: date, description: Reference. }\n';
    expect((await fixOf(contract(old), contract(now))).fix).toBeNull();
    const withId = (name: string): string => contract(`      - { id: d, name: ${name}, logicalType: date }\n`);
    expect((await fixOf(withId('ref_date'), withId('reference_date'))).fix).toBeNull();
  });
});
