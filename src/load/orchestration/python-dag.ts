import type { DagFile } from '../../model/orchestration.ts';
import type { Located, Location } from '../../model/location.ts';
import type { PythonToken } from './python-tokens.ts';

/** A Python file and its tokens. */
export interface PythonCode {
  readonly path: string;
  readonly code: string;
  readonly tokens: readonly PythonToken[];
}

/** What a Python file says of its DAG in plain texts. Of several DAGs only the first place is told: the rest could be of any. */
export function describePythonDag(
  file: PythonCode,
): Pick<DagFile, 'schedule' | 'outdatedKey' | 'owner' | 'tags' | 'at' | 'documented'> {
  const [call, ...others] = dagCalls(file.tokens);
  const start = call === undefined ? undefined : file.tokens[call.name];
  if (call === undefined || start === undefined) return {};
  const at = placeOf(file, start);
  if (others.length > 0) return { at, documented: hasDocstring(file.code) };
  const values = argumentsOf(file.tokens, call.open);
  const outdated = values.get('schedule_interval');
  const schedule = plainText(file, values.get('schedule') ?? outdated);
  const owner = ownerOf(file, values);
  const tags = textsOf(values.get('tags'));
  return {
    at,
    documented: hasDocstring(file.code) || values.has('doc_md') || hasFunctionDocstring(file),
    ...(schedule === undefined ? {} : { schedule }),
    ...(outdated === undefined || values.has('schedule') ? {} : { outdatedKey: placeOf(file, outdated.name) }),
    ...(owner === undefined ? {} : { owner }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** Indexes of the tokens of a call: the function's name, and the bracket behind it (the name itself without brackets). */
interface DagCall {
  readonly name: number;
  readonly open: number;
}

/** `DAG(…)`, `DbtDag(…)`, `@dag(…)` and `@dag`. */
function dagCalls(tokens: readonly PythonToken[]): readonly DagCall[] {
  return tokens.flatMap(({ kind, text }, index) => {
    if (kind !== 'word') return [];
    const isOpen = tokens[index + 1]?.text === '(' && tokens[index + 1]?.kind === 'mark';
    const before = tokens[index - 1]?.text;
    if (text === 'dag' && before === '@') return [{ name: index, open: isOpen ? index + 1 : index }];
    const isDefined = before === 'class' || before === 'def';
    return (text === 'DAG' || text === 'DbtDag') && isOpen && !isDefined ? [{ name: index, open: index + 1 }] : [];
  });
}

/** A keyword argument: its name, and the tokens of its value. */
interface Argument {
  readonly name: PythonToken;
  readonly value: readonly PythonToken[];
}

/** The keyword arguments of the call whose bracket opens at `open`. */
function argumentsOf(tokens: readonly PythonToken[], open: number): ReadonlyMap<string, Argument> {
  const found = new Map<string, Argument>();
  for (const part of partsOf(tokens, open)) {
    const [name, sign, ...value] = part;
    if (name?.kind === 'word' && sign?.text === '=' && value[0]?.text !== '=') found.set(name.text, { name, value });
  }
  return found;
}

/** What stands between the commas of a pair of brackets. */
function partsOf(tokens: readonly PythonToken[], open: number): readonly (readonly PythonToken[])[] {
  if (!isBracket(tokens[open], '([{')) return [];
  const parts: PythonToken[][] = [[]];
  let depth = 1;
  for (let index = open + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (isBracket(token, '([{')) depth++;
    if (isBracket(token, ')]}')) depth--;
    if (depth === 0) break;
    if (depth === 1 && isBracket(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function isBracket(token: PythonToken | undefined, marks: string): boolean {
  return token?.kind === 'mark' && marks.includes(token.text);
}

/** A value that is one text which nothing is put into. */
function plainText(file: PythonCode, argument: Argument | undefined): Located<string> | undefined {
  const [token, ...more] = argument?.value ?? [];
  return more.length === 0 && isPlain(token) ? { value: token.text, at: placeOf(file, token) } : undefined;
}

function isPlain(token: PythonToken | undefined): token is PythonToken {
  return token?.kind === 'text' && !/[bft]/i.test(token.prefix ?? '') && !token.text.includes('\\');
}

/** A list or tuple of plain texts. */
function textsOf(argument: Argument | undefined): readonly string[] | undefined {
  const value = argument?.value ?? [];
  if (!isBracket(value[0], '([{')) return undefined;
  const items = partsOf(value, 0).filter((part) => part.length > 0);
  const texts = items.flatMap(([token, ...more]) => (more.length === 0 && isPlain(token) ? [token.text] : []));
  return texts.length === items.length ? texts : undefined;
}

/** `owner` among the default arguments, which are written in the call, or once in the file under a name. */
function ownerOf(file: PythonCode, values: ReadonlyMap<string, Argument>): Located<string> | undefined {
  const value = values.get('default_args')?.value ?? [];
  const [first, ...more] = value;
  if (first?.kind !== 'word' || more.length > 0) return ownerIn(file, value);
  const { tokens } = file;
  const written = tokens.flatMap(({ kind, text }, index) => {
    const isAssigned = tokens[index + 1]?.text === '=' && tokens[index + 2]?.text === '{';
    return kind === 'word' && text === first.text && isAssigned ? [index + 2] : [];
  });
  const [open, ...others] = written;
  return open === undefined || others.length > 0 ? undefined : ownerIn(file, tokens.slice(open));
}

function ownerIn(file: PythonCode, dictionary: readonly PythonToken[]): Located<string> | undefined {
  const entry = partsOf(dictionary, 0).find(([key, sign]) => key?.text === 'owner' && sign?.text === ':');
  const token = entry?.[2];
  return entry?.length === 3 && isPlain(token) ? { value: token.text, at: placeOf(file, token) } : undefined;
}

/** Whether the first statement of a module is a text. */
function hasDocstring(code: string): boolean {
  return startsWithText(code.replace(/^\uFEFF/, '').split('\n'));
}

/** Whether the first line that is neither blank nor a comment begins with a text. */
function startsWithText(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return first !== undefined && /^\s*[ru]?["']/i.test(first);
}

/** Whether the function below `@dag` has a docstring: Airflow shows it as the DAG's documentation. */
function hasFunctionDocstring({ code, tokens }: PythonCode): boolean {
  const decorator = tokens.findIndex(({ text }, index) => text === 'dag' && tokens[index - 1]?.text === '@');
  const definition = tokens.findIndex(
    ({ kind, text }, index) => index > decorator && kind === 'word' && text === 'def',
  );
  if (decorator === -1 || definition === -1) return false;
  let depth = 0;
  for (const token of tokens.slice(definition)) {
    if (isBracket(token, '([{')) depth++;
    if (isBracket(token, ')]}')) depth--;
    if (depth === 0 && isBracket(token, ':'))
      return startsWithText(code.slice(token.end, token.end + 2_000).split('\n'));
  }
  return false;
}

function placeOf({ path, code }: PythonCode, { start, end }: PythonToken): Location {
  const before = lineAndColumn(code, start);
  const after = lineAndColumn(code, end);
  return { path, ...before, endLine: after.line, endColumn: after.column };
}

function lineAndColumn(code: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let next = code.indexOf('\n'); next !== -1 && next < offset; next = code.indexOf('\n', start)) {
    line++;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
