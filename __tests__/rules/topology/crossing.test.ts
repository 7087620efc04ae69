import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import crossing from '../../../src/rules/topology/crossing-without-contract.ts';
import { findingsOf } from '../shared/in-rules.ts';

const dbt = 'implementation/dbt';
const columns = ['name: total, logicalType: number, description: Total.'];
const contract = exampleContract({ id: 'invoices', object: 'fct_invoices', columns });
const published: Files = { 'specs/contracts/data-products/finance/invoices.yaml': contract };
const project: Files = {
  [`${dbt}/dbt_project.yml`]: 'name: shop\n',
  [`${dbt}/models/sources.yml`]: `sources:
  - name: shop
    tables: [{ name: int_bills }]
exposures:
  - name: board
    type: dashboard
    owner: { name: Ana }
    depends_on: [ref('fct_leads')]
`,
  [`${dbt}/seeds/states.csv`]: 'uf\nSP\n',
  [`${dbt}/models/intermediate/finance/int_bills.sql`]: 'select 1 as total\n',
  [`${dbt}/models/marts/finance/fct_invoices.sql`]: "select total from {{ ref('int_bills') }}\n",
};
const reading = "select total\nfrom {{ ref('int_bills') }}\n";

function growth(name: string, text: string): Files {
  return { [`${dbt}/models/marts/growth/${name}`]: text };
}

/** `file:line subject` with both domains, of every crossing. */
async function crossings(head: Files): Promise<readonly string[]> {
  const findings = await findingsOf(crossing, { ...project, ...head });
  return findings.map(({ path, line, column, subject, message }) => {
    const domains = [...message.matchAll(/domain "(.*?)"/g)].map(([, name]) => name).toReversed();
    return `${path.split('/').at(-1)}:${line}:${column} ${subject} ${domains.join(' > ')}`;
  });
}

describe('what another domain reads', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'is said once for each domain that reads it',
      {
        ...growth('fct_leads.sql', reading),
        ...growth('fct_ads.sql', reading),
        [`${dbt}/models/marts/risk/fct_scores.sql`]: reading,
      },
      ['fct_ads.sql:2:6 model:int_bills finance > growth', 'fct_scores.sql:2:6 model:int_bills finance > risk'],
    ],
    [
      'is said where it is read, behind what has its contract',
      growth(
        'fct_leads.sql',
        "select total\nfrom {{ ref('fct_invoices') }}\njoin {{ ref('int_bills') }} using (total)\n",
      ),
      ['fct_leads.sql:3:6 model:int_bills finance > growth'],
    ],
    [
      'is said where the model is read, behind a source of its name',
      growth(
        'fct_leads.sql',
        "select total\nfrom {{ source('shop', 'int_bills') }}\njoin {{ ref('int_bills') }} using (total)\n",
      ),
      ['fct_leads.sql:3:6 model:int_bills finance > growth'],
    ],
    [
      'is said at the start of a file that puts the name together',
      growth('fct_leads.sql', "\nselect * from {{ ref('int_' ~ 'bills') }}\n"),
      ['fct_leads.sql:1:1 model:int_bills finance > growth'],
    ],
    ['is nobody’s where it is a seed', growth('fct_leads.sql', "select uf from {{ ref('states') }}\n"), []],
    [
      'is not said of sources and dashboards that a topology draws',
      {
        ...growth('fct_leads.sql', 'select 1 as total\n'),
        'specs/pipelines/growth/topology.mermaid': 'flowchart LR\n  shop.int_bills --> fct_leads --> board\n',
      },
      [],
    ],
  ])('%s', async (_, head, expected) => {
    expect(await crossings({ ...published, ...head })).toEqual(expected);
  });

  it('is not said where no model tells its domain', async () => {
    const flat = {
      [`${dbt}/models/fct_a.sql`]: 'select 1 as total\n',
      [`${dbt}/models/fct_b.sql`]: "select total from {{ ref('fct_a') }}\n",
      [`${dbt}/models/marts/growth/fct_leads.sql`]: "select total from {{ ref('fct_a') }}\n",
      [`${dbt}/models/fct_c.sql`]: reading,
    };
    expect(await crossings({ ...published, ...flat })).toEqual([]);
  });

  it('is not said where nobody writes contracts', async () => {
    expect(await crossings(growth('fct_leads.sql', reading))).toEqual([]);
  });

  it.each([
    ['specs/contracts/data-products', published],
    ['specs/contracts/outputs', { 'specs/contracts/outputs/finance/invoices.yaml': contract }],
  ])('should have its contract in the folder of the layout: %s', async (folder, specs) => {
    const findings = await findingsOf(crossing, { ...project, ...growth('fct_leads.sql', reading), ...specs });
    expect(findings.map(({ message }) => /in (\S+)\/,/.exec(message)?.[1])).toEqual([folder]);
  });
});
