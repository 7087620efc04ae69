import { describe, expect, test } from 'vitest';
import type { Marker } from '../../src/compile/jinja/rendition.ts';
import { type JinjaProject, renderIn } from './jinja-project.ts';

const project: JinjaProject = {
  packages: ['util'],
  macros: {
    'shop/wrap.sql': '{% macro wrap(c) %}({{ util.f(c) }}){% endmacro %}',
    'shop/show.sql': '{% macro show(c) %}<{{ c }}>{% endmacro %}',
    'shop/look.sql': '{% macro look(c) %}{% if c %}{% endif %}{% endmacro %}',
    'shop/rest.sql': '{% macro rest() %}{{ varargs | length }}{{ kwargs | length }}{% endmacro %}',
    'shop/back.sql': '{% macro back() %}{{ return(util.f()) }}{% endmacro %}',
  },
};

const unknown = (macro: string, [column, endColumn]: readonly [number, number]): Marker => ({
  kind: 'unknown',
  macro,
  at: { path: 'models/orders.sql', line: 1, column, endLine: 1, endColumn },
});

const notKnown = (names: string): string =>
  `the output of ${names} is not known here: macros of packages that are not installed, or that ask the warehouse`;

describe('an unknown macro that is only printed becomes a marker', () => {
  test('of a package that is not installed', () => {
    const { state, reason, renditions } = renderIn(project, "select {{ util.f('a') }} as x, {{ util.g() }} from t");
    expect([state, reason]).toEqual(['rendered', notKnown('"util.f", "util.g"')]);
    expect(renditions[0]?.sql).toBe('select dataengos__unknown(0) as x, dataengos__unknown(1) from t');
    expect(renditions[0]?.markers).toEqual([unknown('util.f', [11, 22]), unknown('util.g', [35, 43])]);
  });

  test('without a package, where one is missing', () => {
    const { renditions } = renderIn(project, '{{ mystery() }}');
    expect(renditions[0]?.markers).toEqual([unknown('mystery', [4, 13])]);
  });

  test('that only the warehouse answers', () => {
    const { state, renditions } = renderIn(project, '{{ adapter.get_relation(this) }} {{ get_columns_in_query("x") }}');
    expect([state, renditions[0]?.sql]).toEqual(['rendered', 'dataengos__unknown(0) dataengos__unknown(1)']);
    expect(renditions[0]?.markers.map(({ macro }) => macro)).toEqual(['adapter.get_relation', 'get_columns_in_query']);
  });

  test('inside a macro whose text is printed, at the call in the model', () => {
    const [rendition] = renderIn(project, "{{ wrap('a') }}").renditions;
    expect([rendition?.sql, rendition?.markers]).toEqual(['(dataengos__unknown(0))', [unknown('util.f', [4, 13])]]);
  });

  test.each([
    ['a variable', '{% set x = util.f() %}{{ x }}', 'dataengos__unknown(0)'],
    ['a block variable', '{% set x %}a {{ util.f() }}{% endset %}{{ x }}', 'a dataengos__unknown(0)'],
    ['an argument that is only printed', '{{ show(util.f()) }}', '<dataengos__unknown(0)>'],
    ['what a macro returns', '{{ back() }}', 'dataengos__unknown(0)'],
    ['a branch', "{{ util.f() if true else '' }}", 'dataengos__unknown(0)'],
    ['the references of its arguments', "{{ util.f(ref('a')) }}", 'dataengos__unknown(0)'],
  ])('by way of %s', (_name, text, sql) => {
    const { state, renditions } = renderIn(project, text);
    expect([state, renditions[0]?.sql]).toEqual(['rendered', sql]);
  });

  test('references in its arguments are recorded', () => {
    expect(renderIn(project, "{{ util.f(ref('a')) }}").refs.map(({ name }) => name)).toEqual(['a']);
  });

  test('a loop does not multiply it', () => {
    const [rendition] = renderIn(project, '{% for i in range(3) %}{{ util.f(i) }},{% endfor %}').renditions;
    expect([rendition?.sql, rendition?.markers.length]).toEqual([
      'dataengos__unknown(0),dataengos__unknown(0),dataengos__unknown(0),',
      1,
    ]);
  });

  test('each kind of run has its own', () => {
    const text = '{{ util.f() }}{% if is_incremental() %}{{ util.g() }}{% endif %}';
    expect(renderIn(project, text).renditions.map(({ markers }) => markers.map(({ macro }) => macro))).toEqual([
      ['util.f'],
      ['util.f', 'util.g'],
    ]);
  });
});

