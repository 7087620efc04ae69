import type { Fix } from '../model/finding.ts';
import type { Location } from '../model/location.ts';

/** A name that breaks the naming policy. */
export interface NameMistake {
  /** Key of the message below the rule's id. */
  readonly message: string;
  readonly subject: string;
  readonly at: Location;
  readonly name: string;
  /** Where the policy says so. */
  readonly rule: Location;
  readonly values: { readonly [name: string]: string };
  /** Places that change with the name. */
  readonly readers?: readonly Location[];
  readonly fix?: Fix;
}
