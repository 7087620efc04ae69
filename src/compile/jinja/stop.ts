import type { RenderState } from '../../model/facts.ts';
import type { MessageValues } from '../../model/messages.ts';
import type { PlacelessMarker } from './markers.ts';

/** Why rendering ends before the template does; `key` is below `jinja.` in the message catalogues. */
export interface StopReason {
  readonly state: Exclude<RenderState, 'rendered'>;
  readonly key: string;
  readonly values: MessageValues;
}

/** Ends a rendering from any depth. It never leaves `src/compile/jinja/`: `render.ts` turns it into data. */
export class RenderStop extends Error {
  readonly reason: StopReason;
  /** Offset in the text, where the one who throws knows it (lexer and parser). */
  readonly offset: number | undefined;

  constructor(reason: StopReason, offset?: number) {
    super(reason.key);
    this.reason = reason;
    this.offset = offset;
  }
}

/** Stops where a value cannot be known, unless it is only printed: then the marker is. */
export class UnknownValue extends RenderStop {
  readonly marker: PlacelessMarker;

  constructor(reason: StopReason, marker: PlacelessMarker) {
    super(reason);
    this.marker = marker;
  }
}

/** Stops because the template itself is wrong. @throws RenderStop always */
export function fail(key: string, values: MessageValues = {}, offset?: number): never {
  throw new RenderStop({ state: 'template-error', key, values }, offset);
}

/** Stops because only a warehouse, or a running dbt, could answer. @throws RenderStop always */
export function needsWarehouse(name: string, key = 'needs-warehouse'): never {
  throw new UnknownValue({ state: 'needs-warehouse', key, values: { name } }, { kind: 'unknown', macro: name });
}

/** Stops because a macro is not among the files of the repository. @throws RenderStop always */
export function needsPackage(name: string): never {
  const reason: StopReason = { state: 'needs-package', key: 'needs-package', values: { name } };
  throw new UnknownValue(reason, { kind: 'unknown', macro: name });
}

/** Stops because a variable or environment variable has no value here. @throws RenderStop always */
export function needsVariable(kind: 'var' | 'env_var', name: string): never {
  throw new RenderStop({ state: 'needs-var', key: 'needs-var', values: { kind, name } });
}
