import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import type { Report } from '../../src/model/report.ts';
import { checkFiles } from '../support/check-files.ts';

const project = 'implementation/dbt';
const folder = `${project}/models`;

/** A project of 250 small models, one of which is broken and one of which calls a macro. */
const many: Files = {
  [`${project}/dbt_project.yml`]: 'name: shop\nmodels: { shop: { +meta: { owner: data-team } } }\n',
  [`${project}/macros/cents.sql`]: '{% macro cents(column) %}({{ column }} / 100){% endmacro %}\n',
  ...Object.fromEntries(
    Array.from({ length: 250 }, (_, index) => [`${folder}/model_${index}.sql`, `select ${index} as id\n`]),
  ),
  [`${folder}/reader.sql`]: "select id from {{ ref('model_7') }}\n",
  [`${folder}/priced.sql`]: "select {{ cents('total') }} as price from orders\n",
  [`${folder}/broken.sql`]: 'select id from (select 1 as id\n',
};

async function compileFindings(head: Files, scope?: 'all'): Promise<{ report: Report; lines: readonly string[] }> {
  const report = await checkFiles({ base: many, head, ...(scope && { request: { scope } }) });
  const own = report.findings.filter(({ rule }) => rule === 'gate/compile-failed');
  return { report, lines: own.map(({ introduced, subject }) => `${introduced ? 'introduced' : 'old'} ${subject}`) };
}

describe('many models that did not change', () => {
  it('are not parsed, which is said once and counted nowhere', async () => {
    const { report, lines } = await compileFindings({ ...many, [`${folder}/model_1.sql`]: 'select 1 as id, 2 as n\n' });
    expect(lines).toEqual([]);
    expect(report.skipped.map(({ what }) => what)).toEqual(['252 models that did not change']);
    expect(report.counts.unknownModels).toBe(0);
  });

  it('leave a mistake in a changed or new model to be found', async () => {
    const edited = {
      [`${folder}/model_1.sql`]: 'select 1 as id from (\n',
      [`${folder}/new.sql`]: 'select from where\n',
    };
    const { report, lines } = await compileFindings({ ...many, ...edited });
    expect(lines).toEqual(['introduced model:model_1', 'introduced model:new']);
    expect(report.verdict).toBe('fail');
  });

  it('are still searched for references to what vanished', async () => {
    const { [`${folder}/model_7.sql`]: _gone, ...rest } = many;
    const { lines } = await compileFindings(rest);
    expect(lines).toEqual(['introduced model:reader']);
  });

  it('are all parsed again where a macro changed, for it may break any of them', async () => {
    const broken = { [`${project}/macros/cents.sql`]: '{% macro cents(column) %}({{ column }} / ){% endmacro %}\n' };
    const { lines } = await compileFindings({ ...many, ...broken });
    expect(lines).toEqual(['introduced model:priced', 'old model:broken']);
  });

  it('are all parsed where everything counts', async () => {
    const { report, lines } = await compileFindings(many, 'all');
    expect(lines).toEqual(['old model:broken']);
    expect(report.verdict).toBe('fail');
    expect(report.skipped).toEqual([]);
  });
});

it('a few unchanged models are parsed all the same, so that their old mistakes are shown', async () => {
  const few: Files = {
    [`${project}/dbt_project.yml`]: 'name: shop\n',
    [`${folder}/broken.sql`]: 'select id from (select 1 as id\n',
  };
  const report = await checkFiles({ base: few, head: few });
  expect(report.findings.map(({ rule, introduced }) => `${rule} ${introduced}`)).toContain('gate/compile-failed false');
});
