import type { MacroLibrary } from '../../model/governance.ts';
import { fileStart } from '../../model/location.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';

const model = 'implementation/dbt/models/marts/fct_sales.sql';
const library = '# Macro library\n\n- `mask_pii(column)`: SHA-256 of a personal column.\n- `dbt_utils`: all of it.\n';
const project = { 'specs/governance/macro-library.md': library, 'implementation/dbt/dbt_project.yml': 'name: sales\n' };

/** Models must call only the macros of the macro library. */
export default defineRule({
  id: 'governance/macro-unlisted',
  kind: 'lint',
  gate: 'lint',
  summary: 'Models must call only the macros of the macro library.',
  why: 'The library is what was reviewed: a macro that is not in it may mask less, or do the same in another way. Macros of dbt itself are always fine; a package is fine where the library names it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a macro that the library does not list',
      head: {
        ...project,
        'implementation/dbt/macros/my_hack.sql': '{% macro my_hack() %}1{% endmacro %}\n',
        [model]: 'select\n    {{ my_hack() }} as total\n',
      },
      findings: [`${model}:2 model:fct_sales`],
    },
    {
      name: 'a misspelt macro of the library',
      head: { ...project, [model]: "select {{ mask_pi('email') }} as email\n" },
      findings: [`${model}:1 model:fct_sales`],
    },
    {
      name: 'a macro of the library, of a listed package, and of dbt',
      head: {
        ...project,
        'implementation/dbt/macros/mask_pii.sql': '{% macro mask_pii(column) %}sha256({{ column }}){% endmacro %}\n',
        'implementation/dbt/packages.yml': 'packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n',
        [model]:
          "select {{ mask_pii('email') }} as email, {{ dbt_utils.star(ref('a')) }}, {{ dbt.concat(['a', 'b']) }}\n",
      },
      findings: [],
    },
    {
      name: 'a library that lists no macro',
      head: {
        ...project,
        'specs/governance/macro-library.md': '# Macro library\n\nTo be written.\n',
        [model]: 'select {{ my_hack() }} as total\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { macros } = context.governance;
    if (macros === undefined || macros.macros.length === 0) return;
    const own = new Set(context.project.dbt.map(({ name }) => name));
    for (const compiled of context.facts.models) {
      const named = compiled.macros?.map(({ value, at }) => ({ name: withoutOwnPackage(value, own), at })) ?? [];
      for (const { name, at } of firstCalls(named)) {
        if (isListed(macros, name)) continue;
        const meant = suggest(
          name,
          macros.macros.map((each) => each.name),
        );
        context.report({
          subject: `model:${compiled.model}`,
          at,
          message: meant === undefined ? 'message' : 'near',
          values: { macro: name, model: compiled.model, file: macros.path, suggestion: meant ?? '' },
          key: [name],
          related: [{ at: fileStart(macros.path), message: 'defined' }],
        });
      }
    }
  },
});

/** A macro of the project may be called with the project's name before it. */
function withoutOwnPackage(name: string, own: ReadonlySet<string>): string {
  const [first, ...rest] = name.split('.');
  return first !== undefined && rest.length > 0 && own.has(first) ? rest.join('.') : name;
}

function firstCalls<Call extends { readonly name: string }>(calls: readonly Call[]): readonly Call[] {
  const first = new Map<string, Call>();
  for (const call of calls) if (!first.has(call.name)) first.set(call.name, call);
  return [...first.values()];
}

/** Listed by its name, or with its whole package. What the gate itself generates needs no list. */
function isListed({ macros }: MacroLibrary, name: string): boolean {
  const [packageName] = name.split('.');
  return name.startsWith('dataengos_') || macros.some((each) => each.name === name || each.name === packageName);
}
