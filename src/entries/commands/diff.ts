import { type Terminal, wantsColor } from '../../adapters/terminal.ts';
import { check } from '../../engine/check.ts';
import { adviceOfRow, reasonOfRow } from '../../engine/classify.ts';
import { gatherCheck, type Gathered } from '../../engine/gather.ts';
import { ConfigError } from '../../model/errors.ts';
import { compareText } from '../../model/location.ts';
import type { Report } from '../../model/report.ts';
import { renderChangelog } from '../../reporters/changelog.ts';
import { onlyContract } from '../../reporters/contract-changes.ts';
import { renderOmds } from '../../reporters/omds.ts';
import { renderReleaseNotes } from '../../reporters/release-notes.ts';
import { type Command, emit } from '../command.ts';
import { changeFormats, type CliOptions, formats, unknown } from '../options.ts';
import { namedRevision, openWorkspace } from '../workspace.ts';
import { renderReport } from '../render-report.ts';

/** `dataengos diff`: the semantic changelog of contracts between two revisions. */
export const diffCommand: Command = {
  usage: `diff BASE [HEAD] [--contract ID] [--format ${[...formats, ...changeFormats].join('|')}]`,
  summary: 'show what changed in the contracts between two revisions (HEAD defaults to the working directory)',
  async run(options, terminal) {
    const [base, head = 'worktree'] = options.positionals;
    if (base === undefined)
      throw new ConfigError('"diff" needs a revision to compare with: dataengos diff BASE [HEAD]');
    const workspace = await openWorkspace('.', terminal);
    const from = await namedRevision(workspace.tools, base);
    const request = {
      base: from,
      tip: from,
      head: await namedRevision(workspace.tools, head),
      origin: 'given',
      lang: options.lang,
    } as const;
    const gathered = await gatherCheck(workspace.tools, request);
    const report = ofContract(check(gathered.input), gathered, options.contract);
    workspace.tools.progress.done();
    await emit(renderChanges(report, gathered, { options, terminal }), options, terminal);
    return 0;
  },
};

/** The part of the report that `--contract` asks for. @throws ConfigError where neither side has the contract. */
function ofContract(report: Report, { input }: Gathered, id: string | undefined): Report {
  if (id === undefined) return report;
  const contracts = [...input.base.project.contracts, ...input.head.project.contracts];
  const ids = [...new Set(contracts.map((contract) => contract.id))].sort(compareText);
  if (!ids.includes(id)) throw unknown('contract', id, ids);
  return onlyContract(report, id);
}

interface View {
  readonly options: CliOptions;
  readonly terminal: Terminal;
}

function renderChanges(report: Report, gathered: Gathered, { options, terminal }: View): string {
  const { lang } = report;
  switch (options.changeFormat) {
    case 'omds':
      return renderOmds(report);
    case 'release-notes':
      return renderReleaseNotes(report, {
        reasonOf: (because) => reasonOfRow(because, lang),
        adviceOf: (row) => adviceOfRow(row, lang),
      });
    case undefined:
      break;
  }
  if (options.format === 'json' || options.format === 'sarif')
    return renderReport(report, gathered, { options, terminal });
  return renderChangelog(report, {
    format: options.format,
    color: options.output === undefined && wantsColor(terminal),
  });
}
