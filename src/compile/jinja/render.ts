import type { Json } from '../../model/contract.ts';
import type { CompileError, RenderState, UnresolvedReference } from '../../model/facts.ts';
import { compareLocations, type Location } from '../../model/location.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { dbtContext } from './dbt-context.ts';
import type { Place } from './evaluator.ts';
import { Interpreter } from './interpreter.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { MacroLookup } from './macro-lookup.ts';
import { macroNames, Markers } from './markers.ts';
import type { Output } from './output.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { isPrinted, LineIndex, sourceOffset } from './positions.ts';
import type { Rendition } from './rendition.ts';
import { ReturnSignal } from './return-signal.ts';
import { Recording, type RefCall, type RenderRequest, type SourceCall } from './session.ts';
import { staticReferences } from './static-references.ts';
import { RenderStop, type StopReason } from './stop.ts';
import { parseTemplate } from './template.ts';
import { unresolvedNames } from './unresolved-names.ts';

/** What rendering one model told. */
export interface RenderResult {
  readonly state: RenderState;
  /**
   * Why it could not be rendered; or, where `state` is `rendered`, why its incremental variant could not, or which macros are
   * not there, so that markers stand for them.
   */
  readonly reason?: string;
  /** A full run, then an incremental one where the template asks `is_incremental()`; none unless `state` is `rendered`. */
  readonly renditions: readonly Rendition[];
  /** In order of their place in the template; literal calls of the whole template where rendering stopped early. */
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** Whether every rendering makes this call: it was made, or nothing conditional stands around it. */
  readonly isCertain: (call: { readonly at: Location }) => boolean;
  /** Macros that exist nowhere and variables that nothing defines, which every rendering asks for. */
  readonly unresolved: readonly UnresolvedReference[];
  /** What `config(…)` was given. */
  readonly config: { readonly [name: string]: Json };
  /** Only where `state` is `template-error`. */
  readonly error?: CompileError;
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
  if ('error' in template) return unreadable(template.error);
  const rendering = new Rendering(request, template, options);
  return rendering.result();
}

function unreadable(error: CompileError): RenderResult {
  const nothing = { renditions: [], refs: [], sources: [], unresolved: [], isCertain: () => false, config: {} };
  return { state: 'template-error', reason: error.message, error, ...nothing };
}

/** One finished run of a template. */
interface Run {
  readonly recording: Recording;
  readonly lookup: MacroLookup;
  readonly markers: Markers;
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
    const incremental = full.output !== undefined && this.mayBeIncremental(full) ? this.run(true) : undefined;
    const failed = [full, incremental].find((run) => run?.stop?.state === 'template-error') ?? full;
    const state = failed.stop?.state ?? 'rendered';
    const stopped = failed.stop === undefined ? incremental : failed;
    const reason =
      stopped?.stop === undefined ? this.unknownMacros([full, incremental]) : this.message(stopped, stopped.stop);
    const isRendered = state === 'rendered';
    const renditions = isRendered ? [full, incremental].flatMap((run) => this.renditionsOf(run)) : [];
    return {
      state,
      ...(reason !== undefined && { reason }),
      ...(state === 'template-error' &&
        reason !== undefined && { error: { message: reason, at: this.errorPlace(failed) } }),
      renditions,
      ...this.references([full, incremental]),
      unresolved: unresolvedNames({
        template: this.template,
        request: this.request,
        lookup: full.lookup,
        lines: this.lines,
      }),
      config: Object.fromEntries(full.recording.plainConfig),
    };
  }

  private renditionsOf(run: Run | undefined): readonly Rendition[] {
    if (run?.output === undefined) return [];
    const { text, segments, writing } = run.output;
    const locate = (offset: number): Location => this.lines.at(sourceOffset(segments, offset));
    return [
      {
        sql: text,
        locate,
        isPrinted: (start, end) => isPrinted(segments, start, end),
        macros: writing?.macros ?? [],
        markers: run.markers.all,
      },
    ];
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

  /** dbt answers `is_incremental()` with true only for a model that is materialized so. */
  private mayBeIncremental({ recording }: Run): boolean {
    const own = recording.plainConfig.get('materialized') ?? this.request.materialized;
    return recording.asksIncremental && (typeof own !== 'string' || own === 'incremental' || own.includes('{'));
  }

  private run(isIncremental: boolean): Run {
    const recording = new Recording();
    const here = (): Location => this.lines.range(interpreter.site.start, interpreter.site.end);
    const markers = new Markers(here);
    const lookup: MacroLookup = new MacroLookup(this.request, () => interpreter, markers);
    const interpreter: Interpreter = new Interpreter(this.template, lookup, this.limits);
    const session = { request: this.request, recording, isIncremental, here };
    lookup.context = dbtContext(session, (args) => lookup.dispatch(args));
    const end = this.attempt(interpreter);
    return { recording, lookup, markers, ...end, site: interpreter.site, place: interpreter.place };
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

  /** Says which macros markers stand for; undefined where none does. */
  private unknownMacros(runs: readonly (Run | undefined)[]): string | undefined {
    const markers = runs.flatMap((run) => run?.markers.all ?? []).filter(({ kind }) => kind === 'unknown');
    return markers.length === 0 ? undefined : translate(this.lang, 'jinja.unknown-macros', macroNames(markers));
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
