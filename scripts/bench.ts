import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath, stdout } from 'node:process';
import { contractPath, makeRepository } from './bench/make-repository.ts';
import { measureColumns } from './bench/measure-columns.ts';
import { measureDiffs } from './bench/measure-diff.ts';
import { measureGeneration } from './bench/measure-generation.ts';
import { type Measurement, measure, type Program } from './bench/measure.ts';

/** Budgets: a check of ten changed files among 1,000 contracts and 1,000 models, a quick one of ten files, and an action with nothing to do. */
const checkBudgetMs = 5000;
const fastBudgetMs = 400;
/** Every file judged, and nothing known from before. */
const coldBudgetMs = 15_000;
const startFactor = 2.5;
const startAllowanceMs = 100;

/** The files of a usual commit. */
const tenContracts = Array.from({ length: 10 }, (_, index) => contractPath(index));

const runs = 5;
const dist = argv[2] ?? join(import.meta.dirname, '..', 'dist');

/** Measures the built program in `folder`, which is filled first, and prints medians, ratios and whether the budgets hold. */
async function bench(folder: string): Promise<boolean> {
  const cli = join(dist, 'cli.js');
  if (!existsSync(cli)) throw new Error(`${cli} is not there: build it first (npm run build)`);
  const generate = (repository: string): void => {
    const run = spawnSync(execPath, [cli, 'generate', '--write'], { cwd: repository, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`generate failed: ${run.stderr}${run.stdout}`);
  };
  stdout.write('making a repository of 1,000 contracts, 1,000 models and 200 canvases …\n');
  const repository = makeRepository(folder, { contracts: 1000, columns: 10, models: 1000, canvases: 200 }, generate);
  const { base, head } = repository;
  const event = join(folder, '.git', 'bench-event.json');
  writeFileSync(event, '{ "action": "closed", "pull_request": {} }\n');
  const runner = { ...env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event, GITHUB_WORKSPACE: folder };
  const programs: readonly Program[] = [
    { name: 'empty Node start', command: execPath, args: ['--eval', ''], cwd: folder },
    { name: 'git diff --name-only', command: 'git', args: ['diff', '--name-only', base, head], cwd: folder },
    { name: 'action, nothing to do', command: execPath, args: [join(dist, 'action.js')], cwd: folder, env: runner },
    {
      name: 'check, ten changed files',
      command: execPath,
      args: [cli, 'check', '--base', base, '--head', head, '--fail-on', 'never'],
      cwd: folder,
    },
    {
      name: 'check, every file, cold',
      command: execPath,
      args: [cli, 'check', '--base', base, '--head', head, '--scope', 'all', '--fail-on', 'never'],
      cwd: folder,
    },
    {
      name: 'check --fast, ten files',
      command: execPath,
      args: [cli, 'check', '--fast', '--fail-on', 'never', ...tenContracts],
      cwd: folder,
    },
  ];
  const isFast = reportDiffs();
  const areColumnsFast = await reportColumns();
  const isGenerationFast = reportGeneration();
  return report(measure(programs, runs)) && isFast && areColumnsFast && isGenerationFast;
}

function reportDiffs(): boolean {
  stdout.write(`\nmedians of ${runs}, in this process\n`);
  const verdicts = measureDiffs().map(({ name, loadMs, diffMs, budgetMs, changes, removed, renamed }) => {
    const told = `${changes} changes, ${removed} removed, ${renamed} renamed`;
    const what = `${name} (${told}; loading both sides took ${loadMs.toFixed(0)} ms)`;
    return verdict(what, diffMs, budgetMs);
  });
  return verdicts.every(Boolean);
}

async function reportColumns(): Promise<boolean> {
  stdout.write('\nonce, in this process\n');
  const verdicts = (await measureColumns(dist)).map(({ name, whole, ms, budgetMs }) =>
    verdict(`columns of ${name} (all known of ${whole})`, ms, budgetMs),
  );
  return verdicts.every(Boolean);
}

function reportGeneration(): boolean {
  const verdicts = measureGeneration().map(({ name, ms, budgetMs, files, differing, unexplained }) => {
    const told = `${files} files, ${differing.length} of them differ, ${unexplained.length} without naming what changed`;
    const isTold = unexplained.length === 0;
    if (!isTold) stdout.write(`BROKEN files of contracts that did not change: ${unexplained.join(', ')}\n`);
    return verdict(`artifacts of ${name} (${told})`, ms, budgetMs) && isTold;
  });
  return verdicts.every(Boolean);
}

function report(measured: readonly Measurement[]): boolean {
  const [start, diff, action, check, cold, fast] = measured;
  if (start === undefined || diff === undefined || action === undefined || check === undefined) return false;
  if (cold === undefined || fast === undefined) return false;
  stdout.write(`\nmedians of ${runs}             ms   × Node start   × git diff\n`);
  for (const { name, medianMs } of measured) {
    const ratios = [medianMs / start.medianMs, medianMs / diff.medianMs].map((ratio) => ratio.toFixed(1).padStart(12));
    stdout.write(`${name.padEnd(26)} ${medianMs.toFixed(0).padStart(6)} ${ratios.join(' ')}\n`);
  }
  const actionBudgetMs = startFactor * start.medianMs + startAllowanceMs;
  const verdicts = [
    verdict('check in under 5 s', check.medianMs, checkBudgetMs),
    verdict('every file from cold in under 15 s', cold.medianMs, coldBudgetMs),
    verdict('check --fast of ten files in under 0.4 s', fast.medianMs, fastBudgetMs),
    verdict(
      `action with nothing to do in ${startFactor} × Node start + ${startAllowanceMs} ms`,
      action.medianMs,
      actionBudgetMs,
    ),
  ];
  return verdicts.every(Boolean);
}

function verdict(what: string, medianMs: number, budgetMs: number): boolean {
  const holds = medianMs <= budgetMs;
  stdout.write(`${holds ? 'holds ' : 'BROKEN'} ${what}: ${medianMs.toFixed(0)} of ${budgetMs.toFixed(0)} ms\n`);
  return holds;
}

const temporary = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  process.exitCode = (await bench(temporary)) ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
