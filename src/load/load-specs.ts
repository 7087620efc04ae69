import type { FileRole, Problem, Project, ProjectFile } from '../model/project.ts';
import { loadAgentFiles } from './agent/load-agent-files.ts';
import { loadCanvases } from './canvas/load-canvases.ts';
import { loadCustomRules } from './custom-rules/load-custom-rules.ts';
import type { DbtFiles } from './dbt/dbt-files.ts';
import { loadResources } from './infrastructure/load-resources.ts';
import type { Loaded } from './loaded.ts';
import { loadAssets } from './pipelines/load-assets.ts';
import { loadNarratives } from './pipelines/load-narratives.ts';
import { loadTopologies } from './pipelines/load-topologies.ts';
import { loadSlas } from './slas/load-slas.ts';

/** Parts of a project that are read file by file. */
type Found = Pick<
  Project,
  'canvases' | 'slas' | 'narratives' | 'topologies' | 'assets' | 'resources' | 'agentFiles' | 'customRules'
>;

type Reader = (source: DbtFiles, files: readonly ProjectFile[]) => Loaded<unknown>;

/** Which role is read by whom, and where it goes. */
const readers = {
  canvases: { roles: ['vision', 'canvas'], read: loadCanvases },
  slas: { roles: ['slas'], read: loadSlas },
  narratives: { roles: ['narrative'], read: loadNarratives },
  topologies: { roles: ['topology'], read: loadTopologies },
  assets: { roles: ['pipeline-asset'], read: loadAssets },
  resources: { roles: ['infrastructure-spec'], read: loadResources },
  agentFiles: { roles: ['agent'], read: loadAgentFiles },
  customRules: { roles: ['custom-rule'], read: loadCustomRules },
} as const satisfies { readonly [part in keyof Found]: { readonly roles: readonly FileRole[]; readonly read: Reader } };

/** Reads every specification beside contracts and governance; a kind that the repository does not have is left out. */
export function loadSpecs(
  source: DbtFiles,
  files: readonly ProjectFile[],
): { readonly found: Found; readonly problems: readonly Problem[] } {
  const loaded = Object.entries(readers).map(([part, { roles, read }]) => {
    const wanted: ReadonlySet<FileRole> = new Set(roles);
    const own = files.filter(({ role }) => wanted.has(role));
    return { part, ...read(source, own) };
  });
  return {
    found: Object.fromEntries(loaded.flatMap(({ part, items }) => (items.length === 0 ? [] : [[part, items]]))),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}
