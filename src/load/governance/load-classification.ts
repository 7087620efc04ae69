import type { ClassificationPolicy, ClassificationTerm } from '../../model/governance.ts';
import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { entriesOf, itemsOf, textOf, valueOf } from '../document.ts';
import type { YamlFile } from '../yaml.ts';
import { hasArrow, parseChain } from './classification-chain.ts';
import {
  childOf,
  type Cursor,
  type Fields,
  hasKey,
  ignore,
  isMistaken,
  type LoadedPolicy,
  note,
  readBoolean,
  readEntries,
  readItems,
  readMap,
  readText,
  startOf,
  whereOf,
} from './shape.ts';

/**
 * Reads `classification.yaml` and `classification-policy.yaml`: mappings of terms, chains (`email -> hash_sha256`) and
 * tables of levels. The grammar is published as `schemas/classification.schema.json`.
 */
export function loadClassification(file: YamlFile): LoadedPolicy<ClassificationPolicy> {
  const problems: Problem[] = [];
  if (file.root === undefined) return { problems };
  const root: Cursor = { node: file.root, at: fileStart(file.path), path: [], problems };
  const draft: Draft = { terms: new Map(), levels: new Set(levelNames(root)) };
  if (file.root.kind === 'list') readGroup(root, {}, draft);
  else readMap(root, { fields: topFields(root, draft), other: (value, key) => readTop(value, key, draft) });
  if (file.root.kind === 'scalar') return { problems };
  return { policy: { path: file.path, terms: [...draft.terms.values()] }, problems };
}

interface Draft {
  readonly terms: Map<string, ClassificationTerm>;
  /** Names of the levels that the file itself defines, in lower case. */
  readonly levels: ReadonlySet<string>;
}

/** What a table says about all its terms, or one term about itself. */
interface Facts {
  readonly level?: string;
  readonly pii?: boolean;
  readonly policy?: string;
}

/** Keys of a level that hold its terms. */
const termKeys = ['terms', 'columns'] as const;

function topFields(root: Cursor, draft: Draft): Fields {
  const pii = valueOf(root.node, 'pii');
  const defaults: Facts = pii?.kind === 'scalar' && pii.value === true ? { pii: true } : {};
  const group = (value: Cursor): void => readGroup(value, defaults, draft);
  const levels = (value: Cursor): void => readLevels(value, draft);
  return {
    terms: group,
    columns: group,
    policies: group,
    levels,
    classifications: levels,
    pii: (value) => (value.node.kind === 'scalar' ? void readBoolean(value) : readGroup(value, { pii: true }, draft)),
    version: ignore,
    description: ignore,
    $schema: ignore,
  };
}

/** A key of the file's own: a level where it holds terms, else a term. */
function readTop(value: Cursor, key: string, draft: Draft): boolean {
  const isLevel = value.node.kind === 'list' || hasKey(value.node, ...termKeys);
  if (isLevel) readLevel(value, key, draft);
  else readTermEntry(value, { key, defaults: {} }, draft);
  return true;
}

function readLevels(value: Cursor, draft: Draft): void {
  if (value.node.kind === 'map') return readEntries(value, (level, name) => readLevel(level, name, draft));
  for (const item of readItems(value)) {
    const name = textOf(item.node) ?? textOf(valueOf(item.node, 'name')) ?? textOf(valueOf(item.node, 'level'));
    if (name === undefined) note(item, 'governance.level-without-name', { where: whereOf(item) });
    else if (item.node.kind === 'map') readLevel(item, name, draft);
  }
}

/** A level: a list of terms, or a mapping with `terms`; a text only describes it. */
function readLevel(value: Cursor, level: string, draft: Draft): void {
  if (value.node.kind === 'scalar') return;
  if (value.node.kind === 'list') return readGroup(value, { level }, draft);
  let facts: Facts = { level };
  const groups: Cursor[] = [];
  const group = (each: Cursor): void => void groups.push(each);
  readMap(value, {
    fields: {
      terms: group,
      columns: group,
      pii: (each) => (facts = { ...facts, pii: readBoolean(each) }),
      policy: (each) => (facts = { ...facts, policy: readText(each) }),
      name: ignore,
      level: ignore,
      description: ignore,
      access: ignore,
      retention: ignore,
    },
  });
  for (const each of groups) readGroup(each, facts, draft);
}

function readGroup(value: Cursor, defaults: Facts, draft: Draft): void {
  if (value.node.kind === 'map')
    return readEntries(value, (term, key) => readTermEntry(term, { key, defaults }, draft));
  for (const item of readItems(value)) readTermItem(item, defaults, draft);
}

