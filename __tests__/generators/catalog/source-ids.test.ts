import { describe, expect, it } from 'vitest';
import { catalogGenerator } from '../../../src/generators/catalog/catalog.ts';
import { dbtSourcesGenerator } from '../../../src/generators/dbt-sources/dbt-sources.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { parse } from 'yaml';
import { contract, object, property, server } from '../../drift/contracts.ts';
import { exampleContext } from '../docs/example-projects.ts';
import { dbtProject, project } from '../shop.ts';

const charges = contract({
  id: 'c',
  path: 'specs/contracts/inputs/c.yaml',
  direction: 'input',
  servers: [server('duckdb', { schema: 'erp' })],
  schema: [object('charges', [property('__proto__'), property('1')])],
});

function sourcesOf(each: Project): { readonly [id: string]: { readonly columns: object } } {
  const { artifacts } = catalogGenerator.generate(each, exampleContext());
  return JSON.parse(artifacts.find(({ path }) => path.endsWith('catalog.json'))?.content ?? '').sources;
}

function notesOf(each: Project): readonly string[] {
  const { notes } = catalogGenerator.generate(each, exampleContext());
  return notes.map(({ subject, message }) => `${subject} ${message}`);
}

describe('the ids of sources', () => {
  it('are those that people declared', () => {
    const at = fileStart('implementation/dbt/models/sources.yml');
    const known = dbtProject([], { sources: [{ source: 'stripe', table: 'rows', identifier: 'CHARGES', at }] });
    expect(Object.keys(sourcesOf(project([charges], [known])))).toEqual(['source.shop.stripe.rows']);
  });

  it('are those of the source that is generated where nobody did', () => {
    const each = project([charges], [dbtProject([])]);
    const { artifacts } = dbtSourcesGenerator.generate(each, exampleContext({}, { options: { environment: '' } }));
    const file = artifacts.find(({ path }) => path.endsWith('__sources.yml'));
    const [source] = parse(file?.content ?? '').sources;
    expect(Object.keys(sourcesOf(each))).toEqual([`source.shop.${source.name}.${source.tables[0].name}`]);
    expect(Object.keys(sourcesOf(each))).toEqual(['source.shop.erp.charges']);
  });

  it('keep columns of any name', () => {
    const [source] = Object.values(sourcesOf(project([charges], [dbtProject([])])));
    expect(Object.keys(source?.columns ?? {})).toEqual(['1', '__proto__']);
  });

  it('are said where two contracts have one, and where there is no dbt project', () => {
    const twin = { ...charges, id: 'd', path: 'specs/contracts/inputs/d.yaml' };
    expect(notesOf(project([charges, twin], [dbtProject([])]))).toEqual(['d/charges generators.catalog-id-twice']);
    expect(notesOf(project([charges], []))).toEqual(['c/charges generators.catalog-no-project']);
  });
});
