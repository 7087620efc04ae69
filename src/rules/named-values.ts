/** A value as a line of code, configuration or shell names it. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** Index of the line. */
  readonly line: number;
  /** Index of the name on its line. */
  readonly column: number;
}

/** The lines of a file, and how names and values are written in it. */
export interface NamedLines {
  readonly lines: readonly string[];
  /** Code has names, calls and attributes without quotes, where other files have values. */
  readonly syntax: 'yaml' | 'code' | 'data' | 'prose';
}

/** How a file's ending says that it names values; undefined where names and values stand side by side for other reasons. */
export function syntaxOf(path: string): NamedLines['syntax'] | undefined {
  if (/\.ya?ml$/.test(path)) return 'yaml';
  if (/\.(?:py|tf|tfvars|hcl)$/.test(path)) return 'code';
  if (/\.(?:json|toml|env|ini|cfg|conf|properties|sh)$|(?:^|\/)\.env[^/]*$/.test(path)) return 'data';
  return path.endsWith('.md') ? 'prose' : undefined;
}

/** Longer lines are generated; nobody wrote a name beside a value there. */
const maxLine = 20_000;
/** So near do the name and the value of a pair (`name: A`, `value: b`) stand. */
const nearLines = 3;

/** Values named on a line, and those below a name that stands at its end or in an entry `name` beside them. In time linear in the lines. */
export function namedValues(file: NamedLines, index: number): readonly NamedValue[] {
  const own = entriesOf(file, index);
  const below = file.syntax === 'yaml' ? valueBelow(file.lines, index) : [];
  return [...own, ...below, ...own.flatMap((entry) => pairedValues(file, own, entry))];
}

