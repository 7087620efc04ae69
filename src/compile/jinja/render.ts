import type { Json } from '../../model/contract.ts';
import type { CompileError, RenderState } from '../../model/facts.ts';
import { compareLocations, type Location } from '../../model/location.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { dbtContext } from './dbt-context.ts';
import { Interpreter, type Place } from './interpreter.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { MacroLookup } from './macro-lookup.ts';
import type { Output, Segment } from './output.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { LineIndex, sourceOffset } from './positions.ts';
import { ReturnSignal } from './return-signal.ts';
import { Recording, type RefCall, type RenderRequest, type SourceCall } from './session.ts';
import { staticReferences } from './static-references.ts';
import { RenderStop, type StopReason } from './stop.ts';
import { parseTemplate } from './template.ts';

/** What rendering one model told. */
export interface RenderResult {
  readonly state: RenderState;
  /** Why it could not be rendered; or, where `state` is `rendered`, why its incremental variant could not. */
  readonly reason?: string;
  /** The SQL of a full run; empty unless `state` is `rendered`. */
  readonly sql: string;
  /** The SQL of an incremental run, where the template asks `is_incremental()`. */
  readonly variants: readonly string[];
  /** In order of their place in the template; literal calls of the whole template where rendering stopped early. */
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** Whether every rendering makes this call: it was made, or nothing conditional stands around it. */
  readonly isCertain: (call: { readonly at: Location }) => boolean;
  /** What `config(…)` was given. */
  readonly config: { readonly [name: string]: Json };
  /** Only where `state` is `template-error`. */
  readonly error?: CompileError;
  /** Where an offset of `sql` (UTF-16 units) comes from in the template. */
  locate(offset: number): Location;
  /** The same for `variants[index]`. */
  locateVariant(index: number, offset: number): Location;
}

/** How a model is rendered; both have defaults. */
export interface RenderOptions {
  readonly lang?: Lang;
  readonly limits?: Limits;
}

/**
 * Renders one dbt model in the sandbox: no file, clock, environment, network or warehouse can be reached, and steps, depth
 * and size are limited. `ref` and `source` print sentinel names. Never throws: what cannot be rendered is a state.
 */
export function renderModel(request: RenderRequest, options: RenderOptions = {}): RenderResult {
  const template = parseTemplate(request.path, request.text, options.lang);
  if ('error' in template) return unreadable(request.path, template.error);
  const rendering = new Rendering(request, template, options);
  return rendering.result();
}

function unreadable(path: string, error: CompileError): RenderResult {
  const locate = (): Location => ({ path, line: 1, column: 1 });
  const nothing = {
    sql: '',
    variants: [],
    refs: [],
    sources: [],
    isCertain: () => false,
    config: {},
    locate,
    locateVariant: locate,
  };
  return { state: 'template-error', reason: error.message, error, ...nothing };
}

/** One finished run of a template. */
interface Run {
  readonly recording: Recording;
  readonly output?: Output;
  readonly stop?: StopReason;
  /** Where it stopped: in the model, and in whichever file. */
  readonly site: Place;
  readonly place: Place;
}

/** Both renderings of one model, and what is read from them. */
class Rendering {
  private readonly request: RenderRequest;
  private readonly template: ParsedTemplate;
  private readonly lines: LineIndex;
  private readonly lang: Lang;
  private readonly limits: Limits;

  constructor(request: RenderRequest, template: ParsedTemplate, options: RenderOptions) {
    this.request = request;
    this.template = template;
    this.lines = new LineIndex(request.path, template.text);
    this.lang = options.lang ?? 'en';
    this.limits = options.limits ?? defaultLimits;
  }

