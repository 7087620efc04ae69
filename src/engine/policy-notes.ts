import { suggest } from '../model/suggest.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Mention } from '../load/config-rules.ts';
import type { Problem } from '../model/project.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import { fitsOption } from './rule-settings.ts';

/** What there is that a configuration can name. */
export interface Names {
  readonly rules: readonly Rule[];
  readonly generators: readonly string[];
  readonly rows: readonly string[];
}

/** Names in a file of policy that mean nothing, and options of another type: such a setting would silently do nothing. */
export function unknownMentions(mentions: readonly Mention[], names: Names): readonly Problem[] {
  const rules = new Map(names.rules.map((rule) => [rule.id, rule]));
  return mentions.flatMap((mention) => {
    switch (mention.what) {
      case 'rule':
        return unknownName(mention, [...rules.keys()]);
      case 'generator':
        return unknownName(mention, names.generators);
      case 'row':
        return unknownName(mention, names.rows);
      case 'option': {
        const rule = rules.get(mention.id);
        return rule === undefined ? [] : wrongOption(mention, rule);
      }
    }
  });
}

function unknownName({ what, id, at }: Mention, known: readonly string[]): readonly Problem[] {
  if (known.includes(id)) return [];
  const suggestion = suggest(id, known);
  const near = suggestion === undefined ? '' : '-near';
  const values = { id, suggestion: suggestion ?? '' };
  return [{ kind: 'schema', at, key: `unknown-${what} ${id}`, message: `config.unknown-${what}${near}`, values }];
}

function wrongOption({ id, option, at }: Mention, rule: Rule): readonly Problem[] {
  if (option === undefined) return [];
  const { name, value } = option;
  const declared = rule.options ?? {};
  const known = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (known !== undefined && fitsOption(known, value)) return [];
  const names = Object.keys(declared).sort(compareText);
  const suggestion = suggest(name, names);
  const near = suggestion === undefined ? 'unknown-option' : 'unknown-option-near';
  const message = known === undefined ? (names.length === 0 ? 'no-options' : near) : `option-${known.type}`;
  const values = { id, name, names: names.map((each) => `"${each}"`).join(', '), suggestion: suggestion ?? '' };
  return [{ kind: 'schema', at, key: `option ${id} ${name}`, message: `config.${message}`, values }];
}

/** A change that edits the policy is judged by the old one; people should know that, and when the new one holds. */
export function editedPolicy(
  changedPaths: ReadonlySet<string>,
  policyPaths: readonly string[],
  lang: Lang,
): readonly Skipped[] {
  return [...changedPaths]
    .filter((path) => policyPaths.includes(path) || path.startsWith('specs/governance/'))
    .sort(compareText)
    .map((path) => ({ what: path, why: translate(lang, 'config.edited-policy') }));
}
