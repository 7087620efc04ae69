import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DbtGroup } from '../../../src/model/dbt.ts';
import { fileStart } from '../../../src/model/location.ts';
import { property } from '../../drift/contracts.ts';
import { at, only } from './only.ts';

const typed = property('id', { type: 'INTEGER', logical: 'integer', required: true });

const group = (name: string, owner: DbtGroup['owner'], path = 'implementation/dbt/models/_groups.yml'): DbtGroup => ({
  name,
  owner,
  at: fileStart(path),
});

describe('groups', () => {
  const team = { teamName: 'Área de Vendas', team: [{ username: 'ana@example.com', role: 'owner', at }] };
  const file = 'implementation/dbt/models/dataengos/_group_area_de_vendas.yml';

  it('are made for a team', () => {
    const { entry, artifacts } = only([typed], { contract: team });
    expect(entry.config['group']).toBe('area_de_vendas');
    expect(parse(artifacts.find(({ path }) => path === file)?.content ?? '')).toEqual({
      groups: [{ name: 'area_de_vendas', owner: { name: 'Área de Vendas', email: 'ana@example.com' } }],
    });
  });

  it.each([
    ['its name', group('area_de_vendas', { name: 'x' }), 'area_de_vendas'],
    ["its owner's name", group('sales', { name: 'area de vendas' }), 'sales'],
    ["its owner's mail", group('sales', { email: 'ANA@example.com' }), 'sales'],
  ])('of people are found by %s', (_name, written, name) => {
    const { entry, artifacts } = only([typed], { contract: team, dbt: { groups: [written] } });
    expect([
      entry.config['group'],
      artifacts.map(({ path }) => path).filter((path) => path.includes('_group_')),
    ]).toEqual([name, []]);
  });

  it('of our own stay ours, and those of a folder or a model stay', () => {
    const own = group('area_de_vendas', { name: 'Área de Vendas' }, file);
    expect(only([typed], { contract: team, dbt: { groups: [own] } }).artifacts.map(({ path }) => path)).toContain(file);
    const ofFolder = only([typed], { contract: team, model: { folderConfig: { group: 'x' } } });
    expect(ofFolder.entry.config['group']).toBe(undefined);
    const ofModel = only([typed], { contract: team, model: { text: "{{ config(group='x') }}" } });
    expect(ofModel.entry.config['group']).toBe(undefined);
  });
});
