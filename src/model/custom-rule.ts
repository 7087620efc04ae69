import type { Json } from './contract.ts';
import type { Severity } from './finding.ts';
import type { Located, Location } from './location.ts';

/** What a custom rule looks at. */
export const selectables = [
  'contract',
  'object',
  'property',
  'model',
  'column',
  'source',
  'canvas',
  'resource',
] as const;
export type Selectable = (typeof selectables)[number];

/** A rule of `specs/governance/rules/*.yaml`: data, never code. */
export interface CustomRule {
  /** `custom/<name>`. */
  readonly id: string;
  readonly path: string;
  readonly severity: Severity;
  readonly select: Selectable;
  /** Patterns of paths, as in CODEOWNERS, in segments; none for all. */
  readonly paths: readonly (readonly string[])[];
  /** JSON Schema that an element must meet to be judged; undefined for all. */
  readonly when?: Json;
  /** JSON Schema that every judged element must meet. */
  readonly then: Located<Json>;
  /** By language; `{name}`, `{subject}` and `{contract}` are filled in. */
  readonly message: { readonly en: string; readonly 'pt-BR'?: string };
  readonly at: Location;
}
