import { compareText } from '../../src/model/location.ts';

/** What became of one broken line; the words are those of the mutation testing report. */
export type MutantStatus =
  | 'Killed'
  | 'Timeout'
  | 'Survived'
  | 'NoCoverage'
  | 'Ignored'
  | 'CompileError'
  | 'RuntimeError'
  | 'Pending';

/** One broken line. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: MutantStatus;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** The part of Stryker's report (mutation-testing-report-schema) that is used here: path → its source and its mutants. */
export interface MutationReport {
  readonly files: { readonly [path: string]: { readonly source: string; readonly mutants: readonly Mutant[] } };
}

/** How many broken lines a test noticed. */
export interface MutationScore {
  /** Percentage of `killed` among `killed`, `survived` and `uncovered`, cut after one decimal. */
  readonly score: number;
  /** Noticed by a test, or brought to a stop because they ran without end. */
  readonly killed: number;
  readonly survived: number;
  /** Reached by no test. */
  readonly uncovered: number;
}

/** The files of `earlier` and of `latest`, the latter winning; only those whose source is still `current(path)`. */
export function mergeReports(
  reports: { readonly earlier: MutationReport; readonly latest: MutationReport },
  current: (path: string) => string | undefined,
): MutationReport {
  const files = { ...reports.earlier.files, ...reports.latest.files };
  const fresh = Object.entries(files).filter(([path, { source }]) => source === current(path));
  return { files: Object.fromEntries(fresh.toSorted(([a], [b]) => compareText(a, b))) };
}

/** The score over every file of `report`. What runs at import is data and does not count, nor does what cannot run. */
export function scoreOf(report: MutationReport): MutationScore {
  const mutants = Object.values(report.files).flatMap((file) => file.mutants);
  const count = (...statuses: readonly MutantStatus[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived, uncovered] = [count('Killed', 'Timeout'), count('Survived'), count('NoCoverage')];
  const all = killed + survived + uncovered;
  return { score: all === 0 ? 0 : Math.floor((1000 * killed) / all) / 10, killed, survived, uncovered };
}

/** One line per mutant that no test noticed: `path:line:column mutator: replacement`. */
export function survivorsOf(report: MutationReport): readonly string[] {
  return Object.entries(report.files).flatMap(([path, { mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ location: { start }, mutatorName, replacement = '', status }) => {
        const mark = status === 'NoCoverage' ? ' (no test reaches it)' : '';
        return `${path}:${start.line}:${start.column} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ')}${mark}`;
      }),
  );
}
