import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { mergeReports, type MutationReport, scoreOf, survivorsOf } from './mutation/score.ts';

/**
 * `npm run mutate [-- PATTERN…]` breaks every line of src/rules and src/diff (or of what the patterns name), one at a time, and
 * counts what the tests notice. Runs add up: a result stands until its file changes. `-- --report` only prints what is there.
 * The figure goes to docs/mutation.json when every file has a result. Ends with 1 where the score is below the floor.
 */
const root = join(import.meta.dirname, '..');
const folder = join(root, '.mutation');
const latestFile = join(folder, 'report.json');
const mergedFile = join(folder, 'merged.json');
const figureFile = join(root, 'docs/mutation.json');
const subjects = ['src/rules/**/*.ts', 'src/diff/**/*.ts'];

/** What is promised, in per cent. */
const floor = 85;

function mutate(patterns: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const run = spawnSync(execPath, [stryker, 'run', '--mutate', patterns.join(',')], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) throw new Error(`Stryker ended with ${run.status ?? run.signal}`);
  const merged = mergeReports({ earlier: readReport(mergedFile), latest: readLatest(patterns) }, currentText);
  writeFileSync(mergedFile, JSON.stringify(merged));
}

function tell(report: MutationReport): void {
  for (const line of survivorsOf(report)) stdout.write(`${line}\n`);
  const figure = scoreOf(report);
  const { score, killed, survived, uncovered } = figure;
  stdout.write(`${score} %: ${killed} noticed, ${survived} survived, ${uncovered} not reached by a test\n`);
  process.exitCode = score < floor ? 1 : 0;
  const missing = globSync(subjects, { cwd: root }).filter((path) => report.files[path] === undefined);
  if (missing.length > 0) {
    stdout.write(`${missing.length} files have no result yet, so docs/mutation.json stays; one is ${missing[0]}\n`);
    return;
  }
  writeFileSync(figureFile, `${JSON.stringify(figure, null, 2)}\n`);
}

/** Stryker's report, and every file of the run that has nothing to break: types, re-exports. */
function readLatest(patterns: readonly string[]): MutationReport {
  const whole = globSync([...patterns], { cwd: root }).map((path) => [
    path,
    { source: currentText(path) ?? '', mutants: [] },
  ]);
  return { files: { ...Object.fromEntries(whole), ...readReport(latestFile).files } };
}

function readReport(file: string): MutationReport {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { files: {} };
}

function currentText(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

const args = argv.slice(2);
if (!args.includes('--report')) mutate(args.length === 0 ? subjects : args);
tell(mergeReports({ earlier: readReport(mergedFile), latest: { files: {} } }, currentText));
