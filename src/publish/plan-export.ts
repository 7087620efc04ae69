import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ArtifactState } from '../model/artifact.ts';
import { compareText } from '../model/location.ts';
import type { Lang, MessageValues } from '../model/messages.ts';
import type { CommitPlan, ExportPlan } from '../model/plans.ts';
import type { ExportMode } from '../model/policy.ts';
import type { ForgeCommit } from '../ports.ts';
import { escapeMarkdown } from '../reporters/escape.ts';
import { createPatch, type FileChange } from './export-patch.ts';
import { isSameLogin } from './fingerprint-marker.ts';
import { say, sayCount } from './say.ts';
import type { ReadHead } from './suggestion.ts';

/** Trailer of our commit messages; its value is a digest of what was written, so that the same content is not committed twice. */
const exportTrailer = 'Gatekeeper-Export';

/** Most commits of a bot in a row before the export stops: two generators that disagree must not chase each other. */
const defaultMaxBotCommits = 2;

/** What is on GitHub that decides whether and where an export is written. */
export interface ExportState {
  readonly ownLogin: string | undefined;
  /** The head branch now; undefined where it is gone or not ours to see. */
  readonly headBranch: { readonly sha: string; readonly protected: boolean } | undefined;
  /** Newest commits of the head branch, newest first. */
  readonly recentCommits: readonly ForgeCommit[];
  /** The branch of the export pull request, where there is one, with the commits that the head does not have, newest first. */
  readonly exportBranch: { readonly sha: string; readonly commits: readonly ForgeCommit[] } | undefined;
  /** The open export pull request. */
  readonly openPullRequest: number | undefined;
}

export interface ExportRequest {
  readonly mode: ExportMode;
  readonly states: readonly ArtifactState[];
  /** The branch that is exported to, and the commit that was judged. */
  readonly head: { readonly ref: string; readonly sha: string };
  readonly isFork: boolean;
  /** A draft is not written to; default false. */
  readonly draft?: boolean;
  readonly state: ExportState;
  readonly readHead: ReadHead;
  readonly lang: Lang;
  /** Default {@link defaultMaxBotCommits}. */
  readonly maxBotCommits?: number;
}

/** An {@link ExportPlan}, or the end of an export pull request that has nothing left to bring. */
export type ExportDecision =
  | ExportPlan
  | { readonly kind: 'close-pull-request'; readonly number: number; readonly body: string };

/** What is known where nothing was asked or nothing answered; no plan writes anything then. */
export const unknownExportState: ExportState = {
  ownLogin: undefined,
  headBranch: undefined,
  recentCommits: [],
  exportBranch: undefined,
  openPullRequest: undefined,
};

/** The branch on which exports for `headRef` are proposed. */
export function exportBranchOf(headRef: string): string {
  return `dataengos/export/${headRef}`;
}

/**
 * Decides what happens with artifacts that are not as the specifications say. Files that people edited are never overwritten: what
 * could be merged with what they wrote is, and the rest is left. A patch is made in any case where nothing is to be written.
 */
export function planExport(request: ExportRequest): ExportDecision {
  const { mode, lang } = request;
  const changes = exportChanges(request);
  if (mode === 'artifact' || mode === 'check')
    return changes.length === 0 ? none(lang, 'fresh') : { kind: 'artifact', patch: createPatch(changes) };
  if (request.isFork) return none(lang, 'fork');
  const moved = request.state.headBranch?.sha !== request.head.sha;
  if (moved) return none(lang, 'moved');
  if (request.draft === true) return none(lang, 'draft');
  if (mode === 'commit') return planCommit(request, changes);
  return planPullRequest(request, changes);
}

function planCommit(request: ExportRequest, changes: readonly FileChange[]): ExportDecision {
  const { state, lang, head } = request;
  const max = request.maxBotCommits ?? defaultMaxBotCommits;
  if (changes.length === 0) return none(lang, 'fresh');
  if (state.headBranch?.protected === true) return none(lang, 'protected');
  if (botCommitsInARow(state) >= max) return none(lang, 'loop', { max });
  return { kind: 'commit', commit: commitPlan(changes, { branch: head.ref, expectedHeadOid: head.sha }) };
}

