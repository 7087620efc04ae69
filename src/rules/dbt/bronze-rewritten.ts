import type { Location } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { configured, demandOn, materializationOf, type ModelFacts, modelsOf } from '../layers.ts';

const tiering = '# Tiering\n\n- Bronze: append-only.\n- Silver: typed.\n';
const project = 'name: sales\n';
const orders = 'implementation/dbt/models/bronze/orders.sql';
const body = 'select 1 as id\n';

/** A layer that only grows must not be merged into, deleted from or overwritten. */
export default defineRule({
  id: 'dbt/bronze-rewritten',
  kind: 'lint',
  gate: 'lint',
  summary: 'A layer that only grows must not be merged into, deleted from or overwritten.',
  why: 'An append-only layer is what every other layer can be built again from. A unique key, a strategy that deletes, or a hook that truncates takes that away without anybody seeing it.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a merge into bronze',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}\n${body}`,
      },
      findings: [`${orders}:1 model:orders`],
    },
    {
      name: 'a hook that deletes',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: `{{ config(materialized='incremental', pre_hook='delete from bronze.orders where id < 10') }}\n${body}`,
      },
      findings: [`${orders}:1 model:orders`],
    },
    {
      name: 'rows that are only appended',
      head: {
        'specs/governance/tiering-standards.md': tiering,
        'implementation/dbt/dbt_project.yml': project,
        [orders]: `{{ config(materialized='incremental', incremental_strategy='append') }}\n${body}`,
      },
      findings: [],
    },
  ],
  check(context) {
    for (const facts of modelsOf(context)) {
      const rule = demandOn(context.governance, facts.model, 'append-only');
      const rewrite = rule === undefined ? undefined : rewriteOf(facts);
      if (rule === undefined || rewrite === undefined) continue;
      const { key, value, at } = rewrite;
      const { name, layer = '' } = facts.model;
      context.report({
        subject: `model:${name}`,
        at,
        values: { name, layer, key, value, file: rule.path, line: String(rule.line) },
        key: [key, value],
        related: [{ at: rule, message: 'defined' }],
      });
    }
  },
});

interface Rewrite {
  readonly key: string;
  readonly value: string;
  readonly at: Location;
}

/** The first setting of a model that changes rows which are already there. */
function rewriteOf(facts: ModelFacts): Rewrite | undefined {
  return strategyOf(facts) ?? hookOf(facts);
}

/** Strategies of dbt and its adapters that replace rows; `append` and `microbatch` over new batches do not. */
const rewriting = new Set(['merge', 'delete+insert', 'delete_insert', 'insert_overwrite', 'replace_where']);

function strategyOf(facts: ModelFacts): Rewrite | undefined {
  if (materializationOf(facts)?.value !== 'incremental') return undefined;
  const strategy = configured(facts, 'incremental_strategy');
  if (typeof strategy?.value === 'string')
    return rewriting.has(strategy.value)
      ? { key: 'incremental_strategy', value: strategy.value, at: strategy.at }
      : undefined;
  // With a unique key every adapter replaces the rows that it finds again.
  const unique = configured(facts, 'unique_key');
  if (unique === undefined || unique.value === null) return undefined;
  return { key: 'unique_key', value: [unique.value].flat().map(String).join(', '), at: unique.at };
}

const hooks = ['pre_hook', 'pre-hook', 'post_hook', 'post-hook'] as const;

function hookOf(facts: ModelFacts): Rewrite | undefined {
  for (const key of hooks) {
    const hook = configured(facts, key);
    if (hook === undefined) continue;
    const [value] = textsOf(hook.value).flatMap((text) => rewriteIn(text) ?? []);
    if (value !== undefined) return { key, value, at: hook.at };
  }
  return undefined;
}

/** A hook is a text, a mapping with `sql`, or a list of these. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The statement that a hook begins with, where it changes rows; the rest of it is not repeated. */
function rewriteIn(text: string): string | undefined {
  const statement = /^\s*(delete\s+from|truncate|merge\s+into|update)\b/i.exec(text)?.[1];
  return statement?.toLowerCase().replace(/\s+/, ' ');
}
