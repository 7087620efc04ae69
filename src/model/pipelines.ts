import type { Insertion, Json } from './contract.ts';
import type { Located, Location } from './location.ts';

/** `A` joined with `B` on keys, as a narrative says it. */
export interface NarratedJoin {
  readonly left: Located<string>;
  readonly right: Located<string>;
  /** Columns of both; none where the narrative names none. */
  readonly keys: readonly Located<string>[];
  readonly at: Location;
}

/** `flow-spec.md`, `spec.md` or `logic.md` of a pipeline. */
export interface Narrative {
  readonly path: string;
  /** Folder below `specs/pipelines/`; empty for a file directly below it. */
  readonly domain: string;
  readonly headings: readonly Located<string>[];
  /** Names in backquotes, and words that are written like a model of a layer (`stg_orders`): each once per place. */
  readonly names: readonly Located<string>[];
  readonly joins: readonly NarratedJoin[];
  readonly at: Location;
}

/** A node of a flowchart. */
export interface TopologyNode {
  readonly id: string;
  /** The label where there is one; it, else the id, names a model or a `source.table`. */
  readonly label?: string;
  /** Innermost subgraph. */
  readonly subgraph?: string;
  /** What `:::` says of it: `planned` is not there yet. */
  readonly classes: readonly string[];
  /** Where it is first written. */
  readonly at: Location;
  /** Every place of its id in nodes and edges. */
  readonly mentions: readonly Location[];
}

export interface TopologyEdge {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly at: Location;
  /** From the end of the line before to the end of its own, where the line says this edge between bare names and nothing else. */
  readonly line?: Location;
}

export interface TopologySubgraph {
  readonly id: string;
  readonly label?: string;
  readonly parent?: string;
  readonly at: Location;
}

/** `topology.mermaid`, `lineage.mermaid` or `flow.mermaid`: a flowchart in the documented subset. */
export interface Topology {
  readonly path: string;
  readonly domain: string;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly subgraphs: readonly TopologySubgraph[];
  readonly at: Location;
  /** Where a further statement can be written: behind the last one outside all subgraphs, with its line break and indentation. */
  readonly insertion: Insertion;
}

/** How far the thing that an asset describes is. */
export const assetStatuses = ['planned', 'draft', 'active', 'deprecated', 'retired'] as const;

/** A file of `specs/pipelines/<domain>/assets/`: what one model or source is meant to be. */
export interface PipelineAsset {
  readonly path: string;
  readonly domain: string;
  /** As the file says, else its own name without the ending. */
  readonly name: Located<string>;
  readonly fields: { readonly [key: string]: Json };
  /** Where the top-level keys of a YAML file are written. */
  readonly keys: ReadonlyMap<string, Location>;
}
