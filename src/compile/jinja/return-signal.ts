import type { Value } from './values.ts';
import type { Writing } from './writing.ts';

/** Leaves a macro with a value of any type: dbt's `return()`. */
export class ReturnSignal extends Error {
  readonly value: Value;
  /** What wrote the value, where macros did. */
  readonly writing: Writing | undefined;
  constructor(value: Value, writing?: Writing) {
    super('return');
    this.value = value;
    this.writing = writing;
  }
}
