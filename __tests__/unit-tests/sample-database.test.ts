import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { describe, expect, it } from 'vitest';
import { createSampleDatabase } from '../../src/adapters/sample-database.ts';
import type { SampleOutcome, SampleRun } from '../../src/model/unit-tests.ts';

const repository = join(import.meta.dirname, '..', '..');
const nowhere = join(import.meta.dirname, 'nowhere');

const settings = { integerDivision: false, nullOrder: 'nulls_last' };

function run(query: string, more: Partial<SampleRun> = {}): SampleRun {
  return { settings, tables: [], views: [], query: [query], checks: [], resultNames: [], ...more };
}

async function outcomes(runs: readonly SampleRun[], runLimitMs = 5_000): Promise<readonly SampleOutcome[]> {
  const database = createSampleDatabase({ program: nowhere, repository, runLimitMs });
  expect(await database.absence('auto', new Set())).toBeUndefined();
  return database.run(runs, 60_000);
}

describe('what a query cannot do', () => {
  const hostile = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "from read_text('/etc/hostname')",
    "from read_blob('/proc/self/environ')",
    "from glob('/*')",
    "copy (select 1) to 'dataengos-was-here'",
    "attach 'dataengos-was-here.db' as x",
    'install httpfs',
    'load httpfs',
    'pragma database_list',
    'set enable_external_access = true',
    'reset lock_configuration',
    'call pragma_version()',
    'create table x as select 1',
    'drop view if exists x',
    'select 1; select 2',
    "select 1) as a; copy (select 1) to 'dataengos-was-here'; select * from (select 1",
    'select 1) as a; set threads = 1; select * from (select 1',
    "from query('drop table x')",
    'select * from duckdb_secrets()',
    'explain select 1',
    '',
    '-- nothing',
  ];

  it('reads and writes nothing, changes no setting, and is one select', async () => {
    const found = await outcomes(hostile.map((query) => run(query)));
    expect(hostile.filter((_query, at) => found[at]?.kind !== 'refused')).toEqual([]);
  });

  it('does the same in views and in quality rules', async () => {
    const found = await outcomes(
      hostile.flatMap((query) => [
        run('select * from ref__.v', { views: [{ schema: 'ref__', name: 'v', query: [query] }] }),
        run('select 1 as a', { checks: [[query]] }),
      ]),
    );
    expect(found.map((each) => (each.kind === 'done' ? each.checks : each.kind))).toEqual(
      hostile.flatMap(() => ['refused', [null]]),
    );
  });

  it('keeps names and values of samples what they are', async () => {
    const name = 'x"; drop table y; --';
    const value = "'); drop table y; --";
    const table = { schema: 'src__"s', name, columns: [{ name, type: 'VARCHAR' }], rows: [[value], [null]] };
    const [found] = await outcomes([
      run(`select * from "src__""s"."${name.replaceAll('"', '""')}"`, { tables: [table], resultNames: [name, "it's"] }),
    ]);
    expect(found).toEqual({ kind: 'done', columns: [{ name, type: 'VARCHAR' }], rows: [[value], [null]], checks: [] });
  });
});

describe('what never ends', () => {
  it('is killed, and the next query is run', async () => {
    const endless = 'select count(*) from range(100000000000) as a, range(100000000000) as b';
    const recursive = 'with recursive t as (select 1 as n union all select n from t) select count(*) from t';
    const found = await outcomes([run('select 1 as a'), run(endless), run(recursive), run('select 2 as b')], 1_500);
    expect(found.map((each) => (each.kind === 'stopped' ? each.because : each.kind))).toEqual([
      'done',
      'time',
      'time',
      'done',
    ]);
  });

  it('leaves no time for what comes after the limit of all', async () => {
    const database = createSampleDatabase({ program: nowhere, repository });
    await database.absence('auto', new Set());
    expect(await database.run([run('select 1 as a')], 0)).toEqual([{ kind: 'stopped', because: 'time' }]);
  });

  it('gives back no more than a sample', async () => {
    const found = await outcomes([run('select range as n from range(20000)'), run("select repeat('x', 20000) as x")]);
    expect(found.map((each) => (each.kind === 'stopped' ? each.because : each.kind))).toEqual(['size', 'size']);
  });

  it.runIf(platform === 'linux')('is killed where it takes too much memory', async () => {
    const database = createSampleDatabase({ program: nowhere, repository, memoryLimitBytes: 1 });
    await database.absence('auto', new Set());
    const slow = run('select count(*) from range(100000000000) as a, range(100000000000) as b');
    expect(await database.run([slow], 5_000)).toEqual([{ kind: 'stopped', because: 'size' }]);
  });
});

function installed(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dataengos-'));
  const place = join(folder, 'node_modules', '@duckdb', 'node-api');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: '@duckdb/node-api', version }));
  writeFileSync(join(place, 'index.js'), 'throw new Error("not a database")');
  return folder;
}

describe('where DuckDB comes from', () => {
  const none = mkdtempSync(join(tmpdir(), 'dataengos-'));
  const blocked = join(none, 'file');
  writeFileSync(blocked, '');

  it.each([
    ['an installed one', { repository }, 'auto', [], undefined],
    [
      'one that is part of the change',
      { repository, cache: none },
      'auto',
      ['node_modules/@duckdb/node-api/index.js'],
      'missing',
    ],
    ['a link in its place', { repository, cache: none }, 'auto', ['Node_modules'], 'missing'],
    ['none', { repository: none, cache: none }, 'auto', [], 'missing'],
    ['an old one', { repository: installed('1.2.0'), cache: none }, 'auto', [], 'missing'],
    ['one that cannot be fetched', { repository: none, cache: blocked }, 'on', [], 'not-fetched'],
  ] as const)('%s', async (...[, places, mode, paths, absence]) => {
    const database = createSampleDatabase({ program: nowhere, ...places });
    expect(await database.absence(mode, new Set(paths))).toBe(absence);
  });

  it('says so once where it does not load', async () => {
    const database = createSampleDatabase({ program: nowhere, repository: installed('1.5.0') });
    expect(await database.absence('auto', new Set())).toBeUndefined();
    const found = await database.run([run('select 1 as a'), run('select 2 as a')], 10_000);
    expect(found).toEqual([
      { kind: 'stopped', because: 'crash' },
      { kind: 'stopped', because: 'crash' },
    ]);
  });

  it('tells how long the runs took', async () => {
    const told: number[] = [];
    const database = createSampleDatabase({ program: nowhere, repository, timed: (count) => told.push(count) });
    await database.absence('auto', new Set());
    await database.run([run('select 1 as a'), run('select 1 as a')], 10_000);
    expect(told).toEqual([2]);
  });
});
