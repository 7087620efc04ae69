import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JinjaProject, renderIn } from './jinja-project.ts';

const project: JinjaProject = {
  packages: ['util'],
  macros: {
    'shop/mask.sql': '{% macro mask(c) %}sha256({{ c }}){% endmacro %}',
    'shop/both.sql': '{% macro both(a, b) %}{{ mask(a) }}, {{ mask(b) }}{% endmacro %}',
    'shop/back.sql': '{% macro back(c) %}ignored{{ return(mask(c)) }}{% endmacro %}',
    'shop/list.sql': "{% macro list_of(c) %}{{ return([mask(c), 'email']) }}{% endmacro %}",
    'shop/cast.sql': '{% macro as_text(c) %}cast({{ c }} as text){% endmacro %}',
    'shop/texts.sql': '{% macro as_texts(cs) %}{% for c in cs %}{{ as_text(c) }}{% endfor %}{% endmacro %}',
    'shop/plain.sql': "{% macro plain() %}{{ mask('x') | upper }}{% endmacro %}",
    'shop/wrap.sql': '{% macro wrap() %}[{{ caller() }}]{% endmacro %}',
    'util/hash.sql':
      "{% macro hash(c) %}{{ return(adapter.dispatch('hash', 'util')(c)) }}{% endmacro %}{% macro default__hash(c) %}h({{ c }}){% endmacro %}",
  },
};

/** `name: text` of every range, in order. */
function rangesOf(text: string): readonly string[] {
  const [rendition] = renderIn(project, text).renditions;
  return (rendition?.macros ?? []).map(({ name, start, end }) => `${name}: ${rendition?.sql.slice(start, end)}`);
}

describe('what macros wrote is known', () => {
  test.each<[string, string, readonly string[]]>([
    ['a call', "a {{ mask('x') }} b", ['mask: sha256(x)']],
    ['two calls', "{{ mask('x') }}, {{ mask('y') }}", ['mask: sha256(x)', 'mask: sha256(y)']],
    [
      'calls inside a macro, the outer one first',
      "{{ both('x', 'y') }}",
      ['both: sha256(x), sha256(y)', 'mask: sha256(x)', 'mask: sha256(y)'],
    ],
    ['what a macro returns', "{{ back('x') }}", ['back: sha256(x)', 'mask: sha256(x)']],
    ['a dispatched macro of a package', "{{ util.hash('x') }}", ['util.hash: h(x)', 'util.default__hash: h(x)']],
    ['a variable', "{% set m = mask('x') %}a {{ m }}", ['mask: sha256(x)']],
    ['a block variable', "{% set m %}a, {{ mask('x') }}{% endset %}{{ m }}", ['mask: sha256(x)']],
    ['an argument', "{{ as_text(mask('x')) }}", ['as_text: cast(sha256(x) as text)', 'mask: sha256(x)']],
    ['a named argument', "{{ as_text(c=mask('x')) }}", ['as_text: cast(sha256(x) as text)', 'mask: sha256(x)']],
    ['a text with whole parentheses', '{{ mask("coalesce(x, \'-\')") }}', ["mask: sha256(coalesce(x, '-'))"]],
    [
      'a text with a whole case',
      "{{ mask('case when a then x else y end') }}",
      ['mask: sha256(case when a then x else y end)'],
    ],
    ['a condition', "{{ mask('x') if true else 'x' }}", ['mask: sha256(x)']],
    ['a call block', "{% call wrap() %}a {{ mask('x') }}{% endcall %}", ['wrap: [a sha256(x)]', 'mask: sha256(x)']],
    ['a loop', "{% for c in ['x', 'y'] %}{{ mask(c) }}{% endfor %}", ['mask: sha256(x)', 'mask: sha256(y)']],
    ['a macro of dbt', "{{ dbt.hash('x') }}", ['dbt.hash: md5(cast(x as varchar))']],
    ['a macro of a package that is not installed', '{{ dbt_utils.group_by(2) }}', ['dbt_utils.group_by: group by 1,2']],
  ])('%s', (_name, text, ranges) => {
    expect(rangesOf(text)).toEqual(ranges);
  });
});

describe('what macros did not write is not covered', () => {
  test.each<[string, string]>([
    ['the same text, written by hand', "{{ 'sha256(x)' }} sha256(x)"],
    ['a call that is thrown away', "{% do mask('x') %}{{ 'sha256(x)' }}"],
    ['the other branch of a condition', "{{ mask('x') if false else 'x' }}"],
    ['only the condition', "{{ 'x' if mask('x') else 'y' }}"],
    ['text that a filter changed', "{{ mask('x') | upper }}"],
    ['text that a method changed', "{{ mask('x').replace('sha256', '') }}"],
    ['joined text', "{{ mask('x') ~ ', email' }}"],
    ['a part of the text', "{{ mask('x')[7:8] }}"],
    ['an item beside it', "{{ [mask('x'), 'email'][1] }}"],
    ['a variable that is set again', "{% set m = mask('x') %}{% set m = 'x' %}{{ m }}"],
    ['a filtered block', "{% filter lower %}{{ mask('x') }}{% endfilter %}"],
    ["a macro of the model's own", '{% macro mask(c) %}{{ c }}{% endmacro %}{{ mask("email") }}'],
    ['a macro that writes nothing', "{{ config(a=mask('x')) }}"],
    ['a parenthesis that is closed from within', "{{ mask('x), email, (y') }}"],
    ['one that is closed in a named argument', "{{ mask(c='x) || email || sha2(y') }}"],
    ['one that is closed in a list', "{{ list_of(['x), email, (y'])[0] }}{{ as_texts(['x), email, (y']) }}"],
    ['a part that hides in quotes', '{{ mask("(\') || email || h(\')") }}'],
    ['a comment', "{{ mask('x) -- (') }}"],
    ['a branch that is not its own', "{{ mask('x then email when y') }}"],
    ['a block that closes', '{% call wrap() %}a] || email || [b{% endcall %}'],
  ])('%s', (_name, text) => {
    expect(rangesOf(text)).toEqual([]);
  });

  test('the items of a list that a macro returns', () => {
    expect(rangesOf("{{ list_of('x')[1] }}")).toEqual([]);
  });

  test('only the outer macro covers text that was changed on the way', () => {
    expect(rangesOf('{{ plain() }}')).toEqual(['plain: SHA256(X)']);
  });
});

test('every range of mask holds exactly what mask writes, whatever stands around it', () => {
  const pieces = constantFrom(
    "{{ mask('x') }}",
    "{{ both('x', 'y') }}",
    "{{ back('x') }}",
    "{{ as_text(mask('x')) }}",
    "{% set m = mask('y') %}",
    '{{ m }}',
    "{% set m = 'email' %}",
    "{% call wrap() %}{{ mask('x') }}{{ m }}{% endcall %}",
    "{{ mask('x') ~ 'email' }}",
    'email, ',
    '\u{1f600} é ',
  );
  assert(
    property(array(pieces, { maxLength: 12 }), (parts) => {
      for (const range of rangesOf(parts.join(''))) expect(range).toMatch(/^(?!mask:)|^mask: sha256\([xy]\)$/);
    }),
    { numRuns: 300, seed: 11 },
  );
});
