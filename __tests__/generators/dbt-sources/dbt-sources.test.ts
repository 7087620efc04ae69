import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { DbtModel } from '../../../src/model/dbt.ts';
import { translate } from '../../../src/model/messages.ts';
import { object, property, server } from '../../drift/contracts.ts';
import { type MemoryFiles, memoryTree } from '../../support/memory-tree.ts';
import { clinic, clinicRoot } from '../dbt-staging/clinic.ts';
import { generateFrom, generateWith, textsOf } from '../dbt-staging/run-generators.ts';
import { dbtProject, model, project } from '../shop.ts';
import { entryOf, generated, generators, input, isSources, messages, tableOf } from './made-sources.ts';

describe('dbt sources', () => {
  it('are those in golden', async () => {
    const golden = join(import.meta.dirname, 'golden');
    const made = generateFrom(clinic, generators);
    const own = made.artifacts.filter(({ path }) => !path.includes('/macros/'));
    for (const { path, content } of own) await expect(content).toMatchFileSnapshot(join(golden, path));
    expect(own.map(({ path, sources }) => [path, ...sources])).toEqual([
      [`${clinicRoot}/models/staging/_clinic-patients__sources.yml`, 'specs/contracts/sources/clinic/patients.yaml'],
      [`${clinicRoot}/models/staging/_clinic-visits__sources.yml`, 'specs/contracts/sources/clinic/visits.yaml'],
      [
        `${clinicRoot}/tests/dataengos/source_clinic__visits__amount__paid.sql`,
        'specs/contracts/sources/clinic/visits.yaml',
      ],
    ]);
    expect(made.notes).toEqual([]);
  });

  it('are the same once they are written, and whatever the order of the contracts', () => {
    const first = generateFrom(clinic, generators);
    const again = generateFrom({ ...clinic, ...textsOf(first) }, generators);
    expect(again).toEqual(first);
    const read = loadProject(memoryTree(clinic), createMemo());
    const turned = { ...read, contracts: read.contracts.toReversed() };
    expect(generateWith(turned, { files: clinic, generators })).toEqual(first);
  });

  it('call macros that come with them', () => {
    const macros = generateFrom(clinic, generators).artifacts.filter(({ path }) => path.includes('/macros/'));
    expect(macros.map(({ path }) => path)).toContain(`${clinicRoot}/macros/dataengos/dataengos_row_count.sql`);
    expect(macros.filter(({ content }) => content === '')).toEqual([]);
  });

  it('are not written for a table that a person declared, and a note says where', () => {
    const declared = `${clinicRoot}/models/staging/_sources.yml`;
    const made = generateFrom(
      { ...clinic, [declared]: 'sources:\n  - name: clinic\n    tables:\n      - name: visits\n' },
      generators,
    );
    expect(made.artifacts.map(({ path }) => path).filter(isSources)).toEqual([
      `${clinicRoot}/models/staging/_clinic-patients__sources.yml`,
    ]);
    expect(
      made.notes.map(({ subject, severity, message, values }) => [subject, severity, translate('en', message, values)]),
    ).toEqual([
      [
        'clinic-visits/visits',
        'info',
        `no dbt source was generated for "visits": ${declared}:4 already declares "clinic.visits", and dbt refuses two; delete that entry if its tests, freshness and columns are to come from the contract`,
      ],
    ]);
  });

  it('declare a table once, and a note says which contract was first', () => {
    const twice = ['a', 'b'].map((id) => input({ id, path: `specs/contracts/sources/crm/${id}.yaml`, domain: 'crm' }));
    const made = generated(twice);
    expect(made.artifacts.map(({ path }) => path).filter(isSources)).toEqual([
      'implementation/dbt/models/staging/_a__sources.yml',
    ]);
    expect(messages(made)).toEqual([
      'no dbt source was generated for "orders": specs/contracts/sources/crm/a.yaml already gives the table "crm.orders"; put the contracts of different systems into different folders, or rename the object',
    ]);
  });

  it('say where the data cannot be told to land', () => {
    const made = generated(
      [input({ servers: [server('kafka')], schema: [object('orders', [property('id', { type: 'long' })])] })],
      {
        dialect: 'snowflake',
      },
    );
    expect(messages(made)).toEqual([
      'dbt looks for "orders" in schema "crm": the contract\'s servers (kafka) are not in the warehouse of the dbt project (snowflake), so it does not say where the data lands; add a server of that type with its schema',
    ]);
    expect(entryOf(made)).not.toHaveProperty('schema');
    expect(tableOf(made).columns).toEqual([{ name: 'id' }]);
  });

  it('stand beside staging models wherever these are, else in the first model path', () => {
    expect(sourcesPath([placed('implementation/dbt/sql/stg/deep/stg_x.sql', 'stg')])).toBe(
      'implementation/dbt/sql/stg/_orders-in__sources.yml',
    );
    expect(sourcesPath([placed('implementation/dbt/sql/marts/x.sql', 'marts')])).toBe(
      'implementation/dbt/models/staging/_orders-in__sources.yml',
    );
    expect(sourcesPath([], { 'implementation/dbt/dbt_project.yml': 'name: x\nmodel-paths: [sql]\n' })).toBe(
      'implementation/dbt/sql/staging/_orders-in__sources.yml',
    );
    expect(sourcesPath([], { 'implementation/dbt/dbt_project.yml': 'model-paths: [../../etc]\n' })).toBe(
      'implementation/dbt/models/staging/_orders-in__sources.yml',
    );
  });

  it('of several dbt projects are in those that read a table, else in those of the warehouse, else in all', () => {
    expect(rootsOf(["select 1 from {{ source('crm', 'orders') }}", ''], ['duckdb', 'snowflake'])).toEqual(['dbt0']);
    expect(rootsOf(['', ''], ['duckdb', 'snowflake'])).toEqual(['dbt1']);
    expect(rootsOf(['', ''], ['duckdb', 'postgres'])).toEqual(['dbt0', 'dbt1']);
  });
});

