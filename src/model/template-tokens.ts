/** What one Jinja expression or statement of a model tells about what the model reads. */
export interface Template {
  /** Offset behind its end. */
  readonly end: number;
  /** `ref` and `source` calls, as {@link refKey} and {@link sourceKey} spell them. */
  readonly reads: readonly string[];
  /** Whether the whole expression is one such call, and so stands for a table. */
  readonly isRelation: boolean;
  /** Whether it is the model's own configuration. */
  readonly isConfig: boolean;
  /** Whether the whole expression is `{{ this }}`: the model's own table. */
  readonly isThis: boolean;
  /** Whether it is `{% … %}`, which writes nothing itself. */
  readonly isStatement: boolean;
  /** Functions and macros that it calls, in order and with their package (`dbt_utils.star`). */
  readonly calls: readonly string[];
  /** Words of its texts, in lower case: arguments of macros are often names of columns. */
  readonly words: readonly string[];
}

/** Key of a model, seed or snapshot that a template reads. */
export function refKey(name: string): string {
  return `ref ${name}`;
}

/** Key of a source table that a template reads; `name` is `source.table`. */
export function sourceKey(name: string): string {
  return `source ${name}`;
}

/** Calls whose texts are no names of columns. */
const ownTexts = new Set(['ref', 'source', 'config', 'var', 'env_var']);

/** A call that is open while its arguments are read. */
interface Call {
  readonly name: string;
  readonly texts: string[];
}

/** Reads `{{ … }}` or `{% … %}` that starts at `start`. One that never ends is all the rest of the text. */
export function readTemplate(text: string, start: number): Template {
  const close = text[start + 1] === '%' ? '%}' : '}}';
  const calls: Call[] = [];
  const done: Call[] = [];
  const words: string[] = [];
  const called: string[] = [];
  let name = '';
  let path = '';
  let firstName = '';
  let marks = 0;
  let at = start + 2;
  for (; at < text.length && !text.startsWith(close, at); ) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const end = textEnd(text, at);
      const value = text.slice(at + 1, end - 1);
      const call = calls.findLast((each) => ownTexts.has(each.name));
      if (call === undefined) words.push(...wordsOf(value));
      else if (call === calls.at(-1)) call.texts.push(value);
      at = end;
    } else if (isWordStart(character)) {
      const end = wordEnd(text, at);
      name = text.slice(at, end);
      path = path.endsWith('.') ? path + name : name;
      firstName ||= name;
      at = end;
    } else {
      if (character === '(') calls.push({ name, texts: [] });
      if (character === '(' && path !== '') called.push(path);
      if (character === ')') done.push(...calls.splice(-1));
      if (!/[\s(),-]/.test(character)) marks++;
      if (!/\s/.test(character)) {
        name = '';
        path = character === '.' ? `${path}.` : '';
      }
      at++;
    }
  }
  const reads = [...done, ...calls].flatMap(keyOf);
  return {
    end: Math.min(text.length, at + 2),
    reads,
    isRelation: close === '}}' && reads.length === 1 && marks === 0 && (firstName === 'ref' || firstName === 'source'),
    isConfig: firstName === 'config',
    isThis: firstName === 'this',
    isStatement: close === '%}',
    calls: called,
    words,
  };
}

/** `ref` may name the package first; `source` names the source and the table. */
function keyOf({ name, texts }: Call): readonly string[] {
  const last = texts.at(-1);
  if (last === undefined) return [];
  if (name === 'ref') return [refKey(last)];
  return name === 'source' && texts.length === 2 ? [sourceKey(texts.join('.'))] : [];
}

/** Words of a text, in lower case. */
export function wordsOf(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}_][\p{L}\p{N}_$]*/gu)].map(([word]) => word);
}

/** Whether a name can start with the character. */
export function isWordStart(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 128) return code === 95 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return /\p{L}/u.test(character);
}

/** Offset behind the name that starts at `at`. */
export function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
  return end;
}

/** Letters, digits, `_` and `$`; all beyond ASCII is taken for letters. */
function isWordPart(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127;
  return isDigit || isLetter || code === 95 || code === 36;
}

/** Offset behind a text of Jinja, which knows backslashes. */
function textEnd(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}
