import type { Files } from '../../../src/model/rule.ts';

/** Texts that mean something to YAML, Jinja, shells, Python, HTML and Markdown. */
const hostileTexts = [
  '$HOME ${PATH} $(id) %PATH%',
  "'; import os; os.system('id') #",
  '"""\n"""',
  '{{ 1 + 1 }} {% raw %} {# c #}',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1)) **b** `c`',
  'a: b\n- c\n  d: e',
  '!!python/object/apply:os.system ["id"]',
  '__type__: os.system',
  'on',
  'null',
  '012',
  '2025-01-01',
  'emoji 💰 \u2028 \u0000 \t end ',
  'x'.repeat(300),
  '\\u0024HOME \\',
];

/** A text with all of them. */
export const hostileText = hostileTexts.join('\n');

/** An output contract whose texts are all hostile, with its dbt project. */
export const hostileFiles: Files = {
  'specs/contracts/outputs/hostile.yaml': `apiVersion: v3.1.0
kind: DataContract
id: ${JSON.stringify(`id ${hostileTexts[0] ?? ''} ${hostileTexts[1] ?? ''} 💰`)}
name: ${JSON.stringify(hostileText)}
version: "1.0.0"
status: active
domain: ${JSON.stringify('dómain $HOME {{ x }}')}
dataProduct: ${JSON.stringify(hostileText)}
tags: ${JSON.stringify([...hostileTexts, 'plain tag', 'plain'])}
description:
  purpose: ${JSON.stringify(hostileText)}
team:
  name: ${JSON.stringify(hostileText)}
  members:
    - { username: ${JSON.stringify('{{ owner }} $HOME')}, role: technical owner }
servers:
  - { server: a, type: snowflake, account: ${JSON.stringify('$HOME')}, database: ${JSON.stringify('{{ x }}')}, schema: ${JSON.stringify("a'b")} }
schema:
  - name: hostile
    properties: [{ name: a, logicalType: string }]
slaProperties:
  - { property: latency, value: 15, unit: min, description: ${JSON.stringify(hostileText)} }
`,
  'specs/product-canvas/slas.yaml': `products:\n  hostile:\n    latency: ${JSON.stringify('15 min ')}\n`,
  'implementation/dbt/dbt_project.yml': `name: shop\nprofile: ${JSON.stringify('{{ env_var("HOME") }}')}\n`,
  'implementation/dbt/models/marts/hostile.sql': "select * from {{ source('a b', \"c'd\") }}\n",
};
