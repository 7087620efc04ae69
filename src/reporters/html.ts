import { unreachable } from '../model/errors.ts';
import { type HunkLine, readHunk } from './diff-hunk.ts';
import { escapeHtml, visibleText } from './escape.ts';
import { markdownHtml } from './html-markdown.ts';
import { reviewStyle } from './html-style.ts';
import type { Review, ReviewCheck, ReviewEvent, ReviewThread } from './review.ts';

/**
 * A pull request with its review as one self-contained page (no network, no script). Its own words are English, as
 * those of GitHub are.
 */
export function renderReviewHtml(review: Review): string {
  const title = shown(`${review.title} #${review.number}`);
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}</title>`,
    `<style>${reviewStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    headerHtml(review),
    ...review.timeline.map(eventHtml),
    checksHtml(review.checks),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

/** Untrusted text as one line of HTML. */
function shown(text: string): string {
  return escapeHtml(visibleText(text));
}

const stateWords = { open: 'Open', closed: 'Closed', merged: 'Merged' } as const;

function headerHtml({ title, number, state, labels }: Review): string {
  const pills = labels.map((label) => `<span class="label ${labelColour(label)}">${shown(label)}</span>`).join('');
  return [
    '<header>',
    `<h1>${shown(title)} <span>#${number}</span></h1>`,
    `<span class="state ${state}">${stateWords[state]}</span>${pills}`,
    '</header>',
  ].join('\n');
}

function labelColour(label: string): string {
  if (label.includes('breaking')) return 'red';
  return label.includes('dangerous') || label.includes('stale') ? 'amber' : '';
}

function eventHtml(event: ReviewEvent): string {
  switch (event.kind) {
    case 'comment':
      return `<section class="event">${avatarHtml(event.author)}${boxHtml(event.author, 'commented', event.body)}</section>`;
    case 'commit':
      return commitHtml(event);
    case 'review':
      return reviewHtml(event);
    default:
      return unreachable(event);
  }
}

function boxHtml(author: string, did: string, body: string): string {
  return `<div class="box"><div class="top">${authorHtml(author)} ${did}</div><div class="body">${markdownHtml(body)}</div></div>`;
}

function authorHtml(author: string): string {
  return `<b>${shown(author.replace(/\[bot\]$/, ''))}</b>${isBot(author) ? '<span class="tag">bot</span>' : ''}`;
}

function isBot(author: string): boolean {
  return author.endsWith('[bot]');
}

function avatarHtml(author: string): string {
  const letters = Array.from(author);
  const hue = letters.reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  const initial = shown(letters[0] ?? '?').toUpperCase();
  return `<span class="avatar${isBot(author) ? ' bot' : ''}" style="--hue:${hue}" aria-hidden="true">${initial}</span>`;
}

function commitHtml({ sha, message, author }: Extract<ReviewEvent, { kind: 'commit' }>): string {
  const title = shown(message.split('\n')[0] ?? '');
  return `<section class="commit"><b>${shown(author)}</b><span class="message">${title}</span><code>${shown(sha.slice(0, 7))}</code></section>`;
}

function reviewHtml({ author, body, threads }: Extract<ReviewEvent, { kind: 'review' }>): string {
  const said = body.trim() === '' ? '' : boxHtml(author, 'left a comment', body);
  return [
    `<section class="event">${avatarHtml(author)}`,
    `<div class="note">${authorHtml(author)} <span class="muted">reviewed</span></div>`,
    said,
    ...threads.map((thread) => threadHtml(thread, author)),
    '</section>',
  ].join('\n');
}

function threadHtml(thread: ReviewThread, author: string): string {
  const lines = readHunk(thread.hunk);
  const replaced = lines.filter((line) => isTarget(line, thread)).map(({ text }) => text);
  const content = [
    hunkHtml(thread, lines),
    `<div class="said">${avatarHtml(author)}<span>${authorHtml(author)}</span></div>`,
    `<div class="body">${markdownHtml(thread.body, { suggestionOf: replaced })}</div>`,
  ].join('');
  const place = shown(thread.path);
  return thread.resolved
    ? `<details class="box thread"><summary class="top">${place}<span class="tag">✓ Resolved · show</span></summary>${content}</details>`
    : `<div class="box thread"><div class="top">${place}</div>${content}</div>`;
}

/** Whether a line of the hunk is one that the thread is about. */
function isTarget(line: HunkLine, { side, line: last, startLine }: ReviewThread): boolean {
  const number = side === 'LEFT' ? line.base : line.head;
  if (number === undefined || last === undefined) return false;
  return number >= (startLine ?? last) && number <= last;
}

function hunkHtml(thread: ReviewThread, lines: readonly HunkLine[]): string {
  const range = /^@@.*/.exec(thread.hunk)?.[0];
  const rangeRow =
    range === undefined
      ? ''
      : `<tr class="range"><td class="number"></td><td class="number"></td><td class="mark"></td><td>${shown(range)}</td></tr>`;
  const rows = lines.map((line) => {
    const target = isTarget(line, thread) ? ' target' : '';
    const numbers = [line.base, line.head].map((number) => `<td class="number">${number ?? ''}</td>`).join('');
    return `<tr class="${line.kind}${target}">${numbers}<td class="mark">${marks[line.kind]}</td><td>${lineHtml(line.text)}</td></tr>`;
  });
  return `<table class="hunk">${rangeRow}${rows.join('')}</table>`;
}

const marks = { added: '+', removed: '-', context: ' ' } as const;

/** A source line; its tabs stay, so that indentation looks as it is. */
function lineHtml(text: string): string {
  return text.split('\t').map(shown).join('\t');
}

const conclusions = {
  failure: { icon: '✕', words: 'Some checks were not successful' },
  neutral: { icon: '■', words: 'All checks have finished' },
  success: { icon: '✓', words: 'All checks have passed' },
} as const;

function checksHtml(checks: readonly ReviewCheck[]): string {
  if (checks.length === 0) return '';
  const worst =
    (['failure', 'neutral', 'success'] as const).find((name) => checks.some((check) => check.conclusion === name)) ??
    'success';
  const { icon, words } = conclusions[worst];
  const lead = `<div class="lead"><span class="icon ${worst}">${icon}</span><div><b>${words}</b><span class="muted">${checks.length} ${checks.length === 1 ? 'check' : 'checks'}</span></div></div>`;
  return `<section class="box checks ${worst}">${lead}${checks.map(checkHtml).join('')}</section>`;
}

function checkHtml({ name, conclusion, title, summary }: ReviewCheck): string {
  const { icon } = conclusions[conclusion];
  const top = `<span class="icon ${conclusion}">${icon}</span><span><b>${shown(name)}</b> <span class="muted">${shown(title)}</span></span>`;
  return `<details class="check"><summary>${top}</summary><div class="body">${markdownHtml(summary)}</div></details>`;
}
