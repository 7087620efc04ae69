import type { Project } from '../model/project.ts';

/** Folders whose next name is a domain. */
const folders: readonly RegExp[] = [
  /^specs\/contracts\/[^/]+\/([^/]+)\/./,
  /^specs\/(?:pipelines|product-canvas)\/([^/]+)\/./,
  /^implementation\/(?:.*\/)?models\/[^/]+\/([^/]+)\/./,
];

/**
 * Tells which domain a file belongs to, in lower case: the one that its folder names, else what its contract says. What base
 * says of a contract comes before what head says: a change does not move itself to where it is judged more mildly.
 */
export function domainReader(base: Project, head: Project): (path: string) => string | undefined {
  const byId = new Map(base.contracts.map((contract) => [contract.id, contract.domain]));
  const ofContract = new Map<string, string | undefined>();
  for (const { path, id, domain } of [...head.contracts, ...base.contracts])
    ofContract.set(path, byId.has(id) ? byId.get(id) : domain);
  return (path) => (folderDomain(path) ?? ofContract.get(path))?.toLowerCase();
}

function folderDomain(path: string): string | undefined {
  for (const folder of folders) {
    const domain = folder.exec(path)?.[1];
    if (domain !== undefined) return domain;
  }
  return undefined;
}
