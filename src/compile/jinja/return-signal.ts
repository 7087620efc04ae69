import type { Value } from './values.ts';

/** Leaves a macro with a value of any type: dbt's `return()`. */
export class ReturnSignal extends Error {
  readonly value: Value;
  constructor(value: Value) {
    super('return');
    this.value = value;
  }
}
