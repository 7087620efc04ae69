import { suggest } from '../model/suggest.ts';
import { compareText } from '../model/location.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Generator } from '../generators/define-generator.ts';
import type { Mention } from '../load/config-rules.ts';
import type { Problem } from '../model/project.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import { fitsOption, type OptionDeclaration } from '../model/option.ts';

/** What there is that a configuration can name. */
export interface Names {
  readonly rules: readonly Rule[];
  readonly generators: readonly Generator[];
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
        return unknownName(mention, ['all', ...names.generators.map(({ name }) => name)]);
      case 'generator-option': {
        const generator = names.generators.find(({ name }) => name === mention.id);
        return generator === undefined ? [] : wrongOption(mention, generator);
      }
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

function wrongOption(
  { what, id, option, at }: Mention,
  { options: declared = {} }: { readonly options?: { readonly [name: string]: OptionDeclaration } },
): readonly Problem[] {
  if (option === undefined) return [];
  const { name, value } = option;
  const known = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (known !== undefined && fitsOption(known, value)) return [];
  const names = known?.values ?? Object.keys(declared).sort(compareText);
  const suggestion = suggest(name, names);
  const near = suggestion === undefined ? 'unknown-option' : 'unknown-option-near';
  const type = known?.values === undefined ? known?.type : 'values';
  const message = type === undefined ? (names.length === 0 ? 'no-options' : near) : `option-${type}`;
  const values = { id, name, names: names.map((each) => `"${each}"`).join(', '), suggestion: suggestion ?? '' };
  const key = what === 'option' ? 'option' : what;
  return [
    {
      kind: 'schema',
      at,
      key: `${key} ${id} ${name}`,
      message: `config.${what === 'option' ? '' : 'generator-'}${message}`,
      values,
    },
  ];
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
