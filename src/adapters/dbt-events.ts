/** What dbt says in its log, one JSON object per line (`--log-format json`). */
export interface DbtLog {
  /** `1.11.2`. */
  readonly version?: string;
  /** What stopped it; empty where it does not tell. */
  readonly message: string;
}

/** Reads the log of dbt. Lines that are no events are what was printed before the log began: they tell where nothing else does. */
export function readDbtLog(text: string): DbtLog {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const events = lines.map(readEvent);
  const version = events.flatMap((event) => /^Running with dbt[ =]+([\w.+-]+)/.exec(event?.msg ?? '')?.[1] ?? [])[0];
  const errors = events.filter((event) => event?.level === 'error').map((event) => event?.msg ?? '');
  const plain = lines.filter((_, at) => events[at] === undefined).slice(-maxPlainLines);
  const message = (errors[0] ?? plain.join('\n')).replace(/^(?:\[ERROR\]: )?Encountered an error:\n/, '');
  return { ...(version === undefined ? {} : { version }), message };
}

/** The end of a traceback is what tells. */
const maxPlainLines = 5;

function readEvent(line: string): { readonly level: string; readonly msg: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event: unknown = JSON.parse(line);
    const info = own(event, 'info');
    const [level, msg] = [own(info, 'level'), own(info, 'msg')];
    return typeof level === 'string' && typeof msg === 'string' ? { level, msg } : undefined;
  } catch {
    return undefined;
  }
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
