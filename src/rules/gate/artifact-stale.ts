import type { ArtifactState } from '../../model/artifact.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Edit } from '../../model/finding.ts';
import { fileStart } from '../../model/location.ts';
import type { RuleFinding } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const lockPath = 'exports/.dataengos/lock.json';

/** Generated files must be what the specifications say. */
export default defineRule({
  id: 'gate/artifact-stale',
  kind: 'lint',
  gate: 'artifacts',
  summary: 'Generated files must be what the specifications say.',
  why: 'Exports are deployed: a stale one deploys the promise of yesterday, an edited one is overwritten at the next generation. Run "dataengos generate --write" and commit the result.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a catalog that no contract says',
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
        'exports/docs/catalog.json': '{}\n',
        'exports/docs/README.md': '# Contracts\n',
        'dataengos.yaml': 'generators: { all: false, catalog: true }\n',
      },
      findings: [
        'exports/docs/README.md:1 exports/docs/README.md',
        'exports/docs/catalog.json:1 exports/docs/catalog.json',
        'specs/contracts/outputs/sales.yaml:1 exports/.dataengos/lock.json',
      ],
    },
    {
      name: 'a repository that keeps no generated files is told once, not once per file',
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
      },
      findings: ['specs/contracts/outputs/sales.yaml:1 exports/.dataengos/lock.json'],
    },
    { name: 'a repository without contracts has nothing to generate', head: { 'README.md': '# Data\n' }, findings: [] },
  ],
  check(context) {
    const { artifacts, exportsAdopted } = context.facts;
    // The lock lists the others: it differs because one of them does.
    const pending = artifacts.filter(({ status }) => status !== 'fresh');
    const shown = pending.filter(({ path }) => path !== lockPath || pending.length === 1);
    const isTold = (artifact: ArtifactState): boolean => exportsAdopted || artifact.status !== 'missing';
    const told = shown.filter(isTold);
    const groups = [...groupBy(told.filter(isFollowing), ({ because }) => because?.path ?? '').values()];
    const grouped = new Set(groups.filter((group) => group.length > 1).flat());
    for (const artifact of told.filter((each) => !grouped.has(each))) context.report(findingOf(artifact));
    for (const group of groups) if (group.length > 1) context.report(followingOf(group));
    const untold = shown.filter((artifact) => !isTold(artifact));
    if (untold.length > 0) context.report(notAdopted(untold));
  },
});

/** Whether writing it again is all there is to do, and the change is why. */
function isFollowing({ status, ownership, merge, because }: ArtifactState): boolean {
  return because !== undefined && status !== 'edited' && merge === undefined && ownership === 'owned';
}

/** More files than this are only counted: the report lists all of them. */
const maxNamed = 3;

/** One change of a specification makes many files old: it is told once, at the change. */
function followingOf(group: readonly ArtifactState[]): RuleFinding {
  const places = group.flatMap(({ because }) => because ?? []);
  const at = places.toSorted((a, b) => a.line - b.line)[0] ?? fileStart(lockPath);
  const named = group.slice(0, maxNamed);
  const files = named.map(({ path }) => `"${path}"`).join(', ');
  return {
    subject: at.path,
    at,
    message: group.length > maxNamed ? 'follows-more' : 'follows',
    values: { count: String(group.length), files, more: String(group.length - named.length) },
    key: ['follows'],
    related: named.map(({ path, firstDifference = 1 }) => {
      return { at: { ...fileStart(path), line: firstDifference }, message: 'follows' };
    }),
  };
}

function findingOf(artifact: ArtifactState): RuleFinding {
  const { path, status, generator, ownership, sources, firstDifference = 1, because } = artifact;
  const isMissing = status === 'missing';
  const { found, expected } = excerpts(artifact.found ?? '', artifact.expected ?? '');
  const source = sources[0] ?? '';
  const proposal = proposalOf(artifact);
  return {
    subject: path,
    at: { ...fileStart(isMissing && source !== '' ? source : path), line: isMissing ? 1 : firstDifference },
    message: messageKey(artifact),
    // A first draft for people to go on from: nothing that is deployed waits for it.
    severity: isMissing && ownership === 'create-only' ? 'warning' : undefined,
    values: { path, generator, found, expected, source },
    key: [status],
    related: because === undefined ? [] : [{ at: because, message: 'because' }],
    ...(proposal === undefined ? {} : { proposal }),
  };
}

function messageKey({ status, ownership, merge, refused }: ArtifactState): string {
  if (refused !== undefined) return 'keys-refused';
  if (status === 'edited' && (merge === 'clean' || merge === 'conflict')) return `edited-${merge}`;
  if (status === 'missing' && ownership === 'create-only') return 'missing-draft';
  return ownership === 'shared-keys' && status === 'stale' ? 'stale-keys' : status;
}

/** What a person may take over with one click; never done by itself, because it would lose what somebody wrote. */
function proposalOf({ path, status, replacement }: ArtifactState): readonly Edit[] | undefined {
  if (status !== 'edited' || replacement === undefined) return undefined;
  const { startLine, endLine, text } = replacement;
  return [{ path, startLine, startColumn: 1, endLine, endColumn: 1, text }];
}

/** Who keeps no generated files yet is told once, not once per file. */
function notAdopted(missing: readonly ArtifactState[]): RuleFinding {
  const source = missing.flatMap(({ sources }) => sources)[0] ?? lockPath;
  return {
    subject: lockPath,
    at: fileStart(source),
    message: missing.length === 1 ? 'not-adopted-one' : 'not-adopted',
    severity: 'warning',
    values: { count: String(missing.length), path: missing[0]?.path ?? '' },
    key: ['not-adopted'],
  };
}

/** Enough of both lines to see the difference, from a little before it; the whole of it is what `generate` is for. */
function excerpts(found: string, expected: string): { readonly found: string; readonly expected: string } {
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  const start = Math.max(0, same - 15);
  return { found: excerpt(found, start), expected: excerpt(expected, start) };
}

/** The message quotes it, so its own quotes are single ones. */
function excerpt(line: string, start: number): string {
  const text = line
    .slice(start, start + 60)
    .trim()
    .replaceAll('"', "'");
  return `${start > 0 ? '…' : ''}${text}${line.length > start + 60 || text === '' ? '…' : ''}`;
}
