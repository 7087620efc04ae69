import { type Bump, bumps, type ChangeClass, changeClasses } from '../model/change.ts';
import { compatibilityModes } from '../model/contract.ts';
import { severities, type Severity } from '../model/finding.ts';
import type { Config, DirectionRule, EffectOverride, ReleasePolicy, RowOverride } from '../model/policy.ts';
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

/** The configuration of how contracts are judged, where the file says nothing. */
export const defaultContractConfig: Pick<
  Config,
  'compatibility' | 'dangerousBump' | 'directions' | 'deprecation' | 'loadBearing' | 'release' | 'requestOwners'
> = {
  compatibility: {},
  dangerousBump: 'minor',
  directions: [],
  deprecation: { outputDays: 30, inputDays: 0 },
  loadBearing: { tags: ['pii', 'deprecated', 'cost-center'], customProperties: [] },
  release: { tag: 'v*', asked: false },
  requestOwners: false,
};

type Draft<T> = { -readonly [key in keyof T]: T[key] };

/** Overrides by row; whether a row of that name exists is the engine's to say. */
export function readCompatibility(value: Cursor): Config['compatibility'] {
  const rows: [string, RowOverride][] = [];
  readEntries(value, (row, id) => {
    const override: Draft<RowOverride> = {};
    readMap(row, {
      fields: {
        output: (each) => (override.output = readEffect(each)),
        input: (each) => (override.input = readEffect(each)),
      },
    });
    rows.push([id, override]);
  });
  return Object.fromEntries(rows);
}

/** `dangerous`, or `{class: dangerous, bump: major, severity: error}`. */
function readEffect(value: Cursor): EffectOverride {
  const effect: Draft<EffectOverride> = {};
  if (value.node.kind === 'scalar') {
    const found = readChoice<ChangeClass>(value, changeClasses);
    return found === undefined ? {} : { class: found };
  }
  readMap(value, {
    fields: {
      class: (each) => (effect.class = readChoice<ChangeClass>(each, changeClasses)),
      bump: (each) => (effect.bump = readChoice<Bump>(each, bumps)),
      severity: (each) => (effect.severity = readChoice<Severity>(each, severities)),
    },
  });
  return effect;
}

/** A list of `{paths, mode}`. */
export function readDirections(value: Cursor): readonly DirectionRule[] {
  return readItems(value).flatMap((item) => {
    const rule: Draft<Partial<DirectionRule>> = {};
    readMap(item, {
      fields: {
        paths: (each) => (rule.pattern = readPattern(each)),
        mode: (each) => (rule.mode = readChoice(each, compatibilityModes)),
      },
      required: ['paths', 'mode'],
    });
    const { pattern = [], mode } = rule;
    return pattern.length === 0 || mode === undefined ? [] : [{ pattern, mode }];
  });
}

/** Days, each 0 or more. */
export function readDeprecation(value: Cursor): Config['deprecation'] {
  const deprecation = { ...defaultContractConfig.deprecation };
  readMap(value, {
    fields: {
      days: (each) => (deprecation.outputDays = readDays(each) ?? deprecation.outputDays),
      'input-days': (each) => (deprecation.inputDays = readDays(each) ?? deprecation.inputDays),
    },
  });
  return deprecation;
}

function readDays(value: Cursor): number | undefined {
  const { node } = value;
  const days = node.kind === 'scalar' && typeof node.value === 'number' ? node.value : -1;
  if (Number.isSafeInteger(days) && days >= 0) return days;
  note(value, 'config.not-days', { where: whereOf(value) });
  return undefined;
}

/** Names of tags and custom properties; each list replaces its default. */
export function readLoadBearing(value: Cursor): Config['loadBearing'] {
  const marks: Draft<Config['loadBearing']> = { ...defaultContractConfig.loadBearing };
  readMap(value, {
    fields: {
      tags: (each) => (marks.tags = readNames(each) ?? marks.tags),
      'custom-properties': (each) => (marks.customProperties = readNames(each) ?? marks.customProperties),
    },
  });
  return marks;
}

function readNames(value: Cursor): readonly string[] | undefined {
  const names = readItems(value).flatMap((item) => readText(item) ?? []);
  return isMistaken(value) ? undefined : names;
}

/** `{tag: "v*"}`, `{snapshot: exports/contracts}`, or `false` for no comparison. */
export function readRelease(value: Cursor): ReleasePolicy {
  if (value.node.kind === 'scalar' && value.node.value === false) return { asked: false };
  const release: Draft<ReleasePolicy> = { asked: true };
  readMap(value, {
    fields: {
      tag: (each) => (release.tag = readMatch(each, tagPattern, 'config.not-a-tag')),
      snapshot: (each) => (release.snapshot = folderOf(readMatch(each, /[^\s./]/, 'config.not-a-folder'))),
    },
  });
  const isChosen = hasKey(value.node, 'tag') !== hasKey(value.node, 'snapshot');
  if (isChosen && !isMistaken(value)) return release;
  if (value.node.kind === 'map' && !isMistaken(value)) note(value, 'config.release-choice', { where: whereOf(value) });
  return defaultContractConfig.release;
}

/** What the name of a ref may hold (git-check-ref-format), and the characters of patterns. */
const tagPattern = /^[^\s~^:\\\p{Cc}]+$/u;

function readMatch(value: Cursor, pattern: RegExp, message: string): string | undefined {
  const text = readText(value);
  if (text === undefined || pattern.test(text)) return text;
  note(value, message, { where: whereOf(value) });
  return undefined;
}

/** `./exports/contracts/` is `exports/contracts`. */
function folderOf(path: string | undefined): string | undefined {
  const names = path?.split('/').filter((name) => name !== '' && name !== '.');
  return names?.join('/');
}
