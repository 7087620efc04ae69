import type { Finding } from '../model/finding.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import { applyFixes, type EditableText, type LeftFinding, type LeftReason } from './fix.ts';

/** New bytes of files, by path. */
export type EditedFiles = ReadonlyMap<string, Uint8Array>;

/** What a check says about the files as they would be after some edits. */
export interface Judged {
  /** What is to be repaired: findings of head with a fix. */
  readonly fixable: readonly Finding[];
  /** How many findings are in scope and have no certain repair. */
  readonly others: number;
  /** The text that was judged; undefined where there is no file. */
  readonly text: (path: string) => string | undefined;
}

/** What repairing needs from the world. */
export interface FixWorld {
  judge(edited: EditedFiles): Promise<Judged>;
  /** The bytes of a file as they are on disk; undefined where it cannot be edited: none there, a link. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** A file before and after all repairs. */
export interface FixedFile {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What was repaired and what was not. Nothing is written yet. */
export interface FixOutcome {
  /** Sorted by path. */
  readonly files: readonly FixedFile[];
  readonly applied: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Findings in scope without a certain repair, after all repairs. */
  readonly others: number;
}

/** Repairs may uncover others, or wait for their turn; after so many rounds something is wrong with them. */
const maxRounds = 12;

/** The version says how much all the rest changed, so it is raised when nothing else is left to repair. */
const versionRule = 'contract/version-not-bumped';

/**
 * Checks, repairs and checks again, until nothing more can be repaired. A repair after which its finding is still there is undone
 * and not tried again, so that the loop ends and never leaves a file worse than a finding with its repair done.
 */
export async function fixInRounds(world: FixWorld): Promise<FixOutcome> {
  const disk = new Map<string, DiskFile>();
  const refused = new Map<string, LeftReason>();
  const applied: Finding[] = [];
  let edited: EditedFiles = new Map();
  let judged = await world.judge(edited);
  let left: readonly LeftFinding[] = [];
  for (let round = 0; ; round++) {
    const wanted = judged.fixable.filter((finding) => !refused.has(groupOf(finding)));
    await readFiles(world, wanted, disk);
    const textOf = (path: string): EditableText => editable(disk.get(path), edited.get(path), judged.text(path));
    const first = applyFixes(
      wanted.filter(({ rule }) => rule !== versionRule),
      textOf,
    );
    const result = first.applied.length > 0 ? first : applyFixes(wanted, textOf);
    left = result.left;
    if (result.applied.length === 0) break;
    if (round === maxRounds) {
      left = [...left, ...result.applied.map((finding) => ({ finding, reason: 'rounds' }) as const)];
      break;
    }
    const next = new Map(edited);
    for (const [path, text] of result.texts) next.set(path, encode(text, disk.get(path)));
    const after = await world.judge(next);
    const vain = inVain(result.applied, judged.fixable, after.fixable);
    for (const group of vain) refused.set(group, 'ineffective');
    if (vain.size > 0) continue;
    edited = next;
    judged = after;
    applied.push(...result.applied);
  }
  const given = judged.fixable.flatMap((finding) => {
    const reason = refused.get(groupOf(finding));
    return reason === undefined ? [] : [{ finding, reason }];
  });
  return { files: filesOf(edited, disk), applied, left: [...left, ...given], others: judged.others };
}

/** Findings that say the same about the same thing; there may be several. */
function groupOf({ rule, path, subject, message }: Finding): string {
  return JSON.stringify([rule, path, subject, message]);
}

/** Groups that did not shrink by as many findings as were repaired. */
function inVain(
  applied: readonly Finding[],
  before: readonly Finding[],
  after: readonly Finding[],
): ReadonlySet<string> {
  const [repaired, had, has] = [countGroups(applied), countGroups(before), countGroups(after)];
  const groups = [...repaired].filter(([group, count]) => (has.get(group) ?? 0) > (had.get(group) ?? 0) - count);
  return new Set(groups.map(([group]) => group));
}

function countGroups(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(groupOf(finding), (counts.get(groupOf(finding)) ?? 0) + 1);
  return counts;
}

/** A file as it was first read; undefined bytes where it cannot be edited. */
interface DiskFile {
  readonly bytes: Uint8Array | undefined;
  readonly text: string | undefined;
}

async function readFiles(world: FixWorld, findings: readonly Finding[], disk: Map<string, DiskFile>): Promise<void> {
  const paths = new Set(findings.flatMap(({ fix }) => fix?.edits.map(({ path }) => path) ?? []));
  for (const path of paths) {
    if (disk.has(path)) continue;
    const bytes = await world.read(path);
    disk.set(path, { bytes, text: bytes === undefined ? undefined : decodeUtf8(bytes) });
  }
}

/** The text to edit is the disk's, which may have other line ends than what git has and the check saw; else it must be the same. */
function editable(
  file: DiskFile | undefined,
  edited: Uint8Array | undefined,
  judged: string | undefined,
): EditableText {
  const text = edited === undefined ? file?.text : decodeUtf8(edited);
  if (text === undefined || judged === undefined) return { reason: 'unreadable' };
  return withUnixLines(text) === withUnixLines(judged) ? { text } : { reason: 'changed' };
}

function withUnixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** The bytes of a text, with the byte order mark that its file has and that decoding takes away. */
function encode(text: string, file: DiskFile | undefined): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const isMarked = byteOrderMark.every((byte, index) => file?.bytes?.[index] === byte);
  return isMarked ? Uint8Array.from([...byteOrderMark, ...bytes]) : bytes;
}

function filesOf(edited: EditedFiles, disk: ReadonlyMap<string, DiskFile>): readonly FixedFile[] {
  return [...edited]
    .flatMap(([path, after]) => {
      const before = disk.get(path)?.bytes;
      return before === undefined ? [] : [{ path, before, after }];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
