import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { Project } from '../../src/model/project.ts';
import { type MemoryFiles, memoryTree } from '../support/memory-tree.ts';

const load = (files: MemoryFiles): Project => loadProject(memoryTree(files), createMemo());

const path = 'specs/product-canvas/revenue.odps.yaml';
const product = `apiVersion: v1.1.0
kind: DataProduct
id: revenue
name: Revenue
version: v1.0.0
status: active
type: consumerAligned
inputPorts:
  - {name: charges, version: 1.0.0, contractId: stripe-charges}
  - {name: rates}
  - {description: no name}
outputPorts:
  - name: mrr
    version: 2
    contractId: mrr-report
    inputContracts:
      - {id: stripe-charges, version: 1.0.0}
team:
  name: Finance
  members:
    - {username: ana, role: Owner}
    - {role: nobody}
`;

it('reads a product with its ports and its team', () => {
  const { products, problems, files } = load({ [path]: product });
  expect(problems).toEqual([]);
  expect(files.map(({ role }) => role)).toEqual(['data-product']);
  const at = (line: number, column: number): object => expect.objectContaining({ path, line, column });
  expect(products).toEqual([
    {
      path,
      id: 'revenue',
      name: 'Revenue',
      version: 'v1.0.0',
      status: 'active',
      type: 'consumerAligned',
      inputPorts: [
        { name: 'charges', version: '1.0.0', contractId: 'stripe-charges', inputContracts: [], at: at(9, 5) },
        { name: 'rates', inputContracts: [], at: at(10, 5) },
      ],
      outputPorts: [
        { name: 'mrr', version: '2', contractId: 'mrr-report', inputContracts: ['stripe-charges'], at: at(13, 5) },
      ],
      team: [{ username: 'ana', role: 'Owner', at: at(21, 7) }],
      teamName: 'Finance',
      at: at(3, 5),
    },
  ]);
});

it.each([
  'specs/contracts/data-products/finance/revenue.yaml',
  'specs/contracts/outputs/revenue.yml',
  'specs/product-canvas/revenue.yaml',
  'specs/anywhere/revenue.odps.yml',
])('%s is a product, and nothing is wrong with its place', (each) => {
  const project = load({ [each]: product });
  expect(project.products?.map(({ id }) => id)).toEqual(['revenue']);
  expect(project.contracts).toEqual([]);
  expect(project.problems).toEqual([]);
});

it('a contract stays a contract, whatever it mentions', () => {
  const contract =
    'apiVersion: v3.1.0\nkind: DataContract\nid: c\nversion: 1.0.0\nstatus: active\ntags: [DataProduct]\n';
  const project = load({
    'specs/contracts/outputs/c.yaml': contract,
    'specs/contracts/outputs/d.odps.yaml': contract.replace('id: c', 'id: d'),
  });
  expect(project.products).toBeUndefined();
  expect(project.contracts.map(({ id }) => id)).toEqual(['c', 'd']);
});

it.each([
  ['a list', '- 1\n'],
  ['a text', 'x\n'],
  ['nothing', ''],
  ['no id', 'kind: DataProduct\ninputPorts: 4\n'],
])('a product file that holds %s is read as no product', (_, text) => {
  expect(load({ [path]: text }).products).toBeUndefined();
});

it('a product file that is no YAML is said', () => {
  expect(load({ [path]: 'kind: DataProduct\nid: [\n' }).problems.map(({ kind, at }) => `${kind} ${at.path}`)).toEqual([
    `syntax ${path}`,
  ]);
});

it('a bare team list and an owner are read', () => {
  const text = 'kind: DataProduct\nid: p\nowner: {email: p@example.com}\nteam: [{username: bia}]\n';
  const [read] = load({ [path]: text }).products ?? [];
  expect({ owner: read?.owner, team: read?.team.map(({ username }) => username) }).toEqual({
    owner: 'p@example.com',
    team: ['bia'],
  });
});
