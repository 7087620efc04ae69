import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/model/contract.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';
import { generateProperties } from './generate.ts';

describe('a thousand contracts', () => {
  it('are generated twice alike, in well under three seconds', () => {
    const many = Array.from({ length: 1000 }, (_, index) => {
      const name = `orders_${index}`;
      const columns = Array.from({ length: 10 }, (_each, column) =>
        property(`c${column}`, {
          type: 'VARCHAR',
          logical: 'string',
          required: true,
          logicalTypeOptions: { maxLength: 5 },
        }),
      );
      return contract({
        id: name,
        path: `specs/contracts/outputs/${name}.yaml`,
        teamName: `Team ${index % 20}`,
        schema: [object(name, columns)],
      });
    });
    const world = project(many, [dbtProject(many.map(({ id }) => model(id)))]);
    const start = process.cpuUsage();
    const first = generateProperties(world);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(3);
    expect(first.artifacts.length).toBeGreaterThan(1000);
    expect(generateProperties({ ...world, contracts: many.toReversed() })).toEqual(first);
  });
});

describe('generated files', () => {
  it('of one contract only change with it', () => {
    const before = generated(['a', 'b', 'c']);
    const after = generated(['a', 'b', 'c'], 'b');
    expect([...before].filter(([path, content]) => after.get(path) !== content).map(([path]) => path)).toEqual([
      'implementation/dbt/models/marts/_b__contract.yml',
    ]);
  });

  it('of two branches are those of both', () => {
    const merged = new Map([...generated(['a', 'b']), ...generated(['a', 'c'])]);
    expect(generated(['a', 'b', 'c'])).toEqual(merged);
  });
});

function contractOf(name: string, required: boolean): Contract {
  return contract({
    id: name,
    path: `specs/contracts/outputs/${name}.yaml`,
    schema: [object(name, [property('id', { type: 'INTEGER', required })])],
  });
}

function generated(names: readonly string[], changed?: string): ReadonlyMap<string, string> {
  const contracts = names.map((name) => contractOf(name, name !== changed));
  const { artifacts } = generateProperties(project(contracts, [dbtProject(names.map((name) => model(name)))]));
  return new Map(artifacts.map(({ path, content }) => [path, content]));
}
