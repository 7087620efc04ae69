import { type Contract, physicalNameOf } from '../../model/contract.ts';
import { fileNameOf } from '../file-name.ts';
import { identifier } from './test-call.ts';

/**
 * What dbt calls the source of a contract: the folder that the contract lies in below `sources/` or `inputs/`, else its server's
 * schema, unless every database has one of that name, else its data product, its domain, its id.
 */
export function sourceNameOf(contract: Contract, schema: string | undefined): string {
  const [, folder = ''] = /\/(?:sources|inputs)\/(?:[^/]+\/)*?([^/]+)\/[^/]+$/.exec(contract.path) ?? [];
  const own = schema !== undefined && !commonSchemas.has(schema.toLowerCase()) ? schema : '';
  const names = [folder, own, contract.dataProduct ?? '', contract.domain ?? '', contract.id].map(identifier);
  return names.find((name) => /^[a-z]/.test(name)) ?? `source_${identifier(fileNameOf(contract.id))}`;
}

const commonSchemas: ReadonlySet<string> = new Set('public main dbo default raw landing bronze staging'.split(' '));

/** What dbt calls a table of a source: the object's name, with other signs than letters, digits and underscores replaced. */
export function sourceTableName(object: { readonly name: string; readonly physicalName?: string }): string {
  if (/^[A-Za-z_]\w*$/.test(object.name)) return object.name;
  const name = [object.name, physicalNameOf(object)].map(identifier).find((each) => each !== '');
  return name ?? `table_${identifier(fileNameOf(object.name))}`;
}
