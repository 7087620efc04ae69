import { compareLocations, type Located } from '../../model/location.ts';
import type { CallNode, Expression, Target } from './ast.ts';
import { crossDatabaseMacros } from './cross-database.ts';
import { dbtMacroNames } from './dbt-macro-names.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { LineIndex } from './positions.ts';

/** What dbt ("dbt Jinja functions") and Jinja ("List of Global Functions") give every template. */
export const givenNames: ReadonlySet<string> = new Set(
  `adapter api as_bool as_native as_number as_text builtins caller column_name config context cycler database
   dbt dbt_metadata_envs dbt_version debug dict diff_of_two_dicts doc env_var exceptions execute flags fromjson fromyaml
   graph invocation_args_dict invocation_id is_incremental joiner kwargs lipsum list load_agate_table load_result
   local_md5 log loop metric model modules namespace pre_hooks post_hooks print project_name range ref render return
   run_query run_started_at schema schemas self selected_resources set set_strict should_full_refresh source
   statement store_raw_result store_result sql sql_now submit_python_job super target this thread_id tojson toyaml
   try_or_compiler_error validation var varargs write zip zip_strict`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/**
 * Macros that a template calls, as written (`mask_pii`, `dbt_utils.star`), whether or not the calls are reached: not what dbt
 * and Jinja give, nor what the template itself defines. Sorted by place.
 */
export function calledMacros(template: ParsedTemplate): readonly Located<string>[] {
  const lines = new LineIndex(template.path, template.text);
  const { calls, bound } = walk(template.body);
  return calls
    .flatMap(({ callee }) => {
      const name = macroName(callee, bound);
      return name === undefined ? [] : [{ value: name, at: lines.range(callee.start, callee.end) }];
    })
    .toSorted((a, b) => compareLocations(a.at, b.at));
}

/** Names that a template gives a meaning itself, anywhere in it: macros, parameters, variables. */
export function namesBoundIn(template: ParsedTemplate): ReadonlySet<string> {
  return walk(template.body).bound;
}

interface Walked {
  readonly calls: readonly CallNode[];
  /** Names that the template gives a meaning itself, anywhere in it. */
  readonly bound: ReadonlySet<string>;
}

/** The tree is plain data, so every node is found by walking its fields; without recursion, because chains are deep. */
function walk(body: ParsedTemplate['body']): Walked {
  const calls: CallNode[] = [];
  const bound = new Set<string>();
  const open: unknown[] = [...body];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (isCall(node)) calls.push(node);
    for (const name of namesBoundBy(node)) bound.add(name);
    for (const value of Object.values(node)) open.push(value);
  }
  return { calls, bound };
}

function isCall(node: object): node is CallNode {
  return 'kind' in node && node.kind === 'call';
}

/** A macro, a parameter, and what `set`, `for` and `with` assign to. */
function namesBoundBy(node: object): readonly string[] {
  const own = 'kind' in node && node.kind === 'macro' && 'name' in node ? [String(node.name)] : [];
  const parameters = 'parameters' in node && Array.isArray(node.parameters) ? node.parameters.flatMap(nameOf) : [];
  return [...own, ...parameters, ...('target' in node && isTarget(node.target) ? targetNames(node.target) : [])];
}

function nameOf(parameter: unknown): readonly string[] {
  return typeof parameter === 'object' && parameter !== null && 'name' in parameter ? [String(parameter.name)] : [];
}

/** Targets have no place of their own, which tells them from expressions. */
function isTarget(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && 'kind' in value && !('start' in value);
}

function targetNames(target: Target): readonly string[] {
  return target.kind === 'tuple' ? target.items.flatMap(targetNames) : [target.name];
}

function macroName(callee: Expression, bound: ReadonlySet<string>): string | undefined {
  const isOwn = (name: string): boolean => bound.has(name) || givenNames.has(name);
  if (callee.kind === 'name') {
    const { name } = callee;
    return isOwn(name) || dbtMacroNames.has(name) || crossDatabaseMacros.has(name) ? undefined : name;
  }
  if (callee.kind !== 'attribute' || callee.target.kind !== 'name' || isOwn(callee.target.name)) return undefined;
  return `${callee.target.name}.${callee.name}`;
}
