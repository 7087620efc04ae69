import { contractSubject } from '../../model/contract.ts';
import { literal } from '../dbt/test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { ownerOf } from '../owner.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';
import type { StagedColumn } from './staged-columns.ts';

/** The `models:` entry of a drafted staging model. What holds of values is tested at the source; here it is that keys are keys. */
export function stagingProperties(
  { contract, object }: PlannedTable,
  { model, columns }: { readonly model: string; readonly columns: readonly StagedColumn[] },
): YamlData {
  const keys = columns.filter(({ property }) => property.primaryKey.value);
  const meta = { contract: contractSubject(contract.id, object.name), owner: ownerOf(contract) };
  const safe = Object.entries(meta).map(([key, value]) => [key, value === undefined ? undefined : literal(value)]);
  const entry = {
    name: model,
    description: text(object.description?.value) ?? `Rows of ${literalName(object.name)}, typed, renamed and masked.`,
    config: { meta: Object.fromEntries(safe) },
    columns: columns.map((column) => columnEntry(column, { isOnlyKey: keys.length === 1 })),
  };
  return { models: [entry] };
}

function columnEntry(
  { property, name, alias, mask }: StagedColumn,
  { isOnlyKey }: { readonly isOnlyKey: boolean },
): YamlData {
  const isKey = property.primaryKey.value;
  const isKept = mask === undefined || mask === 'hash';
  const tests = [
    ...((property.required.value || isKey) && mask !== 'null' ? ['not_null'] : []),
    ...(isKept && (property.unique.value || (isKey && isOnlyKey)) ? ['unique'] : []),
  ];
  const classification = text(property.classification?.value);
  const meta = { classification, masked: mask };
  return {
    name,
    description: text(property.description?.value),
    quote: alias === name ? undefined : true,
    config: classification === undefined && mask === undefined ? undefined : { meta },
    data_tests: tests.length === 0 ? undefined : tests,
  };
}

function literalName(name: string): string {
  return literal(name.replaceAll(/[{}%#]/g, ''));
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : literal(trimmed);
}
