import { describe, expect, it } from 'vitest';
import { withCauses } from '../../src/engine/artifact-causes.ts';
import type { ArtifactState } from '../../src/model/artifact.ts';
import { gatherFiles } from '../support/check-files.ts';
import { contractText } from './trees.ts';

const path = 'specs/contracts/outputs/orders.yaml';
const naming = 'specs/governance/naming.json';
const columns = (max: number, text: string): readonly string[] => [
  `name: id, logicalType: integer, description: ${text}`,
  `name: total, logicalType: number, description: Total., logicalTypeOptions: { maximum: ${max} }`,
];
const state = (more: Partial<ArtifactState>): ArtifactState => {
  return { path: 'exports/a.md', status: 'stale', generator: 'docs', ownership: 'owned', sources: [path], ...more };
};

async function causeOf(
  more: Partial<ArtifactState>,
  before: readonly ArtifactState[] = [],
): Promise<string | undefined> {
  const base = {
    [path]: contractText({ id: 'orders', columns: columns(10, 'Key.') }),
    [naming]: '{\n  "layers": {}\n}\n',
  };
  const head = {
    [path]: contractText({ id: 'orders', columns: columns(20, 'Number.') }),
    [naming]: '{\n  "layers": {},\n  "casing": {}\n}\n',
  };
  const { input } = await gatherFiles({ base, head });
  const [told] = withCauses([state(more)], {
    changes: input.changes,
    changedPaths: input.changedPaths,
    text: input.text,
    before,
  });
  return told?.because && `${told.because.path}:${told.because.line}`;
}

describe('the cause of a generated file that differs', () => {
  it('is the change whose words the differing lines hold', async () => {
    expect(await causeOf({ found: 'max_value: 10 of total', expected: 'max_value: 20 of total' })).toBe(`${path}:15`);
    expect(await causeOf({ found: 'id is Key.', expected: 'id is Number.' })).toBe(`${path}:14`);
  });

  it('is the first line that changed where the file is made of something else than contracts', async () => {
    expect(await causeOf({ sources: [naming] })).toBe(`${naming}:2`);
  });

  it('is not the change where base has the same mistake', async () => {
    expect(await causeOf({ sources: [naming] }, [state({ status: 'stale' })])).toBeUndefined();
    expect(await causeOf({ sources: [naming] }, [state({ status: 'fresh' })])).toBe(`${naming}:2`);
  });

  it('is nothing where nothing changed that the file is made of, or the file is fresh', async () => {
    expect(await causeOf({ sources: ['specs/contracts/outputs/other.yaml'] })).toBeUndefined();
    expect(await causeOf({ status: 'fresh' })).toBeUndefined();
  });
});
