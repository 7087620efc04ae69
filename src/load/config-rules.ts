import { severities } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { OptionValues, Override, RuleSetting, RuleSettings } from '../model/policy.ts';
import type { Json } from '../model/contract.ts';
import { entriesOf, toJson } from './document.ts';
import {
  type Cursor,
  hasKey,
  isMistaken,
  note,
  readChoice,
  readEntries,
  readItems,
  readMap,
  readText,
  whereOf,
} from './governance/shape.ts';
import { readPattern } from './read-pattern.ts';

/** A name in a file of policy that only the engine can know: whether it exists, and whether its value fits. */
export interface Mention {
  readonly what: 'rule' | 'generator' | 'row' | 'option' | 'generator-option';
  readonly id: string;
  /** Of a rule: what it is set to. */
  readonly setting?: RuleSetting;
  /** Of an option: its name and value. */
  readonly option?: { readonly name: string; readonly value: Json };
  readonly at: Location;
}

const ruleSettings: readonly RuleSetting[] = [...severities, 'off'];

/** Severities and options by rule id; `mentions` grows by each. Whether such a rule or option exists is the engine's to say. */
export function readRuleSettings(value: Cursor, mentions: Mention[]): RuleSettings {
  const rules: [string, RuleSetting][] = [];
  const options: [string, OptionValues][] = [];
  const places = new Map(entriesOf(value.node).map(({ key, keyAt }) => [key, keyAt]));
  readEntries(value, (each, id) => {
    if (!/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) return note(each, 'config.not-a-rule-id', { key: id });
    const read = each.node.kind === 'map' ? readLongForm(each) : { setting: readSetting(each) };
    const at = places.get(id) ?? each.at;
    mentions.push({ what: 'rule', id, at, ...(read.setting === undefined ? {} : { setting: read.setting }) });
    if (read.setting !== undefined) rules.push([id, read.setting]);
    const given = read.options ?? [];
    mentions.push(...given.map(({ at: place, ...option }) => ({ what: 'option', id, option, at: place }) as const));
    if (given.length > 0) options.push([id, Object.fromEntries(given.map(({ name, value: set }) => [name, set]))]);
  });
  return { rules: Object.fromEntries(rules), options: Object.fromEntries(options) };
}

/** An option as a file of policy sets it. */
export interface GivenOption {
  readonly name: string;
  readonly value: Json;
  readonly at: Location;
}

/** The entries of a mapping of options; whether they exist and fit is the engine's to say. */
export function readOptions(value: Cursor): readonly GivenOption[] {
  const options: GivenOption[] = [];
  readEntries(value, (each, name) => options.push({ name, value: toJson(each.node), at: each.at }));
  return options;
}

interface RuleEntry {
  readonly setting?: RuleSetting | undefined;
  readonly options?: readonly GivenOption[];
}

/** `{severity: warning, options: {…}}`. */
function readLongForm(value: Cursor): RuleEntry {
  let setting: RuleSetting | undefined;
  const options: GivenOption[] = [];
  readMap(value, {
    fields: {
      severity: (each) => (setting = readSetting(each)),
      options: (each) => options.push(...readOptions(each)),
    },
  });
  if (!isMistaken(value) && !hasKey(value.node, 'severity', 'options'))
    note(value, 'config.empty-setting', { where: whereOf(value) });
  return { setting, options };
}

/** YAML 1.1 habits: an unquoted `off` is text here, but people also write `false`. */
function readSetting(value: Cursor): RuleSetting | undefined {
  return value.node.kind === 'scalar' && value.node.value === false ? 'off' : readChoice(value, ruleSettings);
}

/** A list of `{paths, domains, rules}`. An entry that cannot be read whole is left out: half of it would fit too much. */
export function readOverrides(value: Cursor, mentions: Mention[]): readonly Override[] {
  return readItems(value).flatMap((item) => {
    let patterns: readonly (readonly string[])[] = [];
    let domains: readonly string[] = [];
    let settings: RuleSettings = { rules: {}, options: {} };
    readMap(item, {
      fields: {
        paths: (each) =>
          (patterns = readNames(each)
            .map(readPattern)
            .filter(({ length }) => length > 0)),
        domains: (each) => (domains = readNames(each).flatMap((name) => readText(name)?.toLowerCase() ?? [])),
        rules: (each) => (settings = readRuleSettings(each, mentions)),
      },
      required: ['rules'],
    });
    if (item.node.kind === 'map' && !hasKey(item.node, 'paths', 'domains'))
      note(item, 'config.override-everywhere', { where: whereOf(item) });
    return isMistaken(item) ? [] : [{ patterns, domains, ...settings }];
  });
}

/** One text, or a list of at least one. */
export function readPaths(value: Cursor): readonly string[] {
  return readNames(value).flatMap((each) => readText(each) ?? []);
}

/** One name, or a list of at least one. */
function readNames(value: Cursor): readonly Cursor[] {
  if (value.node.kind === 'scalar') return [value];
  const items = readItems(value);
  if (value.node.kind === 'list' && items.length === 0) note(value, 'governance.empty-list', { where: whereOf(value) });
  return items;
}

/** The names of shared policies: one, or a list. */
export function readExtends(value: Cursor): readonly { readonly name: string; readonly at: Location }[] {
  return readNames(value).flatMap((each) => {
    const name = readText(each);
    return name === undefined ? [] : [{ name, at: each.at }];
  });
}
