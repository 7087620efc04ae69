import { printValue } from '../print-value.ts';
import { UnknownValue } from '../stop.ts';
import { argument, type CallArgs, isTruthy, iterate, Missing, none, type Value } from '../values.ts';

/** What macros of packages may know of the project. */
export interface PackageTools {
  /** The macro that is called, with its package. */
  readonly macro: string;
  readonly dialect: string | undefined;
  /** The value of a variable of the project; undefined where it has none. */
  readonly variable: (name: string) => Value | undefined;
}

/** A macro of a public package that is not installed: our own version of it, after the package's documentation. */
export type PackageMacro = (args: CallArgs, tools: PackageTools) => Value;

/** The macros of one package. */
export type PackageMacros = ReadonlyMap<string, PackageMacro>;

/** What an argument prints; empty where it is not given. */
export function textOf(args: CallArgs, index: number, name: string): string {
  return printValue(argument(args, index, name) ?? '');
}

/** An argument that is given and not none. */
export function given(args: CallArgs, index: number, name: string): Value | undefined {
  const value = argument(args, index, name);
  return value === none || value instanceof Missing ? undefined : value;
}

/** The items of an argument, printed; of a single text, that text. */
export function listOf(value: Value | undefined): readonly string[] {
  if (value === undefined || value instanceof Missing) return [];
  return typeof value === 'string' ? [value] : iterate(value).map(printValue);
}

/** Whether an argument is true; `fallback` where it is not given. */
export function flagOf(
  args: CallArgs,
  index: number,
  { name, fallback }: { readonly name: string; readonly fallback: boolean },
): boolean {
  return isTruthy(argument(args, index, name) ?? fallback);
}

/** Gives up: what the macro writes depends on the warehouse, or on its version. @throws UnknownValue always */
export function unknownMacro({ macro }: Pick<PackageTools, 'macro'>): never {
  const reason = { state: 'needs-package', key: 'needs-package', values: { name: macro } } as const;
  throw new UnknownValue(reason, { kind: 'unknown', macro });
}
