import type { Impact } from '../model/finding.ts';
import type { RuleContext, RuleFinding } from '../model/rule.ts';
import { reportRemovals } from './define-rule.ts';
import { modelsOf, readsOf } from './layers.ts';

/**
 * Reports the removals that the compatibility table gives to the rule. What is removed from an input while code of this
 * repository still reads it fails, although less is asked of the source: its message names the readers (`still-read…`).
 */
export function reportRemovalsByReaders(context: RuleContext, ruleId: string): void {
  reportRemovals({ ...context, report: (finding) => context.report(withReaders(context, finding)) }, ruleId);
}

function withReaders(context: RuleContext, finding: RuleFinding): RuleFinding {
  const { because, class: changeClass, impact = [], severity = 'error' } = finding;
  const isRead = because?.direction === 'input' && because.row.endsWith('still-read');
  if (!isRead || (changeClass !== 'dangerous' && changeClass !== 'breaking')) return finding;
  const models = directReaders(context, impact);
  const dags = impact.filter(({ kind }) => kind === 'dag');
  const readers = namesOf(models.length > 0 ? models : dags);
  if (readers.length === 0) return { ...finding, severity };
  const message =
    models.length === 0 ? 'still-read-dag' : readers.length === 1 ? 'still-read-model' : 'still-read-models';
  return { ...finding, severity, message, values: { ...finding.values, readers: listOf(readers) } };
}

/** Models that read a source themselves come first; the others read those. */
function directReaders(context: RuleContext, impact: readonly Impact[]): readonly Impact[] {
  const paths = new Set(
    modelsOf(context).flatMap((facts) =>
      readsOf(facts).some(({ kind }) => kind === 'source') ? [facts.model.path] : [],
    ),
  );
  const models = impact.filter(({ kind }) => kind === 'model');
  const direct = models.filter(({ path }) => path !== undefined && paths.has(path));
  return direct.length > 0 ? direct : models;
}

function namesOf(impact: readonly Impact[]): readonly string[] {
  return [...new Set(impact.map(({ name }) => name))];
}

/** Readers that a message names. */
const namedReaders = 3;

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, namedReaders).map((name) => `"${name}"`);
  return [...shown, ...(names.length > namedReaders ? ['…'] : [])].join(', ');
}
