import type { Contract } from '../model/contract.ts';

/** Type of the contract's production server (else of its first): it decides which type names are aliases. */
export function warehouseOf(contract: Contract): string | undefined {
  const production = contract.servers.find((server) => /^prod/i.test(server.environment ?? ''));
  return (production ?? contract.servers[0])?.type;
}
