import type { ThreadChange } from '../model/plans.ts';
import type { ReviewThread } from '../ports.ts';
import { isSameLogin, parseFindingMarker } from './fingerprint-marker.ts';

/** What becomes of the review threads that are already there. */
export interface ThreadPlan {
  /** Findings that have a thread, or had one that a person resolved: they are not posted again. */
  readonly carried: ReadonlySet<string>;
  readonly resolve: readonly ThreadChange[];
  readonly reopen: readonly ThreadChange[];
}

export interface ThreadQuestion {
  readonly threads: readonly ReviewThread[];
  readonly ownLogin: string | undefined;
  readonly key: string;
  /** Fingerprints of the findings that are there now. */
  readonly current: ReadonlySet<string>;
  /** False where the run could not judge everything: what is not found may still be there. */
  readonly mayResolve: boolean;
}

interface OwnThread {
  readonly thread: ReviewThread;
  readonly fingerprints: readonly string[];
}

/**
 * Pairs threads with findings by fingerprint. An open thread of a finding that is there stays; of one that is gone it is
 * resolved; one that we resolved is reopened when its finding comes back; one that a person resolved is left alone.
 */
export function reconcileThreads(question: ThreadQuestion): ThreadPlan {
  const own = ownThreads(question);
  const carried = new Set<string>();
  const resolve: ThreadChange[] = [];
  for (const { thread, fingerprints } of own.filter((each) => !each.thread.isResolved)) {
    const present = fingerprints.filter((fingerprint) => question.current.has(fingerprint));
    const isNew = present.some((fingerprint) => !carried.has(fingerprint));
    for (const fingerprint of present) carried.add(fingerprint);
    const isGone = present.length === 0;
    if (isGone ? question.mayResolve : !isNew)
      resolve.push({ threadId: thread.id, fingerprint: fingerprints[0] ?? '' });
  }
  return { carried, resolve, reopen: reopenThreads(own, carried, question) };
}

/** Also marks as carried what it reopens and what people resolved. */
function reopenThreads(
  own: readonly OwnThread[],
  carried: Set<string>,
  question: ThreadQuestion,
): readonly ThreadChange[] {
  const resolved = own.filter((each) => each.thread.isResolved);
  const isOurs = (each: OwnThread): boolean => isSelf(each.thread.resolvedBy, question.ownLogin);
  const reopen: ThreadChange[] = [];
  for (const { fingerprints } of resolved.filter((each) => !isOurs(each))) {
    for (const fingerprint of fingerprints) if (question.current.has(fingerprint)) carried.add(fingerprint);
  }
  for (const { thread, fingerprints } of resolved.filter(isOurs)) {
    const back = fingerprints.filter((each) => question.current.has(each) && !carried.has(each));
    for (const fingerprint of back) carried.add(fingerprint);
    if (back[0] !== undefined) reopen.push({ threadId: thread.id, fingerprint: back[0] });
  }
  return reopen;
}

function ownThreads({ threads, ownLogin, key }: ThreadQuestion): readonly OwnThread[] {
  return threads.flatMap((thread) => {
    const first = thread.comments[0];
    if (first === undefined || !isSameLogin(first.author, ownLogin)) return [];
    const fingerprints = parseFindingMarker(first.body, key);
    return fingerprints === undefined ? [] : [{ thread, fingerprints }];
  });
}

/** GraphQL names an app that resolved a thread with or without `[bot]`; here no trust hangs on it. */
function isSelf(login: string | undefined, own: string | undefined): boolean {
  return login !== undefined && own !== undefined && login.replace(/\[bot\]$/, '') === own.replace(/\[bot\]$/, '');
}
