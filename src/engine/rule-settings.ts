import { presets } from '../generated/presets.ts';
import { severities, type Severity } from '../model/finding.ts';
import { fitsPath } from '../model/owners.ts';
import type { Config, OptionValues, Override, Preset, RuleLayer, RuleSetting } from '../model/policy.ts';
import { fitsOption } from '../model/option.ts';
import type { Rule } from '../model/rule.ts';

/** Where a finding is, as overrides see it. */
export interface Place {
  readonly path: string;
  /** In lower case. */
  readonly domain?: string;
}

/** Higher is harder. */
export const ranks: { readonly [setting in RuleSetting]: number } = { error: 3, warning: 2, info: 1, off: 0 };

/** What is asked about a rule: its id, and the severity that the finding has by itself. */
export interface Asked {
  readonly rule: string;
  readonly own: Severity;
  /** Undefined: apart from overrides. */
  readonly place?: Place;
}

/**
 * The severity of a finding. What the repository's own configuration says holds, unless a shared policy asks for more;
 * where neither says anything, the recommended preset does.
 */
export function settingOf(config: Pick<Config, keyof RuleLayer | 'shared'>, asked: Asked): RuleSetting {
  const answers = [config, ...config.shared].flatMap((layer) => answerOf(layer, asked) ?? []);
  return hardest(answers) ?? presetSetting(presets.recommended, asked);
}

/** What one file of policy says; undefined where it says nothing about the rule. */
export function answerOf(layer: RuleLayer, asked: Asked): RuleSetting | undefined {
  const { rule, place } = asked;
  const override =
    place && layer.overrides.findLast((each) => Object.hasOwn(each.rules, rule) && isInside(each, place));
  const explicit = override?.rules[rule] ?? entryOf(layer.rules, rule);
  if (explicit !== undefined) return explicit;
  return layer.preset === undefined ? undefined : presetSetting(presets[layer.preset], asked);
}

/** The hardest of some settings; undefined where there are none. */
export function hardest(settings: readonly RuleSetting[]): RuleSetting | undefined {
  return settings.toSorted((a, b) => ranks[b] - ranks[a])[0];
}

/** What a preset makes of a severity. */
export function presetSetting(preset: Preset, { rule, own }: Pick<Asked, 'rule' | 'own'>): RuleSetting {
  const entry = entryOf(preset.rules, rule);
  if (entry !== undefined) return entry.severity === 'own' ? own : entry.severity;
  const family = entryOf(preset.families, rule.slice(0, rule.indexOf('/')));
  return (family?.severities ?? preset.severities)[own] ?? own;
}

/** Whether no finding of the rule can ever be seen: then it need not run. */
export function isOff(config: Pick<Config, keyof RuleLayer | 'shared'>, rule: string): boolean {
  const layers: readonly RuleLayer[] = [config, ...config.shared];
  const isRaised = layers.some(({ overrides }) => overrides.some(({ rules }) => (rules[rule] ?? 'off') !== 'off'));
  return !isRaised && severities.every((own) => settingOf(config, { rule, own }) === 'off');
}

/** Whether the patterns and domains of an override fit a place. */
export function isInside({ patterns, domains }: Override, { path, domain }: Place): boolean {
  const segments = path.split('/');
  const isBelow = patterns.length === 0 || patterns.some((pattern) => fitsPath(pattern, segments));
  return isBelow && (domains.length === 0 || (domain !== undefined && domains.includes(domain)));
}

/** The options of a rule at a place: its defaults, what the repository sets over them, and over all what shared policies set. */
function optionsAt(config: Pick<Config, keyof RuleLayer | 'shared'>, rule: Rule, place?: Place): OptionValues {
  const declared = Object.entries(rule.options ?? {});
  const given = [config, ...config.shared].map((layer) => layerOptions(layer, rule.id, place));
  return Object.fromEntries(
    declared.map(([name, option]) => {
      const fitting = given.map((values) => entryOf(values, name)).filter((value) => fitsOption(option, value));
      return [name, fitting.at(-1) ?? option.default];
    }),
  );
}

function layerOptions(layer: RuleLayer, rule: string, place: Place | undefined): OptionValues {
  const inside = place === undefined ? [] : layer.overrides.filter((each) => isInside(each, place));
  return Object.assign({}, entryOf(layer.options, rule), ...inside.map(({ options }) => entryOf(options, rule)));
}

/** Every set of options that a rule has somewhere among `places`, and whether a place has that set. */
export function optionSets(
  config: Pick<Config, keyof RuleLayer | 'shared'>,
  rule: Rule,
  places: () => readonly Place[],
): readonly { readonly options: OptionValues; readonly has: (place: Place) => boolean }[] {
  const layers: readonly RuleLayer[] = [config, ...config.shared];
  const varies = layers.some(({ overrides }) => overrides.some(({ options }) => Object.hasOwn(options, rule.id)));
  if (!varies) return [{ options: optionsAt(config, rule), has: () => true }];
  const sets = new Map([undefined, ...places()].map((place) => keyed(optionsAt(config, rule, place))));
  return [...sets].map(([key, options]) => ({
    options,
    has: (place: Place) => keyed(optionsAt(config, rule, place))[0] === key,
  }));
}

function keyed(options: OptionValues): readonly [string, OptionValues] {
  return [JSON.stringify(options), options];
}

/** A value of a mapping that people wrote: `constructor` is only a name. */
function entryOf<T>(map: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
