import type { MacroFile } from '../../model/dbt.ts';

/** The names of the macros that files define. */
export function definedMacros(files: readonly MacroFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ text }) => [...text.matchAll(definition)].map(([, name = '']) => name)));
}

const definition = /\{%-?[ \t\r\n]{0,8}macro[ \t]{1,8}(\w{1,200})/g;
