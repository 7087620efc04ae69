import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Generated, Generator } from '../../../src/generators/define-generator.ts';
import { applyKeys } from '../../../src/generators/keys/shared-keys.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import type { Artifact } from '../../../src/model/artifact.ts';
import type { Json } from '../../../src/model/contract.ts';
import { translate } from '../../../src/model/messages.ts';
import type { Files } from '../../../src/model/rule.ts';
import { memoryTree } from '../../support/memory-tree.ts';

/** Runs one generator over files, as `generate` would; an empty text stands for no file. */
export function runGenerator(
  generator: Generator,
  given: Files,
  options: { readonly [name: string]: Json } = {},
): Generated {
  const files: Files = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''));
  const project = loadProject(memoryTree(files), createMemo());
  const defaults = Object.entries(generator.options ?? {}).map(([name, option]) => [name, option.default]);
  return generator.generate(project, {
    options: { ...Object.fromEntries(defaults), ...options },
    read: (path) => files[path],
    paths: Object.keys(files).toSorted(),
  });
}

/** The files with what was generated into them. */
export function withGenerated(files: Files, artifacts: readonly Artifact[]): Files {
  return { ...files, ...Object.fromEntries(artifacts.map((artifact) => [artifact.path, contentOf(artifact, files)])) };
}

function contentOf({ path, content, keys }: Artifact, files: Files): string {
  const written = files[path];
  if (keys === undefined || written === undefined) return content;
  const applied = applyKeys(written, keys);
  if ('refused' in applied) throw new Error(`${path}: ${applied.refused}`);
  return applied.text;
}

/** Notes as a reader sees them: `path:line text`. */
export function toldBy({ notes }: Generated): readonly string[] {
  return notes.map(({ at, message, values }) => `${at.path}:${at.line} ${translate('en', message, values)}`);
}

/** Files of an example repository, without what was generated below `exports/`. */
export function exampleFiles(name: 'revenue' | 'vendas'): Files {
  const root = join(import.meta.dirname, '../../../examples', name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  const texts = paths.filter((path) => !path.startsWith('exports') && !/\.duckdb$|^target|\/target\//.test(path));
  return Object.fromEntries(texts.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Writes files into a new folder below the system's folder for temporary files. */
export function writeFiles(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'dataengos-dbt-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
