/** An annotation that the runner takes from a step's log. */
export interface LogAnnotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly title: string | undefined;
  readonly message: string;
}

/** What the runner makes of a log. */
export interface LogReading {
  readonly annotations: readonly LogAnnotation[];
  /** Annotations over the runner's limit of ten per level: they are in the log only. */
  readonly dropped: number;
  /** What the log asked to hide. */
  readonly masks: readonly string[];
}

/** A workflow command of one line of the log. */
interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly message: string;
}

/** The runner keeps ten annotations of each level per step (actions/runner ExecutionContext.cs, _maxCountPerIssueType). */
const MAX_PER_LEVEL = 10;
/** It cuts their messages (ExecutionContext.cs, _maxIssueMessageLength). */
const MAX_MESSAGE_CHARACTERS = 4096;

const COMMANDS = new Set([
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'stop-commands',
  'echo',
  'add-matcher',
  'remove-matcher',
]);

/** Reads a log as the runner does: `::name::` at the start of a line, and the old `##[name]` anywhere in it. */
export function readLog(log: string): LogReading {
  const annotations: LogAnnotation[] = [];
  const masks: string[] = [];
  let dropped = 0;
  let stopToken: string | undefined;
  for (const line of log.split(/\r?\n/)) {
    if (stopToken !== undefined) {
      if (line.trim() === `::${stopToken}::` || line.includes(`##[${stopToken}]`)) stopToken = undefined;
      continue;
    }
    const command = parseCommand(line);
    if (command === undefined) continue;
    if (command.name === 'stop-commands') stopToken = command.message;
    if (command.name === 'add-mask') masks.push(command.message);
    const annotation = annotationOf(command);
    if (annotation === undefined) continue;
    if (annotations.filter(({ level }) => level === annotation.level).length < MAX_PER_LEVEL)
      annotations.push(annotation);
    else dropped += 1;
  }
  return { annotations, dropped, masks };
}

function annotationOf({ name, properties, message }: Command): LogAnnotation | undefined {
  if (name !== 'error' && name !== 'warning' && name !== 'notice') return undefined;
  const line = properties.get('line');
  return {
    level: name,
    file: properties.get('file'),
    line: line === undefined ? undefined : Number(line),
    title: properties.get('title'),
    message: message.slice(0, MAX_MESSAGE_CHARACTERS),
  };
}

function parseCommand(line: string): Command | undefined {
  return parseColons(line.trimStart()) ?? parseHash(line);
}

function parseColons(line: string): Command | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  return commandOf({
    head: line.slice(2, end),
    message: line.slice(end + 2),
    separator: ',',
    unescape: unescapeColons,
  });
}

function parseHash(line: string): Command | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  return commandOf({
    head: line.slice(start + 3, end),
    message: line.slice(end + 1),
    separator: ';',
    unescape: unescapeHash,
  });
}

interface Parts {
  readonly head: string;
  readonly message: string;
  readonly separator: string;
  readonly unescape: (text: string) => string;
}

function commandOf({ head, message, separator, unescape }: Parts): Command | undefined {
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!COMMANDS.has(name)) return undefined;
  const pairs = space < 0 ? [] : head.slice(space + 1).split(separator);
  const properties = pairs.flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [] : [[pair.slice(0, equals).trim().toLowerCase(), unescape(pair.slice(equals + 1))]];
  });
  return { name, properties: new Map(properties), message: unescape(message) };
}

function unescapeColons(text: string): string {
  const plain = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',');
  return plain.replaceAll('%25', '%');
}

function unescapeHash(text: string): string {
  const plain = text.replaceAll('%3B', ';').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%5D', ']');
  return plain.replaceAll('%25', '%');
}
