import { compileFiles, type Engines } from '../compile/compile-project.ts';
import type { Memo } from '../compile/compile-request.ts';
import { readTerraform } from '../compile/syntax/terraform.ts';
import { isForeign } from '../load/dbt/load-dbt.ts';
import { decodeUtf8 } from '../load/inspect-text.ts';
import type { Facts } from '../model/facts.ts';
import { fileStart } from '../model/location.ts';
import type { Problem, Project } from '../model/project.ts';
import type { Tree } from '../model/tree.ts';

/** The grammars, and what was read before. */
export interface CodeTools {
  readonly engines: Engines;
  readonly memo: Memo;
}

/** Whether a file is code of a language that a grammar reads. */
export function isCode(path: string, language: 'python' | 'hcl'): boolean {
  return path.startsWith('implementation/') && (language === 'python' ? /\.py$/ : /\.(?:tf|tfvars|hcl)$/).test(path);
}

/** Python and HCL files that cannot be read. */
export function codeProblems(tree: Tree, project: Project, tools: CodeTools): readonly Problem[] {
  return project.files
    .filter((file) => isCode(file.path, 'python') || isCode(file.path, 'hcl'))
    .flatMap((file) =>
      tools.memo.once('code-problems', `${file.oid} ${file.path}`, () => {
        const bytes = tree.read(file.path);
        // A file over the caps is listed among what was skipped.
        if (bytes === undefined) return [];
        const text = decodeUtf8(bytes);
        return text === undefined ? [notText(file.path)] : compileFiles([{ path: file.path, text }], tools.engines);
      }),
    );
}

/** What the Terraform files declare; undefined where there are none. */
export function terraformBlocks(tree: Tree, project: Project, tools: CodeTools): Facts['terraform'] {
  const files = project.files.filter(({ path }) => isCode(path, 'hcl') && path.endsWith('.tf') && !isForeign(path));
  if (files.length === 0) return undefined;
  return files.flatMap((file) =>
    tools.memo.once('terraform', `${file.oid} ${file.path}`, () =>
      readTerraform(tools.engines, file.path, textOf(tree, file.path) ?? ''),
    ),
  );
}

function notText(path: string): Problem {
  return { kind: 'code', at: fileStart(path), key: 'binary', message: 'problems.binary', values: {} };
}

/** The text of a file; undefined where it is not there, or no text. */
export function textOf(tree: Tree, path: string): string | undefined {
  const bytes = tree.read(path);
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}
