import type { Contract, Server } from '../model/contract.ts';

/** Type of the contract's production server (else of its first): it decides which type names are aliases. */
export function warehouseOf(contract: Contract): string | undefined {
  const named = contract.servers.find((server) => hasEnvironment(server) && isProduction(server));
  return (named ?? contract.servers.find(isProduction) ?? contract.servers[0])?.type;
}

/** Whether readers in production use a server: its environment says so (`prod…`, `prd…`, `live…`, in any case), or it says none. */
export function isProduction(server: Server): boolean {
  return !hasEnvironment(server) || /^(?:prod|prd|live)/i.test(server.environment?.trim() ?? '');
}

function hasEnvironment({ environment }: Server): boolean {
  return environment !== undefined && environment.trim() !== '';
}
