import { beforeAll, describe, expect, it } from 'vitest';
import { shopFiles } from '../lineage/shop.ts';
import { createRepository } from '../support/git-repo.ts';
import { buildCli, type Cli, type CliRun } from './program.ts';

let cli: Cli;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  const files = Object.fromEntries(Object.entries(shopFiles).map(([path, text]) => [path, String(text)]));
  folder = createRepository(files);
}, 60_000);

function lineage(...args: readonly string[]): CliRun {
  return cli.run(folder, ['lineage', ...args]);
}

describe('dataengos lineage', () => {
  it('shows the whole repository without an argument', () => {
    const { code, stdout, stderr } = lineage('--lang', 'en');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^8 relations, from where data comes to where it goes\n {2}stripe-charges\/charges \(contract\)\n/,
    );
  });

  it.each([
    ['int_customers', 'int_customers · model'],
    ['stripe.charges', 'stripe.charges · source'],
    ['stripe.charges.email', 'stripe.charges.email · source'],
    ['stripe-charges', 'stripe-charges/charges · contract'],
    ['churn-report/churn.contact', 'churn-report/churn.contact · contract'],
  ])('shows %s', (name, heading) => {
    const { code, stdout } = lineage(name, '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toContain(heading);
  });

  it('looks as far as is asked, in one direction', () => {
    const { stdout } = lineage('int_customers', '--direction', 'up', '--depth', '1', '--format', 'json');
    const relations: unknown = JSON.parse(stdout);
    expect(relations).toMatchObject({
      direction: 'up',
      relations: [{ id: 'model:int_customers' }, { id: 'model:stg_charges' }],
    });
  });

  it('draws', () => {
    expect(lineage('int_customers', '--direction', 'up', '--format', 'mermaid').stdout).toMatch(
      /^flowchart LR\n {2}n0/,
    );
  });

  it.each([
    [
      ['int_custmers'],
      'no model, source, seed, contract or column of this repository is called "int_custmers"; did you mean "int_customers"',
    ],
    [['stripe.charges.emial'], '"stripe.charges" has no column "emial"; did you mean "stripe.charges.email"'],
    [['--depth', '0'], '"--depth" is "0"; allowed are whole numbers of steps from 1 to 999'],
    [['--direction', 'uq'], 'unknown value for --direction: "uq"; did you mean "up"'],
    [['--format', 'sarif'], 'unknown value for --format of "lineage": "sarif"; allowed are text, json, mermaid'],
    [['a', 'b'], '"lineage" does not take "b"; see "dataengos lineage --help"'],
  ])('exits 2 on %j', (args, message) => {
    const { code, stdout, stderr } = lineage(...args, '--lang', 'en');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
