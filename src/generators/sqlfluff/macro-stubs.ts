import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { isPlainName } from '../dbt/test-call.ts';
import { callsOf } from '../model-template.ts';

/**
 * A stand-in for every macro that models call: sqlfluff does not read the project's macros (a folder that is missing stops it with a
 * traceback). What a stand-in gives is a call of a function with the macro's own arguments, which is an expression in every dialect.
 */
export function macroStubs(dbt: DbtProject): readonly (readonly [name: string, text: string])[] {
  return callsIn(dbt)
    .filter((call) => isPlainName(call) && !provided.has(call))
    .toSorted(compareText)
    .map((macro) => [
      macro,
      `{% macro ${macro}() %}${macro}({{ varargs | join(', ') }}){% if kwargs %}{% endif %}{% endmacro %}`,
    ]);
}

/** Whether models call what no stand-in can be written for: macros of packages, methods of dbt's own objects. */
export function needsLooseTemplating(dbt: DbtProject): boolean {
  const owners = new Set([
    ...dbt.packages,
    'adapter',
    'api',
    'builtins',
    'dbt',
    'exceptions',
    'flags',
    'graph',
    'modules',
    'target',
  ]);
  return callsIn(dbt).some((call) => call.includes('.') && owners.has(call.split('.', 1)[0] ?? ''));
}

function callsIn({ models }: DbtProject): readonly string[] {
  return [...new Set(models.filter(({ language }) => language === 'sql').flatMap((model) => [...callsOf(model)]))];
}

/** What Jinja has, and what sqlfluff gives with `apply_dbt_builtins`. */
const provided: ReadonlySet<string> = new Set(
  'ref source config var is_incremental this caller cycler dict joiner lipsum loop namespace range super not and or in if else is set'.split(
    ' ',
  ),
);
