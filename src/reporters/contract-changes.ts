import type { VersionBump } from '../model/change.ts';
import type { Report, ReportChange } from '../model/report.ts';
import { sortedGroups } from './words.ts';

/** The changes of one contract, with the raise of its version; without one where only one side has the contract. */
export interface ContractChanges {
  readonly contract: string;
  readonly bump?: VersionBump;
  readonly changes: readonly ReportChange[];
}

/** The changes of a report by contract, in the order of ids. Two files that share an id, as two versions do, are two contracts. */
export function contractChanges(report: Report): readonly ContractChanges[] {
  return sortedGroups(report.changes, (change) => change.contract).flatMap(([contract, changes]) => {
    const bumps = report.bumps.filter((bump) => bump.contract === contract);
    if (bumps.length < 2) return [{ contract, ...bumpOf(bumps[0]), changes }];
    const files = new Set(bumps.map(({ path }) => path));
    const others = changes.filter(({ path }) => !files.has(path));
    return [
      ...bumps.map((bump) => ({ contract, bump, changes: changes.filter(({ path }) => path === bump.path) })),
      ...(others.length === 0 ? [] : [{ contract, changes: others }]),
    ];
  });
}

function bumpOf(bump: VersionBump | undefined): Pick<ContractChanges, 'bump'> {
  return bump === undefined ? {} : { bump };
}

/** The part of a report that is about one contract; totals that count more than changes stay as they are. */
export function onlyContract(report: Report, id: string): Report {
  const changes = report.changes.filter(({ contract }) => contract === id);
  return {
    ...report,
    changes,
    bumps: report.bumps.filter(({ contract }) => contract === id),
    findings: report.findings.filter(({ subject }) => subject === id || subject.startsWith(`${id}/`)),
    counts: {
      ...report.counts,
      breaking: changes.filter((change) => change.class === 'breaking').length,
      dangerous: changes.filter((change) => change.class === 'dangerous').length,
    },
  };
}
