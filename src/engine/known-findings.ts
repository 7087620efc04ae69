import type { Finding } from '../model/finding.ts';
import type { Problem, Project } from '../model/project.ts';
import type { CheckInput } from './check-input.ts';

/** The rule that says that a file cannot be read. */
export const unreadableRule = 'spec/invalid-document';

/**
 * Tells which of head's findings base has too. A file that was only moved keeps its findings, although their subject is its
 * path. A contract that base could read and head cannot is new, whatever else was wrong with it before: it hides what it withdraws.
 */
export function knownFindings(input: CheckInput, base: readonly Finding[]): (finding: Finding) => boolean {
  const fingerprints = new Set(base.map((finding) => finding.fingerprint));
  const places = new Set(base.map(placeOf));
  const movedFrom = movedFiles(input.base.project, input.head.project);
  const lost = lostContracts(input.base.project, input.head.project);
  return (finding) => {
    if (finding.rule === unreadableRule && lost.has(finding.path)) return false;
    const from = finding.subject === finding.path ? movedFrom.get(finding.path) : undefined;
    return (
      fingerprints.has(finding.fingerprint) || (from !== undefined && places.has(placeOf({ ...finding, path: from })))
    );
  };
}

function placeOf({ rule, path, line, column, message }: Finding): string {
  return JSON.stringify([rule, path, line, column, message]);
}

/** Head path → base path of files with the same bytes at another place. */
function movedFiles(base: Project, head: Project): ReadonlyMap<string, string> {
  const before = new Set(base.files.map((file) => file.path));
  const after = new Set(head.files.map((file) => file.path));
  const gone = new Map(base.files.filter((file) => !after.has(file.path)).map((file) => [file.oid, file.path]));
  const moved = head.files
    .filter((file) => !before.has(file.path))
    .map((file) => [file.path, gone.get(file.oid)] as const);
  return new Map(moved.flatMap(([path, from]) => (from === undefined ? [] : [[path, from] as const])));
}

function lostContracts(base: Project, head: Project): ReadonlySet<string> {
  const had = new Set(base.contracts.map((contract) => contract.path));
  const has = new Set(head.contracts.map((contract) => contract.path));
  const paths = head.files.filter((file) => file.role === 'contract').map((file) => file.path);
  return new Set(paths.filter((path) => had.has(path) && !has.has(path)));
}

/** Errors of head's specifications that base does not have at the same path. */
export function newErrors({ base, head }: CheckInput): readonly Problem[] {
  const old = new Set(base.project.problems.map((problem) => `${problem.at.path}\n${problem.key}`));
  return head.project.problems.filter(
    (problem) => problem.severity !== 'warning' && !old.has(`${problem.at.path}\n${problem.key}`),
  );
}
