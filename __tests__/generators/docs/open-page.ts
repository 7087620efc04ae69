import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** How somebody looks at a page. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** Behind `#`. */
  readonly route?: string;
}

/** A page in a real browser. */
export interface OpenPage {
  /** What the console, the policy and uncaught errors said. */
  readonly complaints: readonly string[];
  /** Addresses of everything that was loaded. */
  readonly requests: readonly string[];
  /** Value of an expression, or of the promise that it gives; the page is waited for. */
  evaluate(expression: string): Promise<unknown>;
  /** Goes to another route and waits until it is shown. */
  go(route: string): Promise<void>;
  /** PNG of the whole page. */
  picture(): Promise<Uint8Array>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly result?: { readonly [name: string]: unknown };
  readonly error?: { readonly message: string };
}

/** Chromium, driven over a pipe (Chrome DevTools Protocol), without any network; it ends with `close`. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), 'dataengos-browser-'));
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #lastId = 0;

  constructor(program: string) {
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
    const offline = ['--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${this.#profile}`];
    this.#process = spawn(program, [...flags, ...offline], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let text = '';
    this.#output.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (text + chunk).split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  get #input(): Writable {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fourth stream of a process with five pipes
    return this.#process.stdio[3] as Writable;
  }

  get #output(): Readable {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fifth
    return this.#process.stdio[4] as Readable;
  }

  #receive(message: Message): void {
    if (message.id === undefined) for (const listener of this.#listeners) listener(message);
    else this.#waiting.get(message.id)?.(message);
  }

  /** Sends one command. @throws Error where the browser refuses it */
  async send(method: string, params: object = {}, sessionId?: string): Promise<NonNullable<Message['result']>> {
    const id = ++this.#lastId;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  async open(
    file: string,
    { width = 1280, height = 900, scheme = 'light', route = '/' }: View = {},
  ): Promise<OpenPage> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const send = (method: string, params: object = {}) => this.send(method, params, String(sessionId));
    const complaints: string[] = [];
    const requests: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.add((message) => {
        if (message.method === 'Page.loadEventFired') resolve();
        listen(message, complaints, requests);
      });
    });
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`);
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await send('Page.navigate', { url: `${pathToFileURL(file).href}#${route}` });
    await loaded;
    const evaluate = async (expression: string): Promise<unknown> => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send('Runtime.evaluate', options);
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return valueOf(result);
    };
    return {
      complaints,
      requests,
      evaluate,
      go: async (next) => {
        await evaluate(
          `new Promise((done) => { addEventListener('hashchange', done, { once: true }); location.hash = ${JSON.stringify(next)}; }).then(() => 1)`,
        );
      },
      picture: async () => {
        const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
        return Buffer.from(String(data), 'base64');
      },
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#input.write(`${JSON.stringify({ id: 0, method: 'Browser.close' })}\0`);
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function listen({ method, params = {} }: Message, complaints: string[], requests: string[]): void {
  if (method === 'Network.requestWillBeSent') requests.push(textAt(params, 'request', 'url'));
  if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params));
  if (method === 'Log.entryAdded') complaints.push(textAt(params, 'entry', 'text'));
  if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params['args']));
}

function textAt(params: { readonly [name: string]: unknown }, outer: string, inner: string): string {
  const value = params[outer];
  return typeof value === 'object' && value !== null ? String(Reflect.get(value, inner)) : '';
}

function valueOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null ? Reflect.get(result, 'value') : undefined;
}
