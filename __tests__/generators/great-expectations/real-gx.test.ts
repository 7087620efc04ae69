import { beforeAll, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import { knownExpectation, knownTypes } from '../../../src/generators/great-expectations/known-expectations.ts';
import type { Suite } from '../../../src/generators/great-expectations/suite.ts';
import type { Project } from '../../../src/model/project.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { contract, object, property, server } from '../../drift/contracts.ts';
import { project, shop } from '../shop.ts';
import { corpusProjects } from './corpus-projects.ts';
import { exampleProject } from './example-project.ts';
import { hostileProject } from './hostile.ts';
import { qualityRows, rowsContract, tableStatement } from './quality-rows.ts';
import { runSuites, type SuiteAnswer, type SuiteJob } from './run-suites.ts';

const request = { enabled: { 'great-expectations': true } };

function suitesOf(from: Project): readonly Suite[] {
  return generateArtifacts(from, request)
    .artifacts.filter(({ generator }) => generator === 'great-expectations')
    .map(({ content }): Suite => JSON.parse(content));
}

/** GX asks only databases for types, but the names are pandas', too. */
const typedContract = contract({
  id: 'typed',
  servers: [server('postgresql')],
  schema: [
    object('typed', [
      property('amount', { logical: 'integer' }),
      property('made', { logical: 'timestamp', type: 'timestamptz' }),
    ]),
  ],
});

/** GX's schemas have no boolean and no empty text in a set; GX itself takes both (rows `enum_booleans`, `missing_none`). */
const setOfSchema = /^\[(True|False|''|.*, ''|'', ).*\] is not valid under any of the given schemas$/;

const wrong: Suite = {
  name: 'wrong',
  expectations: [{ type: 'expect_table_row_count_to_be_between', kwargs: { minValue: 1 }, meta: {} }],
  meta: {},
};

describeWithTool('quality', 'Great Expectations itself', (tool) => {
  const suites = new Map(suitesOf(project([rowsContract], [])).map((suite) => [suite.name, suite]));
  const jobs = (['good', 'bad'] as const).flatMap((state) =>
    qualityRows.map((row): SuiteJob => {
      const suite = suites.get(`rows.${row.name}`) ?? { name: '', expectations: [], meta: {} };
      const statements = [tableStatement(row, state)];
      return { suite, table: row.name, statements, restore: [tableStatement(row, 'good')] };
    }),
  );
  const [typed = wrong] = suitesOf(project([typedContract], []));
  const typedJobs = ['2', "'a'"].map((value): SuiteJob => {
    const statements = [`CREATE OR REPLACE TABLE typed AS SELECT ${value} AS amount, CAST(now() AS TIMESTAMP) AS made`];
    return { suite: typed, table: 'typed', statements, restore: [] };
  });
  let loaded: readonly Suite[] = [];
  let answer: SuiteAnswer = { loads: [], runs: [], expectations: {} };

  beforeAll(() => {
    const projects = [shop, exampleProject('revenue'), exampleProject('vendas'), hostileProject, ...corpusProjects(20)];
    loaded = [...suites.values(), typed, ...projects.flatMap(suitesOf), wrong];
    const setup = qualityRows.map((row) => tableStatement(row, 'good'));
    answer = runSuites(tool, { suites: loaded, jobs: [...jobs, ...typedJobs], setup });
  });

  it('loads every expectation of every suite, as its schemas want them', () => {
    const expected = loaded.map(({ name, expectations }) => ({ name, loaded: expectations.length, errors: [] }));
    const loads = answer.loads.map((each) => ({
      ...each,
      errors: each.errors.filter((error) => !setOfSchema.test(error)),
    }));
    expect(loads.slice(0, -1)).toEqual(expected.slice(0, -1));
    expect(answer.loads.length).toBeGreaterThan(qualityRows.length);
  });

  it('sees an argument that is written wrong', () => {
    expect(answer.loads.at(-1)).toMatchObject({ name: 'wrong', loaded: 0 });
    expect(answer.loads.at(-1)?.errors).not.toEqual([]);
  });

  it.each(qualityRows.map((row, index) => ({ name: row.name, index })))('passes good rows: $name', ({ index }) => {
    expect(answer.runs[index]).toMatchObject({ failed: [], broken: [] });
  });

  it.each(qualityRows.map((row, index) => ({ name: row.name, row, index })))(
    'fails exactly what is broken: $name',
    ({ row, index }) => {
      const run = answer.runs[qualityRows.length + index];
      expect(run).toMatchObject({ failed: row.fails['great-expectations'], broken: [] });
    },
  );

  it('tells types apart', () => {
    expect(answer.runs.slice(-2)).toMatchObject([
      { failed: [], broken: [] },
      { failed: ['amount/type'], broken: [] },
    ]);
  });

  it('has the expectations and arguments that the table of custom rules knows', () => {
    const known = Object.fromEntries(
      knownTypes().map((type) => {
        const expectation = knownExpectation(type);
        return [type, { all: [...(expectation?.kwargs ?? [])], required: expectation?.required ?? [] }];
      }),
    );
    const theirs = Object.entries(answer.expectations).map(([type, { all, required }]) => {
      const ours: readonly string[] = known[type]?.all ?? [];
      return [type, { all: ours.filter((name) => all.includes(name)), required }];
    });
    expect(known).toEqual(Object.fromEntries(theirs));
  });
});