/** An item of a list of terms: a name, a chain, `{term: …}`, or one `term: …` pair. */
function readTermItem(item: Cursor, defaults: Facts, draft: Draft): void {
  const { node } = item;
  const [only, ...others] = entriesOf(node);
  if (node.kind === 'scalar') {
    const text = readText(item);
    if (text !== undefined) addTerm(item, readChain(item, text, draft), { defaults, draft });
  } else if (hasKey(node, 'term', 'name', 'column')) readNamedTerm(item, defaults, draft);
  else if (only !== undefined && others.length === 0)
    readTermEntry(childOf(item, only), { key: only.key, defaults }, draft);
  else note(item, 'governance.not-a-term', { where: whereOf(item) });
}

function readNamedTerm(item: Cursor, defaults: Facts, draft: Draft): void {
  let named: Cursor | undefined;
  let term = '';
  const name = (value: Cursor): void => {
    named = value;
    term = readText(value) ?? '';
  };
  const facts = readTermFields(item, { term: name, name, column: name });
  if (term !== '') addTerm(named ?? item, { term, facts }, { defaults, draft });
}

interface TermEntry {
  readonly key: string;
  readonly defaults: Facts;
}

/** `email: {classification: …}`, `email: hash_sha256`, or the chain that YAML splits at `Policy: …`. */
function readTermEntry(value: Cursor, { key, defaults }: TermEntry, draft: Draft): void {
  if (value.node.kind === 'map' && !hasArrow(key)) {
    const facts = readTermFields(value, {});
    return addTerm(value, { term: key, facts }, { defaults, draft });
  }
  if (value.node.kind !== 'scalar') return note(value, 'governance.not-a-term', { where: whereOf(value) });
  const text = readText(value);
  if (text === undefined) return;
  addTerm(value, readChain(value, hasArrow(key) ? `${key}: ${text}` : `${key} -> ${text}`, draft), { defaults, draft });
}

function readTermFields(value: Cursor, names: Fields): Facts {
  let facts: Facts = {};
  const level = (each: Cursor): void => void (facts = { ...facts, level: readText(each) });
  const policy = (each: Cursor): void => void (facts = { ...facts, policy: readText(each) });
  const pii = (each: Cursor): void => void (facts = { ...facts, pii: readBoolean(each) });
  readMap(value, { fields: { ...names, classification: level, level, pii, policy, description: ignore } });
  return facts;
}

interface NamedFacts {
  readonly term: string;
  readonly facts: Facts;
}

function readChain(cursor: Cursor, text: string, draft: Draft): NamedFacts {
  const { term, unread, ...facts } = parseChain(text, draft.levels);
  if (unread !== undefined) note(cursor, 'governance.chain', { where: whereOf(cursor), found: unread });
  return { term, facts };
}

interface TermContext {
  readonly defaults: Facts;
  readonly draft: Draft;
}

/** Adds a term; what it says itself goes before what its table says. */
function addTerm(cursor: Cursor, { term, facts }: NamedFacts, { defaults, draft }: TermContext): void {
  const name = normalizeTerm(term);
  if (name === undefined) return note(cursor, 'governance.not-a-term-name', { found: term });
  const level = facts.level ?? defaults.level;
  const policy = facts.policy ?? defaults.policy;
  const pii = facts.pii ?? defaults.pii;
  if (level === undefined && policy === undefined && pii === undefined) {
    if (!isMistaken(cursor)) note(cursor, 'governance.says-nothing', { term });
    return;
  }
  const added: ClassificationTerm = {
    term: name,
    ...(level === undefined ? {} : { level }),
    // A policy without a level is there because of privacy (`email -> hash_sha256`).
    pii: pii ?? (level === undefined ? facts.policy !== undefined : level.toLowerCase() === 'pii'),
    ...(policy === undefined ? {} : { policy }),
    at: cursor.node.kind === 'scalar' ? startOf(cursor.node) : cursor.at,
  };
  const first = draft.terms.get(name);
  if (first === undefined) draft.terms.set(name, added);
  else if (!saysTheSame(first, added))
    note(cursor, 'governance.term-twice', { key: name, line: String(first.at.line) });
}

/** Lower snake_case, as names of columns are compared; undefined for what cannot be in one. */
function normalizeTerm(term: string): string | undefined {
  if (!/^[\p{L}\p{N}_ .-]+$/u.test(term)) return undefined;
  const words = term.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2').split(/[_ .-]+/);
  const name = words
    .filter((word) => word !== '')
    .join('_')
    .toLowerCase();
  return name === '' ? undefined : name;
}

function saysTheSame(a: ClassificationTerm, b: ClassificationTerm): boolean {
  return a.level === b.level && a.pii === b.pii && a.policy === b.policy;
}

function levelNames(root: Cursor): readonly string[] {
  const tables = ['levels', 'classifications'].flatMap((key) => valueOf(root.node, key) ?? []);
  return tables
    .flatMap((table) => [
      ...entriesOf(table).map((entry) => entry.key),
      ...itemsOf(table).flatMap(
        (item) => textOf(item) ?? textOf(valueOf(item, 'name')) ?? textOf(valueOf(item, 'level')) ?? [],
      ),
    ])
    .map((name) => name.toLowerCase());
}
