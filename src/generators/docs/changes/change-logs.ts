import type { Change } from '../../../model/change.ts';
import type { Contract } from '../../../model/contract.ts';
import { groupBy } from '../../../model/group-by.ts';
import { compareText } from '../../../model/location.ts';
import { type Lang, translate } from '../../../model/messages.ts';
import type { GeneratorContext } from '../../define-generator.ts';
import { fileNameOf } from '../../file-name.ts';
import { changeLine } from './change-line.ts';
import { compareVersions } from './compare-versions.ts';
import { type ChangeLog, readLog, writeLog } from './log-file.ts';

/** A change log of one version as its file holds it. */
export interface LogFile {
  readonly path: string;
  readonly content: string;
  readonly contract: Contract;
  readonly log: ChangeLog;
}

const folder = 'exports/docs/changes';

/** Kinds of changes that a log of a version does not repeat. */
const unsaid: readonly Change['kind'][] = ['version.changed', 'contract.moved', 'contract.added'];

/**
 * The change logs of all versions that are known, by contract and newest first. Where the change raises a version, its log is made from
 * `changes`; every other log stays as the tree has it, because nothing but git could still tell what it says. Between the version
 * of base and that of head only logs stay that lead up to head's.
 */
export function changeLogs(
  contracts: readonly Contract[],
  context: Pick<GeneratorContext, 'paths' | 'read' | 'changes'>,
  { lang, generator }: { readonly lang: Lang; readonly generator: string },
): readonly LogFile[] {
  const kept = keptLogs(contracts, context);
  const changes = groupBy(context.changes ?? [], ({ contract }) => contract);
  const seen = new Set<string>();
  return contracts.flatMap((contract) => {
    const own = (changes.get(contract.id) ?? []).filter(({ at }) => at.path === contract.path);
    const raised = own.find(({ kind, after }) => kind === 'version.changed' && after === contract.version.value);
    const previous = typeof raised?.before === 'string' ? raised.before : undefined;
    const old = kept.get(contract.path) ?? [];
    const files = previous === undefined ? old : withNew(old, newLog(contract, { previous, own, lang, generator }));
    return files
      .filter(({ path }) => !seen.has(path) && seen.add(path))
      .toSorted((a, b) => compareVersions(b.log.version, a.log.version));
  });
}

/** Logs of the tree that belong to a contract of it; a log of a version that was never reached is not among them. */
function keptLogs(
  contracts: readonly Contract[],
  { paths, read }: Pick<GeneratorContext, 'paths' | 'read'>,
): ReadonlyMap<string, readonly LogFile[]> {
  const byFolder = groupBy(
    paths.filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.md')),
    (path) => path.slice(0, path.lastIndexOf('/')),
  );
  return new Map(
    contracts.map((contract) => {
      const files = (byFolder.get(`${folder}/${fileNameOf(contract.id)}`) ?? []).toSorted(compareText);
      const logs = files.flatMap((path): readonly LogFile[] => {
        const content = read(path);
        const log = content === undefined ? undefined : readLog(content);
        if (content === undefined || log === undefined) return [];
        const isIts = log.id === contract.id && path === logPath(log);
        return isIts && compareVersions(log.version, contract.version.value) <= 0
          ? [{ path, content, contract, log }]
          : [];
      });
      return [contract.path, logs];
    }),
  );
}

function logPath({ id, version }: Pick<ChangeLog, 'id' | 'version'>): string {
  return `${folder}/${fileNameOf(id)}/${fileNameOf(version)}.md`;
}

interface NewLog {
  readonly previous: string;
  readonly own: readonly Change[];
  readonly lang: Lang;
  readonly generator: string;
}

function newLog(contract: Contract, { previous, own, lang, generator }: NewLog): LogFile {
  const { id, path, name = id } = contract;
  const version = contract.version.value;
  const lines = own.filter(({ kind }) => !unsaid.includes(kind)).map((change) => changeLine(change, lang));
  const log: ChangeLog = { id, version, previous, lines };
  const title = translate(lang, 'docs.log.title', { name, version, previous });
  const nothing = translate(lang, 'docs.log.nothing');
  return { path: logPath(log), content: writeLog(log, { generator, path, title, nothing }), contract, log };
}

/**
 * The new log beside the old ones. Where the version's log in the tree starts at a later version than base, it tells the last of
 * several steps and stays, with the logs of those before it.
 */
function withNew(old: readonly LogFile[], made: LogFile): readonly LogFile[] {
  const { previous } = made.log;
  const published = old.filter(({ log }) => compareVersions(log.version, previous) <= 0);
  const steps = stepsTo(made.path, old, previous);
  return [...published, ...(steps.length > 1 ? steps : [made])];
}

/** The logs that lead from base's version to the one at `path`, the last one first; none where the way has a gap. */
function stepsTo(path: string, logs: readonly LogFile[], base: string): readonly LogFile[] {
  const last = logs.find((each) => each.path === path);
  if (last === undefined || compareVersions(last.log.previous, base) < 0) return [];
  if (last.log.previous === base) return [last];
  if (compareVersions(last.log.previous, last.log.version) >= 0) return [];
  const before = stepsTo(logPath({ id: last.log.id, version: last.log.previous }), logs, base);
  return before.length === 0 ? [] : [last, ...before];
}
