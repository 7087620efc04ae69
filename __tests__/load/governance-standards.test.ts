import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadGovernance } from '../../src/load/governance/load-governance.ts';
import { loadMacros } from '../../src/load/governance/load-macros.ts';
import { loadStack } from '../../src/load/governance/load-stack.ts';
import { loadTagging } from '../../src/load/governance/load-tagging.ts';
import { loadTiering } from '../../src/load/governance/load-tiering.ts';
import { readDocument } from '../../src/load/governance/read-document.ts';
import { readMarkdown } from '../../src/load/markdown.ts';
import { createMemo } from '../../src/load/memo.ts';
import { stackDemands, tierDemands } from '../../src/model/governance.ts';
import { translate } from '../../src/model/messages.ts';
import type { FileRole, Problem } from '../../src/model/project.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const encoder = new TextEncoder();
const markdown = (text: string) => readMarkdown('standards.md', encoder.encode(text));

/** `line:column message`, in English. */
function said(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`);
}

/** `Name/tier: demand@line …` for every layer, then the problems. */
function tiering(text: string): readonly string[] {
  const { policy, problems } = loadTiering(markdown(text));
  const layers = policy.layers.map(
    ({ name, aliases = [], tier, demands }) =>
      `${[name, ...aliases].join(' or ')}/${tier}:${demands.map(placed).join('')}`,
  );
  return [...layers, ...said(problems)];
}

function stack(text: string): readonly string[] {
  const { policy, problems } = loadStack(markdown(text));
  return [policy.demands.map(placed).join('').trim(), ...said(problems)];
}

interface Placed {
  readonly demand: string;
  readonly at: { readonly line: number };
  readonly tiers?: readonly string[];
}

function placed({ demand, at, tiers }: Placed): string {
  return ` ${demand}@${at.line}${tiers === undefined ? '' : ` in ${tiers.join('|')}`}`;
}

/** `name(parameters) line:column`, with `masks` where it does. */
function macros(text: string): readonly string[] {
  return loadMacros(markdown(text)).policy.macros.map(
    ({ name, parameters, masks, at }) =>
      `${name}(${parameters.join(', ')}) ${at.line}:${at.column}${masks ? ' masks' : ''}`,
  );
}

function tagging(text: string) {
  const file = readDocument('tagging.json', encoder.encode(text));
  const { policy, problems } = loadTagging(file);
  const required = policy?.required.map(
    ({ name, values, things, at }) => `${name} [${values.join()}] ${things.join()} ${at.line}:${at.column}`,
  );
  return { required, problems: [...file.problems, ...problems] };
}

describe('loadTiering', () => {
  it('reads layers of dbt as items', () => {
    const text = [
      '# Tiering standards',
      '',
      '- Staging: one model per source table, typed and renamed, personal data masked.',
      '- Intermediate: joins and deduplication, never read by consumers.',
      '- Marts: what consumers read; each has a contract below `specs/contracts/data-products/`.',
    ].join('\n');
    expect(tiering(text)).toEqual([
      'Staging/bronze: one-to-one@3 typed@3 masked@3',
      'Intermediate/silver: deduplicated@4 not-published@4',
      'Marts/gold: contract@5',
    ]);
  });

  it('reads layers of the medallion as headings, paragraphs and rows, in Portuguese', () => {
    const text = [
      '# Padrões de camadas: bronze, silver e gold',
      '## Bronze',
      '- Dados brutos, append-only; sem exclusões.',
      '- Um modelo por tabela de origem',
      '## Prata (staging e intermediária)',
      'Tipada, deduplicada e mascarada com SHA-256; nunca publicada.',
      '',
      '| Camada | Regra |',
      '|--|--|',
      '| Ouro | Agregada, nunca lê de bronze; todo modelo tem contrato |',
      '## Outros',
      '- Deduplicar quando necessário.',
    ].join('\n');
    expect(tiering(text)).toEqual([
      'Bronze/bronze: append-only@3 one-to-one@4',
      'Prata or staging or intermediária/silver: typed@6 masked@6 deduplicated@6 not-published@6',
      'Ouro/gold: aggregated@10 no-source@10 contract@10',
    ]);
  });

  it.each([
    ['- Bronze: append-only', 'Bronze/bronze: append-only@1'],
    ['- **Bronze** — raw data, never updated', 'Bronze/bronze: append-only@1'],
    ['- Camada Bronze: somente inserção', 'Bronze/bronze: append-only@1'],
    ['- The gold layer has a contract', 'gold/gold: contract@1'],
    ['- Staging (Silver): typed', 'Staging or Silver/silver: typed@1'],
    ['## Bronze (staging)\ntyped', 'Bronze or staging/bronze: typed@2'],
    ['## Bronze / staging\ntyped', 'Bronze or staging/bronze: typed@2'],
    ['## Bronze layer (staging models)\ntyped', 'Bronze or staging/bronze: typed@2'],
    ['## Camada Ouro (marts)\nagregada', 'Ouro or marts/gold: aggregated@2'],
    ['| Camada | Regra |\n|--|--|\n| **Prata** (dbt intermediate) | tipada |', 'Prata or intermediate/silver: typed@3'],
    ['## Silver (reads bronze)\ntyped', 'Silver/silver: typed@2'],
    ['## Silver, built from staging\ntyped', 'Silver/silver: typed@2'],
    ['- Staging: one staging model per source table', 'Staging/bronze: one-to-one@1'],
    ['- Gold\n  - aggregated\n  - no raw refs', 'Gold/gold: aggregated@2 no-source@3'],
    ['# Gold\n## Rules\naggregated', 'Gold/gold: aggregated@3'],
    ['# Gold\n- Bronze is not its business\n- aggregated', 'Gold/gold: aggregated@3'],
    ['# Layers\n## Gold\n- Silver: typed', 'Gold/gold:', 'Silver/silver: typed@3'],
    ['- Raw: 1:1 with the source', 'Raw/bronze: one-to-one@1'],
    ['- Gold: reads silver, never reads from a source', 'Gold/gold: no-source@1'],
    ['- Silver: no duplicates', 'Silver/silver: deduplicated@1'],
    ['- Silver: not deduplicated, untyped, without masking', 'Silver/silver:'],
    ['- Gold: may be aggregated, opcionalmente mascarada', 'Gold/gold:'],
    ['- Gold: hashtags of posts', 'Gold/gold:'],
  ])('%j is %j', (text, ...layers) => {
    expect(tiering(text)).toEqual(layers);
  });

  it.each(['Nothing.', '# Layers\n- typed', 'We like bronze, silver and gold: aggregated.', ''])(
    '%j says nothing',
    (text) => {
      expect(tiering(text)).toEqual([]);
    },
  );

  it('takes the block for machines before the prose, with its own lines', () => {
    const text =
      '- Bronze: aggregated\n\n```yaml dataengos\nlayers:\n  bronze: [append-only]\n  marts:\n    - contract\n```\n';
    expect(tiering(text)).toEqual(['bronze/bronze: append-only@5', 'marts/gold: contract@7']);
  });

  it('knows every demand by its id', () => {
    const text = `\`\`\`yaml dataengos\nlayers:\n  gold: [${tierDemands.join(', ')}]\n\`\`\``;
    expect(tiering(text)).toEqual([`gold/gold:${tierDemands.map((demand) => ` ${demand}@3`).join('')}`]);
  });

  it('says what is unknown in the block for machines', () => {
    const text = '```yaml dataengos\nlayers:\n  sliver: [typed]\n  gold: [agregated]\n```';
    expect(tiering(text)).toEqual([
      'gold/gold:',
      '3:3 layer "sliver" is not known here; did you mean "silver"? Layers are "bronze", "silver", "prata", "gold", "ouro", "raw", "landing", "bruta", "bruto", "staging", "intermediate", "intermediario", "intermediaria", "marts", "mart"',
      '4:10 "agregated" is not allowed for "dataengos.layers.gold.0"; did you mean "aggregated"? Allowed are "append-only", "one-to-one", "typed", "masked", "deduplicated", "aggregated", "no-source", "contract", "not-published"',
    ]);
  });

  it('says where a block for machines is no YAML, or names no layers', () => {
    expect(tiering('Text.\n\n```yaml dataengos\nlayers: [\n```')[0]).toMatch(/^\d+:\d+ the file is not valid YAML/);
    expect(tiering('\n```yaml dataengos\n{}\n```')).toEqual([
      '2:1 "dataengos" has no "layers", which is required; add it',
    ]);
    expect(tiering('\n```yaml dataengos\nbronze\n```')).toEqual([
      '2:1 "dataengos" must be a mapping of keys to values',
    ]);
    expect(tiering('```yaml dataengos\nlayer: {}\n```')).toEqual([
      '2:1 key "layer" is not known here; did you mean "layers"? Keys are "layers", "version"',
    ]);
  });

  it('leaves other blocks of code alone', () => {
    expect(tiering('- Gold: aggregated\n\n```yaml\nlayers: {x: [y]}\n```')).toEqual(['Gold/gold: aggregated@1']);
  });
});