/** `name = "value"`, `"name": "value"`, `x["name"] = "value"`. */
const quoted =
  /(?<![\w-])["']?([A-Za-z][\w-]{0,60})["']?\s?\]?\s{0,8}[:=]\s{0,8}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/dg;
/** `setdefault("name", "value")`. */
const given =
  /\b(?:getenv|putenv|setenv|setdefault|get|set)\(\s{0,4}["']([A-Za-z][\w-]{0,60})["']\s{0,4},\s{0,4}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/dg;
/** `{ name: value, … }`, `[{ name: value }]`. */
const inFlow =
  /[{,[]\s{0,8}["']?([A-Za-z][\w-]{0,60})["']?:\s{1,8}([^\s"'{}[\],#|>&*!][^\s,{}[\]]{0,300})(?=\s{0,8}(?:[,}\]]|$))/dg;
/** `name: value` on a line of its own; a tag or an anchor may stand before the value. */
const bare =
  /^(\s{0,60}(?:-\s{1,4})?["']?)([A-Za-z][\w-]{0,60})["']?:\s{1,8}(?:[&!][^\s]{0,60}\s{1,8}){0,2}([^\s#"'{[|>&*!]\S{0,300})(?:\s{1,60}#.*|\s{0,60})$/;
/** `name=value` on a line of its own. */
const assigned = /^(\s{0,60})([A-Za-z][\w.-]{0,60})\s{0,8}=\s{0,8}([^\s"'#][^\s"']{0,300})\s{0,60}$/;

function entriesOf({ lines, syntax }: NamedLines, index: number): readonly NamedValue[] {
  const line = lines[index] ?? '';
  if (line.length > maxLine || isComment(line, syntax)) return [];
  const entry = (name: string, value: string, column: number): NamedValue => ({ name, value, line: index, column });
  const whole = (pattern: RegExp): readonly NamedValue[] => {
    const [, before = '', name, value = ''] = pattern.exec(line) ?? [];
    return name === undefined ? [] : [entry(name, value, before.replace(/["']$/, '').length)];
  };
  const many = (pattern: RegExp): readonly NamedValue[] =>
    [...line.matchAll(pattern)].map(({ 1: name = '', 2: first, 3: second, indices }) => {
      const start = indices?.[1]?.[0] ?? 0;
      return entry(name, first ?? second ?? '', /["']/.test(line.charAt(start - 1)) ? start - 1 : start);
    });
  return [
    ...(syntax === 'prose' ? [] : [...many(quoted), ...many(given)]),
    ...(syntax === 'yaml' ? many(inFlow) : []),
    ...(syntax === 'yaml' || syntax === 'prose' ? whole(bare) : []),
    ...(syntax === 'data' || syntax === 'prose' ? whole(assigned) : []),
    ...shellValues(line, syntax).map(({ name, value, column }) => entry(name, value, column)),
  ];
}

function isComment(line: string, syntax: NamedLines['syntax']): boolean {
  return syntax !== 'prose' && /^\s*(?:#|\/\/)/.test(line);
}

/** `NAME=value` and `export name=value`, `--name value`, `--name=value`. */
const inShell =
  /(?<![\w$.-])(?:(?:export|ENV|ARG)\s{1,4}([A-Za-z]\w{2,60})|([A-Z][A-Z0-9_]{2,60})|--([a-z][a-z0-9-]{2,40}))(?:=|(?<=--[a-z0-9-]{3,41})\s{1,4})["']?([^\s"'`;&|()<>[\]{},\\]{8,300})(?=[\s"'`;&|\\]|$)/g;

/** What a line of shell, or a text that holds one, gives to variables and options. */
export function shellValues(
  line: string,
  syntax: NamedLines['syntax'] = 'prose',
): readonly Pick<NamedValue, 'name' | 'value' | 'column'>[] {
  return [...line.matchAll(inShell)].flatMap(({ 1: exported, 2: variable, 3: flag, 4: value = '', index }) => {
    // In code `NAME=other` gives one name what another one holds; within quotes it is a command.
    const isCode = syntax === 'code' && exported === undefined && !/["']/.test(line.slice(0, index));
    return isCode ? [] : [{ name: exported ?? variable ?? flag ?? '', value, column: index }];
  });
}

/** `name: >-`, `name: |` and `name:` with the value on the one line below. */
function valueBelow(lines: readonly string[], index: number): readonly NamedValue[] {
  const line = lines[index] ?? '';
  if (line.length > maxLine) return [];
  const [, before = '', name] =
    /^(\s{0,60}(?:-\s{1,4}){0,3})["']?([A-Za-z][\w-]{0,60})["']?:\s{0,8}(?:[&!][^\s]{0,60}\s{0,8}){0,2}(?:[|>][-+0-9]{0,3})?\s{0,8}(?:#.*)?$/.exec(
      line,
    ) ?? [];
  if (name === undefined) return [];
  const found = lines.slice(index + 1, index + 1 + nearLines).findIndex((each) => each.trim() !== '');
  const at = index + 1 + found;
  const text = lines[at] ?? '';
  if (found === -1 || text.length > maxLine || indentOf(text) <= before.length) return [];
  const value = text.trim().replaceAll(/^["']|["']$/g, '');
  return [{ name, value, line: at, column: before.length }];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What stands under `value` beside an entry `name`, on the same line or in the same column near it. */
function pairedValues(file: NamedLines, own: readonly NamedValue[], entry: NamedValue): readonly NamedValue[] {
  if (!/^(?:name|key|variable|env|property|nome|chave)$/i.test(entry.name)) return [];
  const named = (found: NamedValue): NamedValue => ({ ...found, name: entry.value });
  const beside = own.find((each) => isValueName(each.name) && each.column > entry.column);
  if (beside !== undefined) return [named(beside)];
  return [1, -1].flatMap((step) => {
    for (let distance = 1; distance <= nearLines; distance++) {
      const index = entry.line + step * distance;
      const below = file.syntax === 'yaml' ? valueBelow(file.lines, index) : [];
      const found = [...entriesOf(file, index), ...below];
      const inColumn = found.filter(({ column }) => column === entry.column);
      if (inColumn.some(({ name }) => name === entry.name)) return [];
      const value = inColumn.find(({ name }) => isValueName(name));
      if (value !== undefined) return [named(value)];
    }
    return [];
  });
}

function isValueName(name: string): boolean {
  return /^(?:value|val|default|valor)$/i.test(name);
}
