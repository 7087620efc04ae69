import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { mergeReports, type MutationReport, scoreOf, survivorsOf } from './mutation/score.ts';

/**
 * `npm run mutate [-- PATTERN…]` breaks every line of src/rules and src/diff (or of what the patterns name), one at a time, and
 * counts what the tests notice. Files are broken some at a time, and results are kept after each time: a result stands until its
 * file changes. `-- --missing` breaks only files without a result, `-- --report` none: it prints what is there. The figure goes to
 * docs/mutation.json when every file has a result. Ends with 1 where the score is below the floor.
 */
const root = join(import.meta.dirname, '..');
const folder = join(root, '.mutation');
const latestFile = join(folder, 'report.json');
const mergedFile = join(folder, 'merged.json');
const figureFile = join(root, 'docs/mutation.json');
const subjects = ['src/rules/**/*.ts', 'src/diff/**/*.ts'];

/** What is promised, in per cent. */
const floor = 85;

/** Files that are broken in one run of Stryker, which starts with some ten seconds of all tests. */
const filesAtATime = 16;

/** @throws Error where the patterns name no file, or Stryker fails */
function mutate(paths: readonly string[]): void {
  if (paths.length === 0) throw new Error('there is no file to break');
  mkdirSync(folder, { recursive: true });
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  for (let from = 0; from < paths.length; from += filesAtATime) {
    const some = paths.slice(from, from + filesAtATime);
    rmSync(latestFile, { force: true });
    const run = spawnSync(execPath, [stryker, 'run', '--mutate', some.join(',')], { cwd: root, stdio: 'inherit' });
    if (run.status !== 0) throw new Error(`Stryker ended with ${run.status ?? run.signal}`);
    const merged = mergeReports({ earlier: readReport(mergedFile), latest: readLatest(some) }, currentText);
    writeFileSync(mergedFile, JSON.stringify(merged));
  }
}

function tell(report: MutationReport): void {
  for (const line of survivorsOf(report)) stdout.write(`${line}\n`);
  const figure = scoreOf(report);
  const { score, killed, survived, uncovered } = figure;
  stdout.write(`${score} %: ${killed} noticed, ${survived} survived, ${uncovered} not reached by a test\n`);
  process.exitCode = score < floor ? 1 : 0;
  const missing = withoutResult(report);
  if (missing.length > 0) {
    stdout.write(`${missing.length} files have no result yet, so docs/mutation.json stays; one is ${missing[0]}\n`);
    return;
  }
  writeFileSync(figureFile, `${JSON.stringify(figure, null, 2)}\n`);
}

/** Stryker's report, and every file of the run that has nothing to break: types, re-exports. */
function readLatest(paths: readonly string[]): MutationReport {
  const whole = paths.map((path) => [path, { source: currentText(path) ?? '', mutants: [] }]);
  return { files: { ...Object.fromEntries(whole), ...readReport(latestFile).files } };
}

function readReport(file: string): MutationReport {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { files: {} };
}

function currentText(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function withoutResult({ files }: MutationReport): readonly string[] {
  return globSync(subjects, { cwd: root })
    .filter((path) => files[path] === undefined)
    .sort();
}

/** What stands from earlier runs. */
function results(): MutationReport {
  return mergeReports({ earlier: readReport(mergedFile), latest: { files: {} } }, currentText);
}

const args = argv.slice(2);
if (args.includes('--missing')) mutate(withoutResult(results()));
else if (!args.includes('--report')) mutate(globSync(args.length === 0 ? subjects : args, { cwd: root }).sort());
tell(results());
