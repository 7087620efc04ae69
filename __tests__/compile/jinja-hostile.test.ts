import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { type RenderResult, renderModel } from '../../src/compile/jinja/render.ts';
import { renderIn } from './jinja-project.ts';

function render(text: string): RenderResult {
  const macros = buildMacroLibrary([]);
  return renderModel({ path: 'm.sql', text, name: 'm', vars: {}, macros, packages: [], project: 'p' });
}

function sqlOf({ renditions }: RenderResult): string {
  return renditions[0]?.sql ?? '';
}

const tooLong = 'rendering took more than 10000000 steps and was stopped; look for a loop without a bound';
const tooLarge = 'rendering built a value of more than 1000000 characters or items and was stopped';
const tooDeep = 'macros or values are nested deeper than 100 levels; look for a macro that calls itself without end';

describe('nothing of JavaScript can be reached', () => {
  test.each([
    "{{ {}.__proto__ is defined }}{{ {}['__proto__'] is defined }}{{ [].constructor is defined }}",
    "{{ ''.constructor is defined }}{{ ref.constructor is defined }}{{ (1).toString is defined }}",
    '{{ namespace().hasOwnProperty is defined }}{{ target.constructor is defined }}{{ adapter.quote.call is defined }}',
    '{{ constructor is defined }}{{ __proto__ is defined }}{{ this.__class__ is defined }}',
    '{{ log.__globals__ is defined }}',
  ])('%s', (text) => {
    expect(sqlOf(render(text)).replaceAll('False', '')).toBe('');
  });

  test('a key called __proto__ is only a key', () => {
    const result = render(
      "{% set d = {'__proto__': {'x': 1}} %}{{ d['__proto__'].x }}{{ config(d) }}{{ {} | tojson }}{{ d | tojson }}",
    );
    expect(sqlOf(result)).toBe('1{}{"__proto__": {"x": 1}}');
    expect(Object.keys(result.config)).toEqual(['__proto__']);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('limits', () => {
  test.each([
    ['nested loops', '{% for a in range(5000) %}{% for b in range(5000) %}{% endfor %}{% endfor %}', tooLong],
    [
      'long text in a loop',
      "{% set s = 'a' * 1000000 %}{% for i in range(100000) %}{{ s | upper | length }}{{ s.find('b') }}{% endfor %}",
      tooLong,
    ],
    [
      'nested lists in a loop',
      '{% set l = [[1] * 1000] * 100 %}{% for i in range(100000) %}{{ (l | string)[0] }}{% if l == l + [] %}{% endif %}{% endfor %}',
      tooLong,
    ],
    ['a huge range', '{{ range(100000000) }}', tooLarge],
    ['a huge repetition', "{{ 'a' * 1000000000 }}", tooLarge],
    [
      'doubling text',
      "{% set ns = namespace(s='aa') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
      tooLarge,
    ],
    [
      'doubling a list',
      '{% set ns = namespace(l=[1, 1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}',
      tooLarge,
    ],
    [
      'shared parts',
      '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}',
      tooLarge,
    ],
    [
      'shared parts compared',
      '{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}',
      tooLarge,
    ],
    [
      'shared parts as JSON',
      '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ tojson(ns.l) }}',
      tooLarge,
    ],
    [
      'a tuple of tuples as a key',
      '{% set ns = namespace(l=(1, 1)) %}{% for i in range(60) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}{{ {ns.l: 1} }}',
      tooLarge,
    ],
    ['replacing by much', "{% set x = 'a' * 100000 %}{{ x | replace('a', x) }}", tooLarge],
    ['padding', "{{ 'a'.ljust(999999999) }}", tooLarge],
    ['a wide format', "{{ '%999999999d' % 1 }}", tooLarge],
    ['much output', '{% for i in range(100000) %}{{ "x" * 100 }}{% endfor %}', tooLarge],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', tooDeep],
    ['a list that holds itself', '{% set l = [] %}{% do l.append(l) %}{{ l }}', tooDeep],
    ['a config that holds itself', '{% set l = [] %}{% do l.append(l) %}{{ config(a=l) }}', tooDeep],
  ])('%s', (_name, text, message) => {
    const result = render(text);
    expect([result.state, result.error?.message]).toEqual(['template-error', message]);
  });

  test.each([
    ['parentheses', `{{ ${'('.repeat(100_000)}1${')'.repeat(100_000)} }}`],
    ['blocks', '{% if 1 %}'.repeat(100_000)],
    ['not', `{{ ${'not '.repeat(100_000)}1 }}`],
    ['minus', `{{ ${'- '.repeat(100_000)}1 }}`],
    ['lists', `{{ ${'['.repeat(100_000)}${']'.repeat(100_000)} }}`],
    ['else', `{{ ${'1 if 0 else '.repeat(100_000)}1 }}`],
  ])('%s nested without end are one error', (_name, text) => {
    expect(render(text).error?.message).toBe('the template is nested deeper than 200 levels; split it into macros');
  });

  test('chains without end are one error', () => {
    for (const text of [
      `{{ 1${' + 1'.repeat(50_000)} }}`,
      `{{ x${'.a'.repeat(50_000)} }}`,
      `{{ x${'|upper'.repeat(50_000)} }}`,
    ]) {
      expect(render(text).error?.message).toBe('the template is nested deeper than 1000 levels; split it into macros');
    }
  });

  test.each([
    ["{{ ('1' * 300000 ~ 'x') | int }}", '0'],
    ["{{ ('1' * 4000 ~ 'x') | float }}", '0.0'],
    [`{{ (('%(' * 300000) % {}) | length }}`, '600000'],
    ["{{ ('<' * 300000) | striptags | length }}", '300000'],
  ])('%s is read in linear time', (text, sql) => {
    expect(sqlOf(render(text))).toBe(sql);
  });

  test('a pattern that would never end elsewhere is matched in linear time', () => {
    expect(sqlOf(render("{{ modules.re.match('(a+)+$', 'a' * 5000 ~ 'b') }}"))).toBe('None');
  });
});

describe('markers and ranges', () => {
  const macros = {
    'shop/deep.sql': '{% macro deep(n) %}{% if n > 0 %}{{ deep(n - 1) }}{% else %}x{% endif %}{% endmacro %}',
    'shop/wide.sql': '{% macro wide(n) %}{% for i in range(1000) %}{{ deep(n) }}{% endfor %}{% endmacro %}',
  };

  test('ranges inside ranges cost steps', () => {
    const text = '{% for i in range(1000) %}{{ wide(60) }}{% endfor %}';
    expect(renderIn({ macros }, text).error?.message).toContain('steps and was stopped');
  });

  test('every level of a deep call is a range, to the limit', () => {
    expect(renderIn({ macros }, '{{ deep(98) }}').renditions[0]?.macros).toHaveLength(99);
    expect(renderIn({ macros }, '{{ deep(1000) }}').error?.message).toContain('nested deeper than 100 levels');
  });

  test('many markers cost steps, whether they are printed or not', () => {
    const text = "{% for i in range(990000) %}{% set x = pkg.f(ref('a' ~ i)) %}{% endfor %}";
    expect(renderIn({ packages: ['pkg'] }, text).error?.message).toContain('steps and was stopped');
    const stars = "{% for i in range(400000) %}{{ dbt_utils.star(ref('a'), prefix=i) }}{% endfor %}";
    expect(renderIn({}, stars).error?.message).toContain('and was stopped');
  });

  test('an endless macro of a package that asks the warehouse ends as any other', () => {
    const star = '{% macro star(from) %}{{ dbt_utils.star(from) }}{% endmacro %}';
    const project = { packages: ['dbt_utils'], macros: { 'dbt_utils/star.sql': star } };
    expect(renderIn(project, "{{ dbt_utils.star(ref('a')) }}").error?.message).toContain(
      'nested deeper than 100 levels',
    );
  });

  test('a template that writes the text of a marker makes none', () => {
    const { renditions } = renderIn(
      {},
      "select dataengos__star(7), {{ 'dataengos__unknown(0)' }} {% if 'dataengos__unknown(0)' %}a{% endif %}",
    );
    expect([renditions[0]?.sql, renditions[0]?.markers]).toEqual([
      'select dataengos__star(7), dataengos__unknown(0) a',
      [],
    ]);
  });

  test('numbers without bound', () => {
    expect(renderIn({}, '{{ dbt_utils.generate_series(1000000000) }}').state).toBe('template-error');
    expect(renderIn({}, '{{ dbt_utils.group_by(1000000000) }}').state).toBe('template-error');
    expect(renderIn({}, "{{ dbt_utils.slugify('a ' * 400000) | length }}").renditions[0]?.sql).toBe('800000');
  });

  test('evil names', () => {
    const text = "{{ __proto__.constructor() }} {{ constructor.__proto__('x') }} {{ pkg['__proto__'] is defined }}";
    expect(renderIn({ packages: ['pkg'] }, text).renditions[0]?.markers.map(({ macro }) => macro)).toEqual([
      '__proto__.constructor',
      'constructor.__proto__',
    ]);
    expect(renderIn({ vars: JSON.parse('{"__proto__": 1}') }, "{{ var('toString', 'none') }}").renditions[0]?.sql).toBe(
      'none',
    );
  });
});

test('any text ends in a state, and locate stays inside the template', () => {
  const piece = constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    ' if ',
    ' x ',
    'endif',
    "'",
    '(',
    ')',
    '\n',
    '-',
    '|',
    'for',
    'in',
    '1',
    '.',
  );
  assert(
    property(array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const result = render(text);
      const lines = text.split('\n').length;
      for (const offset of [0, sqlOf(result).length])
        expect(result.renditions[0]?.locate(offset).line ?? 0).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 500, seed: 7 },
  );
});
