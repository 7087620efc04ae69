import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract, SchemaObject } from '../../../src/model/contract.ts';
import { physicalNameOf } from '../../../src/model/contract.ts';
import { contract, server } from '../../drift/contracts.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { dbtProject, model, project } from '../shop.ts';
import { type BiteCase, biteCases, parents } from './cases.ts';
import { type Outcome, outcomesOf, runDbt, writeDbtProject } from './dbt-run.ts';
import { generateProperties } from './generate.ts';

const root = 'implementation/dbt/';
/** Building two databases of some hundred models takes its time. */
const timeout = 600_000;

describeWithTool('dbt', 'every generated test bites', (tool) => {
  const outcomes = new Map<string, readonly Outcome[]>();
  const folders: string[] = [];

  beforeAll(() => {
    for (const side of ['good', 'bad'] as const) {
      const folder = writeDbtProject(filesOf(side));
      folders.push(folder);
      const { output } = runDbt(tool, folder, ['build']);
      expect(output).toMatch(/Done\. PASS=\d+/);
      outcomes.set(side, outcomesOf(folder));
    }
  }, timeout);

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('lets all good rows pass', () => {
    const all = outcomes.get('good') ?? [];
    expect(all.filter(({ status }) => status !== 'pass' && status !== 'success')).toEqual([]);
    const tests = all.filter(({ test }) => test !== 'model').length;
    expect(tests).toBeGreaterThan(biteCases.filter(({ expected }) => !expected.includes('model')).length);
  });

  it(
    'is read by the parser of dbt 2, too',
    () => {
      const { output } = runDbt(tool, folders[0] ?? '', ['parse', '--use-v2-parser', '--no-partial-parse']);
      expect(output).toMatch(/Finished 'parse' successfully/);
    },
    timeout,
  );

  describe('and refuses bad rows', () => {
    it.each(biteCases.map((each) => [each.row, each.name, each] as const))('%s: %s', (_row, name, each) => {
      const own = (outcomes.get('bad') ?? []).filter((outcome) => outcome.model === name);
      const { status = 'fail', expected } = each;
      const broken = own.filter((outcome) => !['pass', 'success', 'skipped'].includes(outcome.status));
      expect(broken.map((outcome) => `${outcome.test} ${outcome.status}`).sort()).toEqual(
        expected.map((test) => `${test} ${status}`).sort(),
      );
      if (status !== 'error') expect(own.filter((outcome) => outcome.status === 'skipped')).toEqual([]);
    });
  });
});

function filesOf(side: 'good' | 'bad'): { readonly [path: string]: string } {
  const tables = [...biteCases, ...parents.map((each) => ({ ...each, bad: each.good, row: '', expected: [] }))];
  const models = tables.map((each) => model(each.name, { text: modelSql(each, side) }));
  const contracts = tables.map(contractOf);
  const { artifacts, notes } = generateProperties(project(contracts, [dbtProject(models)]));
  expect(notes).toEqual([]);
  const made = artifacts.map(({ path, content }) => [path.slice(root.length), content] as const);
  const written = models.map(({ path, text }) => [path.slice(root.length), text] as const);
  return Object.fromEntries([...made, ...written]);
}

function contractOf({
  name,
  object,
  slaProperties = [],
}: Pick<BiteCase, 'name' | 'object' | 'slaProperties'>): Contract {
  const path = `specs/contracts/outputs/${name}.yaml`;
  return contract({ path, id: name, schema: [object], slaProperties, servers: [server('duckdb')] });
}

function modelSql(each: BiteCase, side: 'good' | 'bad'): string {
  const materialized = each.name === 'parents' ? 'table' : each.materialized;
  const config = materialized === undefined ? '' : `{{ config(materialized='${materialized}') }}\n`;
  const columns = columnsOf(each.object, side === 'bad' ? (each.badTypes ?? []) : []);
  const rows = each[side].map((values) => `(${values.join(', ')})`).join(',\n  ');
  const names = columns.map(({ name }) => name).join(', ');
  const casts = columns.map(({ name, type }) => `cast(${name} as ${type}) as ${name}`).join(',\n  ');
  if (each[side].length === 0)
    return `${config}select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${name}`).join(', ')} limit 0\n`;
  return `${config}select\n  ${casts}\nfrom (values\n  ${rows}\n) as t (${names})\n`;
}

function columnsOf(
  object: SchemaObject,
  types: readonly string[],
): readonly { readonly name: string; readonly type: string }[] {
  return object.properties.map((property, index) => ({
    name: `"${physicalNameOf(property)}"`,
    type: types[index] ?? property.physicalType?.value ?? 'VARCHAR',
  }));
}
