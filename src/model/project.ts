import type { AgentFile } from './agent-files.ts';
import type { Canvas } from './canvas.ts';
import type { Contract } from './contract.ts';
import type { DbtProject } from './dbt.ts';
import type { Governance } from './governance.ts';
import type { Location } from './location.ts';
import type { CustomRule } from './custom-rule.ts';
import type { DeclaredResource } from './infrastructure.ts';
import type { DagFile } from './orchestration.ts';
import type { OwnerRule } from './owners.ts';
import type { Narrative, PipelineAsset, Topology } from './pipelines.ts';
import type { DataProduct } from './products.ts';
import type { SampleData } from './sample-data.ts';
import type { SlaFile } from './slas.ts';
import type { Skipped } from './tree.ts';

/** Which of the two founding layouts the contract folders follow. */
export type Layout = 'sources-data-products' | 'inputs-outputs' | 'mixed' | 'none';

/** What a file is for, by its place in the repository. */
export type FileRole =
  | 'contract'
  | 'data-product'
  | 'naming'
  | 'classification'
  | 'tagging'
  | 'tiering'
  | 'stack'
  | 'macro-library'
  | 'orchestration-policy'
  | 'custom-rule'
  | 'waivers'
  | 'vision'
  | 'canvas'
  | 'slas'
  | 'narrative'
  | 'topology'
  | 'pipeline-asset'
  | 'infrastructure-spec'
  | 'sample-data'
  | 'agent'
  | 'dbt'
  | 'orchestration'
  | 'infrastructure'
  | 'implementation-test'
  | 'export';

/** A recognised file of the product. */
export interface ProjectFile {
  readonly path: string;
  readonly oid: string;
  readonly role: FileRole;
}

/** A value or key that is certainly meant otherwise, for a repair of what the file holds at `at`. */
export interface Replacement {
  readonly at: Location;
  /** What stands there, without quotes; undefined where only the file tells: a number that lost its zeros. */
  readonly value?: string;
  /** What is to stand there; undefined: what does, in quotes. */
  readonly text?: string;
  /** Whether quotes around it stay. */
  readonly quotes: 'keep' | 'drop' | 'add';
}

/** Something that could not be read as what its place says it is. Becomes a finding of `spec/invalid-document` or `gate/compile-failed`. */
export interface Problem {
  /** `syntax`, `schema`, `unreadable` and `unknown-path` concern `specs/`; `code` concerns `implementation/`. */
  readonly kind: 'syntax' | 'schema' | 'unreadable' | 'unknown-path' | 'layout' | 'code';
  readonly at: Location;
  /** Stable key of the mistake for the fingerprint: the JSON pointer and keyword, never the text. */
  readonly key: string;
  /** Key in the message catalogues with its namespace (`problems.duplicate-key`), and the values of its placeholders. */
  readonly message: string;
  readonly values: { readonly [name: string]: string };
  readonly severity?: 'error' | 'warning';
  /** Other places that belong to the same mistake. */
  readonly related?: readonly Location[];
  /** The repair, where it is certain: rule `spec/invalid-document` offers it. */
  readonly replacement?: Replacement;
}

/** Everything one tree says, read once. */
export interface Project {
  readonly layout: Layout;
  readonly files: readonly ProjectFile[];
  readonly contracts: readonly Contract[];
  readonly governance: Governance;
  readonly dbt: readonly DbtProject[];
  /** Each of these is absent where the repository has none. */
  readonly products?: readonly DataProduct[];
  readonly dags?: readonly DagFile[];
  readonly sampleData?: readonly SampleData[];
  readonly canvases?: readonly Canvas[];
  readonly slas?: readonly SlaFile[];
  readonly narratives?: readonly Narrative[];
  readonly topologies?: readonly Topology[];
  readonly assets?: readonly PipelineAsset[];
  /** `specs/infrastructure`. */
  readonly resources?: readonly DeclaredResource[];
  readonly agentFiles?: readonly AgentFile[];
  /** `specs/governance/rules/`. */
  readonly customRules?: readonly CustomRule[];
  /** Every path of the tree, also of what is not read; undefined where a project is made of parts. */
  readonly paths?: ReadonlySet<string>;
  /** Rules of the CODEOWNERS file that GitHub reads, in its order. */
  readonly owners?: readonly OwnerRule[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
}
