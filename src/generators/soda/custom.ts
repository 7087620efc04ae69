import { type Complain, ruleName } from '../quality/check.ts';
import { isRecord, readImplementation } from '../quality/implementation.ts';
import type { PlacedRule } from '../quality/object-checks.ts';
import type { SodaCheck } from './checks.ts';

/** Whether a rule's engine is Soda, whichever way it is written. */
export function isOurEngine(engine: string | undefined): boolean {
  return /^soda(core|cl|library)?$/.test((engine ?? '').toLowerCase().replaceAll(/[^a-z]/g, ''));
}

/** The check of a custom rule, as it is written: one of Soda v4's checks. Anything else would make the whole contract unreadable. */
export function customCheck({ rule, property }: PlacedRule, complain: Complain): SodaCheck | undefined {
  const refuse = (message: string, values: { readonly [name: string]: string } = {}): undefined => {
    complain(
      message,
      { ...(property === undefined ? {} : { property }), at: rule.at },
      { rule: ruleName(rule), ...values },
    );
    return undefined;
  };
  const written = readImplementation(rule.implementation);
  const [[type, body] = ['', null], ...further] = Object.entries(written ?? {});
  if (type === '' || further.length > 0) return refuse('custom-shape');
  const keys = (property === undefined ? ofDatasets : ofColumns).get(type);
  if (keys === undefined) return refuse('custom-type', { type });
  if (body !== null && !isRecord(body)) return refuse('custom-shape');
  const wrong = Object.keys(body ?? {}).find((key) => !keys.has(key) && !common.has(key));
  return wrong === undefined ? { type, body: body ?? {} } : refuse('custom-argument', { type, argument: wrong });
}

const common = new Set('name qualifier threshold filter attributes scope'.split(' '));

/** The keys of Soda's checks beside those of all checks (soda_data_contract_json_schema_1_0_0.json). */
const ofColumns = table({
  missing: 'missing_values missing_format',
  invalid:
    'valid_values valid_format invalid_values invalid_format valid_length valid_min_length valid_max_length valid_min valid_max valid_reference_data',
  duplicate: '',
  aggregate: 'function',
  failed_rows: 'expression query rows_tested_query keys_query key_column_mapping',
  metric: 'expression query',
});

const ofDatasets = table({
  row_count: '',
  schema: 'allow_extra_columns allow_other_column_order',
  freshness: 'column',
  duplicate: 'columns',
  failed_rows: 'expression query rows_tested_query keys_query key_column_mapping',
  metric: 'expression query',
});

function table(keys: { readonly [type: string]: string }): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(keys).map(([type, words]) => [type, new Set(words.split(' '))]));
}