function planPullRequest(request: ExportRequest, changes: readonly FileChange[]): ExportDecision {
  const { state, lang, head } = request;
  // The export pull request itself runs the gate: it must not be exported to.
  if (head.ref.startsWith(exportBranchOf(''))) return none(lang, 'own-branch');
  const { exportBranch } = state;
  const foreign = exportBranch?.commits.find((commit) => !isOwnExport(commit, state.ownLogin));
  if (foreign !== undefined) return none(lang, 'foreign', foreignValues(foreign, exportBranchOf(head.ref)));
  if (changes.length === 0) {
    if (state.openPullRequest === undefined) return none(lang, 'fresh');
    return { kind: 'close-pull-request', number: state.openPullRequest, body: say(lang, 'export.closed') };
  }
  const isThere = hasOnly(exportBranch, changes);
  if (isThere && state.openPullRequest !== undefined) return none(lang, 'proposed');
  const isBehind = !isThere && exportBranch !== undefined && exportBranch.sha !== head.sha;
  return {
    kind: 'pull-request',
    // Where the branch has the content already, only the pull request is missing.
    commit: commitPlan(isThere ? [] : changes, { branch: exportBranchOf(head.ref), expectedHeadOid: head.sha }),
    // What an older commit of ours wrote may not be asked for any more: it is not built upon.
    ...(isBehind ? { replaces: exportBranch.sha } : {}),
    base: head.ref,
    title: say(lang, 'export.title', { ref: head.ref }),
    body: pullRequestBody(lang, head.ref, changes),
  };
}

/** Whether the branch brings exactly these changes. */
function hasOnly(branch: ExportState['exportBranch'], changes: readonly FileChange[]): boolean {
  const [only, ...others] = branch?.commits ?? [];
  return others.length === 0 && only?.message.includes(`${exportTrailer}: ${digestOf(changes)}`) === true;
}

/** A commit that we made, with this token or another one: people sign their own, whatever its message says. */
function isOwnExport(commit: ForgeCommit, ownLogin: string | undefined): boolean {
  const isBot = commit.author === '' || commit.author.endsWith('[bot]') || isSameLogin(commit.author, ownLogin);
  return isBot && hasTrailer(commit);
}

function foreignValues({ sha, author }: ForgeCommit, branch: string): { readonly [name: string]: string } {
  return { sha: sha.slice(0, 7), author: author === '' ? '?' : author, branch };
}

function none(lang: Lang, why: string, values: MessageValues = {}): ExportPlan {
  return { kind: 'none', why: say(lang, `export.none.${why}`, values) };
}

/** What has to be written: artifacts that have new content, and the end of orphaned ones. Sorted by path. */
function exportChanges({ states, readHead }: ExportRequest): readonly FileChange[] {
  const changes = states.flatMap(({ path, status, content }): readonly FileChange[] => {
    const before = readHead(path);
    if (status === 'orphaned') return [{ path, before, after: undefined }];
    return content === undefined || content === before ? [] : [{ path, before, after: content }];
  });
  return changes.toSorted((a, b) => compareText(a.path, b.path));
}

function commitPlan(changes: readonly FileChange[], place: Pick<CommitPlan, 'branch' | 'expectedHeadOid'>): CommitPlan {
  const additions = changes.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, content: after }]));
  const deletions = changes.filter((change) => change.after === undefined).map((change) => change.path);
  const files = `${changes.length} ${changes.length === 1 ? 'file' : 'files'}`;
  const body = [
    'Generated from the specifications; edit those instead of these files.',
    '',
    ...additions.map(({ path }) => `- write ${oneLine(path)}`),
    ...deletions.map((path) => `- delete ${oneLine(path)}`),
    '',
    `${exportTrailer}: ${digestOf(changes)}`,
  ].join('\n');
  return { ...place, headline: `chore(exports): regenerate ${files}`, body, additions, deletions };
}

function pullRequestBody(lang: Lang, ref: string, changes: readonly FileChange[]): string {
  const list = changes.slice(0, maxListedFiles).map(({ path, after }) => {
    return say(lang, after === undefined ? 'export.delete' : 'export.write', { path: escapeMarkdown(path) });
  });
  const more = changes.length - list.length;
  return [
    say(lang, 'export.body', { ref: escapeMarkdown(ref) }),
    '',
    ...list.map((line) => `- ${line}`),
    ...(more > 0 ? [`- ${sayCount(lang, 'export.more', more)}`] : []),
    '',
  ].join('\n');
}

/** More would make the text unreadable; the pull request's own list has them all. */
const maxListedFiles = 100;

/** Newest commits in a row that we made (by trailer, whatever the token) or that this token's app made. */
function botCommitsInARow({ recentCommits, ownLogin }: ExportState): number {
  const first = recentCommits.findIndex((commit) => !isBotCommit(commit, ownLogin));
  return first === -1 ? recentCommits.length : first;
}

function isBotCommit({ author, message }: ForgeCommit, ownLogin: string | undefined): boolean {
  const isOwnApp = author.endsWith('[bot]') && isSameLogin(author, ownLogin);
  return isOwnApp || hasTrailer({ message });
}

function hasTrailer({ message }: Pick<ForgeCommit, 'message'>): boolean {
  return message.split('\n').some((line) => line.startsWith(`${exportTrailer}: `));
}

/** Digest of paths and contents before and after: recognises our own earlier commit, while it still fits. 32 hex digits of SHA-256. */
export function digestOf(changes: readonly FileChange[]): string {
  const text = JSON.stringify(changes.map(({ path, before, after }) => [path, before ?? null, after ?? null]));
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
function oneLine(path: string): string {
  return path.replaceAll(/\p{Cc}/gu, '?');
}
