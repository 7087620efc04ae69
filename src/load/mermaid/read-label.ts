import type { Reader } from './reader.ts';

/** Brackets around the text of a node, with what may close them; longer ones first. */
const shapes: readonly { readonly open: string; readonly close: readonly string[] }[] = [
  { open: '(((', close: [')))'] },
  { open: '((', close: ['))'] },
  { open: '([', close: ['])'] },
  { open: '(', close: [')'] },
  { open: '[[', close: [']]'] },
  { open: '[(', close: [')]'] },
  { open: '[/', close: ['/]', '\\]'] },
  { open: '[\\', close: ['\\]', '/]'] },
  { open: '[', close: [']'] },
  { open: '{{', close: ['}}'] },
  { open: '{', close: ['}'] },
  { open: '>', close: [']'] },
];

/** Reads the brackets of a node with the text in them; undefined where there are none. */
export function readShape(reader: Reader): { readonly label: string } | undefined | 'failed' {
  const from = reader.at;
  const rest = reader.rest();
  const shape = shapes.find(({ open }) => rest.startsWith(open));
  if (shape === undefined) return undefined;
  reader.at += shape.open.length;
  const label = readLabel(reader);
  if (label === undefined) return 'failed';
  const close = shape.close.find((each) => reader.rest().startsWith(each));
  if (close === undefined) {
    const allowed = shape.close.map((each) => `"${each}"`).join(', ');
    reader.fail('unclosed-shape', { open: shape.open, allowed }, { from, to: reader.statement.text.length });
    return 'failed';
  }
  reader.at += close.length;
  return { label };
}

/** Reads a text in quotes, or one without that needs none; undefined where it is neither, which is noted. */
export function readLabel(reader: Reader): string | undefined {
  return reader.rest().startsWith('"') ? readQuoted(reader) : readPlain(reader);
}

/** Any text but entity codes (`#35;`) and Markdown in backquotes. */
export function readQuoted(reader: Reader): string | undefined {
  const from = reader.at;
  const written = reader.take(/"[^"]*"/y);
  if (written === undefined) return reader.fail('unclosed-quote', {}, { from, to: reader.statement.text.length });
  const label = written.slice(1, -1).trim();
  const where = { from, to: reader.at };
  if (label === '') return reader.fail('empty-label', {}, where);
  if (label.startsWith('`') || /#\w+;/.test(label)) return reader.fail('coded-label', {}, where);
  return label;
}

function readPlain(reader: Reader): string | undefined {
  const from = reader.at;
  const written = reader.take(/[^[\](){}|"<>\\/;#`~^@$]*/y) ?? '';
  const label = written.trim();
  const where = { from, to: Math.max(reader.at, from + 1) };
  // Brackets, slashes and the like would end the text, or make another shape of it.
  const next = reader.rest().slice(0, 1);
  if (/[<>;#`~^@$"]/.test(next))
    return reader.fail('label-needs-quotes', { found: next }, { from: reader.at, to: reader.at + 1 });
  if (label === '') return reader.fail('empty-label', {}, where);
  if (/^-|-$/.test(label)) return reader.fail('label-needs-quotes', { found: '-' }, where);
  return label;
}
