import type { Files } from '../model/rule.ts';
import { exampleContract } from './example.ts';

/** A dbt project of a dialect, with one source table `shop.orders`. */
export function testProject(dialect: string): Files {
  return {
    'implementation/dbt/dbt_project.yml': 'name: shop\nprofile: shop\n',
    'implementation/dbt/profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev:\n      type: ${dialect}\n`,
    'implementation/dbt/models/staging/_sources.yml': 'sources:\n  - name: shop\n    tables:\n      - name: orders\n',
  };
}

/** The contract of the source table. */
export function testSources(columns: readonly string[]): Files {
  const path = 'specs/contracts/inputs/orders.yaml';
  return {
    [path]: exampleContract({
      id: 'orders',
      object: 'orders',
      columns: columns.map((each) => `${each}, description: It.`),
    }),
  };
}

/** The contract of `fct_sales`; its first column is on line 14. */
export function testOutput(columns: readonly string[]): Files {
  const path = 'specs/contracts/outputs/fct_sales.yaml';
  return {
    [path]: exampleContract({
      id: 'sales',
      object: 'fct_sales',
      columns: columns.map((each) => `${each}, description: It.`),
    }),
  };
}
