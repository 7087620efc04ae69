import type { RuleContext } from '../model/rule.ts';
import type { WideGrant } from './terraform-grants.ts';

/** `grant … to [role] public`, within one statement. */
const statement =
  /\bgrant\s(?:[^;]{1,600}?)\sto\s{1,20}(?:role\s{1,20}|group\s{1,20}|database\s{1,20}role\s{1,20})?(["'`]?)(public|allusers|allauthenticatedusers|account users)\1(?![\w$.-])/gi;

/** Grants to everybody in SQL and in the hooks of dbt's YAML below `implementation/`, in the order of the files. */
export function sqlGrants(context: RuleContext): readonly WideGrant[] {
  return context.project.files
    .filter(
      ({ path, role }) => isCode(path) && (role === 'dbt' || role === 'orchestration' || role === 'infrastructure'),
    )
    .flatMap(({ path }) => grantsIn(path, context.text(context.side, path) ?? ''));
}

function isCode(path: string): boolean {
  return path.endsWith('.sql') || path.endsWith('/dbt_project.yml');
}

function grantsIn(path: string, text: string): readonly WideGrant[] {
  if (!/\bgrant\s/i.test(text)) return [];
  const code = withoutComments(text, path.endsWith('.sql'));
  const found: WideGrant[] = [];
  let line = 1;
  let seen = 0;
  let lineStart = 0;
  for (const match of code.matchAll(statement)) {
    const [whole, , to = ''] = match;
    // The words of one statement: a warehouse computes and holds no data.
    const own = whole.slice(whole.toLowerCase().lastIndexOf('grant'));
    if (/\son\s{1,20}(?:warehouse|compute\s{1,20}pool)\s/i.test(own)) continue;
    const start = match.index + whole.length - own.length;
    for (; seen < start; seen++) {
      if (code[seen] !== '\n') continue;
      line++;
      lineStart = seen + 1;
    }
    const column = start - lineStart + 1;
    found.push({ to, at: { path, line, column }, by: own.toLowerCase().replaceAll(/\s+/g, ' ') });
  }
  return found;
}

/** Comments blanked, so that places stay. */
function withoutComments(text: string, isSql: boolean): string {
  const comments = isSql ? /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\{#[\s\S]*?(?:#\}|$)/g : /(?<=^|\s)#[^\n]*/gm;
  return text.replaceAll(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
}
