import { execFileSync } from 'node:child_process';
import type { Variables } from './environments.ts';

/** The minor versions of Python 3 that the lock files were resolved for. */
const minors = { first: 10, last: 13 };

/** An interpreter of Python that the lock files hold for. */
export interface Python {
  /** A path, or a name that is looked up on PATH. */
  readonly command: string;
  /** Such as `3.11.7`. */
  readonly version: string;
}

/**
 * The interpreter that PYTHON names, else `python3`.
 * @throws Error where there is none, or the lock files do not hold for its version
 */
export function findPython(variables: Variables): Python {
  const command = variables['PYTHON'] || 'python3';
  const version = askVersion(command, variables);
  const [major, minor] = version.split('.').map(Number);
  if (major !== 3 || minor === undefined || minor < minors.first || minor > minors.last) {
    const allowed = `3.${minors.first} to 3.${minors.last}`;
    throw new Error(`"${command}" is Python ${version}, and the locks hold for ${allowed}; set PYTHON to one of these`);
  }
  return { command, version };
}

function askVersion(command: string, variables: Variables): string {
  const program = 'import sys; print(".".join(map(str, sys.version_info[:3])))';
  try {
    const printed = execFileSync(command, ['-c', program], {
      encoding: 'utf8',
      env: { ...variables },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return printed.trim();
  } catch (cause) {
    throw new Error(`"${command}" is no Python that can be run; set PYTHON to the path of one`, { cause });
  }
}
