import type { Contract } from './contract.ts';
import type { DbtProject } from './dbt.ts';
import type { Governance } from './governance.ts';
import type { Location } from './location.ts';
import type { DagFile } from './orchestration.ts';
import type { OwnerRule } from './owners.ts';
import type { DataProduct } from './products.ts';
import type { SampleData } from './sample-data.ts';
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
  | 'waivers'
  | 'vision'
  | 'canvas'
  | 'slas'
  | 'narrative'
  | 'topology'
  | 'pipeline-asset'
  | 'infrastructure-spec'
  | 'sample-data'
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
  /** Rules of the CODEOWNERS file that GitHub reads, in its order. */
  readonly owners?: readonly OwnerRule[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly Skipped[];
}
