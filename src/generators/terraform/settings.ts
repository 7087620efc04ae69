import { compareText } from '../../model/location.ts';
import { call, type HclBlock, type HclExpression, type HclValue, map, block, reference } from './hcl.ts';
import { hashOf, joinLabels, labelOf } from './labels.ts';
import { fieldOf, type Site } from './sites.ts';

/** A value that servers say, in each environment that says it. */
export interface Setting {
  readonly prefix: string;
  readonly description: string;
  /** What it is in production, else in the first environment. */
  readonly main: string;
  /** By environment, sorted; one entry where all environments say the same. */
  readonly values: readonly (readonly [environment: string, value: string])[];
}

/** How a setting is read from servers. */
export interface SettingKind {
  readonly prefix: string;
  readonly description: string;
  readonly read: (server: Site['main']['server']) => string | undefined;
}

/** A setting kind of the servers' first given key among `names`, in the spelling of the warehouse. */
export function keyed(
  prefix: string,
  names: readonly string[],
  { description, spell = (text) => text }: { readonly description: string; readonly spell?: (text: string) => string },
): SettingKind {
  return {
    prefix,
    description,
    read: (server) => {
      const text = fieldOf(server, names);
      return text === undefined ? undefined : spell(text);
    },
  };
}

/** What a site's servers say; undefined where the main one says nothing. */
export function settingOf({ servers, main }: Site, { prefix, description, read }: SettingKind): Setting | undefined {
  const value = read(main.server);
  if (value === undefined) return undefined;
  const all = servers.map(({ environment, server }) => [environment, read(server) ?? value] as const);
  const isOne = all.every(([, each]) => each === value);
  return { prefix, description, main: value, values: isOne ? [[main.environment, value]] : all };
}

/** Whether a setting depends on the environment. */
export function isByEnvironment({ values }: Setting): boolean {
  return values.length > 1;
}

/** Settings of which one says all that another does, as one. */
export class MergedSettings {
  readonly #merged: ReadonlyMap<string, Setting>;

  constructor(settings: readonly Setting[]) {
    const different = [...new Map(settings.map((each) => [keyOf(each), each])).values()];
    const kept: Setting[] = [];
    const merged = new Map<string, Setting>();
    for (const each of different.toSorted(
      (a, b) => b.values.length - a.values.length || compareText(keyOf(a), keyOf(b)),
    )) {
      const whole = kept.find((other) => covers(other, each)) ?? each;
      if (whole === each) kept.push(each);
      merged.set(keyOf(each), whole);
    }
    this.#merged = merged;
  }

  /** The setting that says all that this one does. */
  get(setting: Setting): Setting {
    return this.#merged.get(keyOf(setting)) ?? setting;
  }

  all(): readonly Setting[] {
    return [...new Set(this.#merged.values())];
  }
}

/** Whether one setting says what another does, in each environment of that; one that it does not know must be like production. */
function covers(whole: Setting, part: Setting): boolean {
  if (whole.prefix !== part.prefix || whole.main !== part.main) return false;
  return part.values.every(([environment, value]) => {
    const own = whole.values.find(([name]) => name === environment)?.[1] ?? whole.main;
    return own === value;
  });
}

/** Names of the variables of settings: after the main value; where others have the same one, with a hash of all their values. */
export class Variables {
  readonly #settings: MergedSettings;
  readonly #twice: ReadonlySet<string>;

  constructor(settings: readonly Setting[]) {
    this.#settings = new MergedSettings(settings);
    const labels = this.#settings.all().map(labelled);
    this.#twice = new Set(labels.filter((label, at) => labels.indexOf(label) !== at));
  }

  name(setting: Setting): string {
    return joinLabels(setting.prefix, this.label(setting));
  }

  /** The name without what says the kind of setting. */
  label(setting: Setting): string {
    const whole = this.#settings.get(setting);
    const label = labelOf(whole.main);
    return this.#twice.has(labelled(whole)) ? joinLabels(label, hashOf(keyOf(whole))) : label;
  }

  value(setting: Setting): HclExpression {
    return byEnvironment(this.#settings.get(setting), this.name(setting));
  }

  /** The declarations, sorted by name. */
  blocks(): readonly HclBlock[] {
    return this.#settings
      .all()
      .map((setting) => [this.name(setting), setting] as const)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([name, setting]) => variable(name, setting.description, settingDefault(setting)));
  }
}

/** What a variable holds: one text, or one for each environment. */
function settingDefault({ main, values }: Setting): { readonly type: HclValue; readonly default: HclValue } {
  if (values.length <= 1) return { type: reference('string'), default: main };
  return { type: call('map', reference('string')), default: map(values) };
}

/** The value of a variable, in the environment that is chosen. */
function byEnvironment(setting: Setting, name: string): HclExpression {
  const of = reference('var', name);
  return isByEnvironment(setting) ? { kind: 'index', of, key: reference('var', 'environment') } : of;
}

/** A variable; without `default` Terraform asks for it. */
export function variable(
  name: string,
  description: string,
  rest: { readonly type: HclValue; readonly default?: HclValue | undefined; readonly sensitive?: true },
): HclBlock {
  return block(['variable', name], { description, ...rest });
}

/** A variable for a setting under a name of its own; where no server says it, Terraform asks for it, if there is no default. */
export function settingVariable(
  {
    name,
    description,
    ...asked
  }: { readonly name: string; readonly description: string; readonly type: HclValue; readonly default?: null },
  setting: Setting | undefined,
): { readonly declaration: HclBlock; readonly value: HclExpression } {
  const held = setting === undefined ? asked : settingDefault(setting);
  const value = setting === undefined ? reference('var', name) : byEnvironment(setting, name);
  return { declaration: variable(name, description, held), value };
}

function labelled({ prefix, main }: Setting): string {
  return joinLabels(prefix, labelOf(main));
}

function keyOf({ prefix, values, main }: Setting): string {
  return JSON.stringify([prefix, main, values.map((entry) => (values.length === 1 ? entry[1] : entry))]);
}