describe('loadStack', () => {
  it('reads the example in Portuguese', () => {
    const text = [
      '# Padrões da stack',
      '',
      '- CTEs, não subqueries aninhadas.',
      '- Nomes em snake_case, palavras-chave SQL em minúsculas.',
      '- Todo modelo tem descrição e dono no arquivo YAML.',
    ].join('\n');
    expect(stack(text)).toEqual(['ctes@3 lower-keywords@4 snake-case@4 model-description@5 model-owner@5']);
  });

  it.each([
    ['- Use CTEs', 'ctes@1'],
    ['- Never nested subqueries', 'ctes@1'],
    ['- Sem subconsultas aninhadas', 'ctes@1'],
    ['## Common table expressions', 'ctes@1'],
    ['- Avoid CTEs', ''],
    ['- No `select *`', 'no-select-star@1'],
    ['- Nunca use SELECT *', 'no-select-star@1'],
    ['- `select *` is forbidden', 'no-select-star@1'],
    ['- `select *` is fine in staging', ''],
    ['- No `select *` in marts; importing a whole relation into a CTE is fine.', 'no-select-star@1 in gold'],
    ['- É proibido `select *` na camada de marts.', 'no-select-star@1 in gold'],
    ['- Nunca `select *` em Prata nem em Ouro', 'no-select-star@1 in silver|gold'],
    ['- No `select *` except in the staging layer', 'no-select-star@1 in silver|gold'],
    ['- No `select *` outside of staging', 'no-select-star@1 in silver|gold'],
    ['- No `select *` from raw tables', 'no-select-star@1'],
    ['- No `select *` in code that staging shares', 'no-select-star@1'],
    [
      '- No `select *` in marts\n- Avoid `select *` in silver\n- No `select *` in gold',
      'no-select-star@1 in gold no-select-star@2 in silver',
    ],
    ['- Trailing commas, not leading commas', 'trailing-commas@1'],
    ['- Vírgulas no início', 'leading-commas@1'],
    ['- SQL keywords in upper case', 'upper-keywords@1'],
    ['- Lowercase keywords', 'lower-keywords@1'],
    ['- UPPER_CASE for SQL constants', 'upper-constants@1'],
    ['- Constantes em maiúsculas', 'upper-constants@1'],
    ['- Every model is documented', 'model-description@1'],
    ['- Cada modelo tem um responsável', 'model-owner@1'],
    ['- Docstrings in every Python function', 'docstrings@1'],
    ['- Modelos incrementais são particionados', 'partitioned-incremental@1'],
    ['| Rule |\n|--|\n| Trailing commas |', 'trailing-commas@3'],
    ['```sql\nselect * -- trailing commas\n```', ''],
  ])('%j demands %j', (text, demands) => {
    expect(stack(text)).toEqual([demands]);
  });

  it('takes the block for machines before the prose', () => {
    expect(stack(`- CTEs\n\n\`\`\`yaml dataengos\ndemands: [${stackDemands.join(', ')}]\n\`\`\``)).toEqual([
      stackDemands.map((demand) => `${demand}@4`).join(' '),
    ]);
    expect(stack('```yaml dataengos\ndemands: [cte]\n```').slice(1)).toEqual([
      `2:11 "cte" is not allowed for "dataengos.demands.0"; did you mean "ctes"? Allowed are ${stackDemands.map((demand) => `"${demand}"`).join(', ')}`,
    ]);
  });
});

