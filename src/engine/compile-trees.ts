import { compileProject, type Engines, modelKeys } from '../compile/compile-project.ts';
import type { CompileRequest, Memo } from '../compile/compile-request.ts';
import type { ModelColumns } from '../model/columns.ts';
import type { DbtArtifacts } from '../model/dbt-artifacts.ts';
import type { CompiledModel } from '../model/facts.ts';
import type { Lang } from '../model/messages.ts';
import type { Scope } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import { affectedModels } from './affected-models.ts';
import { isCode } from './code-files.ts';
import { type ColumnsSource, sideColumns } from './gather-columns.ts';

/** Which parsers will be asked; `unparsed` models need none. */
function needsOf(
  projects: readonly Project[],
  unparsed: ReadonlySet<string> = new Set(),
): Parameters<Engines['prepare']>[0] {
  const dbt = projects
    .flatMap((project) => project.dbt)
    .filter((each) => each.models.some((model) => model.language === 'sql' && !unparsed.has(model.path)));
  const files = projects.flatMap((project) => project.files);
  return {
    adapters: [...new Set(dbt.map((each) => each.dialect))],
    python: files.some((file) => isCode(file.path, 'python')),
    hcl: files.some((file) => isCode(file.path, 'hcl')),
    models: new Set(dbt.flatMap(({ models }) => models.map(({ path }) => path)).filter((path) => !unparsed.has(path)))
      .size,
  };
}

/** Fewer unchanged models than this are parsed all the same (about 1.5 ms each): the report then shows their old mistakes too. */
const manyModels = 200;

/**
 * Models that are the same in both trees, with all that their SQL depends on: nothing in it can be new, so the cost of parsing
 * them follows neither the change nor the verdict. Undefined where they are few.
 */
function manyUnchanged(
  { base, head }: Pick<CompileTreesRequest, 'base' | 'head'>,
  lang: Lang,
): { readonly keys: ReadonlySet<string>; readonly paths: ReadonlySet<string> } | undefined {
  if (head.dbt.flatMap((project) => project.models).length <= manyModels) return undefined;
  const before = new Set(base.dbt.flatMap((project) => [...modelKeys({ project, lang }).keys()]));
  const shared = head.dbt.flatMap((project) => [...modelKeys({ project, lang })]).filter(([key]) => before.has(key));
  if (shared.length <= manyModels) return undefined;
  return { keys: new Set(shared.map(([key]) => key)), paths: new Set(shared.map(([, model]) => model.path)) };
}

/** A tree's project, with what compiling its models told. */
export interface CompiledSide {
  readonly project: Project;
  readonly requests: readonly CompileRequest[];
  readonly models: readonly CompiledModel[];
  readonly columns: readonly ModelColumns[];
}

type ColumnlessSide = Omit<ColumnsSource, 'wanted'>;

/** Both trees, and what changed between them. */
export interface CompileTreesRequest {
  readonly base: Project;
  readonly head: Project;
  readonly engines: Engines;
  readonly memo: Memo;
  readonly lang: Lang;
  /** Paths whose bytes differ between the trees. */
  readonly changed: ReadonlySet<string>;
  /** What dbt wrote about the projects of each tree. */
  readonly artifacts?: { readonly head?: DbtArtifacts | undefined; readonly base?: DbtArtifacts | undefined };
  /** `all`: models that did not change are judged, too, however many they are. */
  readonly scope: Scope;
}

/** Both trees, compiled. */
export interface CompiledTrees {
  readonly base: CompiledSide;
  readonly head: CompiledSide;
  /** Paths of models that were rendered but not judged. */
  readonly unparsed: ReadonlySet<string>;
}

/** Loads the parsers, compiles the models of both trees, and follows the columns of those that the change can concern. */
export async function compileTrees(request: CompileTreesRequest): Promise<CompiledTrees> {
  const { base, head, engines, memo, lang, changed, scope, artifacts } = request;
  const unchanged = scope === 'all' ? undefined : manyUnchanged(request, lang);
  const unparsed = unchanged?.paths ?? new Set();
  await engines.prepare(needsOf([base, head], unparsed));
  const compile = (project: Project): ColumnlessSide => {
    const requests = project.dbt.map((each) => ({ project: each, engines, memo, lang, renderOnly: unchanged?.keys }));
    return { project, requests, compiled: requests.flatMap(compileProject) };
  };
  const headSide = compile(head);
  const baseSide = compile(base);
  const wanted = affectedModels([headSide, baseSide], { paths: changed, unchanged: unchanged?.paths });
  // What did not change itself is parsed all the same where the change concerns it.
  if (wanted.size > 0) await engines.prepare(needsOf([base, head]));
  const sideOf = (side: ColumnlessSide, own: DbtArtifacts | undefined): CompiledSide =>
    withColumns({ ...side, artifacts: own }, wanted);
  return { head: sideOf(headSide, artifacts?.head), base: sideOf(baseSide, artifacts?.base), unparsed };
}

function withColumns(side: ColumnlessSide, wanted: ReadonlySet<string>): CompiledSide {
  const { project, requests, compiled } = side;
  return { project, requests, models: compiled, columns: sideColumns({ ...side, wanted }) };
}
