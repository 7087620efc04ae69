import type { Governance } from '../../model/governance.ts';
import { fileStart } from '../../model/location.ts';
import type { FileRole, Problem, ProjectFile } from '../../model/project.ts';
import { blobKey, type Memo } from '../memo.ts';
import { loadClassification } from './load-classification.ts';
import { loadNaming } from './load-naming.ts';
import { readDocument } from './read-document.ts';

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
  const naming = loadPolicy(source, 'naming', loadNaming);
  const classification = loadPolicy(source, 'classification', loadClassification);
  return {
    governance: { naming: naming.policy, classification: classification.policy },
    problems: [...naming.problems, ...classification.problems],
  };
}

interface LoadedPolicy<Policy> {
  readonly policy?: Policy;
  readonly problems: readonly Problem[];
}

type PolicyReader<Policy> = (file: ReturnType<typeof readDocument>) => LoadedPolicy<Policy>;

function loadPolicy<Policy>(source: GovernanceFiles, role: FileRole, load: PolicyReader<Policy>): LoadedPolicy<Policy> {
  const [file, ...others] = source.files.filter((each) => each.role === role);
  if (file === undefined) return { problems: [] };
  const bytes = source.read(file.path);
  if (bytes === undefined) return { problems: [] };
  const loaded = source.memo.once(role, blobKey(file), () => readPolicy(file.path, bytes, load));
  return { ...loaded, problems: [...loaded.problems, ...others.map((other) => secondPolicy(other.path, file.path))] };
}

function readPolicy<Policy>(path: string, bytes: Uint8Array, load: PolicyReader<Policy>): LoadedPolicy<Policy> {
  const document = readDocument(path, bytes);
  if (document.root === undefined && document.problems.length === 0) return { problems: [emptyPolicy(path)] };
  const loaded = load(document);
  return { ...loaded, problems: [...document.problems, ...loaded.problems] };
}

function emptyPolicy(path: string): Problem {
  return { kind: 'schema', at: fileStart(path), key: 'empty', message: 'governance.empty', values: {} };
}

function secondPolicy(path: string, first: string): Problem {
  const problem = { kind: 'schema', severity: 'warning', at: fileStart(path), key: 'second-file' } as const;
  return { ...problem, message: 'governance.second-file', values: { path, first }, related: [fileStart(first)] };
}
