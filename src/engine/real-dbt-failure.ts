import { decodeUtf8 } from '../load/inspect-text.ts';
import type { Location } from '../model/location.ts';
import type { DbtParse } from '../ports.ts';

/** What dbt says against a project, at the line that it is about. */
export interface DbtFailure {
  /** In one line, without the excerpt and without any folder of the machine. */
  readonly reason: string;
  readonly at: Location;
}

/** Why dbt cannot judge a project: nothing that a change of its files would mend. */
export interface DbtObstacle {
  /** Key below `real-dbt.` of the message catalogues. */
  readonly key: 'packages' | 'variable' | 'environment';
  readonly reason: string;
}

/** Longest reason, in characters. */
const maxReason = 300;

/** dbt gives these names to what is wrong with the files of a project. */
const fileErrors = /^\s*(?:Compilation|Parsing|Schema|Validation|Duplicate\w*|Dependency) Error\b/;

/** Tells what a message of dbt is about, by the files that it was given. */
export function readFailure(message: string, request: Pick<DbtParse, 'files' | 'root'>): DbtFailure | DbtObstacle {
  const reason = reasonOf(message);
  if (/\bdbt deps\b|packages? specified in/.test(message)) return { key: 'packages', reason };
  // The environment is withheld, and so are the variables of the command line.
  if (/\bEnv var required but not provided|\bRequired var '/.test(message)) return { key: 'variable', reason };
  if (!fileErrors.test(message)) return { key: 'environment', reason };
  return { reason, at: placeOf(message, request) };
}

/** The message without its heading, from which the place is taken, and without the excerpt below it. */
function reasonOf(message: string): string {
  const [heading = '', ...lines] = message.split('\n').map((line) => line.trim());
  const excerpt = lines.findIndex((line) => /^(?:line \d+$|-{5}|>)/.test(line));
  const told = (excerpt === -1 ? lines : lines.slice(0, excerpt)).filter((line) => line !== '');
  const text = withoutFolders(told.length === 0 ? heading : told.join(' '));
  return text.length > maxReason ? `${text.slice(0, maxReason - 1)}…` : text;
}

/** Of an absolute path only the name of the file tells something about the project. */
function withoutFolders(text: string): string {
  return text.replaceAll(/(?<![\w.:/])(?:\/[\w.@+-]+)+/g, (path) => path.slice(path.lastIndexOf('/') + 1));
}

type Files = Pick<DbtParse, 'files' | 'root'>;

function placeOf(message: string, request: Files): Location {
  const { files, root } = request;
  const found = pathIn(message, files) ?? pathOfExcerpt(message, files);
  const path = found ?? 'dbt_project.yml';
  const line = found === undefined ? 1 : lineIn(message, linesOf(files.get(found)));
  return { path: root === '' ? path : `${root}/${path}`, line, column: 1 };
}

/** `Compilation Error in model a (models/a.sql)`, `Model 'model.shop.a' (models/a.sql) depends on …`, `Error reading shop: s.yml`. */
function pathIn(message: string, files: Files['files']): string | undefined {
  for (const [, found = ''] of message.matchAll(/\(([^()\n]{1,400}\.(?:sql|py|ya?ml|md|csv))\)/g)) {
    const path = found.replaceAll('\\', '/');
    if (files.has(path)) return path;
  }
  const named = /^\s*Error reading [\w-]+: (\S{1,400})/m.exec(message)?.[1];
  if (named === undefined) return undefined;
  const fitting = [...files.keys()].filter((path) => path === named || path.endsWith(`/${named}`));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Of a macro dbt names no file: it is the only one that has the quoted text on that line. */
function pathOfExcerpt(message: string, files: Files['files']): string | undefined {
  const [, line = '', quoted = ''] = /^\s*line (\d{1,7})\n\s*(\S[^\n]*)/m.exec(message) ?? [];
  if (quoted === '') return undefined;
  const fitting = [...files].filter(([path, bytes]) => {
    return path.endsWith('.sql') && linesOf(bytes)[Number(line) - 1]?.trim() === quoted.trim();
  });
  return fitting.length === 1 ? fitting[0]?.[0] : undefined;
}

/** The line that dbt counts; else the first that has the name in quotes which it cannot find. */
function lineIn(message: string, lines: readonly string[]): number {
  const counted = Number(/\bline (\d{1,7})\b/.exec(message)?.[1] ?? 0);
  if (counted >= 1 && counted <= lines.length) return counted;
  const name = /\bnamed '([^']{1,400})'/.exec(message)?.[1]?.split('.').at(-1);
  const found =
    name === undefined ? -1 : lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`));
  return found + 1 || 1;
}

function linesOf(bytes: Uint8Array | undefined): readonly string[] {
  return (bytes === undefined ? '' : (decodeUtf8(bytes) ?? '')).split('\n');
}
