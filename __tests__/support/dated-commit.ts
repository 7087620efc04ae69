import { runGit, temporaryFolder } from './git-repo.ts';

/** A commit on a day of its own. */
export interface DatedCommit {
  /** Text by path; null deletes. */
  readonly files: { readonly [path: string]: string | null };
  readonly parents?: readonly string[];
  /** ISO 8601 day on which it was committed; `written` is what its author claims. */
  readonly date: string;
  readonly written?: string;
}

/** A commit of `files` over its first parent with dates of one's own; no branch moves. */
export function datedCommit(folder: string, { files, parents = [], date, written = date }: DatedCommit): string {
  runGit(folder, ['read-tree', parents[0] ?? '--empty']);
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      runGit(folder, ['rm', '--cached', '--quiet', '--', `:(literal)${path}`]);
      continue;
    }
    const blob = runGit(folder, ['hash-object', '-w', '--stdin'], { input: content }).trim();
    runGit(folder, ['update-index', '-z', '--index-info'], { input: `100644 ${blob}\t${path}\0` });
  }
  const lines = [
    `tree ${runGit(folder, ['write-tree']).trim()}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author Ana <ana@example.com> ${secondsOf(written)} +0000`,
    `committer Ana <ana@example.com> ${secondsOf(date)} +0000`,
    '',
    'change\n',
  ];
  return runGit(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: lines.join('\n') }).trim();
}

/** Noon of an ISO 8601 day, in seconds since 1970. */
export function secondsOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`) / 1000;
}

/** A repository without commits. */
export function emptyRepository(): string {
  const folder = temporaryFolder('dated-');
  runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  return folder;
}
