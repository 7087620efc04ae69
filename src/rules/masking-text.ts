import type { DbtProject } from '../model/dbt.ts';
import type { Location } from '../model/location.ts';
import type { ModelFacts } from './layers.ts';
import { type ApprovedMacros, isApproved } from './masking-calls.ts';

/** A call of a macro that is not there, in the template of a model. */
export interface UnknownCall {
  readonly macro: string;
  readonly at: Location;
  /** Words of its arguments, in lower case. */
  readonly words: ReadonlySet<string>;
  readonly isApproved: boolean;
}

/** The calls of a model's template to macros that neither its project nor an installed package has. */
export function unknownCalls(
  { model, compiled }: ModelFacts,
  { known, approved }: { readonly known: ReadonlySet<string>; readonly approved: ApprovedMacros },
): readonly UnknownCall[] {
  return (compiled?.macros ?? []).flatMap(({ value, at }) => {
    const name = value.toLowerCase();
    if (known.has(name.slice(name.lastIndexOf('.') + 1))) return [];
    return [{ macro: value, at, words: wordsIn(argumentsAt(model.text, at)), isApproved: isApproved(name, approved) }];
  });
}

/** Names of the macros that a project and its installed packages define, in lower case and without their package. */
export function definedMacros({ macros }: DbtProject): ReadonlySet<string> {
  return new Set(
    macros
      .flatMap(({ text }) => [...text.matchAll(/\bmacro[ \t\r\n]{1,20}([A-Za-z_]\w*)/g)])
      .map(([, name = '']) => name.toLowerCase()),
  );
}

/** The words of a text that can be names of columns, in lower case. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set((text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map((word) => word.toLowerCase()));
}

/** Whether a star is written somewhere in SQL, but in `count(*)`. */
export function hasStar(sql: string): boolean {
  return /(?:\bselect|\bdistinct|,|\.)[ \t\r\n]{0,200}\*/i.test(sql);
}

/** `dbt.ref("orders")`, `dbt.source("shop", "orders")`, as Python models read. */
export function pythonReads(text: string): readonly { readonly kind: 'ref' | 'source'; readonly name: string }[] {
  const call = /\bdbt\.(ref|source)\(\s{0,20}["']([^"'\n]{1,200})["'](?:\s{0,20},\s{0,20}["']([^"'\n]{1,200})["'])?/g;
  return [...text.matchAll(call)].map(([, kind, first = '', second]) =>
    kind === 'source' ? { kind, name: `${first}.${second ?? ''}` } : { kind: 'ref', name: second ?? first },
  );
}

/** Longer calls are not looked through. */
const maxArguments = 4_000;

/** What stands in the parentheses behind a name. */
function argumentsAt(text: string, { line, column }: Location): string {
  const start = text.indexOf('(', offsetOf(text, line) + column - 1);
  if (start === -1) return '';
  let depth = 0;
  const end = Math.min(text.length, start + maxArguments);
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return text.slice(start + 1, at);
  }
  return text.slice(start + 1, end);
}

function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at++) offset = text.indexOf('\n', offset) + 1;
  return offset;
}
