import { writeFiles } from '../../adapters/write-files.ts';
import { gatherGeneration } from '../../engine/gather-generation.ts';
import type { ArtifactState } from '../../model/artifact.ts';
import type { ReadRequest } from '../../engine/read-sides.ts';
import type { CliOptions } from '../options.ts';
import { type Command, emit } from '../command.ts';
import { isWritable, renderGeneration } from '../render-generation.ts';
import { compareRequest, openWorkspace, type Workspace } from '../workspace.ts';

/** `dataengos generate`: compares or writes what the specifications generate. */
export const generateCommand: Command = {
  usage: 'generate [PATH] [--check|--write] [--base REV] [--head REV|--worktree]',
  summary: 'compare generated files with what the specifications say, or write them',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const generated = await gatherGeneration(workspace.tools, await generateRequest(workspace, options));
    workspace.tools.progress.done();
    const { states } = generated;
    if (options.write) await writeStates(workspace.root, states);
    await emit(renderGeneration(generated, options), options, terminal);
    const isDone = (state: ArtifactState): boolean => options.write && state.status !== 'edited' && isWritable(state);
    return states.every((state) => state.status === 'fresh' || isDone(state)) ? 0 : 1;
  },
};

/** Files that were edited by hand descend from what base generates; the configuration is the one beside the specifications. */
export async function generateRequest(workspace: Workspace, options: CliOptions): Promise<ReadRequest> {
  const { base, head, lang } = await compareRequest(workspace, options);
  return { base, head, tip: head, ...(lang === undefined ? {} : { lang }) };
}

/** Writes what may be written, and deletes what no specification asks for any more. What people edited is never overwritten. */
export async function writeStates(root: string, states: readonly ArtifactState[]): Promise<void> {
  await writeFiles(
    root,
    states.filter(isWritable).map(({ path, content }) => ({ path, content })),
  );
}
