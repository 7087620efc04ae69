import { suggest } from '../model/suggest.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config } from '../model/policy.ts';
import type { Problem } from '../model/project.ts';
import type { Skipped } from '../model/tree.ts';

/** Rule ids of the configuration that no rule has: a setting with a typing mistake would silently do nothing. */
export function unknownRules(config: Config, ids: readonly string[], text: string): readonly Problem[] {
  const path = config.path ?? '';
  const lines = text.split('\n');
  return Object.keys(config.rules)
    .filter((id) => !ids.includes(id))
    .map((id) => {
      const line = Math.max(
        0,
        lines.findIndex((each) => each.includes(id)),
      );
      const suggestion = suggest(id, ids);
      return {
        kind: 'schema',
        at: { path, line: line + 1, column: (lines[line]?.indexOf(id) ?? 0) + 1 },
        key: `unknown-rule ${id}`,
        message: suggestion === undefined ? 'config.unknown-rule' : 'config.unknown-rule-near',
        values: { id, suggestion: suggestion ?? '' },
      };
    });
}

/** A change that edits the policy is judged by the old one; people should know that, and when the new one holds. */
export function editedPolicy(changedPaths: ReadonlySet<string>, configPath: string, lang: Lang): readonly Skipped[] {
  return [...changedPaths]
    .filter((path) => path === configPath || path.startsWith('specs/governance/'))
    .sort(compareText)
    .map((path) => ({ what: path, why: translate(lang, 'config.edited-policy') }));
}
