import { chmodSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit, worktree } from '../../src/adapters/git.ts';
import { defaultTreeLimits } from '../../src/model/tree.ts';
import { createRepository, runGit, temporaryFolder } from '../support/git-repo.ts';

interface Trap {
  readonly folder: string;
  readonly marker: string;
}

/** A repository whose `setting` runs a program that leaves a marker file; its attributes ask for the drivers named "trap". */
function trap(setting: string): Trap {
  const marker = join(temporaryFolder('marker-'), 'ran');
  const program = join(temporaryFolder('program-'), 'program.sh');
  writeFileSync(program, `#!/bin/sh\ntouch "${marker}"\ncat\n`);
  chmodSync(program, 0o755);
  const folder = createRepository({
    'specs/a.yaml': 'a\n',
    '.gitattributes': '*.yaml filter=trap diff=trap\n',
  });
  writeFileSync(join(folder, '.git/hooks/post-index-change'), `#!/bin/sh\ntouch "${marker}"\n`, { mode: 0o755 });
  runGit(folder, ['config', setting, program]);
  // Edited, and touched without a change: git compares the content of both.
  writeFileSync(join(folder, 'specs/a.yaml'), 'b\n');
  utimesSync(join(folder, '.gitattributes'), 1, 1);
  return { folder, marker };
}

const settings = [
  'core.fsmonitor',
  'diff.external',
  'diff.trap.command',
  'diff.trap.textconv',
  'filter.trap.clean',
  'filter.trap.smudge',
  'filter.trap.process',
  'core.pager',
  'gpg.program',
];

describe('a hostile repository', () => {
  it('has a trap that snaps: git itself would run it', () => {
    const { folder, marker } = trap('filter.trap.clean');
    runGit(folder, ['diff', 'HEAD']);
    expect(existsSync(marker)).toBe(true);
  });

  it.each(settings)('does not get its %s run', async (setting) => {
    const { folder, marker } = trap(setting);
    runGit(folder, ['config', 'filter.trap.required', 'true']);
    runGit(folder, ['config', 'log.showSignature', 'true']);
    const git = createGit({ cwd: folder });
    const head = runGit(folder, ['-c', 'core.fsmonitor=false', 'rev-parse', 'HEAD']).trim();
    const signed = signedCommit(folder, head);
    const revisions = [head, worktree].map((revision) => ({ ref: revision, revision }));
    const [, tree] = await git.readTrees({ revisions, wanted: () => true, limits: defaultTreeLimits });
    const hunks = await git.diffHunks(head, worktree);
    await git.log(signed, 2);
    await git.mergeBase(head, signed);
    expect(existsSync(marker)).toBe(false);
    expect(Buffer.from(tree?.read('specs/a.yaml') ?? []).toString()).toBe('b\n');
    expect(hunks.map(({ path }) => path)).toEqual(['specs/a.yaml']);
  });
});

function signedCommit(folder: string, parent: string): string {
  const tree = runGit(folder, ['rev-parse', `${parent}^{tree}`]).trim();
  const who = 'Data <data@example.com> 1767225600 +0000';
  const signature = '-----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----';
  const commit = `tree ${tree}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\ngpgsig ${signature}\n\nsigned\n`;
  return runGit(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: commit }).trim();
}
