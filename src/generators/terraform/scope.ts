import type { Governance } from '../../model/governance.ts';
import type { GeneratorNote } from '../define-generator.ts';
import type { Connection } from './connections.ts';
import type { Declared } from './declared.ts';
import type { HclBlock, HclExpression } from './hcl.ts';
import { reference } from './hcl.ts';
import type { SchemaGroup } from './schema-wide.ts';
import type { Variables } from './settings.ts';
import type { Site, Target } from './sites.ts';

/** What every part of the generator looks at. */
export interface Scope {
  readonly governance: Governance;
  /** `objects`: grants on the tables of contracts. `schema`: on all tables of a schema, where all its contracts agree. */
  readonly grants: 'objects' | 'schema';
  /** Whether Terraform makes the datasets, buckets and databases that output contracts are in. */
  readonly makes: boolean;
  readonly sites: readonly Site[];
  readonly variables: Variables;
  readonly connections: readonly Connection[];
  /** The schema of each site that says it, with those that share it. */
  readonly schemas: ReadonlyMap<Site, SchemaGroup>;
  readonly declared: Declared;
}

/** What one part makes. */
export interface Draft {
  readonly blocks: readonly HclBlock[];
  readonly notes: readonly GeneratorNote[];
}

/** Parts as one, in their order. */
export function joinDrafts(drafts: readonly Draft[]): Draft {
  return { blocks: drafts.flatMap(({ blocks }) => blocks), notes: drafts.flatMap(({ notes }) => notes) };
}

/** Sites of output contracts: a source grants and tags its tables itself. */
export function outputSites({ sites }: Scope, target: Target): readonly Site[] {
  return sites.filter((site) => site.target === target && site.contract.direction === 'output');
}

/** The address of a resource: of the hand-written one with this name where there is one, else of ours. */
export function addressOf(
  { declared }: Scope,
  {
    type,
    attribute,
    name,
    label,
  }: { readonly type: string; readonly attribute: string; readonly name: string; readonly label: string },
): HclExpression & { readonly kind: 'reference' } {
  return { kind: 'reference', path: [type, declared.labelOf(type, attribute, name) ?? label] };
}

/** `address.name`. */
export function attributeOf({ path }: { readonly path: readonly string[] }, name: string): HclExpression {
  return reference(...path, name);
}
