import type { MessageValues } from '../../model/messages.ts';

/** Why a text is refused: a key of the `compile` message catalogue and the place in the SQL, in UTF-16 units from 0. */
export interface SqlFailure {
  readonly key: string;
  readonly values: MessageValues;
  readonly offset: number;
}

/** What one parser says about one text. A parser that crashes, or gives up, abstains: that is never a refusal. */
export type Opinion =
  /** `root`: the syntax tree, of a parser that gives one that is used. */
  | { readonly kind: 'accepts'; readonly root?: object }
  | ({ readonly kind: 'rejects' } & SqlFailure)
  | { readonly kind: 'abstains'; readonly reason: string };

/** Shortest readable form of what stands at a place: one line, at most `maxLength` characters. */
export function excerpt(text: string, maxLength = 40): string {
  const line = text.trimStart().split(/\r?\n/, 1)[0]?.trimEnd() ?? '';
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** Index in UTF-16 units of the code point with index `codePoints`; the end of the text where that lies beyond. */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let passed = 0; passed < codePoints && offset < text.length; passed += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xff_ff ? 2 : 1;
  }
  return offset;
}
