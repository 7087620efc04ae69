import type { Casing, Governance, StackDemand } from '../../model/governance.ts';
import { compareText, type Location } from '../../model/location.ts';

/** Rules of sqlfluff that the governance asks for, sorted, with what they are set to. */
export interface DemandedRules {
  readonly rules: readonly string[];
  readonly sections: readonly {
    readonly name: string;
    readonly values: readonly (readonly [key: string, value: string])[];
  }[];
  /** Governance files that demand them. */
  readonly sources: readonly string[];
  /** Demands that bind some layers only, which one file for the whole project cannot say. */
  readonly partial: readonly { readonly demand: StackDemand; readonly at: Location }[];
}

/** A rule with its own section of the configuration. */
interface Setting {
  readonly rules: readonly string[];
  readonly section?: string;
  readonly values?: readonly (readonly [key: string, value: string])[];
}

/** What of sqlfluff each demand is; the others are about files, not about SQL. */
const settings: { readonly [demand in StackDemand]?: readonly Setting[] } = {
  ctes: [{ rules: ['ST05'], section: 'sqlfluff:rules:structure.subquery', values: [['forbid_subquery_in', 'both']] }],
  'no-select-star': [{ rules: ['AM04'] }],
  'trailing-commas': [
    { rules: ['LT04'], section: 'sqlfluff:layout:type:comma', values: [['line_position', 'trailing']] },
    {
      rules: ['CV03'],
      section: 'sqlfluff:rules:convention.select_trailing_comma',
      values: [['select_clause_trailing_comma', 'forbid']],
    },
  ],
  'leading-commas': [
    { rules: ['LT04'], section: 'sqlfluff:layout:type:comma', values: [['line_position', 'leading']] },
  ],
  'lower-keywords': [keywords('lower')],
  'upper-keywords': [keywords('upper')],
  'upper-constants': [
    {
      rules: ['CP04'],
      section: 'sqlfluff:rules:capitalisation.literals',
      values: [['capitalisation_policy', 'upper']],
    },
  ],
  'snake-case': names('snake'),
};

/** The rules of all demands; of two that contradict each other (leading and trailing commas), the first that is written. */
export function demandedRules({ stack, naming }: Governance): DemandedRules {
  const demands = (stack?.demands ?? []).filter(({ demand }) => settings[demand] !== undefined);
  const whole = demands.filter(({ tiers }) => tiers === undefined);
  const casing = naming?.columnCasing === undefined ? undefined : casings[naming.columnCasing.casing];
  const fromNaming = casing === undefined ? [] : names(casing);
  const sections = new Map<string, NonNullable<Setting['values']>>();
  const rules = new Set<string>();
  for (const { rules: own, section, values } of [
    ...whole.flatMap(({ demand }) => settings[demand] ?? []),
    ...fromNaming,
  ]) {
    for (const rule of own) rules.add(rule);
    if (section !== undefined && values !== undefined && !sections.has(section)) sections.set(section, values);
  }
  return {
    rules: [...rules].toSorted(compareText),
    sections: [...sections].map(([name, values]) => ({ name, values })).toSorted((a, b) => compareText(a.name, b.name)),
    sources: [...(whole.length > 0 ? [stack?.path ?? ''] : []), ...(casing === undefined ? [] : [naming?.path ?? ''])],
    partial: demands.filter(({ tiers }) => tiers !== undefined),
  };
}

function keywords(policy: 'lower' | 'upper'): Setting {
  return {
    rules: ['CP01'],
    section: 'sqlfluff:rules:capitalisation.keywords',
    values: [['capitalisation_policy', policy]],
  };
}

/** Names that a model gives itself; what it reads may be called as its source calls it. */
function names(policy: string): readonly Setting[] {
  const section = 'sqlfluff:rules:capitalisation.identifiers';
  return [
    {
      rules: ['CP02'],
      section,
      values: [
        ['extended_capitalisation_policy', policy],
        ['unquoted_identifiers_policy', 'aliases'],
      ],
    },
    {
      rules: ['RF05'],
      section: 'sqlfluff:rules:references.special_chars',
      values: [['quoted_identifiers_policy', 'aliases']],
    },
  ];
}

const casings: { readonly [casing in Casing]?: string } = {
  snake_case: 'snake',
  camelCase: 'camel',
  PascalCase: 'pascal',
  UPPER_CASE: 'upper',
};
