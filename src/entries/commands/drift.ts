import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkDrift } from '../../engine/check-drift.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { readSnapshot } from '../../load/snapshot/read-snapshot.ts';
import { ConfigError } from '../../model/errors.ts';
import { type Lang, translate } from '../../model/messages.ts';
import type { WarehouseSnapshot } from '../../model/snapshot.ts';
import { type Command, emit, exitCodeOf } from '../command.ts';
import { headRevision, openWorkspace } from '../workspace.ts';
import { renderReport } from '../render-report.ts';

/** `dataengos drift`: contracts against what the warehouse holds. */
export const driftCommand: Command = {
  usage: 'drift [PATH] --snapshot FILE [--snapshot FILE …] [--head REV|--worktree] [--fail-on …]',
  summary: 'compare contracts with a dump of information_schema.columns (CSV, JSON) or the catalog.json that dbt wrote',
  async run(options, terminal) {
    if (options.snapshots.length === 0)
      throw new ConfigError('"drift" needs what the warehouse holds: dataengos drift --snapshot columns.csv');
    const { tools } = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const head = await headRevision(tools, options);
    const gathered = await gatherCheck(tools, {
      base: head,
      tip: head,
      head,
      origin: 'given',
      lang: options.lang,
      failOn: options.failOn,
    });
    const report = checkDrift(gathered.input, await readSnapshots(options.snapshots, gathered.input.lang));
    tools.progress.done();
    await emit(renderReport(report, gathered, { options, terminal }), options, terminal);
    return exitCodeOf(report);
  },
};

/** Reads snapshot files. @throws ConfigError for a file that is not there or holds no snapshot */
export async function readSnapshots(paths: readonly string[], lang: Lang): Promise<readonly WarehouseSnapshot[]> {
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(resolve(path)).catch((cause: unknown) => {
        throw new ConfigError(`cannot read snapshot "${path}"`, { cause });
      });
      const { snapshot, problems } = readSnapshot(path, bytes);
      const [problem] = problems;
      if (snapshot === undefined) {
        throw new ConfigError(
          problem === undefined
            ? `"${path}" holds no snapshot`
            : `${path}:${problem.at.line} ${translate(lang, problem.message, problem.values)}`,
        );
      }
      return snapshot;
    }),
  );
}
