import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { renderText } from '../../src/reporters/text.ts';
import { checkFiles, driftFiles } from '../support/check-files.ts';

const model = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/a.sql': 'select 1 as id\n',
};
const snowflake = { '.agent-os/profiles/dbt-snowflake/rules.md': '' };
const bigquery = { '.agent-os/profiles/dbt-bigquery/rules.md': '' };

/** Each project has one model. */
const engines = [{ engine: 'polyglot', models: 1 }];

/** What the report of a change says about dialects, and the lines of the text report that do. */
async function told(head: Files, base: Files = {}) {
  const report = await checkFiles({ base, head });
  const text = renderText(report, { color: false, readLine: () => undefined });
  const lines = text.split('\n').filter((line) => line.startsWith('SQL dialect'));
  return { dialects: report.dialects, lines };
}

describe('by which SQL dialect models were judged', () => {
  it("follows the folder of the coding agents' profile", async () => {
    const before = await told({ ...model, ...snowflake });
    const after = await told({ ...model, ...bigquery }, { ...model, ...snowflake });
    expect(before.lines).toEqual(['SQL dialect: snowflake, as .agent-os/profiles/dbt-snowflake says']);
    expect(after).toEqual({
      dialects: [
        { project: 'implementation/dbt', dialect: 'bigquery', from: '.agent-os/profiles/dbt-bigquery', engines },
      ],
      lines: ['SQL dialect: bigquery, as .agent-os/profiles/dbt-bigquery says'],
    });
  });

  it('says where nothing names one', async () => {
    expect(await told(model)).toEqual({
      dialects: [{ project: 'implementation/dbt', dialect: null, from: null, engines }],
      lines: ['SQL dialect: none is named for implementation/dbt; add "dialect" to dataengos.yaml'],
    });
  });

  it('is said once for projects that take it from one place', async () => {
    const other = {
      'implementation/more/dbt_project.yml': 'name: more\n',
      'implementation/more/models/b.sql': 'select 1 as id\n',
      'dataengos.yaml': 'dialect: duckdb\n',
    };
    expect(await told({ ...model, ...other })).toEqual({
      dialects: [
        { project: 'implementation/dbt', dialect: 'duckdb', from: 'dataengos.yaml', engines },
        { project: 'implementation/more', dialect: 'duckdb', from: 'dataengos.yaml', engines },
      ],
      lines: ['SQL dialect: duckdb, as dataengos.yaml says'],
    });
  });

  it("tells PostgreSQL's own parser from the others", async () => {
    const { dialects } = await told({ ...model, 'dataengos.yaml': 'dialect: postgres\n' });
    expect(dialects?.[0]?.engines).toEqual([{ engine: 'libpg-query', models: 1 }]);
  });

  it('is not said where no model was looked at', async () => {
    const files = { ...model, ...snowflake, 'snapshot.csv': 'table_schema,table_name,column_name,data_type\n' };
    expect((await driftFiles(files)).dialects).toBeUndefined();
    expect(await told({ 'implementation/dbt/dbt_project.yml': 'name: shop\n' })).toEqual({ lines: [] });
  });
});
