import type { CompileError } from '../../model/facts.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { normaliseTemplate } from './lexer.ts';
import { type ParsedTemplate, parseStatements } from './parse-template.ts';
import { LineIndex } from './positions.ts';
import { RenderStop } from './stop.ts';

/** A template that cannot be read, and where. */
export interface TemplateError {
  readonly error: CompileError;
}

/** Reads a template with the syntax of dbt's Jinja2 (`do`, `break` and `continue` on, trim_blocks off). Never throws. */
export function parseTemplate(path: string, text: string, lang: Lang = 'en'): ParsedTemplate | TemplateError {
  try {
    return parseStatements(path, text);
  } catch (stop) {
    return { error: parseError(stop, new LineIndex(path, normaliseTemplate(text)), lang) };
  }
}

function parseError(stop: unknown, lines: LineIndex, lang: Lang): CompileError {
  if (stop instanceof RenderStop) {
    const { key, values } = stop.reason;
    return { message: translate(lang, `jinja.${key}`, values), at: lines.at(stop.offset ?? 0) };
  }
  // The engine's own stack limit; nesting is limited before it, so this is a second fence.
  if (stop instanceof RangeError)
    return { message: translate(lang, 'jinja.too-nested', { max: 200 }), at: lines.at(0) };
  throw stop;
}
