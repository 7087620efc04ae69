import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { dbtStagingGenerator } from '../../../src/generators/dbt-staging/dbt-staging.ts';
import { sqlfluffGenerator } from '../../../src/generators/sqlfluff/sqlfluff.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { writtenRepository } from '../dbt-sources/dbt-run.ts';
import { clinic, clinicRoot } from './clinic.ts';
import { generateFrom, textsOf } from './run-generators.ts';

const generators = [dbtStagingGenerator];

describeWithTool('dbt', 'drafted staging models and sqlfluff', (dbt) => {
  it.each(['duckdb', 'snowflake', 'postgres', 'bigquery', 'databricks', 'redshift', 'trino'])(
    'agree on %s',
    (dialect) => {
      const files = {
        ...clinic,
        [`${clinicRoot}/profiles.yml`]: `clinic: { target: dev, outputs: { dev: { type: ${dialect} } } }\n`,
      };
      const models = Object.entries(textsOf(generateFrom(files, generators))).filter(([path]) => path.endsWith('.sql'));
      const folder = writtenRepository({ ...Object.fromEntries(models), '.sqlfluff': lintConfig(dialect) });
      const { status, stdout, stderr } = spawnSync(dbt.bin('sqlfluff'), ['lint', '--nocolor', '.'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    },
  );
});

describeWithTool('dbt', 'drafted staging models and the generated configuration of sqlfluff', (dbt) => {
  it('agree', () => {
    const drafts = textsOf(generateFrom(clinic, generators));
    const config = textsOf(generateFrom({ ...clinic, ...drafts }, [sqlfluffGenerator]));
    const models = Object.entries(drafts).filter(([path]) => path.endsWith('.sql'));
    const folder = writtenRepository({ ...Object.fromEntries(models), ...config });
    const { status, stdout, stderr } = spawnSync(dbt.bin('sqlfluff'), ['lint', '--nocolor', clinicRoot], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    expect(Object.keys(config)).toEqual([`${clinicRoot}/.sqlfluff`]);
  });
});

/** What the governance of the clinic asks for, and all rules beside, as a configuration of sqlfluff. */
function lintConfig(dialect: string): string {
  const macros = ['mask_pii', 'dataengos_mask_redact', 'dataengos_mask_last4', 'dataengos_mask_null'];
  return `[sqlfluff]
dialect = ${dialect}
templater = jinja
max_line_length = 100
[sqlfluff:layout:type:comma]
line_position = trailing
[sqlfluff:rules:capitalisation.keywords]
capitalisation_policy = lower
[sqlfluff:rules:capitalisation.identifiers]
extended_capitalisation_policy = lower
[sqlfluff:rules:capitalisation.types]
extended_capitalisation_policy = lower
[sqlfluff:rules:convention.select_trailing_comma]
select_clause_trailing_comma = forbid
[sqlfluff:rules:structure.subquery]
forbid_subquery_in = both
[sqlfluff:rules:references.keywords]
ignore_words = email,day
[sqlfluff:templater:jinja]
apply_dbt_builtins = True
[sqlfluff:templater:jinja:macros]
${macros.map((name) => `${name} = {% macro ${name}(column) %}sha256({{ column }}){% endmacro %}`).join('\n')}
`;
}
