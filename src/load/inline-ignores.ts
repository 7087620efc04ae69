import type { InlineIgnore } from '../model/ignore.ts';

/** What begins a comment, by the ending of a file's name; in other files there are none that people use for notes. */
const signs: { readonly [ending: string]: string } = {
  yaml: '#',
  yml: '#',
  py: '#',
  tf: '#',
  tfvars: '#',
  hcl: '#',
  toml: '#',
  sql: '--',
  md: '<!--',
  mermaid: '%%',
  mmd: '%%',
};

/** Finds the comments that excuse findings. Text that only looks like a comment counts as one: it is listed all the same. */
export function readIgnores(path: string, text: string): readonly InlineIgnore[] {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  const sign = Object.hasOwn(signs, ending) ? signs[ending] : undefined;
  if (sign === undefined || !text.includes('dataengos:')) return [];
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const fenced = ending === 'md' ? fencedLines(lines) : new Set<number>();
  return lines.flatMap((line, index) => {
    const comment = fenced.has(index) ? undefined : commentIn(line, sign);
    return comment === undefined ? [] : [toIgnore(comment, { path, lines, index, sign })];
  });
}

/** A comment on its line: where its parts begin and end, as 0-based columns. */
interface Comment {
  readonly start: number;
  readonly end: number;
  readonly rulesStart: number;
  readonly rules: string;
  readonly reason: string;
}

function commentIn(line: string, sign: string): Comment | undefined {
  for (let start = line.indexOf(sign); start !== -1; start = line.indexOf(sign, start + 1)) {
    const isComment = start === 0 || /\s/.test(line.charAt(start - 1));
    const head = isComment ? /^\s*dataengos:\s*ignore(?![\w/-])\s*/.exec(line.slice(start + sign.length)) : null;
    if (head !== null) return partsOf(line, { start, sign, rulesStart: start + sign.length + head[0].length });
  }
  return undefined;
}

function partsOf(
  line: string,
  { start, sign, rulesStart }: { readonly start: number; readonly sign: string; readonly rulesStart: number },
): Comment {
  const close = sign === '<!--' ? line.indexOf('-->', rulesStart) : -1;
  const bodyEnd = close === -1 ? line.length : close;
  const body = line.slice(rulesStart, bodyEnd);
  const dashes = / --(?: |$)|^--(?: |$)/.exec(body);
  const rules = body.slice(0, dashes?.index ?? body.length).trimEnd();
  const reason = dashes === null ? '' : body.slice(dashes.index + dashes[0].length).trim();
  return { start, end: close === -1 ? line.trimEnd().length : close + 3, rulesStart, rules, reason };
}

interface Around {
  readonly path: string;
  readonly lines: readonly string[];
  readonly index: number;
  readonly sign: string;
}

function toIgnore(comment: Comment, { path, lines, index, sign }: Around): InlineIgnore {
  const line = lines[index] ?? '';
  const number = index + 1;
  const isAlone = line.slice(0, comment.start).trim() === '' && line.slice(comment.end).trim() === '';
  const rules = new Set(comment.rules.split(/[\s,]+/).filter((rule) => rule !== ''));
  const place = (from: number, to: number): InlineIgnore['at'] => ({
    path,
    line: number,
    column: from + 1,
    endLine: number,
    endColumn: to + 1,
  });
  const next = isAlone ? nextLine(lines, index, sign) : undefined;
  return {
    at: place(comment.start, comment.end),
    rules: [...rules],
    ...(/[\p{L}\p{N}]/u.test(comment.reason) ? { reason: comment.reason } : {}),
    lines: next === undefined ? [number] : [number, next],
    removal: isAlone ? wholeLine(path, lines, index) : onlyComment(path, line, { number, comment }),
    rulesAt: place(comment.rulesStart, comment.rulesStart + comment.rules.length),
  };
}

/** 1-based; other ignores may stand between. */
function nextLine(lines: readonly string[], index: number, sign: string): number | undefined {
  const next = lines.findIndex((line, at) => {
    const start = line.search(/\S/);
    return at > index && start !== -1 && commentIn(line, sign)?.start !== start;
  });
  return next === -1 ? undefined : next + 1;
}

function wholeLine(path: string, lines: readonly string[], index: number): InlineIgnore['removal'] {
  const isLast = index === lines.length - 1;
  const end = isLast
    ? { endLine: index + 1, endColumn: (lines[index]?.length ?? 0) + 1 }
    : { endLine: index + 2, endColumn: 1 };
  return { path, startLine: index + 1, startColumn: 1, ...end, text: '' };
}

function onlyComment(
  path: string,
  line: string,
  { number, comment }: { readonly number: number; readonly comment: Comment },
): InlineIgnore['removal'] {
  const isAtEnd = line.slice(comment.end).trim() === '';
  const start = isAtEnd ? line.slice(0, comment.start).trimEnd().length : comment.start;
  const end = isAtEnd ? line.length : comment.end;
  return { path, startLine: number, startColumn: start + 1, endLine: number, endColumn: end + 1, text: '' };
}

/** Indexes of the lines between fences of code: there a comment is an example. */
function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const fenced = new Set<number>();
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (fence !== undefined) fenced.add(index);
    if (mark !== undefined) fence = fence === undefined ? mark : fence === mark ? undefined : fence;
  }
  return fenced;
}
