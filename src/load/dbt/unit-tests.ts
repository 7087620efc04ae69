import type { Json } from '../../model/contract.ts';
import type { DbtUnitTest, GivenInput, TestInput, TestRows } from '../../model/unit-tests.ts';
import { type DocumentNode, entriesOf, itemsOf, textOf, toJson, valueOf } from '../document.ts';
import { parseSampleRows } from '../sample-data/sample-rows.ts';
import { toMap } from './project-file.ts';

/** Reads what `fixture: name` names; undefined where the project has no such file. */
export type ReadFixture = (name: string) => { readonly path: string; readonly text: string } | undefined;

/**
 * Reads an item of `unit_tests:` (docs.getdbt.com, "Unit tests"); undefined where it names no model. What it asks beyond rows
 * of YAML and CSV, constant macros and variables is said in `unsupported`.
 */
export function readUnitTest(node: DocumentNode, fixture: ReadFixture): DbtUnitTest | undefined {
  const nameNode = valueOf(node, 'name');
  const name = textOf(nameNode);
  const model = textOf(valueOf(node, 'model'));
  if (name === undefined || nameNode === undefined || model === undefined || isDisabled(node)) return undefined;
  const reader = new UnitTestReader(fixture);
  const given = itemsOf(valueOf(node, 'given')).flatMap((item) => reader.given(item));
  const expect = reader.rows(valueOf(node, 'expect'), 'expect');
  const overrides = valueOf(node, 'overrides');
  if (valueOf(node, 'versions') !== undefined) reader.refuse('versions');
  if (valueOf(overrides, 'env_vars') !== undefined) reader.refuse('env_vars');
  return {
    name,
    model,
    given,
    ...(expect === undefined ? {} : { expect }),
    overrides: { macros: toMap(valueOf(overrides, 'macros')), vars: toMap(valueOf(overrides, 'vars')) },
    ...(reader.unsupported === undefined ? {} : { unsupported: reader.unsupported }),
    at: nameNode.at,
  };
}

/** Reads the parts of one test, and keeps the first that it does not understand. */
class UnitTestReader {
  unsupported: string | undefined;
  readonly #fixture: ReadFixture;

  constructor(fixture: ReadFixture) {
    this.#fixture = fixture;
  }

  refuse(what: string): undefined {
    this.unsupported ??= what;
    return undefined;
  }

  given(node: DocumentNode): readonly GivenInput[] {
    const written = textOf(valueOf(node, 'input')) ?? '';
    const input = readInput(written);
    if (input === undefined) {
      this.refuse(`input: ${written}`);
      return [];
    }
    const isSeed = ['rows', 'fixture', 'format'].every((key) => valueOf(node, key) === undefined);
    const rows = isSeed ? undefined : this.rows(node, written);
    return [{ input, ...(rows === undefined ? {} : { rows }) }];
  }

  /** Rows as dictionaries, as CSV, or in a file of their own. */
  rows(node: DocumentNode | undefined, what: string): TestRows | undefined {
    const format = textOf(valueOf(node, 'format')) ?? 'dict';
    if (format !== 'dict' && format !== 'csv') return this.refuse(`format: ${format}`);
    const rows = valueOf(node, 'rows');
    const name = textOf(valueOf(node, 'fixture'));
    if (name !== undefined) return this.#fromFixture(name);
    if (rows === undefined) return this.refuse(`${what} without rows`);
    if (format === 'csv') return this.#fromCsv(rows.at.path, textOf(rows) ?? '', rows.at);
    return this.#fromDictionaries(rows);
  }

  #fromFixture(name: string): TestRows | undefined {
    const file = this.#fixture(name);
    if (file === undefined || file.path.endsWith('.sql')) return this.refuse(`fixture: ${name}`);
    return this.#fromCsv(file.path, file.text, { path: file.path, line: 1, column: 1 });
  }

  #fromCsv(path: string, text: string, at: TestRows['at']): TestRows | undefined {
    const table = parseSampleRows(path, text);
    return table === undefined ? this.refuse('csv') : { ...table, at };
  }

  #fromDictionaries(node: DocumentNode): TestRows | undefined {
    const items = itemsOf(node);
    if (node.kind !== 'list' || items.some((item) => item.kind !== 'map')) return this.refuse('rows');
    const columns = [...new Set(items.flatMap((item) => entriesOf(item).map(({ key }) => key)))];
    const rows = items.map((item) => columns.map((column) => cellOf(valueOf(item, column))));
    return { columns, rows, isCsv: false, at: node.at };
  }
}

function cellOf(node: DocumentNode | undefined): Json {
  return node === undefined ? null : toJson(node);
}

/** `ref('model')`, `ref('package', 'model')`, `source('source', 'table')`, `this`. */
function readInput(text: string): TestInput | undefined {
  if (text.trim() === 'this') return { kind: 'this' };
  const call = /^\s*(ref|source)\s*\(\s*['"]([^'"]+)['"]\s*(?:,\s*['"]([^'"]+)['"]\s*)?\)\s*$/.exec(text);
  const [, kind, first = '', second] = call ?? [];
  if (kind === 'ref') return { kind, name: second ?? first };
  return kind === 'source' && second !== undefined ? { kind, source: first, table: second } : undefined;
}

function isDisabled(node: DocumentNode): boolean {
  const enabled = valueOf(valueOf(node, 'config'), 'enabled');
  return enabled?.kind === 'scalar' && enabled.value === false;
}
