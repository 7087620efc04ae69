import { catalogGenerator } from './catalog/catalog.ts';
import { dbtPropertiesGenerator } from './dbt-properties/dbt-properties.ts';
import type { Generator } from './define-generator.ts';

/** Every generator, sorted by name. */
export const generators: readonly Generator[] = [catalogGenerator, dbtPropertiesGenerator];
