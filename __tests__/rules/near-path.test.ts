import { expect, it } from 'vitest';
import { indexPaths, nearPath } from '../../src/rules/near-path.ts';

const index = indexPaths(
  new Set([
    'specs/governance/naming.json',
    'specs/governance/classification.yaml',
    'specs/contracts/outputs/sales.yaml',
    'specs/contracts/inputs/orders.yaml',
    'specs/pipelines/finance/spec.md',
    'specs/pipelines/sales/spec.md',
    'specs/pipelines/steps/step-1.md',
    'exports/warehouse/churn.sql',
    'README.md',
  ]),
);

it.each([
  ['a misspelt file', 'specs/governance/namin.json', 'specs/governance/naming.json'],
  ['a misspelt folder', 'specs/governence/naming.json', 'specs/governance/naming.json'],
  ['another case', 'specs/Governance/naming.json', 'specs/governance/naming.json'],
  ['a folder itself', 'specs/contract', 'specs/contracts'],
  ['a file that moved', 'specs/contracts/sales.yaml', 'specs/contracts/outputs/sales.yaml'],
  ['a name that several have', 'specs/pipelines/marketing/spec.md', undefined],
  ['another number', 'specs/pipelines/steps/step-2.md', undefined],
  ['a generated copy', 'specs/churn.sql', undefined],
  ['a file at the root', 'specs/README.md', undefined],
  ['nothing near', 'specs/product-canvas/vision.md', undefined],
  ['a right folder with a file that it lacks', 'specs/governence/tagging.json', undefined],
])('%s', (_, path, expected) => {
  expect(nearPath(path, index)).toBe(expected);
});
