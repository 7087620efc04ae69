import type { Contract, Server } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { joinLabels, labelOf } from './labels.ts';

/** What Terraform is written for. */
export const targets = ['aws', 'bigquery', 'postgres', 'snowflake'] as const;
export type Target = (typeof targets)[number];

/** ODCS `type` of a server and where Terraform finds it. */
const targetsByType: ReadonlyMap<string, Target> = new Map([
  ['athena', 'aws'],
  ['glue', 'aws'],
  ['s3', 'aws'],
  ['bigquery', 'bigquery'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['snowflake', 'snowflake'],
]);

/** One of a contract's servers, as it is in one environment. */
interface EnvironmentServer {
  readonly environment: string;
  readonly server: Server;
}

/** Where a contract's tables are: one server of the contract in all its environments. */
export interface Site {
  readonly contract: Contract;
  readonly target: Target;
  /** ODCS `type`. */
  readonly type: string;
  /** Different for every site of a project. */
  readonly label: string;
  /** Sorted by environment, each once. */
  readonly servers: readonly EnvironmentServer[];
  /** The server in production, else the first. */
  readonly main: EnvironmentServer;
}

/** Where Terraform finds servers of a type; undefined for those it does not. */
export function targetOf(type: string): Target | undefined {
  return targetsByType.get(type.toLowerCase());
}

/** Every site of the wanted targets, by contract. The n-th servers of a type in each environment are one site. */
export function sitesOf(contracts: readonly Contract[], wanted: readonly Target[]): readonly Site[] {
  return contracts.flatMap((contract) => {
    const slots = new Map<string, EnvironmentServer[]>();
    for (const server of contract.servers) {
      const target = targetOf(server.type);
      if (target !== undefined && wanted.includes(target)) addServer(slots, server);
    }
    return [...slots].map(([key, servers]) => siteOf(contract, key, servers));
  });
}

function addServer(slots: Map<string, EnvironmentServer[]>, server: Server): void {
  const environment = environmentOf(server);
  const target = targetOf(server.type);
  const type = target === 'aws' || target === undefined ? server.type.toLowerCase() : target;
  for (let slot = 1; ; slot++) {
    const key = slot === 1 ? type : joinLabels(type, String(slot));
    const known = slots.get(key);
    if (known === undefined) return void slots.set(key, [{ environment, server }]);
    if (!known.some((each) => each.environment === environment)) return void known.push({ environment, server });
  }
}

/** As it says, or as its name does; servers that say none are beside each other. */
function environmentOf({ environment, server }: Server): string {
  const said = environment?.trim() ?? '';
  if (said !== '') return said;
  return /^(?:prod|dev|test|stag|qa|uat|homolog|sandbox|int$)/i.test(server) ? server : 'default';
}

function siteOf(contract: Contract, key: string, unsorted: readonly EnvironmentServer[]): Site {
  const servers = unsorted.toSorted((a, b) => compareText(a.environment, b.environment));
  const first = unsorted[0];
  const main = unsorted.find(({ environment }) => /^prod/i.test(environment)) ?? first;
  const type = first?.server.type.toLowerCase() ?? '';
  const target = targetOf(type);
  if (main === undefined || target === undefined) throw new TypeError('a site has servers of a known type');
  return { contract, target, type, label: joinLabels(labelOf(contract.id), key), servers, main };
}

/** The text or number of one of a server's keys, without spaces around it; undefined where it is neither, or empty. */
export function fieldOf({ fields }: Server, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    if (text !== '') return text;
  }
  return undefined;
}
