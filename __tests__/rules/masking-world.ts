import type { Finding } from '../../src/model/finding.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

/** A repository that masks e-mail addresses, telephones and tax numbers from intermediate models on. */
export const world: Files = {
  'specs/governance/classification.yaml': [
    'email: { classification: confidential, pii: true, policy: hash_sha256 }',
    'phone: { classification: confidential, pii: true, policy: hash_sha256 }',
    'tax_id: { classification: restricted, pii: true, policy: masking }',
    'country: { classification: internal, policy: none }',
    '',
  ].join('\n'),
  'specs/governance/macro-library.md':
    '# Macros\n\n- `mask_pii(column)`: masks a personal column.\n- `tidy(column)`: trims a text.\n',
  'implementation/dbt/dbt_project.yml': 'name: sales\n',
  'implementation/dbt/models/sources.yml':
    'sources:\n  - name: shop\n    tables: [{ name: customers }, { name: orders }]\n',
  'implementation/dbt/macros/mask_pii.sql':
    "{% macro mask_pii(column) %}sha2({{ column }} || 'salt', 256){% endmacro %}\n",
  'implementation/dbt/models/staging/stg_customers.sql':
    "select id, email, phone, tax_id, country, created_at from {{ source('shop', 'customers') }}\n",
  'implementation/dbt/models/staging/stg_orders.sql':
    "select id, customer_id, email as buyer, amount from {{ source('shop', 'orders') }}\n",
};

/** Models by `layer/name` or path, and other files of the repository. */
export function filesOf(models: { readonly [name: string]: string }): Files {
  return Object.fromEntries(
    Object.entries(models).map(([name, text]) => [
      /^(?:specs|implementation)\//.test(name)
        ? name
        : `implementation/dbt/${/\.\w+$/.test(name) ? name : `models/${name}.sql`}`,
      text,
    ]),
  );
}

/** What the rules of masking find, each as `line model.column: way`; what cannot be proven starts with `?`. */
export async function maskingOf(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: files });
  return findings
    .filter(({ rule }) => rule.startsWith('masking/'))
    .map(short)
    .sort();
}

function short({ rule, line, subject, message }: Finding): string {
  const [, way = message] = / along (.*?)(?:, and nothing tells.*)?; "\w+" demands/.exec(message) ?? [];
  return `${rule === 'masking/unproven' ? '? ' : ''}${line} ${subject.slice('model:'.length)}: ${way}`;
}
