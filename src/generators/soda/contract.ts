import { physicalNameOf, type Property, type QualityRule } from '../../model/contract.ts';
import { identifier, isUsableName } from '../dbt/test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import type { Complain, QualityCheck } from '../quality/check.ts';
import type { ObjectChecks, PlacedRule } from '../quality/object-checks.ts';
import { type SodaCheck, sodaCheck, type SodaPlace } from './checks.ts';
import { customCheck, isOurEngine } from './custom.ts';

/** The document of a Soda v4 data contract; what Soda cannot express is said through `complain`. */
export function sodaContract(place: SodaPlace & { readonly dataset: string }, complain: Complain): YamlData {
  const { checks, dataset } = place;
  const columns = checks.columns.filter((property) => isUsable(property, complain));
  const made = [
    ...checks.checks.flatMap((check) => ofCheck(check, { columns, place, complain })),
    ...checks.customs.flatMap((custom) => ofCustom(custom, { columns, complain })),
  ];
  const schema = {
    allow_extra_columns: checks.contract.direction === 'input' ? true : undefined,
    allow_other_column_order: true,
  };
  const ofDataset = made.filter(({ check, property }) => property === undefined || check.ofDataset === true);
  return {
    dataset,
    description: description(checks.object.description?.value, textsOf(checks.texts)),
    columns: columns.map((property) => ({
      name: physicalNameOf(property),
      description: description(property.description?.value, textsOf(checks.texts, property)),
      ...typeOf(property, { checks, complain }),
      checks: entries(made.filter((each) => each.property === property && each.check.ofDataset !== true)),
    })),
    checks: [{ schema }, ...(entries(ofDataset) ?? [])],
  };
}

interface Made {
  readonly check: SodaCheck;
  readonly key: string;
  readonly property?: Property;
  readonly rule?: QualityRule;
}

interface Context {
  /** The columns that Soda can name. */
  readonly columns: readonly Property[];
  readonly complain: Complain;
}

function isUsable(property: Property, complain: Complain): boolean {
  const name = physicalNameOf(property);
  if (isUsableName(name)) return true;
  complain('name-not-usable', { property });
  return false;
}

function ofCheck(check: QualityCheck, context: Context & { readonly place: SodaPlace }): readonly Made[] {
  const { measure, property, rule, at } = check;
  const named = measure.kind === 'duplicate' ? measure.columns : property === undefined ? [] : [property];
  if (named.some((column) => !context.columns.includes(column))) return [];
  const made = sodaCheck(check, context.place);
  const where = property === undefined ? {} : { property };
  const refused = 'refused' in made ? made.refused : hasVariable(made.body) ? 'variable' : undefined;
  if (!('refused' in made) && refused === undefined) {
    return [{ check: made, key: check.key, ...where, ...(rule === undefined ? {} : { rule }) }];
  }
  context.complain(refused ?? '', { ...where, at }, { check: check.key });
  return [];
}

/** Rules of an engine with a generator of its own are for that one. */
function ofCustom(custom: PlacedRule, { columns, complain }: Context): readonly Made[] {
  const { rule, property } = custom;
  const where = property === undefined ? {} : { property };
  if (!isOurEngine(rule.engine)) {
    if (!/^(dbt|gx|great)/i.test(rule.engine ?? '')) {
      complain(
        'rule-engine',
        { ...where, at: rule.at },
        { rule: rule.name ?? rule.id ?? '', engine: rule.engine ?? '' },
      );
    }
    return [];
  }
  if (property !== undefined && !columns.includes(property)) return [];
  const check = customCheck(custom, complain);
  if (check !== undefined && hasVariable(check.body)) {
    complain('variable', { ...where, at: rule.at }, { check: rule.name ?? rule.id ?? check.type });
    return [];
  }
  return check === undefined ? [] : [{ check, key: rule.id ?? rule.name ?? 'custom', ...where, rule }];
}

/** Soda knows checks by their place, type and qualifier, and refuses two alike. */
function entries(made: readonly Made[]): readonly YamlData[] | undefined {
  const taken = new Set<string>();
  const list = made.map(({ check, key, rule }) => {
    const qualifier = ownName(`${check.type} ${identifier(key) || 'check'}`, taken).slice(check.type.length + 1);
    const name = rule?.name ?? rule?.description;
    const said = { name: name === undefined ? undefined : plain(name), qualifier };
    return { [check.type]: { ...said, ...check.body, attributes: attributesOf(check, rule) } };
  });
  return list.length === 0 ? undefined : list;
}

function ownName(name: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

/** Soda's schema has no attributes for these. */
const withoutAttributes = new Set(['failed_rows', 'metric']);

function attributesOf({ type, body }: SodaCheck, rule: QualityRule | undefined): YamlData {
  if (rule === undefined || withoutAttributes.has(type)) return body['attributes'];
  const { dimension, businessImpact, schedule } = rule;
  const own = Object.entries({ dimension, business_impact: businessImpact, schedule }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, plain(text)] as const],
  );
  return own.length === 0 ? body['attributes'] : Object.fromEntries(own);
}

/** A type as Soda compares it: without its arguments, the length of a text apart. */
function typeOf(
  property: Property,
  { checks, complain }: { readonly checks: ObjectChecks; readonly complain: Complain },
): { readonly data_type?: string; readonly character_maximum_length?: number } {
  const written = property.physicalType?.value.trim();
  const servers = new Set(checks.contract.servers.map(({ type }) => type));
  if (written === undefined || servers.size > 1) return {};
  const [, name, length] = /^([A-Za-z][A-Za-z0-9_]*(?: [A-Za-z]+)*) ?(?:\((\d+)(?: ?, ?\d+)?\))?$/.exec(written) ?? [];
  if (name === undefined) {
    complain('type-not-expressed', { property, at: property.physicalType?.at ?? property.at }, { type: written });
    return {};
  }
  const isText = /char/i.test(name) && length !== undefined && !servers.has('duckdb');
  return { data_type: name, ...(isText ? { character_maximum_length: Number(length) } : {}) };
}

function textsOf(texts: readonly PlacedRule[], property?: Property): readonly string[] {
  return texts.flatMap((text) => (text.property === property ? (text.rule.description ?? text.rule.name ?? []) : []));
}

function description(text: string | undefined, expectations: readonly string[]): string | undefined {
  const parts = [...(text === undefined ? [] : [text.trim()]), ...expectations.map((each) => `- ${each.trim()}`)];
  const whole = plain(parts.join('\n'));
  return whole === '' ? undefined : whole;
}

/** Soda fills in variables (`${env.HOME}`) wherever it reads a text. */
function plain(text: string): string {
  return text.replaceAll('${', '$ {');
}

/** Soda's own variables (`${soda.NOW}`) are what they are for everybody. */
function hasVariable(data: YamlData): boolean {
  if (typeof data === 'string') return data.replaceAll(/\$\{ *soda\./g, '').includes('${');
  return typeof data === 'object' && data !== null && Object.values(data).some(hasVariable);
}
