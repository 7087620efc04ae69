import { shallowHistory, checkFiles } from '../../__tests__/support/check-files.ts';
import type { ChangeClass } from '../../src/model/change.ts';
import type { ReportChange } from '../../src/model/report.ts';
import type { Case } from './cases.ts';
import type { Entry, Level, Verdict } from './judge.ts';
import { placeOf } from './places.ts';

const levelOfClass: { readonly [name in ChangeClass]: Level } = {
  breaking: 'breaking',
  dangerous: 'warning',
  compatible: 'noted',
  docs: 'noted',
};

/** What the whole gate reports about a case: everything between reading both trees and the finished report. */
export async function judgeOurselves(one: Case): Promise<Verdict> {
  const { changes } = await checkFiles({
    base: one.base,
    head: one.head,
    ...(one.today === undefined ? {} : { today: one.today }),
    git: shallowHistory,
  });
  return { entries: changes.map(entryOf) };
}

function entryOf(change: ReportChange): Entry {
  return { path: placeOf(change.subject, [change.contract]), level: levelOfClass[change.class] };
}
