import { readLabel, readQuoted } from './read-label.ts';
import type { Reader } from './reader.ts';

/** An arrow or line, with its text. */
export interface Link {
  readonly label?: string;
  readonly from: number;
}

/** Arrows and lines of any length. `---x` and `---o` are another kind of head, also where a name was meant. */
const links = [/-{2,}>/y, /-{3,}(?![->xo])/y, /-\.+->/y, /-\.+-(?![->xo])/y, /={2,}>/y, /={3,}(?![=>xo])/y] as const;

/** `-- text -->`: how it starts, and how it may end. */
const textLinks = [
  { start: /--(?=\s)/y, end: /\s(?:-{2,}>|-{3,}(?![->xo]))/ },
  { start: /-\.(?=\s)/y, end: /\s(?:\.+->|\.+-(?![->xo]))/ },
  { start: /==(?=\s)/y, end: /\s(?:={2,}>|={3,}(?![=>xo]))/ },
] as const;

/** Reads an arrow; undefined where there is none, which is noted. */
export function readLink(reader: Reader): Link | undefined {
  const from = reader.at;
  if (links.some((link) => reader.take(link) !== undefined)) return readPipes(reader, from);
  const texted = textLinks.find(({ start }) => reader.take(start) !== undefined);
  return texted === undefined ? unknownLink(reader) : readTextLink(reader, from, texted.end);
}

/** The `|text|` behind an arrow. */
function readPipes(reader: Reader, from: number): Link | undefined {
  const open = reader.take(/\s*\|/y);
  if (open === undefined) return { from };
  const label = readLabel(reader);
  if (label === undefined) return undefined;
  if (reader.take(/\|/y) !== undefined) return { from, label };
  return reader.fail('unclosed-shape', { open: '|', allowed: '"|"' }, { from, to: reader.statement.text.length });
}

function readTextLink(reader: Reader, from: number, end: RegExp): Link | undefined {
  reader.skipSpaces();
  const isQuoted = reader.rest().startsWith('"');
  const label = isQuoted ? readQuoted(reader) : readWords(reader, from, end);
  if (label === undefined) return undefined;
  const closing = end.exec(reader.rest());
  if (closing?.index !== 0) return reader.fail('unclosed-text', {}, { from, to: reader.statement.text.length });
  reader.at += closing[0].length;
  return { from, label };
}

/** Letters, digits and some marks, up to the arrow's head. */
function readWords(reader: Reader, from: number, end: RegExp): string | undefined {
  const closing = end.exec(reader.rest());
  if (closing === null) return reader.fail('unclosed-text', {}, { from, to: reader.statement.text.length });
  const words = reader.rest().slice(0, closing.index);
  const odd = /[^\p{L}\p{N}\s_,:'&+]/u.exec(words);
  if (odd !== null) {
    const at = reader.at + odd.index;
    return reader.fail('label-needs-quotes', { found: odd[0] }, { from: at, to: at + odd[0].length });
  }
  const label = words.trim();
  if (label === '') return reader.fail('empty-label', {}, { from, to: reader.at + closing[0].length });
  reader.at += words.length;
  return label;
}

function unknownLink(reader: Reader): undefined {
  const found = /^(?:[<xo]?[-=~.]+[>xo]?|<)/.exec(reader.rest())?.[0];
  if (found === undefined) return reader.unexpected();
  return reader.fail('unknown-arrow', { found: found.slice(0, 20) }, { from: reader.at, to: reader.at + found.length });
}
