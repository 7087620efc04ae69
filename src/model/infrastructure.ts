import type { Located, Location } from './location.ts';

/** `specs/infrastructure`: a resource that must exist. */
export interface DeclaredResource {
  readonly path: string;
  /** Terraform type (`aws_s3_bucket`) or a plain word (`bucket`). */
  readonly type: string;
  readonly name: string;
  readonly tags: { readonly [name: string]: string };
  readonly at: Location;
}

/** A block of a Terraform file: `resource "aws_s3_bucket" "exports" { … }`, and the blocks in it. */
export interface TerraformBlock {
  /** `resource`, `data`, `variable`, `provider`, `locals`, `module`, or the name of an inner block. */
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: readonly TerraformAttribute[];
  readonly blocks: readonly TerraformBlock[];
  /** Its type and labels. */
  readonly at: Location;
  /** The start of the closing brace's line, where a further line of its own can be written, and its indentation; undefined where the brace shares its line. */
  readonly insertion?: { readonly at: Location; readonly indent: string };
}

/** `name = expression`. */
export interface TerraformAttribute {
  readonly name: string;
  readonly nameAt: Location;
  /** The expression as written. */
  readonly expression: Located<string>;
  /** The text of a plain string; undefined for anything that is computed. */
  readonly literal?: string;
  /** Keys and expressions of an object, entries of a list (by index). */
  readonly entries: readonly TerraformAttribute[];
}
