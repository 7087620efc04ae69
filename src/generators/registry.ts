import { airflowGenerator } from './airflow/airflow.ts';
import { catalogGenerator } from './catalog/catalog.ts';
import { contextGenerator } from './context/context.ts';
import { dagsterGenerator } from './dagster/dagster.ts';
import { dbtExposuresGenerator } from './dbt-exposures/dbt-exposures.ts';
import { dbtMacrosGenerator } from './dbt-macros/dbt-macros.ts';
import { dbtProjectGenerator } from './dbt-project/dbt-project.ts';
import { dbtPropertiesGenerator } from './dbt-properties/dbt-properties.ts';
import { dbtSourcesGenerator } from './dbt-sources/dbt-sources.ts';
import { dbtStagingGenerator } from './dbt-staging/dbt-staging.ts';
import { dbtUnitTestsGenerator } from './dbt-unit-tests/dbt-unit-tests.ts';
import { docsGenerator } from './docs/docs.ts';
import { greatExpectationsGenerator } from './great-expectations/great-expectations.ts';
import { orchestrationPackageGenerator } from './orchestration-package/orchestration-package.ts';
import { sodaGenerator } from './soda/soda.ts';
import { sqlfluffGenerator } from './sqlfluff/sqlfluff.ts';
import { terraformGenerator } from './terraform/terraform.ts';
import { warehousePackageGenerator } from './warehouse-package/warehouse-package.ts';
import type { Generator } from './define-generator.ts';

/** Every generator, sorted by name; those that pack what the others make come last. */
export const generators: readonly Generator[] = [
  airflowGenerator,
  catalogGenerator,
  contextGenerator,
  dagsterGenerator,
  dbtExposuresGenerator,
  dbtMacrosGenerator,
  dbtProjectGenerator,
  dbtPropertiesGenerator,
  dbtSourcesGenerator,
  dbtStagingGenerator,
  dbtUnitTestsGenerator,
  docsGenerator,
  greatExpectationsGenerator,
  sodaGenerator,
  sqlfluffGenerator,
  terraformGenerator,
  orchestrationPackageGenerator,
  warehousePackageGenerator,
];
