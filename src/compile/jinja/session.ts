import type { Json } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { MacroLibrary } from './macro-library.ts';
import type { Value } from './values.ts';

/** What one model is rendered with. */
export interface RenderRequest {
  readonly path: string;
  readonly text: string;
  /** Name of the model: what `this` is called. */
  readonly name: string;
  /** Adapter type, as in a dbt profile; decides `adapter.dispatch`, quotes and the words of cross-database macros. */
  readonly dialect?: string;
  readonly vars: { readonly [name: string]: Json };
  readonly macros: MacroLibrary;
  /** Packages that the project declares, installed or not. */
  readonly packages: readonly string[];
  /** The project's own name: the package of its own macros. */
  readonly project: string;
  /** Materialization that properties and folders give it; the template's own goes first. Undefined where nobody can tell. */
  readonly materialized?: string;
}

/** A call of `ref`; `at` is where the model's own template makes it. */
export interface RefCall {
  readonly name: string;
  readonly package?: string;
  readonly version?: string;
  readonly at: Location;
}

/** A call of `source`; `at` is where the model's own template makes it. */
export interface SourceCall {
  readonly source: string;
  readonly table: string;
  readonly at: Location;
}

/** What one rendering tells besides its text; filled while it runs. */
export class Recording {
  readonly refs: RefCall[] = [];
  readonly sources: SourceCall[] = [];
  /** What `config(…)` was given: as templates read it back, and as plain data of that moment. */
  readonly config = new Map<string, Value>();
  readonly plainConfig = new Map<string, Json>();
  /** Whether the template asked `is_incremental()`. */
  asksIncremental = false;
}

/** What the dbt context needs to know about the rendering that it serves. */
export interface Session {
  readonly request: RenderRequest;
  readonly recording: Recording;
  /** What `is_incremental()` answers. */
  readonly isIncremental: boolean;
  /** Where the model's own template is being evaluated. */
  here(): Location;
}
