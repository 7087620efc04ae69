import type { Governance } from '../../model/governance.ts';
import { fileStart } from '../../model/location.ts';
import type { FileRole, Problem, ProjectFile } from '../../model/project.ts';
import { type MarkdownFile, readMarkdown } from '../markdown.ts';
import { blobKey, type Memo } from '../memo.ts';
import type { YamlFile } from '../yaml.ts';
import { loadClassification } from './load-classification.ts';
import { loadMacros } from './load-macros.ts';
import { loadNaming } from './load-naming.ts';
import { loadOrchestration } from './load-orchestration.ts';
import { loadStack } from './load-stack.ts';
import { loadTagging } from './load-tagging.ts';
import { loadTiering } from './load-tiering.ts';
import { readDocument } from './read-document.ts';
import type { LoadedPolicy } from './shape.ts';

/** What `specs/governance/` says, and what is wrong with it. */
export interface LoadedGovernance {
  readonly governance: Governance;
  readonly problems: readonly Problem[];
}

/** The governance files of a tree, sorted by path, and how to read them. */
export interface GovernanceFiles {
  readonly files: readonly ProjectFile[];
  readonly memo: Memo;
  readonly read: (path: string) => Uint8Array | undefined;
}

/** Reads the policies. Where a policy has two files (one of each founding layout), the first by path counts; it is said. */
export function loadGovernance(source: GovernanceFiles): LoadedGovernance {
  const naming = loadPolicy(source, 'naming', ofDocument(loadNaming));
  const classification = loadPolicy(source, 'classification', ofDocument(loadClassification));
  const tagging = loadPolicy(source, 'tagging', ofDocument(loadTagging));
  const tiering = loadPolicy(source, 'tiering', ofMarkdown(loadTiering));
  const stack = loadPolicy(source, 'stack', ofMarkdown(loadStack));
  const macros = loadPolicy(source, 'macro-library', ofMarkdown(loadMacros));
  const orchestration = loadPolicy(source, 'orchestration-policy', ofDocument(loadOrchestration));
  return {
    governance: {
      naming: naming.policy,
      classification: classification.policy,
      tagging: tagging.policy,
      tiering: tiering.policy,
      stack: stack.policy,
      macros: macros.policy,
      orchestration: orchestration.policy,
    },
    problems: [naming, classification, tagging, tiering, stack, macros, orchestration].flatMap(
      ({ problems }) => problems,
    ),
  };
}

/** Reads the bytes of a policy's file. */
type PolicyReader<Policy> = (path: string, bytes: Uint8Array) => LoadedPolicy<Policy>;

function loadPolicy<Policy>(source: GovernanceFiles, role: FileRole, read: PolicyReader<Policy>): LoadedPolicy<Policy> {
  const [file, ...others] = source.files.filter((each) => each.role === role);
  if (file === undefined) return { problems: [] };
  const bytes = source.read(file.path);
  if (bytes === undefined) return { problems: [] };
  const loaded = source.memo.once(role, blobKey(file), () => read(file.path, bytes));
  return { ...loaded, problems: [...loaded.problems, ...others.map((other) => secondPolicy(other.path, file.path))] };
}

/** A policy in YAML or JSON. */
function ofDocument<Policy>(load: (file: YamlFile) => LoadedPolicy<Policy>): PolicyReader<Policy> {
  return (path, bytes) => {
    const document = readDocument(path, bytes);
    if (document.root === undefined && document.problems.length === 0) return { problems: [emptyPolicy(path)] };
    const loaded = load(document);
    return { ...loaded, problems: [...document.problems, ...loaded.problems] };
  };
}

/** A policy in Markdown; one that cannot be read demands nothing. */
function ofMarkdown<Policy>(load: (file: MarkdownFile) => LoadedPolicy<Policy>): PolicyReader<Policy> {
  return (path, bytes) => {
    const file = readMarkdown(path, bytes);
    if (file.problems.length > 0) return { problems: file.problems };
    return file.sections.length === 0 ? { problems: [emptyPolicy(path)] } : load(file);
  };
}

function emptyPolicy(path: string): Problem {
  return { kind: 'schema', at: fileStart(path), key: 'empty', message: 'governance.empty', values: {} };
}

function secondPolicy(path: string, first: string): Problem {
  const problem = { kind: 'schema', severity: 'warning', at: fileStart(path), key: 'second-file' } as const;
  return { ...problem, message: 'governance.second-file', values: { path, first }, related: [fileStart(first)] };
}
