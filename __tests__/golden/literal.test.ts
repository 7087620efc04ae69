import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/model/messages.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

/** Seven promises that the product makes by name, each on a whole repository, word by word in both languages. */
interface Promised {
  readonly files: Files;
  readonly en: readonly string[];
  readonly 'pt-BR': readonly string[];
}

const contractPath = 'specs/contracts/outputs/sales.odcs.yaml';
const models = 'implementation/dbt/models';

const naming = `{
  "casing": { "columns": "snake_case", "tables": "snake_case" },
  "column_rules": {
    "boolean": { "prefix": "is_|has_" },
    "timestamp": { "suffix": "_at" }
  }
}
`;
const prefixes = '{ "staging": "stg_", "intermediate": "int_", "marts": "fct_|dim_" }\n';

const promises: { readonly [name: string]: Promised } = {
  'customerData violates snake_case': {
    files: {
      'specs/governance/naming-conventions.json': naming,
      [contractPath]: contract(['name: customerData, logicalType: string', 'name: customer_name, logicalType: string']),
    },
    en: [
      `spec/naming-convention ${contractPath}:10 column "customerData" breaks the rule snake_case defined in specs/governance/naming-conventions.json:2; call it "customer_data"`,
    ],
    'pt-BR': [
      `spec/naming-convention ${contractPath}:10 a coluna "customerData" viola a regra snake_case definida em specs/governance/naming-conventions.json:2; chame-a de "customer_data"`,
    ],
  },
  'tb_sales is no fact table': {
    files: {
      'specs/governance/naming-conventions.json': prefixes,
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`${models}/marts/tb_sales.sql`]: 'select 1 as total\n',
    },
    en: [
      `spec/naming-convention ${models}/marts/tb_sales.sql:1 model "tb_sales" in layer "marts" breaks the rule "fct_…, dim_…" defined in specs/governance/naming-conventions.json:1; rename the file and its refs`,
    ],
    'pt-BR': [
      `spec/naming-convention ${models}/marts/tb_sales.sql:1 o modelo "tb_sales" na camada "marts" viola a regra "fct_…, dim_…" definida em specs/governance/naming-conventions.json:1; renomeie o arquivo e seus refs`,
    ],
  },
  'stg_, int_, fct_ and dim_ name the layers': {
    files: {
      'specs/governance/naming-conventions.json': prefixes,
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`${models}/staging/orders.sql`]: 'select 1 as total\n',
      [`${models}/staging/stg_orders.sql`]: 'select 1 as total\n',
      [`${models}/intermediate/orders_joined.sql`]: 'select 1 as total\n',
      [`${models}/intermediate/int_orders.sql`]: 'select 1 as total\n',
      [`${models}/marts/customers.sql`]: 'select 1 as total\n',
      [`${models}/marts/dim_customers.sql`]: 'select 1 as total\n',
      [`${models}/marts/fct_orders.sql`]: 'select 1 as total\n',
    },
    en: [
      `spec/naming-convention ${models}/intermediate/orders_joined.sql:1 model "orders_joined" in layer "intermediate" breaks the rule "int_…" defined in specs/governance/naming-conventions.json:1; rename the file and its refs`,
      `spec/naming-convention ${models}/marts/customers.sql:1 model "customers" in layer "marts" breaks the rule "fct_…, dim_…" defined in specs/governance/naming-conventions.json:1; rename the file and its refs`,
      `spec/naming-convention ${models}/staging/orders.sql:1 model "orders" in layer "staging" breaks the rule "stg_…" defined in specs/governance/naming-conventions.json:1; rename the file and its refs`,
    ],
    'pt-BR': [
      `spec/naming-convention ${models}/intermediate/orders_joined.sql:1 o modelo "orders_joined" na camada "intermediate" viola a regra "int_…" definida em specs/governance/naming-conventions.json:1; renomeie o arquivo e seus refs`,
      `spec/naming-convention ${models}/marts/customers.sql:1 o modelo "customers" na camada "marts" viola a regra "fct_…, dim_…" definida em specs/governance/naming-conventions.json:1; renomeie o arquivo e seus refs`,
      `spec/naming-convention ${models}/staging/orders.sql:1 o modelo "orders" na camada "staging" viola a regra "stg_…" definida em specs/governance/naming-conventions.json:1; renomeie o arquivo e seus refs`,
    ],
  },
  'a boolean is called is_active': {
    files: {
      'specs/governance/naming.json': naming,
      [contractPath]: contract(['name: active, logicalType: boolean', 'name: is_open, logicalType: boolean']),
    },
    en: [
      `spec/naming-convention ${contractPath}:10 boolean column "active" breaks the rule "is_…, has_…" defined in specs/governance/naming.json:4; call it "is_active"`,
    ],
    'pt-BR': [
      `spec/naming-convention ${contractPath}:10 a coluna booleana "active" viola a regra "is_…, has_…" definida em specs/governance/naming.json:4; chame-a de "is_active"`,
    ],
  },
  'a timestamp ends in _at': {
    files: {
      'specs/governance/naming.json': naming,
      [contractPath]: contract(['name: created, logicalType: timestamp', 'name: updated_at, logicalType: timestamp']),
    },
    en: [
      `spec/naming-convention ${contractPath}:10 timestamp column "created" breaks the rule "…_at" defined in specs/governance/naming.json:5; call it "created_at"`,
    ],
    'pt-BR': [
      `spec/naming-convention ${contractPath}:10 a coluna de timestamp "created" viola a regra "…_at" definida em specs/governance/naming.json:5; chame-a de "created_at"`,
    ],
  },
  'email is personal, Confidential and hashed': {
    files: {
      'specs/governance/classification-policy.yaml':
        'email:\n  classification: Confidential\n  pii: true\n  policy: hash_sha256\n',
      [contractPath]: contract(['name: email, logicalType: string']),
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`${models}/staging/_sources.yml`]: 'sources:\n  - name: shop\n    tables:\n      - name: customers\n',
      [`${models}/staging/stg_customers.sql`]: "select id, email from {{ source('shop', 'customers') }}\n",
      [`${models}/intermediate/int_contacts.sql`]: "select id, email as contact from {{ ref('stg_customers') }}\n",
      [`${models}/intermediate/int_hashed.sql`]:
        "select id, sha256(email) as contact from {{ ref('stg_customers') }}\n",
    },
    en: [
      `masking/unmasked-column ${models}/intermediate/int_contacts.sql:1 column "contact" of model "int_contacts" in layer "intermediate" hands on "email" unmasked along customers.email → stg_customers.email → int_contacts.contact; "email" demands hash_sha256 by specs/governance/classification-policy.yaml:1: write "sha256(email)", or a masking macro of the library`,
      `spec/unclassified-column ${contractPath}:10 column "email" in contract "sales" has no classification; "email" is personal data by specs/governance/classification-policy.yaml:1: add "classification: Confidential"`,
    ],
    'pt-BR': [
      `masking/unmasked-column ${models}/intermediate/int_contacts.sql:1 a coluna "contact" do modelo "int_contacts" na camada "intermediate" repassa "email" sem máscara pelo caminho customers.email → stg_customers.email → int_contacts.contact; "email" exige hash_sha256 segundo specs/governance/classification-policy.yaml:1: escreva "sha256(email)" ou uma macro de mascaramento da biblioteca`,
      `spec/unclassified-column ${contractPath}:10 a coluna "email" no contrato "sales" não tem classificação; "email" é dado pessoal segundo specs/governance/classification-policy.yaml:1: adicione "classification: Confidential"`,
    ],
  },
  'CTEs and not nested subqueries': {
    files: {
      'specs/governance/stack-standards.md': '# SQL\n\n- CTEs, não subqueries aninhadas\n',
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`${models}/staging/stg_sales.sql`]: 'select 1 as amount\n',
      [`${models}/marts/fct_nested.sql`]:
        "select total\nfrom (\n  select sum(amount) as total\n  from {{ ref('stg_sales') }}\n) as sums\n",
      [`${models}/marts/fct_named.sql`]:
        "with sums as (\n  select sum(amount) as total from {{ ref('stg_sales') }}\n)\n\nselect total from sums\n",
    },
    en: [
      `dbt/nested-subquery ${models}/marts/fct_nested.sql:2 a query stands within another (depth 1) in model "fct_nested", but specs/governance/stack-standards.md:3 asks for CTEs; give it a name with "with … as ( … )" at the start`,
    ],
    'pt-BR': [
      `dbt/nested-subquery ${models}/marts/fct_nested.sql:2 há uma subquery aninhada (profundidade 1) no modelo "fct_nested", mas specs/governance/stack-standards.md:3 pede CTEs; dê um nome a ela com "with … as ( … )" no início`,
    ],
  },
};

describe.each(Object.entries(promises))('%s', (_, promised) => {
  it.each(['en', 'pt-BR'] as const)('in %s', async (lang) => {
    expect(await told(promised.files, lang)).toEqual(promised[lang]);
  });
});

/** Everything that is said, but for owners, descriptions and exports, which these small repositories lack. */
async function told(head: Files, lang: Lang): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head, request: { lang } });
  return findings
    .filter(({ rule }) => !['gate/owner-missing', 'gate/description-missing', 'gate/artifact-stale'].includes(rule))
    .map(({ rule, path, line, message }) => `${rule} ${path}:${line} ${message}`)
    .sort();
}

function contract(columns: readonly string[]): string {
  return [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    'id: sales',
    'version: 1.0.0',
    'status: active',
    'schema:',
    '  - name: fct_sales',
    '    logicalType: object',
    '    properties:',
    ...columns.map((column) => `      - { ${column} }`),
    '',
  ].join('\n');
}
