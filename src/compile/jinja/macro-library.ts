import type { MacroFile } from '../../model/dbt.ts';
import type { CompileError } from '../../model/facts.ts';
import type { MacroNode, Statement } from './ast.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { parseTemplate } from './template.ts';

/** A macro and the file that defines it. */
export interface LibraryMacro {
  readonly node: MacroNode;
  readonly template: ParsedTemplate;
  readonly package: string;
}

/** The macros of a project and of its installed packages; built once, read by every rendering. */
export interface MacroLibrary {
  /** Package → name → macro; the last definition of a name wins. */
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, LibraryMacro>>;
  /** Files that could not be read; their macros are missing, those of all others are there. */
  readonly broken: readonly { readonly package: string; readonly error: CompileError }[];
}

/** Reads macro files; a file that does not parse is reported and the others are still used. */
export function buildMacroLibrary(files: readonly MacroFile[]): MacroLibrary {
  const packages = new Map<string, Map<string, LibraryMacro>>();
  const broken: { readonly package: string; readonly error: CompileError }[] = [];
  for (const file of files) {
    const parsed = parseTemplate(file.path, file.text);
    const macros = packages.get(file.package) ?? new Map<string, LibraryMacro>();
    packages.set(file.package, macros);
    if ('error' in parsed) broken.push({ package: file.package, error: parsed.error });
    else
      for (const node of macrosOf(parsed.body))
        macros.set(node.name, { node, template: parsed, package: file.package });
  }
  return { packages, broken };
}

function macrosOf(statements: readonly Statement[]): readonly MacroNode[] {
  return statements.filter((statement) => statement.kind === 'macro');
}
