import type { Json } from '../../model/contract.ts';
import type { LineageKind, StepKind } from '../../model/lineage.ts';

/** Everything that `dataengos-catalog.json` holds: plain data, sorted; what a contract does not say is left out. */
export interface Catalog {
  readonly products: readonly CatalogProduct[];
  readonly contracts: readonly CatalogContract[];
  readonly relations: readonly CatalogRelation[];
  readonly edges: readonly CatalogEdge[];
  readonly steps: readonly CatalogStep[];
}

/** A data product: what people say in an ODPS file, else the contracts of one `dataProduct`, else one output contract. */
export interface CatalogProduct {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly status?: string;
  readonly domain?: string;
  readonly description?: string;
  readonly owner?: string;
  /** The file of people that describes it (ODPS). */
  readonly path?: string;
  /** Keys of contracts. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  readonly consumers: readonly CatalogConsumer[];
}

/** Somebody who needs the data, in the words of a canvas. */
export interface CatalogConsumer {
  readonly text: string;
  /** `product`: named with the product. `domain`: a consumer of everything that the canvas is about. */
  readonly scope: 'product' | 'domain';
  readonly path: string;
  readonly line: number;
}

/** One contract file. */
export interface CatalogContract {
  /** Its id; with `@` and the version where several files share the id, the path where these share the version too. */
  readonly key: string;
  readonly id: string;
  readonly path: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly direction: 'output' | 'input';
  readonly status?: string;
  readonly name?: string;
  readonly domain?: string;
  readonly tenant?: string;
  readonly dataProduct?: string;
  readonly purpose?: string;
  readonly usage?: string;
  readonly limitations?: string;
  readonly owner?: string;
  readonly team: { readonly name?: string; readonly members: readonly CatalogMember[] };
  readonly tags: readonly string[];
  readonly serviceLevels: readonly CatalogServiceLevel[];
  readonly servers: readonly CatalogServer[];
  readonly roles: readonly CatalogRole[];
  readonly support: readonly { readonly channel: string; readonly [field: string]: string }[];
  readonly links: readonly { readonly type: string; readonly url: string }[];
  readonly objects: readonly CatalogObject[];
  /** Keys of the other files of the same id. */
  readonly otherVersions: readonly string[];
}

export interface CatalogMember {
  readonly username: string;
  readonly name?: string;
  readonly role?: string;
}

/** A promise about the service: of the contract, or of `slas.yaml` for the product. */
export interface CatalogServiceLevel {
  readonly property: string;
  /** In words: `1 d`, `99.9 percent`, `D-1`. */
  readonly value: string;
  readonly element?: string;
  readonly description?: string;
  readonly path: string;
  readonly line: number;
}

export interface CatalogServer {
  readonly server: string;
  readonly type: string;
  readonly environment?: string;
  readonly description?: string;
  readonly fields: { readonly [name: string]: string };
}

export interface CatalogRole {
  readonly role: string;
  readonly access?: string;
  readonly description?: string;
}

/** A table, view, topic or file. */
export interface CatalogObject {
  readonly name: string;
  /** Id of its relation in the lineage. */
  readonly relation: string;
  readonly physicalName?: string;
  readonly physicalType?: string;
  readonly businessName?: string;
  readonly description?: string;
  readonly granularity?: string;
  readonly deprecated?: true;
  readonly tags: readonly string[];
  readonly quality: readonly CatalogRule[];
  readonly columns: readonly CatalogColumn[];
}

/** A column or nested field; `name` has dots below another column. */
export interface CatalogColumn {
  readonly name: string;
  readonly physicalName?: string;
  readonly type?: string;
  readonly logicalType?: string;
  readonly businessName?: string;
  readonly description?: string;
  readonly classification?: string;
  readonly required?: true;
  readonly unique?: true;
  readonly primaryKey?: true;
  readonly critical?: true;
  readonly deprecated?: true;
  readonly enum?: readonly Json[];
  readonly options?: { readonly [name: string]: Json };
  readonly transform?: string;
  readonly tags: readonly string[];
  readonly quality: readonly CatalogRule[];
  readonly references: readonly string[];
}

/** A check of quality: what it demands in words (`nullValues = 0 percent`), and what people say of it. */
export interface CatalogRule {
  readonly type: string;
  readonly demand: string;
  readonly description?: string;
  readonly severity?: string;
  readonly dimension?: string;
}

export interface CatalogRelation {
  readonly id: string;
  readonly kind: LineageKind;
  readonly name: string;
  /** Key of the contract that it is an object of. */
  readonly contract?: string;
}

/** Relations by their id; `from` is upstream. */
export interface CatalogEdge {
  readonly from: string;
  readonly to: string;
}

/** The way of one column into one other. */
export interface CatalogStep {
  readonly from: readonly [relation: string, column: string];
  readonly to: readonly [relation: string, column: string];
  readonly kind: StepKind;
  readonly calls: readonly string[];
}
