import { dbtDate } from './dbt-date.ts';
import { dbtUtils } from './dbt-utils.ts';
import type { PackageMacros } from './package-macro.ts';

/** Public packages whose macros we know. An installed package always wins over what is here. */
export const knownPackages: ReadonlyMap<string, PackageMacros> = new Map([
  ['dbt_utils', dbtUtils],
  ['dbt_date', dbtDate],
]);
