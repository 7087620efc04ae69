import { wantsColor } from '../../adapters/terminal.ts';
import { check } from '../../engine/check.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { ConfigError } from '../../model/errors.ts';
import { renderChangelog } from '../../reporters/changelog.ts';
import { type Command, emit } from '../command.ts';
import { namedRevision, openWorkspace } from '../workspace.ts';
import { renderReport } from './check.ts';

/** `dataengos diff`: the semantic changelog of contracts between two revisions. */
export const diffCommand: Command = {
  usage: 'diff BASE [HEAD]',
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
    const report = check(gathered.input);
    workspace.tools.progress.done();
    const text =
      options.format === 'json' || options.format === 'sarif'
        ? renderReport(report, gathered, { options, terminal })
        : renderChangelog(report, {
            format: options.format,
            color: options.output === undefined && wantsColor(terminal),
          });
    await emit(text, options, terminal);
    return 0;
  },
};
