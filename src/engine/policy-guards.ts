import { compatibilityRows } from '../generated/compatibility.ts';
import { defaultConfig } from '../load/config.ts';
import { bumps, type ChangeClass, changeClasses } from '../model/change.ts';
import type { Direction } from '../model/contract.ts';
import type { Severity } from '../model/finding.ts';
import { compareText } from '../model/location.ts';
import type { AllowableKey, Config, RowOverride } from '../model/policy.ts';
import { type CompatibilityRow, effectOf } from './classify.ts';
import { ranks } from './rule-settings.ts';

/** What is left of a configuration without what would weaken the gate, and the keys that were refused. */
export interface Guarded<Part> {
  readonly kept: Part;
  readonly refused: readonly string[];
}

/** What a configuration may not go below. */
export type Floor = Pick<Config, 'failOn' | 'deprecation' | 'loadBearing'>;

type Guard = (config: Config, floor: Floor) => Guarded<Partial<Config>>;

/** One guard per key that decides how hard the gate is, apart from what is said about rules. */
export const guards: { readonly [key in AllowableKey]: Guard } = {
  'fail-on': guardFailOn,
  generators: guardGenerators,
  compatibility: guardCompatibility,
  contracts: guardDirections,
  deprecation: guardDeprecation,
  'load-bearing': guardLoadBearing,
  release: guardRelease,
};

/** Runs guards one after the other: each sees what the ones before it left. */
export function guardAll(config: Config, keys: readonly AllowableKey[], floor: Floor): Guarded<Config> {
  const run = keys.map((key) => guards[key](config, floor));
  return {
    kept: run.reduce<Config>((guarded, { kept }) => ({ ...guarded, ...kept }), config),
    refused: run.flatMap(({ refused }) => refused),
  };
}

/** From the mildest. */
const failOns: readonly Config['failOn'][] = ['never', 'error', 'warning'];

function guardFailOn({ failOn }: Config, floor: Floor): Guarded<Pick<Config, 'failOn'>> {
  return failOns.indexOf(failOn) < failOns.indexOf(floor.failOn)
    ? { kept: { failOn: floor.failOn }, refused: ['fail-on'] }
    : { kept: { failOn }, refused: [] };
}

function guardGenerators({ generators }: Config): Guarded<Pick<Config, 'generators'>> {
  const [on, off] = [true, false].map((set) => Object.entries(generators).filter(([, isOn]) => isOn === set));
  return {
    kept: { generators: Object.fromEntries(on ?? []) },
    refused: (off ?? []).map(([name]) => `generators.${name}`),
  };
}

/** An override that is lower than the table in its class, bump or severity is refused for its direction. */
function guardCompatibility(config: Config): Guarded<Pick<Config, 'compatibility'>> {
  const refused: string[] = [];
  const kept = compatibilityRows.flatMap((row): [string, RowOverride][] => {
    const override = Object.entries(config.compatibility[row.id] ?? {});
    const strict = override.filter(
      ([direction]) => !isLowered(row, direction === 'input' ? 'input' : 'output', config),
    );
    const lower = override.filter((each) => !strict.includes(each));
    refused.push(...lower.map(([direction]) => `compatibility.${row.id}.${direction}`));
    return override.length === 0 ? [] : [[row.id, Object.fromEntries(strict)]];
  });
  return { kept: { compatibility: Object.fromEntries(kept) }, refused: refused.sort(compareText) };
}

function isLowered(row: CompatibilityRow, direction: Direction, { compatibility, dangerousBump }: Config): boolean {
  const own = effectOf(row, direction, { compatibility: {}, dangerousBump });
  const asked = effectOf(row, direction, { compatibility, dangerousBump });
  // Both lists begin with the worst.
  const lower =
    changeClasses.indexOf(asked.effect.class) > changeClasses.indexOf(own.effect.class) ||
    bumps.indexOf(asked.effect.bump) > bumps.indexOf(own.effect.bump);
  return lower || (asked.severity !== undefined && ranks[asked.severity] < ranks[severityOfClass[asked.effect.class]]);
}

/** As a rule of severity `by-class` has it. */
const severityOfClass: { readonly [name in ChangeClass]: Severity } = {
  breaking: 'error',
  dangerous: 'warning',
  compatible: 'info',
  docs: 'info',
};

/** Whoever says whom a contract protects can make a promise a demand. */
function guardDirections({ directions }: Config): Guarded<Pick<Config, 'directions'>> {
  return { kept: { directions: [] }, refused: directions.length === 0 ? [] : ['contracts'] };
}

function guardDeprecation({ deprecation }: Config, floor: Floor): Guarded<Pick<Config, 'deprecation'>> {
  const own = floor.deprecation;
  const shorter: readonly (readonly [boolean, string])[] = [
    [deprecation.outputDays < own.outputDays, 'deprecation.days'],
    [deprecation.inputDays < own.inputDays, 'deprecation.input-days'],
  ];
  return {
    kept: {
      deprecation: {
        outputDays: Math.max(deprecation.outputDays, own.outputDays),
        inputDays: Math.max(deprecation.inputDays, own.inputDays),
      },
    },
    refused: shorter.flatMap(([isShorter, key]) => (isShorter ? [key] : [])),
  };
}

function guardLoadBearing({ loadBearing }: Config, floor: Floor): Guarded<Pick<Config, 'loadBearing'>> {
  const own = floor.loadBearing;
  const tags = withMissing(loadBearing.tags, own.tags);
  const customProperties = withMissing(loadBearing.customProperties, own.customProperties);
  const refused = [
    ...(tags.length > loadBearing.tags.length ? ['load-bearing.tags'] : []),
    ...(customProperties.length > loadBearing.customProperties.length ? ['load-bearing.custom-properties'] : []),
  ];
  return { kept: { loadBearing: { tags, customProperties } }, refused };
}

function withMissing(given: readonly string[], wanted: readonly string[]): readonly string[] {
  return [...given, ...wanted.filter((name) => !given.includes(name))];
}

/** Another tag or folder than the default may lead past the last release as well as none. */
function guardRelease({ release }: Config): Guarded<Pick<Config, 'release'>> {
  const own = defaultConfig.release;
  return release.tag === own.tag && release.snapshot === own.snapshot
    ? { kept: { release }, refused: [] }
    : { kept: { release: own }, refused: ['release'] };
}
