import type { ArtifactState } from '../model/artifact.ts';
import type { Lang } from '../model/messages.ts';
import type { Outcome } from '../model/plans.ts';
import { codeSpan } from '../reporters/escape.ts';
import { say, sayCount } from './say.ts';

/** Name of the file that holds the patch. */
export const patchName = 'dataengos-export.patch';

/** More would make the text unreadable; the table of generated files has them all. */
const maxListed = 20;

/** What the summary says beside its table of generated files, in Markdown: how the patch is applied, and what is in no export. */
export function exportNotes(
  lang: Lang,
  { states, hasPatch }: { readonly states: readonly ArtifactState[]; readonly hasPatch: boolean },
): readonly string[] {
  const command = codeSpan(`git apply ${patchName}`);
  const patch = hasPatch ? [say(lang, 'export.how-patch', { command, output: codeSpan('patch-file') })] : [];
  const conflicts = states.filter(({ merge }) => merge === 'conflict').map(({ path }) => codeSpan(path));
  if (conflicts.length === 0) return patch;
  return [...patch, say(lang, 'export.conflicts', { files: listed(lang, conflicts) })];
}

/** What decides which workflows run on a commit that we made. */
export interface Aftermath {
  /** Whose token made it; undefined where GitHub does not tell. */
  readonly login: string | undefined;
  readonly sha: string;
  /** The branch that is merged into, and what it requires; undefined where GitHub does not tell. */
  readonly base: string;
  readonly required: readonly string[] | undefined;
  /** Name of our own check run, which is there. */
  readonly ownCheck: string;
}

/** Events of this account start no workflow, or only ones that wait for an approval (docs.github.com "GITHUB_TOKEN"). */
const silentLogin = 'github-actions[bot]';

/** Whether commits and pull requests of an account start workflows by themselves. */
export function startsWorkflows(login: string | undefined): boolean {
  return login !== undefined && login.toLowerCase() !== silentLogin;
}

/** What does not run on the export commit, for the log and the report and for Markdown; undefined where everything runs. */
export function aftermathOf(
  lang: Lang,
  aftermath: Aftermath,
): { readonly outcome: Outcome; readonly note: string } | undefined {
  if (startsWorkflows(aftermath.login)) return undefined;
  return {
    outcome: { sink: say(lang, 'export.after.sink'), status: 'skipped', why: aftermathText(lang, aftermath, quoted) },
    note: aftermathText(lang, aftermath, codeSpan),
  };
}

function quoted(text: string): string {
  return `"${text}"`;
}

function aftermathText(lang: Lang, aftermath: Aftermath, show: (text: string) => string): string {
  const { login, sha, base, required, ownCheck } = aftermath;
  const missing = required?.filter((name) => name !== ownCheck).map((name) => show(name));
  const what =
    missing === undefined
      ? say(lang, 'export.after.unknown')
      : missing.length === 0
        ? say(lang, 'export.after.none', { base: show(base) })
        : say(lang, 'export.after.required', { base: show(base), names: listed(lang, missing) });
  const made = say(lang, login === undefined ? 'export.after.unknown-token' : 'export.after.token', {
    sha: show(sha.slice(0, 7)),
  });
  return [made, what, say(lang, 'export.after.repair')].join(' ');
}

function listed(lang: Lang, names: readonly string[]): string {
  const more = names.length - maxListed;
  return [...names.slice(0, maxListed), ...(more > 0 ? [sayCount(lang, 'export.more', more)] : [])].join(', ');
}
