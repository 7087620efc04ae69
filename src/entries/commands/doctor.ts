import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worktree } from '../../adapters/git.ts';
import { gatherCheck } from '../../engine/gather.ts';
import { readWorkflow, type WorkflowAdvice } from '../../engine/workflow-advice.ts';
import type { DbtProject } from '../../model/dbt.ts';
import type { Tree } from '../../model/tree.ts';
import { type Command, emit } from '../command.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

/** One thing that was looked at: fine, worth mending, or broken. */
interface Diagnosis {
  readonly status: 'ok' | 'warning' | 'error';
  readonly text: string;
}

/** `dataengos doctor`: looks at the installation, the repository and the workflow. */
export const doctorCommand: Command = {
  usage: 'doctor [PATH]',
  summary: 'check the installation, the repository and the workflow',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const found = [
      ...(await repositoryHealth(workspace)),
      ...(await specHealth(workspace)),
      ...(await workflowHealth(workspace.root)),
    ];
    workspace.tools.progress.done();
    const signs = { ok: '✓', warning: '!', error: '✗' } as const;
    const text = found.map(({ status, text: line }) => `${signs[status]} ${line}\n`).join('');
    await emit(options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : text, options, terminal);
    return found.some(({ status }) => status === 'error') ? 1 : 0;
  },
};

async function repositoryHealth({ tools }: Workspace): Promise<readonly Diagnosis[]> {
  const branch = await tools.git.defaultBranch();
  const shallow = await tools.git.isShallow();
  return [
    branch === undefined
      ? {
          status: 'warning',
          text: 'no default branch was found: pass --base, or run "git remote set-head origin --auto"',
        }
      : { status: 'ok', text: `changes are compared with the merge base of "${branch}"` },
    shallow
      ? {
          status: 'warning',
          text: 'this clone is shallow: the merge base may be missing; use "fetch-depth: 0" in actions/checkout, or let the action ask GitHub',
        }
      : { status: 'ok', text: 'the history is complete' },
  ];
}

async function specHealth({ tools }: Workspace): Promise<readonly Diagnosis[]> {
  const head = { ref: worktree, revision: worktree };
  const { input, headTree } = await gatherCheck(tools, { base: head, tip: head, head, origin: 'given', scope: 'all' });
  const { project, facts } = input.head;
  const unknown = facts.models.filter((model) => model.parse === 'unknown').length;
  const { config } = input.policy;
  return [
    {
      status: project.layout === 'mixed' ? 'warning' : 'ok',
      text: `layout: ${project.layout}, ${project.contracts.length} contracts, ${facts.models.length} dbt models`,
    },
    {
      status: 'ok',
      text: config.path === undefined ? 'no dataengos.yaml: the defaults hold' : `configuration: ${config.path}`,
    },
    ...project.dbt.map(dialectHealth),
    ...strayProjects(headTree),
    ...project.problems.map(
      (problem): Diagnosis => ({
        status: problem.severity === 'warning' ? 'warning' : 'error',
        text: `${problem.at.path}:${problem.at.line} ${problem.kind === 'schema' || problem.kind === 'layout' ? 'has mistakes' : 'cannot be read'}; "dataengos check --scope all" says why`,
      }),
    ),
    ...(unknown === 0
      ? []
      : [
          {
            status: 'warning',
            text: `${unknown} models could not be rendered here and are not judged; "dataengos check --verbose" says why`,
          } as const,
        ]),
  ];
}

/** By which SQL dialect a project's models are judged, and what says so. */
function dialectHealth({ root, dialect, dialectFrom }: DbtProject): Diagnosis {
  return dialect === undefined
    ? {
        status: 'warning',
        text: `no SQL dialect is named for ${root}, so only what every dialect refuses is an error; add "dialect" to dataengos.yaml`,
      }
    : { status: 'ok', text: `SQL dialect of ${root}: ${dialect}, as ${dialectFrom} says` };
}

/** Only `implementation/` is read: a dbt project elsewhere is not judged, and nothing else would say so. */
function strayProjects(tree: Tree): readonly Diagnosis[] {
  return tree.entries
    .filter(({ path }) => /(?:^|\/)dbt_project\.yml$/.test(path) && !path.startsWith('implementation/'))
    .map(({ path }) => ({
      status: 'warning',
      text: `${path} is outside "implementation/", so its models are not judged; move the project there`,
    }));
}

async function workflowHealth(root: string): Promise<readonly Diagnosis[]> {
  const folder = join(root, '.github/workflows');
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
  const advice: WorkflowAdvice[] = [];
  for (const name of names) {
    const found = readWorkflow(`.github/workflows/${name}`, await readFile(join(folder, name)));
    if (found !== undefined) advice.push(found);
  }
  if (advice.length === 0)
    return [{ status: 'warning', text: 'no workflow uses dataengos/gatekeeper: "dataengos init --write" writes one' }];
  return advice.flatMap(({ path, problems }): readonly Diagnosis[] =>
    problems.length === 0
      ? [{ status: 'ok', text: `${path} uses the gate` }]
      : problems.map((text) => ({ status: 'warning', text: `${path}: ${text}` })),
  );
}
