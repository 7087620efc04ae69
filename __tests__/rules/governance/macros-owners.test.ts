import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import macroRule from '../../../src/rules/governance/macro-unlisted.ts';
import ownerRule from '../../../src/rules/governance/owner-unresolvable.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { checkFiles } from '../../support/check-files.ts';

const model = 'implementation/dbt/models/sales.sql';
const project = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };

/** Messages about a model's macros, with their places. */
async function unlisted(
  text: string,
  library = '- `mask_pii(column)`\n- `dbt_utils.star`\n',
): Promise<readonly string[]> {
  const head = { 'specs/governance/macro-library.md': library, ...project, [model]: text };
  const { findings } = await checkFiles({ head, rules: [macroRule], request: { lang: 'pt-BR' } });
  return findings.map(({ line, column, message }) => `${line}:${column} ${/"([^"]*)"/.exec(message)?.[1]}`);
}

describe('governance/macro-unlisted', () => {
  it('says it in Portuguese', async () => {
    const head = {
      'specs/governance/macro-library.md': '- `mask_pii(a)`\n',
      ...project,
      [model]: 'select {{ my_hack() }}\n',
    };
    const { findings } = await checkFiles({ head, rules: [macroRule], request: { lang: 'pt-BR' } });
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'warning',
        'a macro "my_hack" no modelo "sales" não consta na biblioteca specs/governance/macro-library.md; use uma que conste ou peça que seja revisada e incluída',
      ],
    ]);
  });

  it.each([
    ['{{ my_hack() }}', ['1:4 my_hack']],
    ['{{ my_hack() }} {{ my_hack() }}', ['1:4 my_hack']],
    ["{% set x = my_hack('a') %}\n{{ x }}", ['1:12 my_hack']],
    ['{% if false %}{{ hidden() }}{% endif %}', ['1:18 hidden']],
    ["{{ dbt_utils.pivot('a') }}", ['1:4 dbt_utils.pivot']],
    ["{{ mask_pii(my_hack('a')) }}", ['1:13 my_hack']],
    ['{% call my_wrapper() %}x{% endcall %}', ['1:9 my_wrapper']],
    ["{{ mask_pii('a') }} {{ sales.mask_pii('a') }} {{ dbt_utils.star('a') }}", []],
    [
      "{{ ref('a') }} {{ source('a', 'b') }} {{ var('x', 1) }} {{ config(materialized='table') }} {{ is_incremental() }}",
      [],
    ],
    [
      "{{ dateadd('day', 1, 'x') }} {{ dbt.datediff('a', 'b', 'day') }} {{ adapter.quote('x') }} {{ exceptions.warn('x') }}",
      [],
    ],
    [
      "{{ modules.datetime.datetime.now() }} {{ run_query('x') }} {{ range(3) }} {{ 'x'.upper() }} {{ return(1) }} {{ log('x') }}",
      [],
    ],
    ['{% macro own(f) %}{{ f() }}{% endmacro %}{{ own(1) }}', []],
    [
      '{% set helper = namespace() %}{% for item in [1] %}{{ item.x() }}{{ helper.y() }}{{ loop.cycle(1) }}{% endfor %}',
      [],
    ],
    ["{{ dataengos_regex('x') }}", []],
    ['{# my_hack() #} {% raw %}{{ my_hack() }}{% endraw %}', []],
  ])('%s', async (text, expected) => {
    expect(await unlisted(`${text}\n`)).toEqual(expected);
  });

  it('a package that the library names is fine as a whole', async () => {
    expect(await unlisted("{{ dbt_utils.pivot('a') }}", '- `dbt_utils.*`: all\n')).toEqual([]);
  });

  it('without a library nothing is said', async () => {
    const { findings } = await checkFiles({ head: { ...project, [model]: '{{ my_hack() }}\n' }, rules: [macroRule] });
    expect(findings).toEqual([]);
  });
});

function contract(ana: string, bia: string): string {
  const text = exampleContract({ columns: ['name: total, logicalType: number'] });
  return text.replace('ana,', `"${ana}",`).replace('bia,', `"${bia}",`);
}

describe('governance/owner-unresolvable', () => {
  const path = 'specs/contracts/outputs/sales.yaml';
  async function said(codeowners: string, text: string): Promise<readonly string[]> {
    const head: Files = { ...(codeowners === '' ? {} : { CODEOWNERS: codeowners }), [path]: text };
    return (await checkFiles({ head, rules: [ownerRule] })).findings.map(
      ({ severity, message }) => `${severity} ${message}`,
    );
  }

  it('names who is not known, and who was probably meant', async () => {
    expect(await said('docs/ @acme/finance\n', contract('@acme/finanse', '@bia'))).toEqual([
      'warning contract "sales" is owned by "@acme/finanse", "@bia", which CODEOWNERS does not know; did you mean "@acme/finance"? CODEOWNERS names nobody for "specs/contracts/outputs/sales.yaml"',
    ]);
    expect(await said('docs/ @acme/finance\n', contract('@zoe', 'bia'))).toEqual([
      'warning contract "sales" is owned by "@zoe", which CODEOWNERS does not know, and CODEOWNERS names nobody for "specs/contracts/outputs/sales.yaml"; add a line for it, or correct the owner',
    ]);
  });

  it.each([
    ['one of them is known', 'docs/ @bia\n', contract('@zoe', '@bia')],
    ['an e-mail address is known', 'docs/ bia@acme.com\n', contract('@zoe', 'bia@acme.com')],
    ['somebody is asked about the file', '* @acme/platform\n', contract('@zoe', '@bia')],
    ['there is no CODEOWNERS', '', contract('@zoe', '@bia')],
    ['CODEOWNERS names nobody', 'docs/\n', contract('@zoe', '@bia')],
    ['they are e-mail addresses', 'docs/ @acme/finance\n', contract('zoe@acme.com', 'bia@acme.com')],
    ['they are plain names', 'docs/ @acme/finance\n', contract('marina.alves', 'bia')],
  ])('says nothing where %s', async (_, codeowners, text) => {
    expect(await said(codeowners, text)).toEqual([]);
  });
});
