import type { VersionBump } from '../model/change.ts';
import type { Json } from '../model/contract.ts';
import type { Report, ReportChange } from '../model/report.ts';
import { type ContractChanges, contractChanges } from './contract-changes.ts';
import { visibleText } from './escape.ts';
import { type OmdsPlace, omdsPlace } from './omds-place.ts';
import { changeTitle, elementOf, say } from './words.ts';
import { yamlDocument } from './yaml-text.ts';

/**
 * The changes as YAML documents of kind MetadataDifference, one per contract that both sides have (Bitol RFC 0039, "OMDS", a
 * draft: the format may change with it). Impact levels are ours, by direction, and not those of the draft. Contracts that only
 * one side has are comments, for there are no two versions to compare.
 */
export function renderOmds(report: Report): string {
  if (report.changes.length === 0) return `# ${say(report.lang, 'no-changes')}\n`;
  const contracts = contractChanges(report);
  const comments = contracts.flatMap(({ changes }) =>
    changes
      .filter(({ kind }) => kind === 'contract.added' || kind === 'contract.removed')
      .map((change) => `# ${visibleText(change.contract)}: ${changeTitle(report.lang, change.kind)}\n`),
  );
  const documents = contracts.flatMap((contract) => {
    const { bump } = contract;
    return bump === undefined ? [] : [yamlDocument(differenceOf(report, contract, bump))];
  });
  return [...comments, ...documents].join('');
}

const levels = { major: 'MAJOR', minor: 'MINOR', patch: 'PATCH', none: 'PATCH' } as const;

function differenceOf(
  report: Report,
  { contract, changes }: ContractChanges,
  bump: VersionBump,
): { readonly [key: string]: Json } {
  const placed = changes.flatMap((change) => {
    const place = omdsPlace(change);
    return place === undefined ? [] : [{ change, place }];
  });
  const count = (level: string): number => placed.filter(({ change }) => levels[change.bump] === level).length;
  return {
    apiVersion: 'v1.0.0',
    kind: 'MetadataDifference',
    sourceKind: 'DataContract',
    source1: { id: idBefore(changes) ?? contract, version: bump.from },
    source2: { id: contract, version: bump.to },
    scope: 'all',
    impact: { major: count('MAJOR'), minor: count('MINOR'), patch: count('PATCH') },
    suggestedVersion: bump.next,
    diffs: placed.map(({ change, place }) => diffEntry(report, change, place)),
    customProperties: [{ property: 'generatedBy', value: `${report.tool.name}/${report.tool.version}` }],
  };
}

function idBefore(changes: readonly ReportChange[]): string | undefined {
  const before = changes.find(({ kind }) => kind === 'id.changed')?.before;
  return typeof before === 'string' ? before : undefined;
}

function diffEntry({ lang }: Report, change: ReportChange, place: OmdsPlace): Json {
  const type = change.kind.endsWith('.added') ? 'ADD' : change.kind.endsWith('.removed') ? 'REMOVE' : 'CHANGE';
  return {
    type,
    section: place.section,
    field: place.field,
    path: place.path,
    ...(type === 'ADD' ? {} : { value1: change.before }),
    ...(type === 'REMOVE' ? {} : { value2: change.after }),
    message: `${elementOf(lang, change)}: ${changeTitle(lang, change.kind)}`,
    impactLevel: levels[change.bump],
  };
}
