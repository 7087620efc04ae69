import type { GatheredGeneration } from '../engine/gather-generation.ts';
import type { ArtifactState } from '../model/artifact.ts';
import { translate } from '../model/messages.ts';
import { visibleText } from '../reporters/escape.ts';
import type { CliOptions } from './options.ts';

/** Whether writing does something about a file: it has new content, or no specification asks for it any more. */
export function isWritable({ status, content }: ArtifactState): boolean {
  return status === 'orphaned' || content !== undefined;
}

type Shown = Pick<GatheredGeneration, 'states' | 'notes' | 'lang'>;

/** What `generate` and `export` print: how each file stands that is not fresh, and what could not be generated or expressed. */
export function renderGeneration(shown: Shown, { format, write }: Pick<CliOptions, 'format' | 'write'>): string {
  return format === 'json' ? json(shown) : text(shown, write ? 'written' : 'compared');
}

function json({ states, notes, lang }: Shown): string {
  const artifacts = states.map(({ content: _content, ...state }) => state);
  return `${JSON.stringify({ artifacts, notes: jsonNotes(notes, lang) }, null, 2)}\n`;
}

/** Notes with their texts, for JSON. */
export function jsonNotes(
  notes: Shown['notes'],
  lang: Shown['lang'],
): readonly { readonly [key: string]: string | number }[] {
  return notes.map(({ generator, subject, at, message, values }) => {
    return { generator, subject, path: at.path, line: at.line, message: translate(lang, message, values) };
  });
}

function text({ states, notes, lang }: Shown, done: 'written' | 'compared'): string {
  const isWritten = (state: ArtifactState): boolean => done === 'written' && isWritable(state);
  const lines = states
    .filter(({ status }) => status !== 'fresh')
    .flatMap((state) => {
      const key = isWritten(state) ? `${state.status}-written` : state.status;
      const first = `${translate(lang, `cli.generate.${key}`)} ${visibleText(state.path)}${placeOf(state)}`;
      return [first, ...(isWritten(state) ? [] : differenceOf(state))];
    });
  const said = notes.map(({ at, message, values }) => `${at.path}:${at.line} ${translate(lang, message, values)}`);
  const fresh = states.filter((state) => state.status === 'fresh' || (isWritten(state) && state.status !== 'edited'));
  const summary = translate(lang, 'cli.generate.fresh', { fresh: fresh.length, all: states.length });
  return [...lines, ...said.map(visibleText), summary].map((line) => `${line}\n`).join('');
}

/** Where the file differs, and the line of the specifications that made it so. */
function placeOf({ firstDifference, because }: ArtifactState): string {
  const line = firstDifference === undefined ? '' : `:${firstDifference}`;
  return because === undefined ? line : `${line} <- ${visibleText(because.path)}:${because.line}`;
}

function differenceOf({ found, expected }: ArtifactState): readonly string[] {
  if (found === undefined || expected === undefined) return [];
  return [`  - ${visibleText(found)}`, `  + ${visibleText(expected)}`];
}