  result(): RenderResult {
    const full = this.run(false);
    const incremental = full.output !== undefined && full.recording.asksIncremental ? this.run(true) : undefined;
    const failed = [full, incremental].find((run) => run?.stop?.state === 'template-error') ?? full;
    const state = failed.stop?.state ?? 'rendered';
    const stopped = failed.stop === undefined ? incremental : failed;
    const reason = stopped?.stop && this.message(stopped, stopped.stop);
    const isRendered = state === 'rendered';
    const outputs = isRendered ? [full.output, incremental?.output] : [];
    return {
      state,
      ...(reason !== undefined && { reason }),
      ...(state === 'template-error' &&
        reason !== undefined && { error: { message: reason, at: this.errorPlace(failed) } }),
      ...this.texts(outputs),
      ...this.references([full, incremental]),
      config: Object.fromEntries(full.recording.plainConfig),
    };
  }

  private texts([full, incremental]: readonly (Output | undefined)[]): Pick<
    RenderResult,
    'sql' | 'variants' | 'locate' | 'locateVariant'
  > {
    const locateIn = (segments: readonly Segment[] = [], offset: number): Location =>
      this.lines.at(sourceOffset(segments, offset));
    return {
      sql: full?.text ?? '',
      variants: incremental === undefined ? [] : [incremental.text],
      locate: (offset) => locateIn(full?.segments, offset),
      locateVariant: (_index, offset) => locateIn(incremental?.segments, offset),
    };
  }

  private references(runs: readonly (Run | undefined)[]): Pick<RenderResult, 'refs' | 'sources' | 'isCertain'> {
    const isWhole = runs.every((run) => run?.stop === undefined);
    const written = isWhole ? { refs: [], sources: [] } : staticReferences(this.template, this.lines);
    const surely = isWhole ? { refs: [], sources: [] } : staticReferences(this.template, this.lines, 'certain');
    const made = runs.flatMap((run) => [...(run?.recording.refs ?? []), ...(run?.recording.sources ?? [])]);
    const places = new Set([...made, ...surely.refs, ...surely.sources].map(({ at }) => `${at.line}:${at.column}`));
    return {
      isCertain: ({ at }) => places.has(`${at.line}:${at.column}`),
      refs: distinct([...runs.flatMap((run) => run?.recording.refs ?? []), ...written.refs]),
      sources: distinct([...runs.flatMap((run) => run?.recording.sources ?? []), ...written.sources]),
    };
  }

  private run(isIncremental: boolean): Run {
    const recording = new Recording();
    const lookup = new MacroLookup(this.request, () => interpreter);
    const interpreter = new Interpreter(this.template, lookup, this.limits);
    const here = (): Location => this.lines.range(interpreter.site.start, interpreter.site.end);
    const session = { request: this.request, recording, isIncremental, here };
    lookup.context = dbtContext(session, (args) => lookup.dispatch(args));
    const end = this.attempt(interpreter);
    return { recording, ...end, site: interpreter.site, place: interpreter.place };
  }

  private attempt(interpreter: Interpreter): Pick<Run, 'output' | 'stop'> {
    try {
      return { output: interpreter.run(this.request.project) };
    } catch (stop) {
      if (stop instanceof RenderStop) return { stop: stop.reason };
      if (stop instanceof ReturnSignal) return { stop: { state: 'template-error', key: 'return-outside', values: {} } };
      // The engine's own stack and string limits; ours come first, so this is a second fence.
      if (!(stop instanceof RangeError)) throw stop;
      return { stop: { state: 'template-error', key: 'recursion', values: { max: this.limits.maxDepth } } };
    }
  }

  private message(run: Run, stop: StopReason): string {
    const message = translate(this.lang, `jinja.${stop.key}`, stop.values);
    if (run.place.template === this.template) return message;
    const { path, text } = run.place.template;
    const { line } = new LineIndex(path, text).at(run.place.start);
    return translate(this.lang, 'jinja.in-macro', { message, path, line });
  }

  private errorPlace(run: Run): Location {
    const { start, end } = run.place.template === this.template ? run.place : run.site;
    return this.lines.range(start, end);
  }
}

/** One entry for each call in the template, in order of place: a loop, or the second rendering, repeats them. */
function distinct<T extends { readonly at: Location }>(calls: readonly T[]): readonly T[] {
  const known = new Map(calls.map((call) => [JSON.stringify(call), call]));
  return [...known.values()].sort((a, b) => compareLocations(a.at, b.at));
}
