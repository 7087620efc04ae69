import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const contract = exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] });

async function said(rule: string, head: Files, lang: 'en' | 'pt-BR' = 'en'): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head, request: { lang } });
  return findings.filter((each) => each.rule === rule).map(({ message }) => message);
}

describe('gate/owner-missing', () => {
  const blank = contract.replace('username: bia', "username: ' '");

  it('a member without a name is no owner', async () => {
    expect(blank).not.toBe(contract);
    expect(await said('gate/owner-missing', { [path]: blank })).toEqual([
      'contract "sales" names no business owner; add a team member with the role "business owner"',
    ]);
  });

  it('the roles that the Portuguese message offers are roles', async () => {
    expect(await said('gate/owner-missing', { [path]: blank }, 'pt-BR')).toEqual([
      'o contrato "sales" não indica responsável de negócio; adicione um membro do time com o papel "responsável de negócio"',
    ]);
    const portuguese = contract
      .replace('role: business owner', 'role: responsável de negócio')
      .replace('role: technical owner', 'role: responsável técnico');
    expect(portuguese).toContain('responsável técnico');
    expect(await said('gate/owner-missing', { [path]: portuguese })).toEqual([]);
  });
});

describe('gate/description-missing', () => {
  const dbt = {
    'implementation/dbt/dbt_project.yml': 'name: sales\n',
    'implementation/dbt/models/sales.sql': 'select 1 as total\n',
  };

  it('is cured by generating where the contract describes the table', async () => {
    expect(contract).toContain('    description: ');
    expect(await said('gate/description-missing', { ...dbt, [path]: contract })).toEqual([
      'model "sales" has no description, but contract "sales" describes its table; run "dataengos generate --write"',
    ]);
  });

  it('else is written by hand', async () => {
    expect(await said('gate/description-missing', dbt)).toEqual([
      'model "sales" has no description; add it to the model\'s YAML file',
    ]);
  });
});
