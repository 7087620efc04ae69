import { describe, expect, it } from 'vitest';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const columns = ['name: total, logicalType: number, description: Total.'];

/** The row that judges the removal of one file while another one of the same id stays. */
async function rowOf(gone: string, stays: string, status = 'active'): Promise<string | undefined> {
  const other = { 'specs/contracts/outputs/other.yaml': exampleContract({ version: stays, status, columns }) };
  const base = { 'specs/contracts/outputs/sales.yaml': exampleContract({ version: gone, columns }), ...other };
  const { changes } = await checkFiles({ base, head: other });
  return changes.find(({ kind }) => kind === 'contract.removed')?.row;
}

describe('another version of a removed contract stays', () => {
  it.each([
    ['1.4.0', '2.0.0', 'active'],
    ['2.0.0', '1.4.0', 'active'],
    ['v1.4.0', '2', 'active'],
    ['0.3.1', '0.4.0', 'active'],
    ['0.9.0', '1.0.0', 'active'],
    ['1.0.0', '2.0.0-rc.1', 'active'],
    ['1.4.0', '2.0.0', 'deprecated'],
  ])('%s goes, %s (%s) stays', async (gone, stays, status) => {
    expect(await rowOf(gone, stays, status)).toBe('contract-version-removed');
  });

  it.each([
    ['1.4.0', '1.5.0', 'active'],
    ['1.4.0', 'v1.0.0', 'active'],
    ['0.3.1', '0.3.9', 'active'],
    ['1.4.0', 'latest', 'active'],
    ['1.4.0', '2.0.0', 'draft'],
    ['1.4.0', '2.0.0', 'proposed'],
    ['1.4.0', '2.0.0', 'retired'],
  ])('%s goes, %s (%s) is none to move to', async (gone, stays, status) => {
    expect(await rowOf(gone, stays, status)).toBe('contract-removed');
  });
});
