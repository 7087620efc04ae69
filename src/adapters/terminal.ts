import type { Progress } from '../ports.ts';

/** The parts of a process that a terminal program talks through. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: { readonly [name: string]: string | undefined };
}

/** Whether colour is wanted: a terminal, unless NO_COLOR (no-color.org) says otherwise, or FORCE_COLOR. */
export function wantsColor({ stdout, env }: Terminal): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return stdout.isTTY && env['TERM'] !== 'dumb';
}

/** Columns of the terminal; 100 where it is none. */
export function terminalWidth({ stdout }: Terminal): number {
  return stdout.isTTY ? Math.max(40, stdout.columns) : 100;
}

/** One line on stderr that tells what is being done, once the work takes longer than a second; nothing in CI or a pipe. */
export function terminalProgress({ stderr, env }: Terminal, afterMs = 1000): Progress {
  if (!stderr.isTTY || env['CI'] !== undefined) return { step: () => undefined, done: () => undefined };
  let current = '';
  let shown = false;
  const show = (): void => {
    shown = true;
    stderr.write(`\r\x1b[2K${current} …`);
  };
  const timer = setTimeout(show, afterMs);
  timer.unref();
  return {
    step(what) {
      current = what;
      if (shown) show();
    },
    done() {
      clearTimeout(timer);
      if (shown) stderr.write('\r\x1b[2K');
    },
  };
}
