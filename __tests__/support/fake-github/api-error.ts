/** One entry of GitHub's `errors`: an object in most answers, a sentence in "Create a review". */
export type ErrorDetail =
  | string
  | {
      readonly resource: string;
      readonly code: string;
      readonly field?: string;
      readonly message?: string;
      readonly value?: string;
    };

/** A refusal as GitHub words it: status, message and details. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly ErrorDetail[] | undefined;

  constructor(status: number, message: string, errors?: readonly ErrorDetail[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = errors;
  }
}

/** What GitHub says where a thing does not exist, or may not be known to exist. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** What GitHub says to a token without the permission. */
export function forbidden(): ApiError {
  return new ApiError(403, 'Resource not accessible by integration');
}

/** A 422 with one detail. */
export function invalid(detail: ErrorDetail): ApiError {
  return new ApiError(422, 'Validation Failed', [detail]);
}

const MAX_BODY_CHARACTERS = 65_536;

/** Refuses a body that GitHub would refuse; this limit is not in the published schema. Counted in characters, not UTF-16 units. */
export function requireBody(body: string, resource: string): void {
  if (body.trim() === '')
    throw invalid({ resource, code: 'missing_field', field: 'body', message: "Body can't be blank" });
  if (Array.from(body).length <= MAX_BODY_CHARACTERS) return;
  const message = `Body is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`;
  throw invalid({ resource, code: 'unprocessable', field: 'data', message });
}
