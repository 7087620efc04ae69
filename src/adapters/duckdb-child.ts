import { createRequire } from 'node:module';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { SampleOutcome, SampleRun } from '../model/unit-tests.ts';
import { type DuckDb, runSample } from './duckdb-run.ts';

/** The first line names the folder that DuckDB is installed in; each further line is a run, and is answered with a line. */
async function serve(): Promise<void> {
  let duckdb: DuckDb | undefined;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  // Whoever asked is gone: a query that never ends must not stay behind.
  lines.on('close', () => process.kill(process.pid, 'SIGKILL'));
  for await (const line of lines) {
    const message: unknown = JSON.parse(line);
    if (duckdb === undefined) duckdb = loadDuckDb(String(message));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parent process writes only this
    else answer(await runSample(duckdb, message as SampleRun));
  }
}

function loadDuckDb(folder: string): DuckDb {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of its interface that is used
  return createRequire(`${folder}/`)('@duckdb/node-api') as DuckDb;
}

function answer(outcome: SampleOutcome): void {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

await serve();