describe('loadMacros', () => {
  it('reads items, rows, headings and code', () => {
    const text = [
      '# Macro library',
      '- `mask_pii(column)`: SHA-256 of a personal column',
      '- **`cents(column, scale=2)`** — integer cents to an amount',
      '  - `column`: what to convert',
      '- Use `other()` with care',
      '- dbt_utils.star(relation): all columns',
      '- `audit_*` is not one',
      '',
      '| Macro | What |',
      '|--|--|',
      '| `tokenise(column)` | Replaces by a token |',
      '| trim_all | Trims; does not mask |',
      '',
      '### `hash_key(columns)`',
      'MD5 of a key.',
      '',
      '- `columns`: list',
      '',
      '## Packages',
      '- `dbt_expectations.*`',
      '',
      '```sql',
      '-- a macro',
      '{%- macro anonymous(column) -%}',
      "'x'",
      '{%- endmacro %}',
      '```',
    ].join('\n');
    expect(macros(text)).toEqual([
      'mask_pii(column) 2:4 masks',
      'cents(column, scale) 3:6',
      'dbt_utils.star(relation) 6:3',
      'tokenise(column) 11:1 masks',
      'trim_all() 12:1',
      'hash_key(columns) 14:1 masks',
      'dbt_expectations() 20:4',
      'anonymous(column) 24:1',
    ]);
  });

  it.each([
    ['- `m(a)`: mascara o CPF', true],
    ['- `m(a)`: anonimiza', true],
    ['- `m(a)`\n  - applies SHA256', true],
    ['- `sha256_of(a)`', true],
    ['- `m(a)`: does not mask', false],
    ['- `m(a)`: não mascara nada', false],
    ['- `m(a)`: unmasks for audits', false],
    ['- `m(a)`: counts hashtags', false],
  ])('%j masks: %s', (text, masks) => {
    expect(loadMacros(markdown(text)).policy.macros.map((macro) => macro.masks)).toEqual([masks]);
  });

  it.each([
    '## Forbidden\n- `my_hack()`',
    '## Macros proibidas\n- `my_hack()`',
    '## Não use\n| Macro |\n|--|\n| `my_hack` |',
  ])('does not allow what is forbidden: %j', (text) => {
    expect(macros(`- \`mask(a)\`\n\n${text}`)).toEqual(['mask(a) 1:4 masks']);
  });

  it('says nothing of prose', () => {
    expect(macros('# Macros\n\nTo be written: see the wiki.\n\n- Nothing yet\n- note: later')).toEqual([]);
  });
});

