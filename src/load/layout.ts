import type { Direction } from '../model/contract.ts';
import type { FileRole, Layout } from '../model/project.ts';
import { isLiteral, matchesPath, type Pattern, parsePattern } from './layout-pattern.ts';

/** The two founding layouts. */
export type FoundingLayout = Exclude<Layout, 'mixed' | 'none'>;

/** One recognised place of the repository. */
interface Place {
  /** Every path of the pattern starts so. */
  readonly start: string;
  readonly pattern: Pattern;
  readonly role: FileRole;
  /** Only of contract folders: the layout they belong to and the direction of their contracts. */
  readonly layout?: FoundingLayout;
  readonly direction?: Direction;
}

/** Every place that has a meaning, in both founding layouts; the first pattern that describes a path decides. */
export const places: readonly Place[] = [
  ...contractFolder('sources', 'sources-data-products', 'input'),
  ...contractFolder('data-products', 'sources-data-products', 'output'),
  ...contractFolder('inputs', 'inputs-outputs', 'input'),
  ...contractFolder('outputs', 'inputs-outputs', 'output'),
  place('specs/product-canvas/**/vision.md', 'vision'),
  place('specs/product-canvas/**/slas.yaml', 'slas'),
  place('specs/product-canvas/**/*.md', 'canvas'),
  place('specs/governance/naming.json', 'naming'),
  place('specs/governance/naming-conventions.json', 'naming'),
  place('specs/governance/classification.yaml', 'classification'),
  place('specs/governance/classification-policy.yaml', 'classification'),
  place('specs/governance/tagging.json', 'tagging'),
  place('specs/governance/tiering-standards.md', 'tiering'),
  place('specs/governance/stack-standards.md', 'stack'),
  place('specs/governance/macro-library.md', 'macro-library'),
  place('specs/governance/orchestration.yaml', 'orchestration-policy'),
  place('specs/governance/rules/**/*.yaml', 'custom-rule'),
  place('specs/governance/rules/**/*.yml', 'custom-rule'),
  place('specs/governance/waivers.yaml', 'waivers'),
  place('specs/pipelines/**/flow-spec.md', 'narrative'),
  place('specs/pipelines/**/spec.md', 'narrative'),
  place('specs/pipelines/**/logic.md', 'narrative'),
  place('specs/pipelines/**/topology.mermaid', 'topology'),
  place('specs/pipelines/**/lineage.mermaid', 'topology'),
  place('specs/pipelines/**/flow.mermaid', 'topology'),
  place('specs/pipelines/**/assets/**/*.yaml', 'pipeline-asset'),
  place('specs/pipelines/**/assets/**/*.yml', 'pipeline-asset'),
  place('specs/pipelines/**/assets/**/*.md', 'pipeline-asset'),
  place('specs/infrastructure/**/*', 'infrastructure-spec'),
  place('specs/sample-data/**/*', 'sample-data'),
  place('specs/manifest.json', 'export'),
  place('implementation/dbt_project/**/*', 'dbt'),
  place('implementation/dbt/**/*', 'dbt'),
  place('implementation/orchestration/**/*', 'orchestration'),
  place('implementation/airflow/**/*', 'orchestration'),
  place('implementation/infrastructure/**/*', 'infrastructure'),
  place('implementation/tests/**/*', 'implementation-test'),
  // Code outside the founding folders is still code: it is judged by what it is written in.
  place('implementation/**/*.tf', 'infrastructure'),
  place('implementation/**/*.py', 'orchestration'),
  place('implementation/**/*.yaml', 'orchestration'),
  place('implementation/**/*.yml', 'orchestration'),
  place('implementation/**/*.json', 'orchestration'),
  place('.agent-os/**/*', 'agent'),
  place('agent-os/**/*', 'agent'),
  place('AGENTS.md', 'agent'),
  place('CLAUDE.md', 'agent'),
  place('.github/copilot-instructions.md', 'agent'),
  place('.github/instructions/**/*', 'agent'),
  // warehouse-package, orchestration-package and docs; or warehouse and orchestration.
  place('exports/**/*', 'export'),
];

/** Paths of more names than this have no place: they cost time, and no one works so deep. */
export const maxSegments = 64;

/** What the file at `path` is for; undefined where its place has no meaning, or the file is one that may lie anywhere. */
export function roleOf(path: string): FileRole | undefined {
  return placeOf(path)?.role;
}

/** Direction of the contract at `path`; undefined outside the contract folders. */
export function directionOf(path: string): Direction | undefined {
  return placeOf(path)?.direction;
}

/** The founding layout that a contract's folder belongs to; undefined outside the contract folders. */
export function contractLayoutOf(path: string): FoundingLayout | undefined {
  return placeOf(path)?.layout;
}

/** The layout of a repository with these paths: the folders that hold contracts decide. */
export function layoutOf(paths: readonly string[]): Layout {
  const layouts = new Set(paths.map(contractLayoutOf));
  layouts.delete(undefined);
  const [only] = layouts;
  return only === undefined ? 'none' : layouts.size > 1 ? 'mixed' : only;
}

/** Files at the root, or in GitHub's folders, that the gate reads. */
const wantedFiles = new Set([
  'dataengos.yaml',
  'CODEOWNERS',
  '.github/CODEOWNERS',
  'docs/CODEOWNERS',
  'AGENTS.md',
  'CLAUDE.md',
  '.github/copilot-instructions.md',
]);

/** Whether the content of `path` must be gathered from a tree. */
export function isWanted(path: string): boolean {
  return /^(?:specs|implementation|exports|\.?agent-os|\.github\/instructions)\//.test(path) || wantedFiles.has(path);
}

/** Whether a file below `specs/` needs no place of its own: hidden files, README.md and other notes about the folder. */
export function isNote(path: string): boolean {
  const [, ...below] = path.split('/');
  const name = below.at(-1) ?? '';
  // A hidden folder may be a tool's, but a contract in one would never be judged.
  const isHidden = below.some((segment) => segment.startsWith('.')) && !/^specs\/contracts\/.*\.ya?ml$/.test(path);
  return isHidden || /^(?:README|CHANGELOG|CONTRIBUTING|LICENSE|AGENTS|CLAUDE)(?:\.(?:md|txt|rst))?$/i.test(name);
}

function placeOf(path: string): Place | undefined {
  if (path.startsWith('specs/') && isNote(path)) return undefined;
  const segments = path.split('/', maxSegments + 1);
  if (segments.length > maxSegments) return undefined;
  // Most places are ruled out by how they begin; only the others are walked.
  return places.find(({ start, pattern }) => path.startsWith(start) && matchesPath(pattern, segments));
}

function place(path: string, role: FileRole): Place {
  const pattern = parsePattern(path);
  const wild = pattern.findIndex((segment) => !isLiteral(segment));
  return { start: wild === -1 ? path : pattern.slice(0, wild).join('/'), pattern, role };
}

function contractFolder(name: string, layout: FoundingLayout, direction: Direction): readonly Place[] {
  return ['yaml', 'yml'].map((ending) => ({
    ...place(`specs/contracts/${name}/**/*.${ending}`, 'contract'),
    layout,
    direction,
  }));
}
