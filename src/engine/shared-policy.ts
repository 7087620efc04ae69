import { defaultConfig } from '../load/config.ts';
import { compareText } from '../model/location.ts';
import {
  allowableKeys,
  type Config,
  type FailOn,
  presetNames,
  type RuleSettings,
  type Scope,
} from '../model/policy.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import { type Floor, guardAll } from './policy-guards.ts';
import { hardestAnswer } from './rule-guards.ts';
import { ranks } from './rule-settings.ts';

const failOns: readonly FailOn[] = ['never', 'error', 'warning'];
const scopes: readonly Scope[] = ['introduced', 'changed-files', 'all'];

/**
 * A configuration held to the shared policies that it extends: what is milder is not in force, and is said. Severities and
 * options of rules are held where they are looked up; here they are only named.
 */
export function heldToShared(
  config: Config,
  rules: readonly Rule[],
): { readonly config: Config; readonly skipped: readonly Skipped[] } {
  const { shared } = config;
  if (shared.length === 0) return { config, skipped: [] };
  const keys = allowableKeys.filter((key) => !shared.every(({ allow }) => allow.includes(key)));
  const guarded = guardAll(inherited(config), keys, floorOf(config));
  const scope = hardestScope(config);
  const refused = [
    ...guarded.refused,
    ...(scopes.indexOf(config.scope) < scopes.indexOf(scope) && config.scope !== defaultConfig.scope ? ['scope'] : []),
    ...(isMilderPreset(config) ? ['preset'] : []),
    ...milderSettings(config, rules),
  ];
  const values = { path: config.path ?? '', shared: shared.map(({ path }) => path).join(', ') };
  return {
    config: { ...guarded.kept, scope },
    skipped: [...new Set(refused)].map((what) => ({ what, why: 'skipped.weaker-than-shared', values })),
  };
}

/** What the command line or the action's inputs ask for, but no less than shared policies do. */
export function atLeastShared(
  config: Config,
  asked: { readonly failOn?: FailOn; readonly scope?: Scope },
): Pick<Config, 'failOn' | 'scope'> {
  const failOn = asked.failOn ?? config.failOn;
  const scope = asked.scope ?? config.scope;
  const floors = config.shared.flatMap((policy) => policy.failOn ?? []);
  return {
    failOn: [failOn, ...floors].toSorted((a, b) => failOns.indexOf(b) - failOns.indexOf(a))[0] ?? failOn,
    scope: hardestScope({ ...config, scope }),
  };
}

/** The default where no shared policy says it: an inherited value is only taken where the file itself is at its default. */
function inherited(config: Config): Config {
  const floor = floorOf(config);
  return {
    ...config,
    ...(config.failOn === defaultConfig.failOn ? { failOn: floor.failOn } : {}),
    ...(config.deprecation === defaultConfig.deprecation ? { deprecation: floor.deprecation } : {}),
    ...(config.loadBearing === defaultConfig.loadBearing ? { loadBearing: floor.loadBearing } : {}),
  };
}

function floorOf({ shared }: Config): Floor {
  const notices = shared.flatMap(({ deprecation }) => deprecation ?? []);
  const marks = shared.flatMap(({ loadBearing }) => loadBearing ?? []);
  const asked = shared.flatMap(({ failOn }) => failOn ?? []);
  return {
    failOn: asked.toSorted((a, b) => failOns.indexOf(b) - failOns.indexOf(a))[0] ?? defaultConfig.failOn,
    deprecation:
      notices.length === 0
        ? defaultConfig.deprecation
        : {
            outputDays: Math.max(...notices.map(({ outputDays }) => outputDays)),
            inputDays: Math.max(...notices.map(({ inputDays }) => inputDays)),
          },
    loadBearing:
      marks.length === 0
        ? defaultConfig.loadBearing
        : {
            tags: [...new Set(marks.flatMap(({ tags }) => tags))],
            customProperties: [...new Set(marks.flatMap(({ customProperties }) => customProperties))],
          },
  };
}

function hardestScope({ scope, shared }: Pick<Config, 'scope' | 'shared'>): Scope {
  const asked = [scope, ...shared.flatMap((policy) => policy.scope ?? [])];
  return asked.toSorted((a, b) => scopes.indexOf(b) - scopes.indexOf(a))[0] ?? scope;
}

function isMilderPreset({ preset, shared }: Config): boolean {
  return (
    preset !== undefined &&
    shared.some((policy) => presetNames.indexOf(preset) < presetNames.indexOf(policy.preset ?? 'adoption'))
  );
}

/** Settings of rules that are milder than a shared policy is somewhere, and options that one has set otherwise. */
function milderSettings(config: Config, rules: readonly Rule[]): readonly string[] {
  const ofSettings = (settings: RuleSettings, prefix: string): readonly string[] =>
    rules.flatMap((rule) => [
      ...(isMilder(settings, rule, config) ? [`${prefix}rules.${rule.id}`] : []),
      ...changedOptions(settings, rule.id, config).map((name) => `${prefix}rules.${rule.id}.options.${name}`),
    ]);
  return [
    ...ofSettings(config, ''),
    ...config.overrides.flatMap((override, index) => ofSettings(override, `overrides.${index}.`)),
  ].toSorted(compareText);
}

function isMilder({ rules }: RuleSettings, rule: Rule, { shared }: Config): boolean {
  const setting = rules[rule.id];
  if (setting === undefined) return false;
  return shared.some((policy) => ranks[setting] < ranks[hardestAnswer(policy, rule) ?? 'off']);
}

function changedOptions({ options }: RuleSettings, id: string, { shared }: Config): readonly string[] {
  return Object.entries(options[id] ?? {}).flatMap(([name, value]) => {
    const set = shared.flatMap((policy) =>
      [policy.options, ...policy.overrides.map((each) => each.options)].flatMap((given) => given[id]?.[name] ?? []),
    );
    return set.some((each) => JSON.stringify(each) !== JSON.stringify(value)) ? [name] : [];
  });
}