describe('hostile files are read in linear time', () => {
  const size = 400_000;
  it.each([
    ['negations', 'not '],
    ['items', '- a\n'],
    ['nested items', '- `m(a)`\n  - b\n'],
    ['layers', '- gold: no source\n'],
    ['headings', '# gold silver\n'],
    ['one line', 'no reads '],
  ])('%s', (_, part) => {
    // A paragraph of many marks is refused by the reader; what is read here is as long as it can be.
    const file = markdown(part.repeat(size / part.length / 10));
    const start = performance.now();
    loadTiering(file);
    loadStack(file);
    loadMacros(file);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('definitions of macros', () => {
    const file = markdown(`\`\`\`sql\n${'{% macro a(b) %}\n'.repeat(25_000)}\`\`\``);
    const start = performance.now();
    expect(loadMacros(file).policy.macros).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('loadTagging', () => {
  const all = 'contract,model,resource';
  it.each([
    ['{ "required": ["cost-center", "owner"] }', [`cost-center [] ${all} 1:16`, `owner [] ${all} 1:31`]],
    ['["owner"]', [`owner [] ${all} 1:2`]],
    ['{ "tags": { "cost-center": { "required": true, "values": ["a", "b"] } } }', [`cost-center [a,b] ${all} 1:13`]],
    [
      '{ "contracts": ["a"], "models": ["a"], "terraform": [{ "name": "b", "values": ["c"] }] }',
      ['a [] contract,model 1:17', 'b [c] resource 1:64'],
    ],
    ['{ "tags": { "cost_center": ["x"] }, "resources": ["cost-center"] }', ['cost-center [x] resource 1:51']],
    ['{ "tags": { "team": { "required": false, "values": ["a"] } } }', []],
    ['{}', []],
  ])('reads %j', (text, required) => {
    expect(tagging(text)).toEqual({ required, problems: [] });
  });

  it('reports every mistake of a file once, at its place', () => {
    const text =
      '{ "requird": [],\n  "models": "owner",\n  "tags": { "a": { "values": [] }, "b": { "required": "yes" } },\n  "contracts": [{ "values": ["x"] }, ""] }';
    expect(said(tagging(text).problems)).toEqual([
      '1:3 key "requird" is not known here; did you mean "required"? Keys are "required", "contracts", "models", "resources", "terraform", "tags", "version", "description"',
      '2:13 "models" must be a list',
      '3:20 "tags.a.values" is an empty list; name at least one or remove it',
      '3:55 "tags.b.required" must be true or false, without quotes',
      '4:17 "contracts.0" has no "name", which is required; add it',
      '4:38 "contracts.1" must be text that is not empty',
    ]);
  });
});

/** Loads one governance file. */
function load(role: FileRole, path: string, text: string) {
  return loadGovernance({
    files: [{ path, oid: path, role }],
    memo: createMemo(),
    read: () => encoder.encode(text),
  });
}

describe('loadGovernance', () => {
  it.each([
    { role: 'tagging', path: 'tagging.json', text: '["owner"]', key: 'tagging' },
    { role: 'tiering', path: 'tiering-standards.md', text: '- Gold: aggregated', key: 'tiering' },
    { role: 'stack', path: 'stack-standards.md', text: '- CTEs', key: 'stack' },
    { role: 'macro-library', path: 'macro-library.md', text: '- `m(a)`', key: 'macros' },
  ] as const)('reads $role', ({ role, path, text, key }) => {
    const loaded = load(role, path, text);
    expect(loaded.governance[key]?.path).toBe(path);
    expect(loaded.problems).toEqual([]);
    expect(said(load(role, path, '\n').problems)).toEqual([
      '1:1 the file is empty, so it demands nothing; write the policy or delete the file',
    ]);
  });

  it('a file that is no text demands nothing', () => {
    const loaded = loadGovernance({
      files: [{ path: 'stack-standards.md', oid: 'x', role: 'stack' }],
      memo: createMemo(),
      read: () => Uint8Array.of(0, 255),
    });
    expect(loaded.governance.stack).toBeUndefined();
    expect(loaded.problems).toHaveLength(1);
  });
});

describe('the published schemas describe what is read', () => {
  it.each([
    ['tiering', loadTiering],
    ['stack', loadStack],
    ['macro-library', loadMacros],
  ] as const)('%s', (name, read) => {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8'));
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
    const words = [
      'bronze',
      'Silver',
      '# Gold',
      'typed',
      'dedup',
      'CTEs',
      '`mask(a, b)`',
      '`dbt_utils.*`',
      '- ',
      ': ',
      '\n',
      '| a |\n|--|\n',
      '. ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
        const { policy } = read(markdown(parts.join('')));
        expect(validate(policy), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
    expect(validate({ path: 'x' })).toBe(false);
  });

  it.each(['tiering', 'stack'])('%s: ids are those of the model', (name) => {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8'));
    expect(schema.$defs.demand.enum).toEqual(name === 'tiering' ? tierDemands : stackDemands);
  });

  const isTagging = schemaVerdict('tagging.schema.json');
  it.each([
    ['{}', true],
    ['["owner"]', true],
    ['{"required": ["owner", {"name": "cost-center", "values": ["a"], "description": ""}]}', true],
    ['{"contracts": [], "models": ["a"], "resources": ["a"], "terraform": ["a"], "$schema": "x", "version": 1}', true],
    ['{"tags": {"a": {}, "b": ["x"], "c": {"required": true, "values": ["x"]}}}', true],
    ['"owner"', false],
    ['[""]', false],
    ['[3]', false],
    ['{"required": "owner"}', false],
    ['{"required": [{"values": ["a"]}]}', false],
    ['{"models": [{"name": "a", "x": 1}]}', false],
    ['{"tags": ["a"]}', false],
    ['{"tags": {"a": []}}', false],
    ['{"tags": {"a": {"values": []}}}', false],
    ['{"tags": {"a": {"required": "yes"}}}', false],
    ['{"tags": {"a": "x"}}', false],
    ['{"owners": []}', false],
  ])('tagging %s: %s', (text, isValid) => {
    expect([tagging(text).problems.length === 0, isTagging(text)]).toEqual([isValid, isValid]);
  });
});
