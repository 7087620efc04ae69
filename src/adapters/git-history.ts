import type { FileHistory, FileHistoryRequest, FileVersion } from '../ports.ts';
import { git, tryGit } from './git-process.ts';
import { readBlobs } from './git-trees.ts';

/** The versions of one file along first parents: on the branch itself a date is when something was merged, whatever its author claims. */
export async function fileHistory(cwd: string, request: FileHistoryRequest): Promise<FileHistory> {
  const { revision, path, count } = request;
  const args = [
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    // Without it a configuration (log.showRoot) can leave out what the first commit brought.
    '--root',
    `--max-count=${count}`,
    '--format=%x01%H %cI',
    '--end-of-options',
    revision,
    '--',
    `:(top,literal)${path}`,
  ];
  const out = (await git({ cwd, args })).toString('utf8');
  const commits = out.split('\u0001').filter(Boolean).map(parseCommit);
  const blobs = await readBlobs(cwd, [...new Set(commits.flatMap(({ oid }) => oid ?? []))]);
  const versions = commits.flatMap(({ sha, date, oid }): FileVersion[] => {
    const bytes = oid === undefined ? undefined : blobs.get(oid);
    return bytes === undefined ? [] : [{ sha, date, bytes }];
  });
  const shallow = (await git({ cwd, args: ['rev-parse', '--is-shallow-repository'] })).toString('utf8').trim();
  return { versions, complete: shallow === 'false' && commits.length < count };
}

/** `<sha> <date>`, then `:<mode> <mode> <oid> <oid> <status>\t<path>`; a deleted file has no object. */
function parseCommit(text: string): { readonly sha: string; readonly date: string; readonly oid?: string } {
  const [head = '', ...lines] = text.split('\n');
  const [sha = '', date = ''] = head.split(' ');
  const raw = lines.find((line) => line.startsWith(':'))?.split(' ')[3];
  return raw === undefined || /^0+$/.test(raw) ? { sha, date } : { sha, date, oid: raw };
}

/** The newest tag by its own date, then by its version, with the commit that it leads to. The last key of `--sort` counts first. */
export async function latestTag(
  cwd: string,
  pattern: string,
  revision: string,
): Promise<{ readonly name: string; readonly sha: string } | undefined> {
  const args = ['for-each-ref', '--count=1', '--sort=-version:refname', '--sort=-creatordate'];
  const format = '--format=%(refname:strip=2)';
  const listed = await tryGit({ cwd, args: [...args, format, `--merged=${revision}`, `refs/tags/${pattern}`] });
  const name = listed.code === 0 ? listed.stdout.toString('utf8').trim() : '';
  if (name === '') return undefined;
  const commit = await git({ cwd, args: ['rev-parse', '--verify', '--end-of-options', `refs/tags/${name}^{commit}`] });
  return { name, sha: commit.toString('utf8').trim() };
}
