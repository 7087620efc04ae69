import * as http from 'node:http';
import { env } from 'node:process';

/** Most time for one answer of GitHub. */
const requestTimeoutMs = 30_000;

/**
 * `fetch` for the GitHub at `apiUrl`: gives up on an answer that does not come, and goes through the proxy that the
 * environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) where Node supports it (24.14 or newer). The environment is
 * read when this is called. A GitHub on this machine is never asked through a proxy.
 */
export function createFetch(apiUrl: string): typeof fetch {
  if (!isLoopback(apiUrl)) useProxyOfEnvironment();
  return withTimeout(globalThis.fetch);
}

/** Adds a time limit to every request of `send`. */
export function withTimeout(send: typeof fetch, timeoutMs: number = requestTimeoutMs): typeof fetch {
  return (url, init) => send(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) });
}

function useProxyOfEnvironment(): void {
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
  const isWanted = names.some((name) => (env[name] ?? '') !== '');
  // A runtime check: Node 20, on which the command line runs too, does not have it.
  if (isWanted && typeof http.setGlobalProxyFromEnv === 'function') http.setGlobalProxyFromEnv(env);
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);
}
