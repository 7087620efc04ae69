import { type Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import { configured, materializationOf, type ModelFacts, modelsOf } from './layers.ts';

/** A column of the key by which an incremental model finds its rows again. */
export interface KeyColumn {
  readonly facts: ModelFacts;
  readonly column: string;
  /** Where it is said to be a key. */
  readonly keyAt: Location;
  /** Whether it is the whole key. */
  readonly isAlone: boolean;
}

/** The key columns of all incremental models, by `unique_key` and by the primary key of their contract; each once. */
export function incrementalKeys(context: RuleContext): readonly KeyColumn[] {
  const promised = new Map((context.facts.parity?.pairs ?? []).map((pair) => [pair.path, pair]));
  return modelsOf(context).flatMap((facts) => {
    if (materializationOf(facts)?.value !== 'incremental') return [];
    const unique = configured(facts, 'unique_key');
    const own = unique === undefined ? [] : namesOf(unique.value);
    const pair = promised.get(facts.model.path);
    const all = [
      ...own.map((column) => ({ column, keyAt: unique?.at, isAlone: own.length === 1 })),
      ...(pair?.keys ?? []).map((column) => ({ column, keyAt: pair?.at, isAlone: pair?.keys.length === 1 })),
    ];
    const seen = new Set<string>();
    return all.flatMap(({ column, keyAt, isAlone }) => {
      const name = column.toLowerCase();
      if (keyAt === undefined || seen.has(name)) return [];
      seen.add(name);
      return [{ facts, column, keyAt, isAlone }];
    });
  });
}

/** A key may also be an expression: only names of columns are looked up. */
function namesOf(value: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.flatMap((text) =>
    typeof text === 'string' && /^["`]?[\p{L}_][\p{L}\p{N}_$]*["`]?$/u.test(text) ? [text.replaceAll(/["`]/g, '')] : [],
  );
}
