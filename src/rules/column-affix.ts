import type { ColumnNaming } from '../model/governance.ts';

/** Whether a name begins or ends as a policy says for its kind of column. */
export function hasAffix(name: string, rule: ColumnNaming): boolean {
  const lower = name.toLowerCase();
  return (
    rule.prefixes.some((prefix) => lower.startsWith(prefix.toLowerCase())) ||
    rule.suffixes.some((suffix) => lower.endsWith(suffix.toLowerCase()))
  );
}

/** What a message says of a name without its affix: what is allowed, and the name with it. */
export function affixValues(
  name: string,
  { columns, prefixes, suffixes }: ColumnNaming,
): { readonly allowed: string; readonly suggestion: string } {
  const allowed = [...prefixes.map((prefix) => `${prefix}…`), ...suffixes.map((suffix) => `…${suffix}`)];
  const [prefix] = prefixes;
  const stem = name.replace(columns === 'boolean' ? kindWords : timeWords, '');
  const suggestion = prefix === undefined ? `${stem}${suffixes[0] ?? ''}` : `${prefix}${stem}`;
  return { allowed: allowed.join(', '), suggestion };
}

/** What the affix says already: `payment_date` becomes `payment_at`, `active_flag` becomes `is_active`. */
const kindWords = /(?<=[^_])_+(?:timestamp|ts|datetime|date|dt|time|flag|ind|bool|data|hora)$/i;

/** Of a point in time, the preposition too: `joined_on` and `criado_em` become `joined_at` and `criado_at`. */
const timeWords = /(?<=[^_])_+(?:timestamp|ts|datetime|date|dt|time|flag|ind|bool|data|hora|on|em)$/i;
