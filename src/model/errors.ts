/** Something the user can repair: a wrong option, a broken configuration file. Exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What an {@link EnvironmentError} knows about the call that failed. */
export interface EnvironmentFailure {
  readonly cause?: unknown;
  /** HTTP status, where the failure is an answer of GitHub. */
  readonly status?: number;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
}

/** git, the network or the GitHub API did not do what was asked. Exit code 3. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly status: number | undefined;
  readonly retryable: boolean;

  constructor(message: string, failure: EnvironmentFailure = {}) {
    super(message, { cause: failure.cause });
    this.status = failure.status;
    this.retryable = failure.retryable ?? false;
  }
}

/** A state that our own code promised could not happen. Exit code 70; please report it. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Closes a switch over a union: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected value ${JSON.stringify(value)}`);
}
