import type { Property } from '../../model/contract.ts';

/** Says that something of a contract could not be expressed: key below `generators.` and values. */
export type Complain = (message: string, values?: { readonly [name: string]: string }) => void;

/** What the target warehouse is, where known (`DbtProject.dialect`). */
export interface Target {
  readonly dialect?: string;
}

/** Whether a column holds text, whatever the text stands for. */
export function isTextColumn({ logicalType, physicalType }: Property): boolean {
  const physical = physicalType?.value;
  if (physical === undefined) return logicalType?.value === 'string';
  return /char|text|string|clob/i.test(physical) || (logicalType?.value === 'string' && !/json|xml/i.test(physical));
}
