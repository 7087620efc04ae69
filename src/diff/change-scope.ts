import type { Contract } from '../model/contract.ts';

/** What every change of a contract pair repeats. Direction is base's: what was promised then is what can be broken now. */
export interface ChangeScope {
  readonly contract: string;
  readonly direction: Contract['direction'];
  /** Server type that decides about type aliases, where the contract names one. */
  readonly warehouse: string | undefined;
}
