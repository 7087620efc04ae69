import { holdsSecret } from '../rules/file-secrets.ts';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Terminal } from '../adapters/terminal.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import { EnvironmentError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { Tree } from '../model/tree.ts';
import type { CliOptions } from './options.ts';

/** Exit codes of the command line (ARCHITECTURE.md): 0 pass, 1 findings, 2 usage, 3 environment, 70 our bug. */
export type ExitCode = 0 | 1 | 2 | 3 | 70;

/** One command: its help line, and what it does. Resolves to the exit code. */
export interface Command {
  /** Arguments as `--help` shows them. */
  readonly usage: string;
  readonly summary: string;
  run(options: CliOptions, terminal: Terminal): Promise<ExitCode>;
}

/** Prints a result, or writes it to `--output`. */
export async function emit(text: string, options: CliOptions, terminal: Terminal): Promise<void> {
  if (options.output === undefined) {
    await new Promise<void>((done) => terminal.stdout.write(text, () => done()));
    return;
  }
  await writeFile(resolve(options.output), text).catch((cause: unknown) => {
    throw new EnvironmentError(`cannot write "${options.output ?? ''}"`, { cause });
  });
}

/** 1 where the gate fails, 70 where it could not judge everything. */
export function exitCodeOf(report: Report): ExitCode {
  return report.verdict === 'pass' ? 0 : report.verdict === 'fail' ? 1 : 70;
}

/** Reads one line of either tree, for excerpts. Files are split once. */
export function lineReader(
  head: Tree,
  base: Tree,
): (side: 'head' | 'base', path: string, line: number) => string | undefined {
  const split = new Map<string, readonly string[]>();
  return (side, path, line) => {
    const key = `${side} ${path}`;
    const lines =
      split.get(key) ??
      (decodeUtf8((side === 'head' ? head : base).read(path) ?? new Uint8Array()) ?? '').split(/\r?\n/);
    split.set(key, lines);
    const text = lines[line - 1];
    // Logs are kept for ever: a line that holds a credential is never repeated.
    return text === undefined || holdsSecret(path, lines, line - 1) ? undefined : text;
  };
}
