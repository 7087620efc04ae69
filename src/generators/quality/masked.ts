import type { Contract, Property, QualityRule } from '../../model/contract.ts';
import type { Governance } from '../../model/governance.ts';
import { demandOf } from '../../model/masking.ts';
import { valueOptions } from '../dbt/value-tests.ts';
import { type Complain, ruleName } from './check.ts';

/**
 * The word of the classification policy for which a column holds a masked form of its values; undefined where it holds them. Only what
 * is given out is masked: an input contract speaks of the source.
 */
export function maskedFor(property: Property, { direction }: Contract, governance: Governance): string | undefined {
  return direction === 'output' ? demandOf(property, governance)?.term.term : undefined;
}

/** Says which of a property's own constraints are not tested, because their values are masked. */
export function complainOfOptions(property: Property, term: string, complain: Complain): void {
  const options = valueOptions(property);
  if (options.length > 0) complain('masked-values', { property }, { options: options.join(', '), term });
}

/** Whether a rule is held against the values themselves; that is said, because of their masked form it says nothing. */
export function isOfMaskedValues(
  rule: QualityRule,
  { property, term }: { readonly property: Property; readonly term: string },
  complain: Complain,
): boolean {
  if (rule.type !== 'library' || !/^(?:missing|invalid)Values$/.test(rule.metric ?? '')) return false;
  complain('masked-values', { property, at: rule.at }, { options: ruleName(rule), term });
  return true;
}
