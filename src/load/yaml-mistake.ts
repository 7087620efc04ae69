import type { YAMLParseError } from 'yaml';

/** A mistake of syntax in words of ours, at the place where it is to be mended. */
export interface YamlMistake {
  /** Key below `problems.` of the message catalogues. */
  readonly message: string;
  /** Offset in the text. */
  readonly offset: number;
  readonly values: { readonly [name: string]: string };
}

type ParserError = Pick<YAMLParseError, 'code' | 'message' | 'pos'>;

/**
 * What the parser's first error says, by its code ("Errors" of the documentation of the package yaml). Text of the file
 * is never repeated but single signs: it may be a secret. Codes that are not known keep the parser's own sentence.
 */
export function yamlMistake(error: ParserError, text: string): YamlMistake {
  const [offset] = error.pos;
  const plain = (message: string): YamlMistake => ({ message, offset, values: {} });
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return nestedKey(error, text) ?? plain('yaml-indent');
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return unfinished(error, text) ?? (error.code === 'BAD_INDENT' ? plain('yaml-indent') : unknown(error));
    case 'TAB_AS_INDENT':
      return plain('yaml-tab');
    case 'BLOCK_IN_FLOW':
      return plain('yaml-block-in-flow');
    case 'MULTILINE_IMPLICIT_KEY':
      return /^\s*-\s/.test(text.slice(offset)) ? plain('yaml-indent') : plain('yaml-no-colon');
    case 'BAD_SCALAR_START':
      return { ...plain('yaml-reserved'), values: { sign: text.charAt(offset) } };
    case 'BAD_DQ_ESCAPE':
      return plain('yaml-escape');
    case 'BAD_ALIAS':
      return plain('yaml-alias-name');
    case 'UNEXPECTED_TOKEN':
      return unexpected(error, text);
    default:
      return unknown(error);
  }
}

function unknown({ message, pos: [offset] }: ParserError): YamlMistake {
  const reason = message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
  return { message: 'yaml-syntax', offset, values: { reason } };
}

/** A second `: ` on the line of a key, or a line below that is indented deeper than its key. */
function nestedKey({ message, pos: [offset] }: ParserError, text: string): YamlMistake | undefined {
  if (!message.startsWith('Nested mappings')) return undefined;
  const end = endOfLine(text, offset);
  if (/:(?:\s|$)/.test(text.slice(offset, end))) return { message: 'yaml-second-colon', offset, values: {} };
  const below = /\S/.exec(text.slice(end));
  if (below === null) return undefined;
  const line = String(text.slice(0, offset).split('\n').length);
  return { message: 'yaml-too-deep', offset: end + below.index, values: { line } };
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

/** Something that is opened and not closed, or a key without its colon. */
function unfinished({ message, pos: [offset] }: ParserError, text: string): YamlMistake | undefined {
  const found = (key: string, sign = ''): YamlMistake => ({
    message: key,
    offset,
    values: sign === '' ? {} : { sign },
  });
  const [, quote] = /^Missing closing (["'])quote/.exec(message) ?? [];
  if (quote !== undefined) return found('yaml-open-quote', quote);
  const [, bracket] = /^Flow .* end with an? ([\]}])$/.exec(message) ?? [];
  if (bracket !== undefined) return found('yaml-open-bracket', bracket);
  if (message.startsWith('Missing , ')) return found('yaml-no-comma');
  if (message.startsWith('Implicit map keys')) return found('yaml-no-colon');
  if (message.startsWith('Sequence item without')) return found('yaml-indent');
  if (message.startsWith('Comments must')) return found('yaml-comment');
  return text.charAt(offset) === '\t' ? found('yaml-tab') : undefined;
}

function unexpected({ message, pos: [offset] }: ParserError, text: string): YamlMistake {
  const sign = text.charAt(offset);
  if (message.startsWith('Block scalar header')) return { message: 'yaml-block-header', offset, values: {} };
  return /[,[\]{}]/.test(sign)
    ? { message: 'yaml-stray-sign', offset, values: { sign } }
    : { message: 'yaml-unexpected', offset, values: {} };
}
