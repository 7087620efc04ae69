import { hasSuggestion, type Play, type Scene } from './stage.ts';

type Thread = Scene['threads'][number];

/** The whole story for a terminal. */
export function showPlay({ number, title, first, second, committed }: Play): string {
  return [
    `Pull request #${number}: ${title}`,
    '',
    '── The first push: a column is gone, one is in camelCase, an e-mail address is not classified, generated files are old',
    ...showScene(first),
    '',
    '── The fixing commit',
    ...committed.map((place) => `  suggestion committed at ${place}`),
    '  by hand: the column is back, a model gives the new ones, "dataengos generate --write" has run',
    '',
    '── The second push',
    ...showScene(second),
  ].join('\n');
}

function showScene(scene: Scene): readonly string[] {
  return [
    `exit code        ${scene.run.code}`,
    `outputs          ${Object.entries(scene.run.outputs)
      .filter(([name]) => name !== 'report-file')
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    ...scene.checks.map(
      ({ name, conclusion, title, annotations }) =>
        `check run        "${name}" ${conclusion}: ${title} (${annotations.length} annotations)`,
    ),
    ...scene.comments.map(({ author, body }) => `sticky comment   by ${author}: ${firstLine(body)}`),
    `labels           ${scene.labels.length === 0 ? 'none' : scene.labels.map((label) => `"${label}"`).join(' ')}`,
    ...scene.threads.flatMap(showThread),
    `written          ${scene.writes.join(' ')}`,
  ];
}

function showThread(thread: Thread): readonly string[] {
  const body = thread.comments[0]?.body ?? '';
  const state = thread.resolvedBy === undefined ? 'open' : `resolved by ${thread.resolvedBy}`;
  return [
    `review comment   ${placeOf(thread)}, ${state}`,
    `                 ${messageOf(body)}`,
    ...suggestionOf(body).map((line) => `                 ${line}`),
  ];
}

function placeOf({ path, subjectType, line, startLine, side, isOutdated }: Thread): string {
  if (subjectType === 'file') return `${path} (whole file)`;
  const at = line === undefined ? '' : `:${startLine === undefined ? '' : `${startLine}-`}${line}`;
  return `${path}${at} ${side} (${side === 'LEFT' ? 'base' : 'head'} side)${isOutdated ? ', outdated' : ''}`;
}

/** The hidden marker and empty lines say nothing to people. */
function firstLine(body: string): string {
  return visibleLines(body)[0]?.replace(/^#+ /, '') ?? '';
}

/** The second paragraph of a comment is its message; the first names the rule. */
function messageOf(body: string): string {
  const [rule = '', message = ''] = visibleLines(body);
  const id = /\[`([^`]+)`\]/.exec(rule)?.[1] ?? '';
  return `${id}: ${message.replaceAll(/\\(.)/g, '$1')}`;
}

function visibleLines(body: string): readonly string[] {
  return body.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('<!--'));
}

function suggestionOf(body: string): readonly string[] {
  if (!hasSuggestion(body)) return [];
  const [, block = ''] = /^`{3,}suggestion\n([\s\S]*?)^`{3,}$/m.exec(body) ?? [];
  return block
    .split('\n')
    .slice(0, -1)
    .map((line) => `suggestion: ${line}`);
}
