import { isWanted } from '../load/layout.ts';
import { loadProject } from '../load/load-project.ts';
import { blobKey, type Memo } from '../load/memo.ts';
import { loadContract } from '../load/odcs/load-contract.ts';
import { readYaml } from '../load/yaml.ts';
import type { Contract } from '../model/contract.ts';
import type { Config } from '../model/policy.ts';
import type { Project } from '../model/project.ts';
import { defaultTreeLimits, type Skipped, type Tree } from '../model/tree.ts';
import type { Git } from '../ports.ts';
import type { Revision } from './read-trees.ts';
import { withDirections } from './directions.ts';
import type { Release } from './release.ts';

/** Where to look for the last release. */
export interface ReleaseRequest {
  readonly policy: Config['release'];
  readonly directions: Config['directions'];
  readonly base: Revision;
  /** What contracts of a snapshot are like: base's, then head's. */
  readonly like: readonly Contract[];
  /** Tip of the base branch: where a snapshot is. */
  readonly tip: Tree;
}

/** The contracts as they were last released. Where the configuration asks for them and nothing is found, that is said. */
export async function gatherRelease(
  { git, memo }: { readonly git: Git; readonly memo: Memo },
  request: ReleaseRequest,
): Promise<{ readonly release?: Release; readonly skipped: readonly Skipped[] }> {
  const { policy, base, tip, directions } = request;
  if (policy.snapshot !== undefined) {
    const project = readSnapshot(tip, policy.snapshot, memo);
    if (project.contracts.length > 0)
      return { release: { ref: policy.snapshot, project: withSameForce(project, request.like) }, skipped: [] };
    return { skipped: [{ what: policy.snapshot, why: 'skipped.no-snapshot', values: {} }] };
  }
  if (policy.tag === undefined) return { skipped: [] };
  const tag = await git.latestTag(policy.tag, base.revision);
  if (tag === undefined) {
    const skipped = [{ what: policy.tag, why: 'skipped.no-release', values: { tag: policy.tag } }];
    return { skipped: policy.asked ? skipped : [] };
  }
  if (tag.sha === base.revision) return { skipped: [] };
  const trees = await git.readTrees({
    revisions: [{ ref: tag.name, revision: tag.sha }],
    wanted: (path) => path.startsWith('specs/') && isWanted(path),
    limits: defaultTreeLimits,
  });
  const [tree] = trees;
  if (tree === undefined) return { skipped: [] };
  return { release: { ref: tag.name, project: withDirections(loadProject(tree, memo), directions) }, skipped: [] };
}

/** A snapshot lies in no folder that says whom a contract protects; the contract of the same id does. */
function withSameForce(project: Project, like: readonly Contract[]): Project {
  const contracts = project.contracts.map((contract): Contract => {
    const twin = like.find(({ id }) => id === contract.id);
    if (twin === undefined) return contract;
    const { direction, mode } = twin;
    return { ...contract, direction, ...(mode === undefined ? {} : { mode }) };
  });
  return { ...project, contracts };
}

/** Every contract below the folder. What is no contract is not one of the released ones. */
function readSnapshot(tree: Tree, folder: string, memo: Memo): Project {
  const contracts = tree.entries
    .filter(({ path, kind }) => kind === 'file' && path.startsWith(`${folder}/`) && /\.ya?ml$/.test(path))
    .flatMap((entry) => {
      const bytes = tree.read(entry.path);
      if (bytes === undefined) return [];
      const load = (): ReturnType<typeof loadContract> => loadContract(readYaml(entry.path, bytes), 'output');
      return memo.once('released-contract', blobKey(entry), load).contract ?? [];
    });
  return { layout: 'none', files: [], contracts, governance: {}, dbt: [], problems: [], skipped: [] };
}
