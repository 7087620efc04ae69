import type { TeamMember } from './contract.ts';
import type { Location } from './location.ts';

/** One way into or out of a data product (ODPS 1.1.0, "Product Information"). */
export interface ProductPort {
  readonly name: string;
  readonly version?: string;
  /** Id of the contract that the port keeps (output) or relies on (input). */
  readonly contractId?: string;
  /** Of an output port: ids of the contracts that it is made from. */
  readonly inputContracts: readonly string[];
  readonly at: Location;
}

/** A data product of the Open Data Product Standard (`kind: DataProduct`). */
export interface DataProduct {
  readonly path: string;
  readonly id: string;
  readonly name?: string;
  readonly version?: string;
  readonly status?: string;
  /** As written; the standard names `sourceAligned`, `aggregate` and `consumerAligned` (since 1.1.0). */
  readonly type?: string;
  readonly inputPorts: readonly ProductPort[];
  readonly outputPorts: readonly ProductPort[];
  readonly team: readonly TeamMember[];
  readonly teamName?: string;
  /** What an `owner` key says, which is no part of the standard. */
  readonly owner?: string;
  readonly at: Location;
}