describe('anything else that depends on it stops the rendering', () => {
  test.each([
    '{% if util.f() %}{% endif %}',
    '{{ util.f() | upper }}',
    '{{ util.f() ~ "a" }}',
    '{{ util.f().x }}',
    '{{ util.f()[0] }}',
    '{{ util.f() == 1 }}',
    '{{ util.f() is none }}',
    '{{ not util.f() }}',
    '{{ util.f() or 1 }}',
    '{{ [util.f()] }}',
    '{{ {"a": util.f()} }}',
    '{{ 1 if util.f() else 2 }}',
    '{% for c in util.f() %}{% endfor %}',
    '{% for c in [1] if util.f() %}{% endfor %}',
    '{% do util.f() %}',
    '{{ ref(util.f()) }}',
    '{{ config(a=util.f()) }}',
    '{{ dbt.hash(util.f()) }}',
    '{{ dbt_utils.group_by(util.f()) }}',
    '{{ look(util.f()) }}',
    '{{ util.g(util.f()) }}',
    '{{ other.g(util.f()) }}',
    '{{ rest(util.f()) }}',
    '{{ rest(a=util.f()) }}',
    '{{ rest(*[util.f()]) }}',
    "{% if wrap('a') %}{% endif %}",
    "{{ wrap('a') | trim }}",
    '{% set x = util.f() %}{{ x | upper }}',
    '{% set x = util.f() %}{% for c in x %}{% endfor %}',
    '{% set x, y = util.f() %}',
    '{% set ns = namespace() %}{% set ns.x = util.f() %}',
    '{% with x = util.f() %}{{ x }}{% endwith %}',
    '{% set x | upper %}{{ util.f() }}{% endset %}',
    '{% filter upper %}{{ util.f() }}{% endfilter %}',
    '{% call util.f() %}a{% endcall %}',
  ])('%s', (text) => {
    const { state, reason } = renderIn(project, text);
    expect([state, reason?.slice(0, 14)]).toEqual(['needs-package', 'macro "util.f"']);
  });

  test('a macro that certainly does not exist is a mistake, not a marker', () => {
    expect(renderIn({ macros: project.macros ?? {} }, '{{ shwo(1) }}').error?.message).toBe(
      'macro "shwo" is not defined in this project; did you mean "show"?',
    );
    expect(renderIn(project, '{{ shop.shwo(1) }}').error?.message).toBe(
      'macro "shop.shwo" is not defined in this project; did you mean "shop.show"?',
    );
  });
});

function installed(body: string): JinjaProject {
  return {
    packages: ['dbt_utils'],
    macros: { 'dbt_utils/star.sql': `{% macro star(from) %}${body}{% endmacro %}` },
  };
}

describe('dbt_utils.star', () => {
  test('is a marker that tells relation, exceptions and decoration', () => {
    const text =
      "{{ dbt_utils.star(from=source('s', 't'), except=['ID', 'b'], relation_alias='q', prefix='p_', suffix='_s') }}";
    const { state, reason, renditions } = renderIn({}, text);
    expect([state, reason, renditions[0]?.sql]).toEqual(['rendered', undefined, 'dataengos__star(0)']);
    expect(renditions[0]?.markers).toEqual([
      {
        kind: 'star',
        macro: 'dbt_utils.star',
        of: { kind: 'source', name: 's.t' },
        except: ['id', 'b'],
        qualifier: 'q',
        prefix: 'p_',
        suffix: '_s',
        at: { path: 'models/orders.sql', line: 1, column: 4, endLine: 1, endColumn: 107 },
      },
    ]);
  });

  test.each([
    ["ref('a')", { kind: 'ref', name: 'a' }],
    ["ref('p', 'a', v=2)", { kind: 'ref', name: 'a_v2' }],
    ['this', { kind: 'ref', name: 'orders' }],
    ["ref('a').include(database=false)", { kind: 'ref', name: 'a' }],
  ])('of %s', (relation, of) => {
    const [marker] = renderIn({}, `{{ dbt_utils.star(${relation}) }}`).renditions[0]?.markers ?? [];
    expect(marker).toMatchObject({ kind: 'star', of, except: [], qualifier: '', prefix: '', suffix: '' });
  });

  test('of anything else is unknown', () => {
    const { renditions } = renderIn({}, "{{ dbt_utils.star(api.Relation.create(identifier='x')) }}");
    expect(renditions[0]?.markers.map(({ kind, macro }) => [kind, macro])).toEqual([['unknown', 'dbt_utils.star']]);
  });

  test('where its value decides something, only the warehouse knows', () => {
    expect(renderIn({}, "{% if dbt_utils.star(ref('a')) == 'x' %}{% endif %}").state).toBe('needs-warehouse');
  });

  test('an installed version that asks the warehouse is replaced by the marker; one that does not is used', () => {
    const asking = installed('{% set cols = adapter.get_columns_in_relation(from) %}{{ cols | length }}');
    expect(renderIn(asking, "{{ dbt_utils.star(ref('a')) }}").renditions[0]?.sql).toBe('dataengos__star(0)');
    expect(renderIn(installed('a, b'), "{{ dbt_utils.star(ref('a')) }}").renditions[0]?.sql).toBe('a, b');
    const overridden = { ...asking.macros, 'shop/star.sql': '{% macro default__star(from) %}{% endmacro %}' };
    expect(renderIn({ ...asking, macros: overridden }, "{{ dbt_utils.star(ref('a')) }}").state).toBe('needs-warehouse');
  });
});
