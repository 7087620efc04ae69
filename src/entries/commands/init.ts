import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from '../../adapters/write-files.ts';
import { starterFiles } from '../../generated/starter.ts';
import { type Command, emit } from '../command.ts';
import { openWorkspace } from '../workspace.ts';

/** `dataengos init`: the workflow and a starter `specs/`; files that exist are left alone. */
export const initCommand: Command = {
  usage: 'init [PATH] [--write]',
  summary: 'write the workflow and a starter specs/ (lists them without --write); files that exist are left alone',
  async run(options, terminal) {
    const { root } = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const lines: string[] = [];
    const hasSpecs = await isThere(join(root, 'specs'));
    // A repository that has specifications has its own contracts and governance: only the workflow is missing there.
    const wanted = Object.entries(starterFiles).filter(([path]) => !hasSpecs || !path.startsWith('specs/'));
    for (const [path, content] of wanted) {
      const exists = await isThere(join(root, path));
      if (!exists && options.write) await writeFiles(root, [{ path, content }]);
      lines.push(`${exists ? 'kept   ' : options.write ? 'written' : 'missing'} ${path}\n`);
    }
    const next = options.write
      ? 'next: "dataengos generate --write", commit everything, then "dataengos doctor"\n'
      : 'run "dataengos init --write" to write what is missing\n';
    await emit([...lines, next].join(''), options, terminal);
    return 0;
  },
};

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
