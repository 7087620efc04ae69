import { spawn } from 'node:child_process';
import { env } from 'node:process';
import { EnvironmentError } from '../model/errors.ts';

/** What a git call gave: its bytes on stdout, and how it ended. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs one git command in `cwd` without a shell. `input` is written to its standard input. */
export interface GitCall {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly input?: string;
  /** Environment on top of the allow-list, for a token that must not stand in argv. */
  readonly env?: { readonly [name: string]: string };
}

/**
 * Settings that keep a hostile repository from running anything: no hooks, no fsmonitor, no external diff or
 * text conversion, no transport but https, ssh and local files.
 */
const hardening = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'submodule.recurse=false',
  '-c',
  'diff.external=',
  '-c',
  'log.showSignature=false',
  // In a container the checkout belongs to another user; nothing of the repository is run, so reading it is safe.
  '-c',
  'safe.directory=*',
  '--no-pager',
  '--no-optional-locks',
];

/** Only these variables reach git: no INPUT_*, no ACTIONS_* token, no NODE_OPTIONS. */
const allowed = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'TMPDIR',
  'TEMP',
  'SSH_AUTH_SOCK',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
];

/** Runs git and resolves however it ends. @throws EnvironmentError where git cannot be started. */
export function tryGit(call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...hardening, ...call.args], {
      cwd: call.cwd,
      env: { ...gitEnvironment(), ...call.env },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause) =>
      reject(new EnvironmentError('git could not be started: install git and put it on PATH', { cause })),
    );
    child.on('close', (code) =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
    // git may close its input before all of it is written; its exit code tells what happened.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input ?? '');
  });
}

/** Runs git and resolves to its stdout. @throws EnvironmentError where git fails. */
export async function git(call: GitCall): Promise<Buffer> {
  const result = await tryGit(call);
  if (result.code === 0) return result.stdout;
  const command = call.args.find((arg) => !arg.startsWith('-')) ?? '';
  throw new EnvironmentError(`git ${command} failed: ${result.stderr.trim().split('\n').at(-1) ?? ''}`);
}

/**
 * Environment that switches off the filter programs (gitattributes "filter") of the repository's configuration, for commands
 * that compare the working directory: git would run them on every file whose attributes ask for it.
 */
export async function withoutFilters(cwd: string): Promise<{ readonly [name: string]: string }> {
  const found = await tryGit({ cwd, args: ['config', '--name-only', '-z', '--get-regexp', '^filter\\.'] });
  const drivers = new Set(
    found.stdout
      .toString('utf8')
      .split('\0')
      .flatMap((key) => /^(filter\..*)\.[^.]+$/s.exec(key)?.[1] ?? []),
  );
  const settings = [...drivers].flatMap((driver) => [
    [`${driver}.clean`, ''],
    [`${driver}.process`, ''],
    [`${driver}.required`, 'false'],
  ]);
  const pairs = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}

function gitEnvironment(): { [name: string]: string } {
  const kept: { [name: string]: string } = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' };
  for (const name of allowed) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
