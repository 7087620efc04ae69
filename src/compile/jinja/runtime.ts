import type { CallArgs, Value } from './values.ts';

/** What filters, tests and host functions may ask of the interpreter. */
export interface Runtime {
  /** Spends steps of the budget. @throws RenderStop where it is used up */
  charge(steps: number): void;
  call(callee: Value, args: CallArgs): Value;
  filter(name: string, target: Value, args: CallArgs): Value;
  test(name: string, target: Value, args: CallArgs): boolean;
}

export const noArgs: CallArgs = { positional: [], named: new Map() };

/** Arguments without names. */
export function positional(...values: readonly Value[]): CallArgs {
  return { positional: values, named: new Map() };
}
