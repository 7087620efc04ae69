import { describe, expect, test } from 'vitest';
import { type JinjaProject, renderIn } from './jinja-project.ts';

const project: JinjaProject = {
  packages: ['util'],
  vars: { first_year: 2020, shop: { region: 'eu' }, other: { hidden: 1 } },
  macros: {
    'shop/m.sql': '{% macro cents_to_euros(x) %}{{ x }}{% endmacro %}',
    'util/m.sql': '{% macro surrogate(x) %}{{ x }}{% endmacro %}',
  },
};

/** `kind name suggestion line:column` of everything that is nowhere. */
function unresolved(text: string, changed: Partial<JinjaProject> = {}): readonly string[] {
  return renderIn({ ...project, ...changed }, text).unresolved.map(
    ({ kind, name, suggestion, at }) => `${kind} ${name} ${suggestion ?? '-'} ${at.line}:${at.column}`,
  );
}

describe('what is certainly nowhere', () => {
  test.each<[string, readonly string[]]>([
    ["{{ cent_to_euros('a') }}", ['macro cent_to_euros cents_to_euros 1:4']],
    ["\n {{ shop.cent_to_euros('a') }}", ['macro shop.cent_to_euros shop.cents_to_euros 2:5']],
    ["{{ util.surogate('a') }}", ['macro util.surogate util.surrogate 1:4']],
    ['{% do nothing_like_it() %}', ['macro nothing_like_it - 1:7']],
    ["{{ 'a' ~ nope(1) | upper }}", ['macro nope - 1:10']],
    [
      "{{ frist(1) }}{% set x = var('frist_year') %}{{ var('zone') }}",
      ['macro frist - 1:4', 'var frist_year first_year 1:26', 'var zone - 1:49'],
    ],
    ["{{ config(enabled=var('is_on')) }}", ['var is_on - 1:19']],
    ["{{ var('hidden') }}", ['var hidden - 1:4']],
  ])('%s', (text, found) => {
    expect(unresolved(text)).toEqual(found);
  });
});

test('the first twenty are enough', () => {
  const text = Array.from({ length: 5000 }, (_none, index) => `{{ nope_${index}() }}`).join('');
  const found = unresolved(text);
  expect([found.length, found[0], found[19]]).toEqual([20, 'macro nope_0 - 1:4', 'macro nope_19 - 1:279']);
});

describe('what may be somewhere, or may never be asked for', () => {
  test.each([
    "{{ cents_to_euros(1) }}{{ util.surrogate(1) }}{{ var('first_year') }}{{ var('region') }}{{ shop.cents_to_euros(1) }}",
    "{{ var('x', 1) }}{{ var('x', default=none) }}{{ var(name) }}{{ var('a' ~ 'b') }}{{ var.has_var('x') }}",
    "{% if true %}{{ nope() }}{{ var('x') }}{% endif %}",
    "{% for x in [1] %}{{ nope() }}{{ var('x') }}{% endfor %}",
    "{{ nope() if false }}{{ var('x') if false else 1 }}{{ false and nope() }}",
    '{% macro own() %}{{ nope() }}{% endmacro %}{{ own() }}',
    '{% set local = cents_to_euros %}{{ local(1) }}',
    '{% for f in [cents_to_euros] %}{% endfor %}{{ f(1) }}',
    "{{ env_var('NOT_SET') }}",
    '{{ dbt.dateadd("day", 1, "a") }}{{ dateadd("day", 1, "a") }}{{ dbt.anything() }}',
    '{{ snowflake__thing() }}{{ create_table_as(false, this, "") }}',
    "{{ 'text'.unknown() }}{{ target.anything() }}{{ adapter.anything() }}{{ modules.re.anything() }}",
    '{{ cycler(1, 2) }}{{ lipsum() }}{{ metric("a") }}',
    '{% raw %}{{ nope() }}{% endraw %}{# {{ nope() }} #}',
  ])('%s', (text) => {
    expect(unresolved(text)).toEqual([]);
  });

  test('a package that is not installed may have any macro', () => {
    expect(unresolved('{{ nope() }}{{ missing.thing() }}', { packages: ['util', 'missing'] })).toEqual([]);
    expect(unresolved('{{ dbt_utils.anything() }}')).toEqual([]);
  });

  test('a macro file that cannot be read may have any macro', () => {
    const macros = { ...project.macros, 'shop/bad.sql': '{% macro nope( %}' };
    expect(unresolved('{{ nope() }}{{ shop.nope() }}', { macros })).toEqual([]);
  });

  test('an adapter that we do not know may bring any macro', () => {
    expect(unresolved('{{ nope() }}', { dialect: 'oracle' })).toEqual([]);
  });
});
