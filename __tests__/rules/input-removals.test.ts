import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/model/messages.ts';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/inputs/orders.yaml';
const both = [
  'name: id, logicalType: string, description: Key.',
  'name: customer_id, logicalType: string, description: Who.',
];
const models: Files = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/sources.yml': 'sources:\n  - name: sales\n    tables:\n      - name: sales\n',
  'implementation/dbt/models/stg_sales.sql': "select id, customer_id from {{ source('sales', 'sales') }}\n",
  'implementation/dbt/models/fct_sales.sql': "select customer_id from {{ ref('stg_sales') }}\n",
};

async function found(given: {
  readonly lang?: Lang;
  readonly config?: string;
  readonly code?: Files;
}): Promise<readonly string[]> {
  const { lang = 'en', config, code = models } = given;
  const files = { ...code, ...(config === undefined ? {} : { 'dataengos.yaml': config }) };
  const report = await checkFiles({
    base: { [path]: exampleContract({ version: '1.0.0', columns: both }), ...files },
    head: { [path]: exampleContract({ version: '1.1.0', columns: both.slice(0, 1) }), ...files },
    request: { lang },
  });
  return report.findings
    .filter(({ rule }) => rule === 'contract/property-removed')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe('a column of an input contract that is removed', () => {
  it('is an error that names the staging model that reads it', async () => {
    expect(await found({})).toEqual([
      'error: column "customer_id", removed from input contract "sales", is still read by model "stg_sales": every query that names the column fails, and code of this repository is among them; change the code that reads the column, or keep the column and mark it as deprecated',
    ]);
  });

  it('is one in Portuguese', async () => {
    const [said = ''] = await found({ lang: 'pt-BR' });
    expect(said.split(':').slice(0, 2).join(':')).toBe(
      'error: a coluna "customer_id", removida do contrato de entrada "sales", ainda é lida pelo modelo "stg_sales"',
    );
  });

  it('names several models', async () => {
    const others = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        `implementation/dbt/models/stg_${name}.sql`,
        models['implementation/dbt/models/stg_sales.sql'] ?? '',
      ]),
    );
    const [said = ''] = await found({ code: { ...models, ...others } });
    expect(said).toContain('is still read by models "stg_a", "stg_b", "stg_c", …:');
  });

  it('is what the configuration says of the row', async () => {
    const config =
      'compatibility:\n  property-removed-but-still-read: { input: { class: dangerous, severity: warning } }\n';
    expect((await found({ config })).map((each) => each.split(':', 1)[0])).toEqual(['warning']);
  });

  it('only informs where nobody reads it', async () => {
    const [said = '', ...more] = await found({ code: {} });
    expect([said.split(':', 1)[0], more]).toEqual(['info', []]);
  });
});
