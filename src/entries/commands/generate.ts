import { writeFiles } from '../../adapters/write-files.ts';
import { gatherCheck } from '../../engine/gather.ts';
import type { ArtifactState, ArtifactStatus } from '../../model/artifact.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { type Command, emit } from '../command.ts';
import { headRevision, openWorkspace } from '../workspace.ts';

/** `dataengos generate`: compares or writes what the specifications generate. */
export const generateCommand: Command = {
  usage: 'generate [PATH] [--check|--write] [--head REV|--worktree]',
  summary: 'compare generated files with what the specifications say, or write them',
  async run(options, terminal) {
    const { root, tools } = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const head = await headRevision(tools, options);
    const { input, generation } = await gatherCheck(tools, {
      base: head,
      tip: head,
      head,
      origin: 'given',
      lang: options.lang,
    });
    tools.progress.done();
    const states = input.head.facts.artifacts;
    const pending = states.filter(({ status }) => status !== 'fresh');
    if (options.write) {
      const content = new Map(generation.artifacts.map((artifact) => [artifact.path, artifact.content]));
      await writeFiles(
        root,
        pending.filter(({ status }) => isWritable(status)).map(({ path }) => ({ path, content: content.get(path) })),
      );
    }
    const notes = generation.notes.map(
      (note) => `${note.at.path}:${note.at.line} ${translate(input.lang, note.message, note.values)}\n`,
    );
    await emit(
      options.format === 'json'
        ? `${JSON.stringify({ artifacts: states }, null, 2)}\n`
        : summary(states, notes, { lang: input.lang, wrote: options.write }),
      options,
      terminal,
    );
    return pending.some(({ status }) => !options.write || !isWritable(status)) ? 1 : 0;
  },
};

/** What people edited is theirs: it is never overwritten. */
function isWritable(status: ArtifactStatus): boolean {
  return status === 'stale' || status === 'missing' || status === 'orphaned';
}

function summary(
  states: readonly ArtifactState[],
  notes: readonly string[],
  { lang, wrote }: { readonly lang: Lang; readonly wrote: boolean },
): string {
  const lines = states
    .filter(({ status }) => status !== 'fresh')
    .map(
      ({ path, status }) =>
        `${translate(lang, `cli.generate.${wrote && isWritable(status) ? `${status}-written` : status}`)} ${path}\n`,
    );
  const fresh = states.filter(({ status }) => status === 'fresh' || (wrote && isWritable(status))).length;
  return [...lines, ...notes, `${translate(lang, 'cli.generate.fresh', { fresh, all: states.length })}\n`].join('');
}
