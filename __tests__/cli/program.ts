import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { buildInto } from '../../scripts/build.ts';
import { temporaryFolder } from '../support/git-repo.ts';

/** How a run of the command line ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line, as people run it: a child process that shares nothing with the tests but the folder. */
export interface Cli {
  readonly folder: string;
  run(cwd: string, args: readonly string[], variables?: NodeJS.ProcessEnv): CliRun;
  /** Runs with a reader that goes away at once, as `| head` does. */
  runClosed(cwd: string, args: readonly string[]): Promise<CliRun>;
}

/** Builds the program into a temporary folder. */
export async function buildCli(): Promise<Cli> {
  const folder = join(temporaryFolder('program-'), 'dist');
  await buildInto(folder);
  return cliIn(folder);
}

/** The command line in a folder that it was built into. */
export function cliIn(folder: string): Cli {
  const cli = join(folder, 'cli.js');
  return {
    folder,
    run(cwd, args, variables = {}) {
      const run = spawnSync(execPath, [cli, ...args], {
        cwd,
        env: { ...cleanEnvironment(), ...variables },
        encoding: 'utf8',
      });
      if (run.error !== undefined) throw run.error;
      return { code: run.status ?? -1, stdout: run.stdout, stderr: run.stderr };
    },
    runClosed(cwd, args) {
      return new Promise((resolve, reject) => {
        const child = spawn(execPath, [cli, ...args], {
          cwd,
          env: cleanEnvironment(),
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let stderr = '';
        child.stdout.destroy();
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
        child.on('error', reject);
        child.on('close', (code) => resolve({ code: code ?? -1, stdout: '', stderr }));
      });
    },
  };
}

/** No colours, no runner, no settings of whoever runs the tests. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], HOME: temporaryHome, GIT_CONFIG_NOSYSTEM: '1' };
}

const temporaryHome = temporaryFolder('home-');
