import { headerText } from '../define-generator.ts';
import { helperMacros } from './helper-macros.ts';
import { testMacros } from './test-macros.ts';

/**
 * The generic tests that properties may call, with the helpers they need, by name: dbt's built-in tests and these are enough, no
 * package hub is needed.
 */
export const macroFiles: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...helperMacros, ...testMacros }).map(([name, body]) => [
    name,
    `{# ${headerText('dbt-properties', 'the contracts in specs/')} #}\n${body.trimStart()}`,
  ]),
);

/** Names of the generic tests among them. */
export const ownTests: ReadonlySet<string> = new Set(Object.keys(testMacros));

/** The macro files that a test needs, itself included; none for dbt's own tests. */
export function macrosOf(test: string): readonly string[] {
  if (!ownTests.has(test)) return [];
  const helpers = Object.entries(callers).flatMap(([helper, tests]) => (tests.includes(test) ? [helper] : []));
  return [...helpers, ...(standalone.has(test) ? [] : ['dataengos_sql']), test];
}

/** The tests that call the macros of a helper's file. */
const callers: { readonly [helper: string]: readonly string[] } = {
  dataengos_regex: ['dataengos_matches_regex'],
  dataengos_collections: ['dataengos_array_items', 'dataengos_required_fields'],
  dataengos_clock: ['dataengos_recency', 'dataengos_retention'],
};

/** The tests that need no SQL of `dataengos_sql`. */
const standalone: ReadonlySet<string> = new Set(['dataengos_row_count', 'dataengos_recency', 'dataengos_retention']);