describe('names and texts of strangers', () => {
  const hostile = [
    `"q" 'r' \\`,
    `{{ env_var('HOME') }}`,
    '${HOME}',
    '<script>',
    'a\nb: c',
    '🙂',
    'x'.repeat(300),
    'select',
    'no',
    '../../etc',
  ];
  it.each(hostile)('%j', (text) => {
    const made = generated([
      input({
        id: text,
        domain: text,
        purpose: text,
        path: 'specs/contracts/inputs/x.yaml',
        tags: [text],
        servers: [server('duckdb', { schema: text })],
        schema: [object(text, [property(text, { description: text, classification: text })], { physicalName: text })],
      }),
    ]);
    expect(generateWith(project([], []), { generators }).artifacts).toEqual([]);
    for (const { path, content } of made.artifacts.filter(({ path: each }) => isSources(each))) {
      expect(path).toMatch(/^implementation\/dbt\/models\/staging\/_[\w.-]{1,100}__sources\.yml$/);
      expect(parse(content, { version: '1.1' })).toMatchObject({ sources: [{ tables: [{}] }] });
    }
    expect(made.artifacts.length + made.notes.length).toBeGreaterThan(0);
  });
});

function placed(path: string, layer: string): DbtModel {
  return model('stg_x', { path, layer });
}

/** Where the source is written in a project with these models. */
function sourcesPath(models: readonly DbtModel[], files: MemoryFiles = {}): string | undefined {
  const { artifacts } = generateWith(project([input({})], [dbtProject(models)]), { generators, files });
  return artifacts.map(({ path }) => path).find(isSources);
}

/** The roots of the dbt projects that get the source, of projects with a model and a dialect each. */
function rootsOf(texts: readonly string[], dialects: readonly string[]): readonly string[] {
  const projects = texts.map((text, at) =>
    dbtProject([model('m', { text })], { root: `dbt${at}`, dialect: dialects[at] ?? 'duckdb' }),
  );
  const made = generateWith(project([input({ servers: [server('snowflake', { schema: 'crm' })] })], projects), {
    generators,
  });
  return made.artifacts
    .map(({ path }) => path)
    .filter(isSources)
    .map((path) => path.slice(0, 4));
}
