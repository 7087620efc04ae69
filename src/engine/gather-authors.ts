import type { SpecAuthors } from '../model/facts.ts';
import { compareText } from '../model/location.ts';
import type { Forge, PullCommit } from '../ports.ts';

/** What is asked of GitHub, and about which pull request. */
export interface AuthorsRequest {
  readonly forge: Pick<Forge, 'pullCommits' | 'commitPaths' | 'approvers'>;
  readonly pull: number;
  /** The bot that opened it: commits that belong to no account are its own. */
  readonly bot?: string | undefined;
  /** Paths that the pull request changes. */
  readonly changed: readonly string[];
  /** The commit that is judged, and those that differ from it only by what the gate itself exported. */
  readonly shas: readonly string[];
}

/** Commits of bots that are looked into one by one; of older ones all changed files are taken to be theirs. */
const maxCommits = 30;

/**
 * Which specifications of a pull request bots have written, and who approved it. Nothing is asked where it changes none.
 * @throws EnvironmentError where GitHub does not tell
 */
export async function gatherAuthors({ forge, pull, bot, changed, shas }: AuthorsRequest): Promise<SpecAuthors> {
  const specs = changed.filter((path) => path.startsWith('specs/')).toSorted(compareText);
  if (specs.length === 0) return { bots: [] };
  const commits = (await forge.pullCommits(pull))
    .filter(({ isMerge }) => !isMerge)
    .map((commit) =>
      commit.author === undefined && bot !== undefined ? { ...commit, author: bot, isBot: true } : commit,
    );
  const ofBots = commits.filter(({ isBot }) => isBot === true);
  if (ofBots.length === 0) return { bots: [] };
  const authors =
    ofBots.length === commits.length ? onlyBots(specs, ofBots) : await authorsByPath(forge, specs, ofBots);
  const bots = [...authors].map(([path, author]) => ({ path, author }));
  return bots.length === 0 ? { bots } : { bots, approvals: await forge.approvers(pull, shas) };
}

function onlyBots(specs: readonly string[], commits: readonly PullCommit[]): ReadonlyMap<string, string> {
  const author = commits.at(-1)?.author ?? '';
  return new Map(specs.map((path) => [path, author]));
}

/** Newest last, so that the last one who changed a file is named. */
async function authorsByPath(
  forge: Pick<Forge, 'commitPaths'>,
  specs: readonly string[],
  commits: readonly PullCommit[],
): Promise<ReadonlyMap<string, string>> {
  const older = commits.slice(0, -maxCommits);
  const authors = new Map(older.length === 0 ? [] : onlyBots(specs, older));
  for (const { sha, author = '' } of commits.slice(-maxCommits)) {
    const paths = new Set(await forge.commitPaths(sha));
    for (const path of specs) if (paths.has(path)) authors.set(path, author);
  }
  return new Map([...authors].toSorted(([a], [b]) => compareText(a, b)));
}
