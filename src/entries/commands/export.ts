import { env } from 'node:process';
import { createSqlfluff } from '../../adapters/sqlfluff.ts';
import { exportsFolder, exportStates } from '../../engine/export-states.ts';
import { gatherGeneration } from '../../engine/gather-generation.ts';
import { type ExportLint, type LintMode, lintExport } from '../../engine/lint-export.ts';
import type { ArtifactState } from '../../model/artifact.ts';
import { type Command, emit } from '../command.ts';
import { type ExportView, renderExport } from '../render-export.ts';
import { isWritable } from '../render-generation.ts';
import { openWorkspace } from '../workspace.ts';
import { generateRequest, writeStates } from './generate.ts';

/** `dataengos export`: compares or writes what lies below `exports/`, and lints the code of the packages. */
export const exportCommand: Command = {
  usage: 'export [PATH] [--check|--write] [--lint auto|required|off] [--base REV] [--head REV|--worktree]',
  summary: 'compare what lies below exports/ with what the specifications say, or write it, and lint the packages',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const { root, tools } = workspace;
    const generated = await gatherGeneration(tools, await generateRequest(workspace, options));
    const states = exportStates(generated);
    const mode = options.lint ?? 'auto';
    tools.progress.step('linting the packages');
    const lint = await lintExport({
      project: generated.headProject,
      artifacts: generated.generation.artifacts,
      mode,
      linter: createSqlfluff({ env }),
      engines: tools.engines,
      memo: tools.memo,
      lang: generated.lang,
    });
    tools.progress.done();
    if (options.write) await writeStates(root, states);
    const artifacts = generated.generation.artifacts.filter(({ path }) => path.startsWith(exportsFolder));
    const view: ExportView = { artifacts, states, notes: notesOf(generated), lint, mode, lang: generated.lang };
    await emit(renderExport(view, options), options, terminal);
    const isDone = (state: ArtifactState): boolean => options.write && state.status !== 'edited' && isWritable(state);
    const areFresh = states.every((state) => state.status === 'fresh' || isDone(state));
    return areFresh && isClean(lint, mode) ? 0 : 1;
  },
};

/** What the generators say that write below `exports/`, and what could not be read. */
function notesOf({ notes, generation }: Awaited<ReturnType<typeof gatherGeneration>>): ExportView['notes'] {
  const exporting = new Set(
    generation.artifacts.filter(({ path }) => path.startsWith(exportsFolder)).map(({ generator }) => generator),
  );
  // A package that cannot be whole is not there at all.
  for (const name of ['all', 'warehouse-package', 'orchestration-package']) exporting.add(name);
  return notes.filter(({ generator }) => exporting.has(generator));
}

/** A linter that ended in no verdict is never a clean one. */
function isClean({ linter, problems }: ExportLint, mode: LintMode): boolean {
  const hasFailed = linter.kind === 'failed' || linter.kind === 'timeout';
  return problems.length === 0 && !hasFailed && !(mode === 'required' && linter.kind === 'absent');
}
