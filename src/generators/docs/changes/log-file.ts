import { commentText, escapeMarkdown, unescapeMarkdown } from '../../catalog/markdown.ts';
import { headerStart, headerText } from '../../define-generator.ts';
import type { ChangeLine } from './change-line.ts';

/** What one version of a contract changed. */
export interface ChangeLog {
  readonly id: string;
  readonly version: string;
  /** The version before it. */
  readonly previous: string;
  readonly lines: readonly ChangeLine[];
}

/** A log as Markdown; {@link readLog} reads it back. `title` is its heading, `nothing` says that there is no line. */
export function writeLog(
  log: ChangeLog,
  { generator, path, title, nothing }: { readonly [name in 'generator' | 'path' | 'title' | 'nothing']: string },
): string {
  const lines = log.lines.map(({ subject, text }) => `- **${escapeMarkdown(subject)}**: ${escapeMarkdown(text)}`);
  return [
    `<!-- ${commentText(headerText(generator, path))} -->`,
    `<!-- ${commentText(JSON.stringify({ contract: log.id, version: log.version, previous: log.previous }))} -->`,
    '',
    `# ${escapeMarkdown(title)}`,
    '',
    ...(lines.length === 0 ? [nothing] : lines),
    '',
  ].join('\n');
}

/** A log that {@link writeLog} wrote; undefined for any other text. */
export function readLog(text: string): ChangeLog | undefined {
  const [header = '', data = '', ...lines] = text.split('\n');
  if (!header.startsWith(`<!-- ${headerStart}`)) return undefined;
  const said = jsonOf(/^<!-- (\{.*\}) -->$/.exec(data)?.[1]);
  if (said === undefined) return undefined;
  return {
    ...said,
    lines: lines.flatMap((line) => {
      const [, subject, words] = /^- \*\*((?:\\.|[^\\*])*)\*\*: (.*)$/.exec(line) ?? [];
      if (subject === undefined || words === undefined) return [];
      return [{ subject: unescapeMarkdown(subject), text: unescapeMarkdown(words) }];
    }),
  };
}

function jsonOf(text: string | undefined): Omit<ChangeLog, 'lines'> | undefined {
  try {
    const data: unknown = JSON.parse(text ?? '');
    const { contract, version, previous } = isRecord(data) ? data : {};
    if (typeof contract !== 'string' || typeof version !== 'string' || typeof previous !== 'string') return undefined;
    return { id: contract, version, previous };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
