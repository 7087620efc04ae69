import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareText } from '../../../src/model/location.ts';
import type { MemoryFiles } from '../../support/memory-tree.ts';
import { describeWithTool, type RealTool } from '../../support/real-tools.ts';
import { clinic, clinicRoot } from '../dbt-staging/clinic.ts';
import { generateFrom, generateWith, textsOf } from '../dbt-staging/run-generators.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { dbtProject, project } from '../shop.ts';
import { propertiesSchema, pythonOutput, runDbt, writtenRepository } from './dbt-run.ts';

const succeeded = { status: 0, trouble: '' };

describeWithTool('dbt', 'generated sources, macros and staging models in real dbt', (dbt) => {
  it('parse without a deprecation, and its own schema finds nothing', () => {
    const files = generatedProject(clinic);
    expect(runDbt(dbt, writtenRepository(files), ['parse', '--no-partial-parse'])).toEqual(succeeded);
    expect(schemaErrors(dbt, files)).toEqual([]);
    expect(schemaErrors(dbt, { 'x.yml': 'sources: [{ name: a, freshness: { warn_after: 1 } }]' })).not.toEqual([]);
  });

  it('tell fresh rows from old ones', () => {
    const folder = writtenRepository(generatedProject(clinic));
    expect(freshnessAt(dbt, folder, '2999-01-01')).toEqual({
      status: 0,
      found: { 'source.clinic.clinic.patients': 'pass', 'source.clinic.clinic.visits': 'pass' },
    });
    expect(freshnessAt(dbt, folder, '1999-01-01')).toEqual({
      status: 1,
      found: { 'source.clinic.clinic.patients': 'error', 'source.clinic.clinic.visits': 'error' },
    });
  });

  it('fail on rows that break the contract of the source', () => {
    const folder = writtenRepository(generatedProject(clinic));
    fill(dbt, folder, [
      `insert into clinic_patients values (1, 'no address', 'ab', null, null, null, '1', true, now()), (1, 'no address', 'abc', null, null, null, '1', true, null)`,
      `insert into visits values (9, '2024-01-01', null), (9, '2024-01-01', '1'), (null, null, '1')`,
    ]);
    expect(runDbt(dbt, folder, ['test', '--select', 'source:*']).status).toBe(1);
    const failed = resultsIn(folder, 'run_results.json');
    expect(failed.filter(({ status }) => status !== 'fail').map(({ unique_id }) => unique_id)).toEqual(
      [
        // There are rows, as the contract wants it, and both addresses are there.
        expect.stringContaining('source_dataengos_row_count_clinic_visits'),
        expect.stringContaining('source_not_null_clinic_patients_EMail'),
        expect.stringContaining('source_not_null_clinic_patients_patient_id'),
      ].toSorted((a, b) => compareText(String(a), String(b))),
    );
    expect(failed.length).toBeGreaterThan(10);
  });
});

const hostileNames = [
  'group',
  'open file',
  'x-y',
  '🙂',
  'a;b',
  'a--b',
  'número',
  '1st',
  'a,b',
  '(',
  '*/',
  'Mixed Case',
  'x'.repeat(300),
];
const hostileTexts = [
  `"q" 'r' \\`,
  `{{ env_var('HOME') }} {% x %} {# y #}`,
  "env_var('HOME')",
  '${HOME}',
  '<script>',
  'a\nb: [c',
  'no',
  '012',
];

describeWithTool('dbt', 'names and texts of strangers in real dbt', (dbt) => {
  it('come back as they are', () => {
    const columns = hostileNames.map((name, at) =>
      property(name, { type: 'varchar', description: hostileTexts[at % hostileTexts.length] ?? '' }),
    );
    const schema = [object('odd', columns, { physicalName: 'odd; table', tags: hostileTexts })];
    const path = 'specs/contracts/sources/crm/odd.yaml';
    const words = hostileTexts.join(' ');
    const strange = contract({ path, id: words, direction: 'input', purpose: words, schema });
    const { artifacts, notes } = generateWith(project([strange], [dbtProject([], { root: '' })]), {});
    expect(notes).toEqual([]);
    const { [`${clinicRoot}/dbt_project.yml`]: settings = '', [`${clinicRoot}/profiles.yml`]: profiles = '' } = clinic;
    const folder = writtenRepository({
      ...textsOf({ artifacts, notes }),
      'dbt_project.yml': settings,
      'profiles.yml': profiles,
    });
    const list = hostileNames.map((name) => `"${name}" varchar`).join(', ');
    runSql(dbt, folder, ['create schema crm', `create table crm."odd; table" (${list})`]);
    expect(runDbt(dbt, folder, ['build'])).toEqual(succeeded);
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'target/manifest.json'), 'utf8'));
    const described = columns.map(({ name, description }) => [name, { name, description: description?.value }]);
    expect(manifest).toMatchObject({
      sources: {
        'source.clinic.crm.odd': {
          identifier: 'odd; table',
          source_description: words,
          config: { tags: hostileTexts.toSorted(compareText), meta: { contract: words } },
          columns: Object.fromEntries(described),
        },
      },
    });
  });
});

