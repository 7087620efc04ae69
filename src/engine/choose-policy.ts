import { compatibilityRows } from '../generated/compatibility.ts';
import { defaultConfig } from '../load/config.ts';
import { bumps, type ChangeClass, changeClasses } from '../model/change.ts';
import type { Direction } from '../model/contract.ts';
import type { Severity } from '../model/finding.ts';
import type { Governance } from '../model/governance.ts';
import type { OwnerRule } from '../model/owners.ts';
import { compareText } from '../model/location.ts';
import type { Config, RowOverride } from '../model/policy.ts';
import type { ReportRef } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped } from '../model/tree.ts';
import type { Policy } from './check-input.ts';
import { type CompatibilityRow, effectOf } from './classify.ts';

/** What one tree says about policy. */
export interface PolicySource {
  readonly ref: ReportRef;
  readonly config: Config;
  readonly governance: Governance;
  readonly owners: readonly OwnerRule[];
  /** Whether the tree has any contract or other specification. */
  readonly hasSpecs: boolean;
}

/**
 * Policy comes from the tip of the base branch, so that a change cannot excuse itself. Where that has neither
 * configuration nor governance, head's are used (first adoption); a repository that already has specifications
 * then still cannot be given a weaker gate than the default by the change that is judged.
 */
export function choosePolicy(tip: PolicySource, head: PolicySource, rules: readonly Rule[]): Policy {
  const { owners } = tip;
  if (hasPolicy(tip))
    return { ref: tip.ref, config: tip.config, governance: tip.governance, owners, firstAdoption: false, skipped: [] };
  const { config, skipped } = tip.hasSpecs
    ? withoutWeakening(head.config, rules)
    : { config: head.config, skipped: [] };
  return { ref: head.ref, config, governance: head.governance, owners, firstAdoption: hasPolicy(head), skipped };
}

function hasPolicy({ config, governance }: PolicySource): boolean {
  return config.path !== undefined || governance.naming !== undefined || governance.classification !== undefined;
}

/** What is left of a configuration without what would weaken the gate, and the keys that were refused. */
interface Guarded<Part> {
  readonly kept: Part;
  readonly refused: readonly string[];
}

function withoutWeakening(
  config: Config,
  rules: readonly Rule[],
): { readonly config: Config; readonly skipped: readonly Skipped[] } {
  const guards: readonly Guarded<Partial<Config>>[] = [
    guardRules(config, rules),
    guardFailOn(config),
    guardGenerators(config),
    guardCompatibility(config),
    guardDirections(config),
    guardDeprecation(config),
    guardLoadBearing(config),
    guardRelease(config),
  ];
  return {
    config: guards.reduce<Config>((guarded, { kept }) => ({ ...guarded, ...kept }), config),
    skipped: guards.flatMap(({ refused }) =>
      refused.map((what) => ({ what, why: 'skipped.weakening', values: { path: config.path ?? '' } })),
    ),
  };
}

const ranks: { readonly [severity in Severity | 'off']: number } = { error: 3, warning: 2, info: 1, off: 0 };

function guardRules(config: Config, rules: readonly Rule[]): Guarded<Pick<Config, 'rules'>> {
  const weaker = new Set(
    rules
      .filter((rule) => {
        const setting = config.rules[rule.id];
        // A change rule may find breaking changes whatever its default is.
        const own = rule.severity === 'by-class' || rule.kind === 'change' ? 'error' : rule.severity;
        return setting !== undefined && ranks[setting] < ranks[own];
      })
      .map((rule) => rule.id),
  );
  const kept = Object.entries(config.rules).filter(([id]) => !weaker.has(id));
  return {
    kept: { rules: Object.fromEntries(kept) },
    refused: [...weaker].sort(compareText).map((id) => `rules.${id}`),
  };
}

function guardFailOn({ failOn }: Config): Guarded<Pick<Config, 'failOn'>> {
  return failOn === 'never'
    ? { kept: { failOn: defaultConfig.failOn }, refused: ['fail-on'] }
    : { kept: { failOn }, refused: [] };
}

function guardGenerators({ generators }: Config): Guarded<Pick<Config, 'generators'>> {
  const off = Object.entries(generators).filter(([, isOn]) => !isOn);
  return { kept: { generators: {} }, refused: off.map(([name]) => `generators.${name}`) };
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

function guardDeprecation({ deprecation }: Config): Guarded<Pick<Config, 'deprecation'>> {
  const own = defaultConfig.deprecation;
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

function guardLoadBearing({ loadBearing }: Config): Guarded<Pick<Config, 'loadBearing'>> {
  const own = defaultConfig.loadBearing;
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
