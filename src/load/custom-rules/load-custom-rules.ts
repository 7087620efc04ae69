import type { Json } from '../../model/contract.ts';
import { type CustomRule, type Selectable, selectables } from '../../model/custom-rule.ts';
import { severities, type Severity } from '../../model/finding.ts';
import { fileStart, type Located } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { type DbtFiles, type FileRef, yamlOf } from '../dbt/dbt-files.ts';
import { startOf } from '../governance/shape.ts';
import { type Cursor, ignore, note, readChoice, readItems, readMap, readText, whereOf } from '../governance/shape.ts';
import type { Loaded } from '../loaded.ts';
import { blobKey } from '../memo.ts';
import { segmentsOf } from '../owners/load-owners.ts';
import { readSchema } from './read-schema.ts';

/**
 * Reads `specs/governance/rules/*.yaml`, one rule per file. The grammar is published as `schemas/custom-rule.schema.json`. A rule
 * with a mistake in it is left out whole: half of a rule would judge what it does not mean.
 */
export function loadCustomRules(source: DbtFiles, files: readonly FileRef[]): Loaded<CustomRule> {
  const loaded = files.flatMap((file) =>
    source.read(file.path) === undefined
      ? []
      : [source.memo.once('custom-rule', blobKey(file), () => readFile(source, file))],
  );
  const first = new Map<string, CustomRule>();
  for (const { items } of loaded) for (const rule of items) if (!first.has(rule.id)) first.set(rule.id, rule);
  const again = loaded.flatMap(({ items }) => items.filter((rule) => first.get(rule.id) !== rule));
  return {
    items: [...first.values()],
    problems: [
      ...loaded.flatMap(({ problems }) => problems),
      ...again.map((rule) => writtenTwice(rule, first.get(rule.id) ?? rule)),
    ],
  };
}

function writtenTwice({ id, at }: CustomRule, first: CustomRule): Problem {
  const values = { id, path: first.path };
  return { kind: 'schema', at, key: `twice ${id}`, message: 'custom-rules.twice', values, related: [first.at] };
}

function readFile(source: DbtFiles, file: FileRef): Loaded<CustomRule> {
  const { path } = file;
  const yaml = yamlOf(source, file);
  const problems: Problem[] = [...yaml.problems];
  if (yaml.root === undefined) {
    const empty: Problem = {
      kind: 'schema',
      at: fileStart(path),
      key: 'empty',
      message: 'custom-rules.empty',
      values: {},
    };
    return { items: [], problems: problems.length === 0 ? [empty] : problems };
  }
  const draft: Draft = { severity: 'error', paths: [] };
  readRule({ node: yaml.root, at: fileStart(path), path: [], problems }, draft);
  const rule = problems.length === 0 ? wholeRule(path, draft) : undefined;
  return { items: rule === undefined ? [] : [rule], problems };
}

function wholeRule(path: string, draft: Draft): CustomRule | undefined {
  const { id, select, then, message, severity, paths, when } = draft;
  const en = message?.en;
  if (id === undefined || select === undefined || then === undefined || en === undefined) return undefined;
  const portuguese = message?.['pt-BR'];
  return {
    id: id.value,
    path,
    severity,
    select,
    paths,
    ...(when === undefined ? {} : { when }),
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema, not a promise
    then,
    message: { en, ...(portuguese === undefined ? {} : { 'pt-BR': portuguese }) },
    at: id.at,
  };
}

/** The rule while its file is read. */
interface Draft {
  id?: Located<string> | undefined;
  severity: Severity;
  select?: Selectable | undefined;
  paths: readonly (readonly string[])[];
  when?: Json | undefined;
  then?: Located<Json> | undefined;
  message?: { en?: string | undefined; 'pt-BR'?: string | undefined };
}

function readRule(root: Cursor, draft: Draft): void {
  readMap(root, {
    fields: {
      id: (value) => (draft.id = readId(value)),
      message: (value) => (draft.message = readMessage(value)),
      severity: (value) => (draft.severity = readChoice(value, severities) ?? draft.severity),
      select: (value) => (draft.select = readChoice(value, selectables)),
      paths: (value) => (draft.paths = readPaths(value)),
      when: (value) => (draft.when = readSchema(value)),
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema, not a promise
      then: (value) => (draft.then = readThen(value)),
      $schema: ignore,
    },
    required: ['id', 'message', 'select', 'then'],
  });
}

/** `pii-has-owner` and `custom/pii-has-owner` are the same id. */
function readId(value: Cursor): Located<string> | undefined {
  const text = readText(value);
  if (text === undefined) return undefined;
  const name = text.replace(/^custom\//, '');
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return { value: `custom/${name}`, at: startOf(value.node) };
  note(value, 'custom-rules.not-a-name', { found: text });
  return undefined;
}

/** A text, or one per language. */
function readMessage(value: Cursor): NonNullable<Draft['message']> {
  if (value.node.kind === 'scalar') return { en: readText(value) };
  const message: NonNullable<Draft['message']> = {};
  readMap(value, {
    fields: { en: (each) => (message.en = readText(each)), 'pt-BR': (each) => (message['pt-BR'] = readText(each)) },
    required: ['en'],
  });
  return message;
}

function readPaths(value: Cursor): readonly (readonly string[])[] {
  const items = value.node.kind === 'scalar' ? [value] : readItems(value);
  return items.flatMap((item) => {
    const text = readText(item);
    const segments = text === undefined ? [] : segmentsOf(text);
    if (text !== undefined && segments.length === 0) note(item, 'config.not-a-path', { where: whereOf(item) });
    return segments.length === 0 ? [] : [segments];
  });
}

function readThen(value: Cursor): Located<Json> | undefined {
  const schema = readSchema(value);
  return schema === undefined ? undefined : { value: schema, at: value.at };
}
