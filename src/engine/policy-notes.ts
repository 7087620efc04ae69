import { suggest } from '../model/suggest.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Config } from '../model/policy.ts';
import type { Problem } from '../model/project.ts';
import type { Skipped } from '../model/tree.ts';

/** Rule ids of the configuration that no rule has: a setting with a typing mistake would silently do nothing. */
export function unknownRules(config: Config, ids: readonly string[], text: string): readonly Problem[] {
  return unknownNames(Object.keys(config.rules), ids, { path: config.path ?? '', text, what: 'rule' });
}

/** Generators of the configuration that do not exist. */
export function unknownGenerators(config: Config, names: readonly string[], text: string): readonly Problem[] {
  return unknownNames(Object.keys(config.generators), names, { path: config.path ?? '', text, what: 'generator' });
}

/** Rows of the compatibility table that the configuration overrides and that do not exist. */
export function unknownRows(config: Config, ids: readonly string[], text: string): readonly Problem[] {
  return unknownNames(Object.keys(config.compatibility), ids, { path: config.path ?? '', text, what: 'row' });
}

interface Where {
  readonly path: string;
  readonly text: string;
  readonly what: 'rule' | 'generator' | 'row';
}

function unknownNames(
  used: readonly string[],
  known: readonly string[],
  { path, text, what }: Where,
): readonly Problem[] {
  const lines = text.split('\n');
  return used
    .filter((name) => !known.includes(name))
    .map((name) => {
      const line = Math.max(
        0,
        lines.findIndex((each) => each.includes(name)),
      );
      const suggestion = suggest(name, known);
      return {
        kind: 'schema',
        at: { path, line: line + 1, column: (lines[line]?.indexOf(name) ?? 0) + 1 },
        key: `unknown-${what} ${name}`,
        message: `config.unknown-${what}${suggestion === undefined ? '' : '-near'}`,
        values: { id: name, suggestion: suggestion ?? '' },
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
