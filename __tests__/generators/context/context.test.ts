import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { contextGenerator } from '../../../src/generators/context/context.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { exampleContext, exampleNames, exampleProject } from '../docs/example-projects.ts';
import { hostileProject } from '../docs/hostile.ts';
import { project } from '../shop.ts';

const at = fileStart('orders.yaml');
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/contracts-manifest.schema.json'), 'utf8'),
);
const fitsSchema = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);

function manifest(each: Project, files = {}): string {
  const { artifacts, notes } = contextGenerator.generate(each, exampleContext(files));
  expect(notes).toEqual([]);
  expect(artifacts.map(({ path }) => path)).toEqual(['exports/context/contracts.manifest.json']);
  return artifacts[0]?.content ?? '';
}

const orders = contract({
  path: 'orders.yaml',
  status: { value: 'active', at },
  domain: 'sales',
  teamName: 'Sales',
  tags: ['b', 'a'],
  schema: [
    object('orders', [property('id'), property('total')], { physicalName: 'shop.main.orders_v2' }),
    object('lines', [property('id', { properties: [property('nested')] })]),
  ],
});

const lines = (each: Project) => manifest(each).split('\n');

describe('contracts.manifest.json', () => {
  it('has one line per contract, with the hash of its bytes', () => {
    const text = 'id: orders\nname: ação\n';
    expect(manifest(project([orders], []), { 'orders.yaml': text }).split('\n')).toEqual([
      '{',
      '  "$schema": "https://dataengos.dev/schemas/contracts-manifest.schema.json",',
      '  "format": 1,',
      '  "contracts": [',
      `    ${JSON.stringify({
        id: 'orders',
        path: 'orders.yaml',
        version: '1.0.0',
        status: 'active',
        direction: 'output',
        domain: 'sales',
        owner: 'Sales',
        tables: ['orders_v2', 'lines'],
        columns: 3,
        tags: ['a', 'b'],
        sha256: createHash('sha256').update(text).digest('hex'),
      })}`,
      '  ]',
      '}',
      '',
    ]);
  });

  it.each([
    ...exampleNames.map((name) => [name, exampleProject(name)] as const),
    ['hostile', { project: hostileProject, files: {} }] as const,
  ])('%s: fits its published schema, in whatever order contracts come', (_, { project: each, files }) => {
    const content = manifest(each, files);
    fitsSchema(JSON.parse(content));
    expect(fitsSchema.errors ?? []).toEqual([]);
    expect(JSON.parse(content).contracts).toHaveLength(each.contracts.length);
    expect(manifest({ ...each, contracts: each.contracts.toReversed() }, files)).toBe(content);
  });

  it('changes one line where one contract changes', () => {
    const others = Array.from({ length: 5 }, (_, index) => contract({ id: `c${index}`, path: `c${index}.yaml` }));
    const before = lines(project([...others, orders], []));
    const after = lines(project([...others, { ...orders, version: { value: '1.1.0', at } }], []));
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
  });

  it('is not made where there is no contract', () => {
    expect(contextGenerator.generate(project([], []), exampleContext()).artifacts).toEqual([]);
  });
});
