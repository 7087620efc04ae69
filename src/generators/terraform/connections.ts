import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import { type HclExpression, reference } from './hcl.ts';
import { labelOf } from './labels.ts';
import { keyed, MergedSettings, type Setting, settingOf } from './settings.ts';
import type { Site, Target } from './sites.ts';

/** An account or host with a provider configuration of its own. */
export interface Connection {
  readonly target: Target;
  /** Undefined of the default configuration. */
  readonly alias?: string;
  /** Account of Snowflake, host of Postgres, project of BigQuery, region of AWS; undefined where no server says it. */
  readonly place?: Setting;
  /** Of Postgres. */
  readonly port?: Setting;
  readonly sites: readonly Site[];
}

const places = {
  aws: keyed('aws_region', ['regionName', 'region'], { description: 'AWS region' }),
  bigquery: keyed('google_project', ['project'], { description: 'Google Cloud project' }),
  postgres: keyed('postgresql_host', ['host'], { description: 'Host of Postgres' }),
  snowflake: keyed('snowflake_account', ['account'], { description: 'Account of Snowflake' }),
} as const satisfies { readonly [target in Target]: object };

const portKind = keyed('postgresql_port', ['port'], { description: 'Port of Postgres' });

/** Accounts and hosts, each with its sites. The one of most sites is the default of its target, and has those that name none. */
export function connectionsOf(sites: readonly Site[]): readonly Connection[] {
  const groups = groupBy(sites, ({ target }) => target);
  return [...groups].toSorted(([a], [b]) => compareText(a, b)).flatMap(([target, own]) => connectionsTo(target, own));
}

function connectionsTo(target: Target, sites: readonly Site[]): readonly Connection[] {
  // Resources of BigQuery and AWS say their project and region themselves.
  if (target === 'aws' || target === 'bigquery') return [oneConnection(target, sites)];
  const merged = new MergedSettings(sites.flatMap((site) => settingOf(site, places[target]) ?? []));
  const known = sites.map((site) => knownPlace(site, merged));
  const [main, ...others] = [...groupBy(known, ({ key }) => key)]
    .filter(([key]) => key !== '')
    .toSorted(([a, one], [b, two]) => outputsOf(two) - outputsOf(one) || two.length - one.length || compareText(a, b));
  const first = [...(main?.[1] ?? []), ...known.filter(({ key }) => key === '')];
  return [
    connection(target, first),
    ...others.map(([key, own]) => ({ ...connection(target, own), alias: labelOf(key) })),
  ];
}

function oneConnection(target: Target, sites: readonly Site[]): Connection {
  const place = sites.map((site) => settingOf(site, places[target])).find((each) => each !== undefined);
  return { target, sites, ...(place && { place }) };
}

/** A site with what tells its account or host from others; the key is empty where its server does not say it. */
interface KnownPlace {
  readonly site: Site;
  readonly key: string;
  readonly place?: Setting;
  readonly port?: Setting;
}

function knownPlace(site: Site, merged: MergedSettings): KnownPlace {
  const said = settingOf(site, places[site.target]);
  if (said === undefined) return { site, key: '' };
  const place = merged.get(said);
  const port = site.target === 'postgres' ? settingOf(site, portKind) : undefined;
  const parts = [place, port].flatMap((each) => (each === undefined ? [] : textOf(each)));
  return { site, key: parts.join(':'), place, ...(port && { port }) };
}

function textOf({ values }: Setting): string {
  return [...new Set(values.map(([, value]) => value))].join(',');
}

function outputsOf(known: readonly KnownPlace[]): number {
  return known.filter(({ site }) => site.contract.direction === 'output').length;
}

function connection(target: Target, known: readonly KnownPlace[]): Connection {
  const { place, port } = known.find((each) => each.place !== undefined) ?? {};
  return { target, sites: known.map(({ site }) => site), ...(place && { place }), ...(port && { port }) };
}

/** The connection of a site. */
export function connectionOf(connections: readonly Connection[], site: Site): Connection {
  const own = connections.find(({ sites }) => sites.includes(site));
  if (own === undefined) throw new TypeError('every site has a connection');
  return own;
}

/** `snowflake.<alias>`; undefined of the default configuration. */
export function providerReference({ target, alias }: Connection): HclExpression | undefined {
  return alias === undefined ? undefined : reference(target === 'postgres' ? 'postgresql' : target, alias);
}
