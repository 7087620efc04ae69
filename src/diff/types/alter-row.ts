import type { TypeRelation } from '../../model/change.ts';
import type { TypeFamily } from './physical-type.ts';

/** `yes`: at once, or after a check of the rows. `rewrite`: in place, but every row is written again while the table is locked. */
export type AlterPossible = 'yes' | 'rewrite' | 'no' | 'unknown';

/** Changes of a column other than of its type. */
export const columnSteps = ['not-null-added', 'not-null-dropped', 'not-null-column-added', 'rename-column'] as const;
export type ColumnStep = (typeof columnSteps)[number];

/** Whether a warehouse can do something in place. `how` is a key below `migrations.` in `rules/messages/`. */
export interface AlterAnswer {
  readonly possible: AlterPossible;
  readonly how?: string;
}

/** A row of `alter.types` in `rules/types/<warehouse>.yaml`; all given conditions must hold (`schemas/types.schema.json`). */
export interface AlterRow extends AlterAnswer {
  readonly from: TypeFamily | 'any' | readonly TypeFamily[];
  readonly to: TypeFamily | 'any' | readonly TypeFamily[];
  readonly relation?: TypeRelation;
  readonly scale?: 'same' | 'changed';
  readonly precision?: 'raised' | 'lowered';
  /** Whether one of the two types fills with blanks. */
  readonly padded?: boolean;
  /** The old type has at most as many bits. */
  readonly fromBits?: number;
  /** The new type has at least as many bits. */
  readonly toBits?: number;
  /** The new type has at least as many digits before the point. */
  readonly digits?: number;
}

/** The section `alter` of every warehouse that has one. */
export interface AlterTables {
  readonly [warehouse: string]: {
    readonly types: readonly AlterRow[];
    readonly columns: { readonly [step in ColumnStep]: AlterAnswer };
  };
}
