import { groupBy } from '../../model/group-by.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { block, commented, type HclBlock, type HclExpression, importLines, making, map, resource } from './hcl.ts';
import { conflictNote } from './google-labels.ts';
import { bucketOf, whereaboutsOf } from './locations.ts';
import { type Draft, outputSites, type Scope } from './scope.ts';
import type { Setting } from './settings.ts';
import { fieldOf, type Site } from './sites.ts';
import { tagExpression, tagValues } from './tag-values.ts';

/** What holds data is not destroyed or made anew by accident, as long as its block is there. */
export const keep: HclBlock = block(['lifecycle'], { prevent_destroy: true });

/** Buckets and databases of the Glue catalog that output contracts are in: index `tags.tf`. */
export function awsContainers(scope: Scope): Draft {
  if (!scope.makes) return { blocks: [], notes: [] };
  const sites = outputSites(scope, 'aws').filter((site) => endpointOf(site) === undefined);
  const parts = [...shared(sites, 'bucket'), ...shared(sites, 'database')];
  return {
    blocks: parts.map((part) => containerBlock(scope, part)),
    notes: parts.flatMap(({ sites: own }) => conflicts(scope, own)),
  };
}

/** Of a server that only speaks the protocol of S3. */
export function endpointOf({ main }: Site): string | undefined {
  const endpoint = fieldOf(main.server, ['endpointUrl']);
  return endpoint === undefined || /\.amazonaws\.com(?:\.cn)?(?:[/:]|$)/.test(endpoint) ? undefined : endpoint;
}

/** The tags of a contract's resources; undefined where none are demanded. */
export function awsTags({ governance }: Scope, { contract }: Site): HclExpression | undefined {
  const tags = tagValues(contract, governance).map(
    (said) => [said.tag.name.slice(0, 128), tagExpression(said, tagText)] as const,
  );
  return tags.length === 0 ? undefined : map(tags);
}

/** Letters, digits, spaces and `_.:/=+-@`, at most 256 (AWS, "Tag naming limits and requirements"). */
function tagText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{Zs}_.:/=+\-@]+/gu, '-').slice(0, 256);
}

/** A bucket or database with the sites that are in it. */
interface Container {
  readonly part: 'bucket' | 'database';
  readonly setting: Setting;
  readonly sites: readonly Site[];
}

function shared(sites: readonly Site[], part: Container['part']): readonly Container[] {
  const known = sites.flatMap((site) => {
    const setting = whereaboutsOf(site)[part];
    return setting === undefined ? [] : [{ site, setting }];
  });
  const groups = groupBy(known, ({ setting }) =>
    JSON.stringify([setting.main, setting.values.map(([, value]) => value)]),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ part, setting: first.setting, sites: own.map(({ site }) => site) }];
  });
}

function containerBlock(scope: Scope, { part, setting, sites }: Container): HclBlock {
  const type = part === 'bucket' ? 'aws_s3_bucket' : 'aws_glue_catalog_database';
  const label = scope.variables.label(setting);
  const value = scope.variables.value(setting);
  const [site] = sites;
  const tags = site === undefined ? undefined : awsTags(scope, site);
  const attributes =
    part === 'bucket' ? { bucket: value, tags } : { name: value, location_uri: locationOf(sites), tags };
  const id = part === 'bucket' ? setting.main : `ACCOUNT_ID:${setting.main}`;
  return commented(
    importLines(`${type}.${label}`, id),
    making(part === 'bucket' ? 'bucket' : 'name', setting.main, resource({ type, label }, attributes, [keep])),
  );
}

/** Of a Glue database: where its tables are, if a server says it. */
function locationOf(sites: readonly Site[]): string | undefined {
  const locations = sites.map(({ type, main }) => (type === 'glue' ? fieldOf(main.server, ['location']) : undefined));
  return locations.find((location) => bucketOf(location) !== undefined);
}

/** Of contracts that say different things of one tag, the first counts. */
function conflicts({ governance }: Scope, [first, ...others]: readonly Site[]): readonly GeneratorNote[] {
  if (first === undefined) return [];
  const known = tagValues(first.contract, governance);
  return others.flatMap((site) =>
    tagValues(site.contract, governance)
      .filter(({ value }, at) => value !== known[at]?.value)
      .map((said) => conflictNote(site, said, first)),
  );
}