const corpus = env['CORPUS_DIR'];
const contracts = corpus === undefined ? [] : contractsBelow(join(corpus, 'contracts'));

describeWithTool('dbt', `sources and staging models of ${contracts.length} public contracts in real dbt`, (dbt) => {
  it.skipIf(contracts.length === 0)('parse without a deprecation, and its own schema finds nothing', () => {
    const specs = contracts.map((text, at) => [`specs/contracts/sources/system_${at}/contract.yaml`, text]);
    const { [`${clinicRoot}/dbt_project.yml`]: settings = '', [`${clinicRoot}/profiles.yml`]: profiles = '' } = clinic;
    const files = generatedProject({
      ...Object.fromEntries(specs),
      [`${clinicRoot}/dbt_project.yml`]: settings,
      [`${clinicRoot}/profiles.yml`]: profiles,
    });
    expect(Object.keys(files).filter((path) => path.endsWith('__sources.yml')).length).toBeGreaterThan(20);
    expect(schemaErrors(dbt, files)).toEqual([]);
    expect(runDbt(dbt, writtenRepository(files), ['parse', '--no-partial-parse'])).toEqual(succeeded);
  });
});

/** The dbt project of a repository with all that is generated, as paths below its folder. */
function generatedProject(repository: MemoryFiles): { readonly [path: string]: string } {
  const files = Object.entries({ ...repository, ...textsOf(generateFrom(repository)) });
  const own = files.filter(([path]) => path.startsWith(clinicRoot));
  return Object.fromEntries(own.map(([path, content]) => [path.slice(clinicRoot.length + 1), String(content)]));
}

function schemaErrors(dbt: RealTool, files: { readonly [path: string]: string }): readonly string[] {
  const validate = propertiesSchema(dbt);
  return Object.entries(files)
    .filter(([path]) => path.endsWith('.yml') && !/^(?:dbt_project|profiles)\.yml$/.test(path))
    .flatMap(([path, text]) => {
      const isValid = validate(parse(text, { version: '1.1' }));
      return isValid ? [] : (validate.errors ?? []).map((error) => `${path} ${error.instancePath} ${error.message}`);
    });
}

const tables = [
  'create or replace table clinic_patients (patient_id bigint, EMail varchar, phone varchar, tax_id varchar, birth_date date, passport varchar, "order" varchar, "open file" boolean, updated_at timestamp)',
  'create or replace table visits (patient_id bigint, day varchar, amount varchar)',
];

function fill(dbt: RealTool, folder: string, rows: readonly string[]): void {
  runSql(dbt, folder, [...tables, ...rows]);
}

function runSql(dbt: RealTool, folder: string, statements: readonly string[]): void {
  const program = 'import duckdb, sys\ndb = duckdb.connect(sys.argv[1])\nfor sql in sys.argv[2:]: db.execute(sql)';
  pythonOutput(dbt, program, [join(folder, 'clinic.duckdb'), ...statements]);
}

function freshnessAt(
  dbt: RealTool,
  folder: string,
  date: string,
): { readonly status: number | null; readonly found: { readonly [source: string]: string } } {
  fill(dbt, folder, [
    `insert into clinic_patients (patient_id, updated_at) values (1, '${date}')`,
    `insert into visits values (1, '${date}', '1')`,
  ]);
  const { status } = runDbt(dbt, folder, ['source', 'freshness']);
  const results = resultsIn(folder, 'sources.json');
  return { status, found: Object.fromEntries(results.map((each) => [each.unique_id, each.status])) };
}

interface Result {
  readonly unique_id: string;
  readonly status: string;
}

function resultsIn(folder: string, file: string): readonly Result[] {
  const { results }: { readonly results: readonly Result[] } = JSON.parse(
    readFileSync(join(folder, 'target', file), 'utf8'),
  );
  return results;
}

function contractsBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted(compareText);
  return paths
    .map((path) => join(folder, path))
    .filter((path) => /\.ya?ml$/.test(path) && statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .filter((text) => /^kind: DataContract/m.test(text) && /^schema:/m.test(text));
}
