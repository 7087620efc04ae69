import { groupBy } from '../../model/group-by.ts';
import { unreachable } from '../../model/errors.ts';
import { compareText } from '../../model/location.ts';
import { fileNameOf } from '../file-name.ts';
import { noteOn } from '../note.ts';
import { awsGrants, awsRoles } from './aws.ts';
import { awsContainers } from './aws-containers.ts';
import { bigqueryGrants, bigqueryRoles } from './bigquery.ts';
import { bigqueryDatasets } from './bigquery-datasets.ts';
import { bigqueryMasks } from './bigquery-masks.ts';
import { connectionOf } from './connections.ts';
import { connectionFile } from './connection-file.ts';
import { postgresGrants, postgresTagNotes } from './postgres.ts';
import { postgresRoles } from './postgres-roles.ts';
import { type Draft, joinDrafts, outputSites, type Scope } from './scope.ts';
import { type Site, targets } from './sites.ts';
import { snowflakeGrants, snowflakeRoles } from './snowflake.ts';
import { snowflakeMasks } from './snowflake-masks.ts';
import { governanceHome, snowflakeTags } from './snowflake-tags.ts';
import { tagNotes, tagVariables } from './tag-values.ts';

/** A file on its way. */
export interface DraftFile extends Draft {
  /** Its name without ending. */
  readonly file: string;
  /** What it was made from, for its header. */
  readonly from: string;
  /** Spec files, sorted. */
  readonly sources: readonly string[];
}

const nothing: Draft = { blocks: [], notes: [] };

/** Everything that is written, with what cannot be. Grants are one file for each contract; what contracts share is in indexes. */
export function filesOf(scope: Scope): readonly DraftFile[] {
  const all = [...new Set(scope.sites.map(({ contract }) => contract.path))];
  const { classification, tagging } = scope.governance;
  const policies = (...files: readonly ({ readonly path: string } | undefined)[]): readonly string[] =>
    [...all, ...files.flatMap((each) => each?.path ?? [])].toSorted(compareText);
  const governed = governedDrafts(scope);
  const files = [
    index('connections', policies(tagging), connectionFile(scope)),
    index('rbac', policies(classification), rolesDraft(scope)),
    index('tags', policies(classification, tagging), governed.tags),
    index('masking', policies(classification), governed.masks),
    ...contractFiles(scope),
  ];
  return files.filter(({ blocks, notes }) => blocks.length + notes.length > 0);
}

/** A file about all contracts. */
function index(file: string, sources: readonly string[], draft: Draft): DraftFile {
  return { file, from: 'the contracts', sources, ...draft };
}

function rolesDraft(scope: Scope): Draft {
  const { connections } = scope;
  return joinDrafts([
    ...connections.map((each) => (each.target === 'snowflake' ? snowflakeRoles(scope, each) : nothing)),
    ...connections.map((each) => (each.target === 'postgres' ? postgresRoles(scope, each) : nothing)),
    bigqueryRoles(scope),
    awsRoles(scope),
  ]);
}

/** Tags with what carries them, and masks. Both are in one schema of Snowflake, which is made where one of them is. */
function governedDrafts(scope: Scope): { readonly tags: Draft; readonly masks: Draft } {
  const snowflake = scope.connections
    .filter(({ target }) => target === 'snowflake')
    .map((connection) => {
      const home = governanceHome(scope, connection);
      const tags = home === undefined ? nothing : snowflakeTags(scope, connection, home);
      const masks = home === undefined ? nothing : snowflakeMasks(scope, connection, home);
      const isNeeded = tags.blocks.length + masks.blocks.length > 0;
      return { tags: joinDrafts([isNeeded ? { blocks: home?.blocks ?? [], notes: [] } : nothing, tags]), masks };
    });
  const outputs = targets.flatMap((target) => outputSites(scope, target)).map(({ contract }) => contract);
  const open = {
    blocks: tagVariables(outputs, scope.governance),
    notes: [...outputs.flatMap((contract) => tagNotes(contract, scope.governance)), ...postgresTagNotes(scope)],
  };
  return {
    tags: joinDrafts([open, ...snowflake.map(({ tags }) => tags), bigqueryDatasets(scope), awsContainers(scope)]),
    masks: joinDrafts([...snowflake.map(({ masks }) => masks), bigqueryMasks(scope)]),
  };
}

function contractFiles(scope: Scope): readonly DraftFile[] {
  const groups = groupBy(scope.sites, ({ contract }) => contract);
  return [...groups].map(([contract, sites]) => ({
    file: `rbac_${fileNameOf(contract.id)}`,
    from: contract.path,
    sources: [contract.path],
    ...(contract.direction === 'output' ? contractDraft(scope, sites) : inputDraft(sites)),
  }));
}

function contractDraft(scope: Scope, sites: readonly Site[]): Draft {
  const files = sites.filter(({ target }) => target === 'aws');
  return joinDrafts([...sites.map((site) => grantsOf(scope, site)), awsGrants(scope, files)]);
}

function grantsOf(scope: Scope, site: Site): Draft {
  const connection = connectionOf(scope.connections, site);
  switch (site.target) {
    case 'snowflake':
      return snowflakeGrants(scope, site, connection);
    case 'postgres':
      return postgresGrants(scope, site, connection);
    case 'bigquery':
      return bigqueryGrants(scope, site);
    // One policy is for all servers of a contract.
    case 'aws':
      return nothing;
    default:
      return unreachable(site.target);
  }
}

/** Who may read a source, its own people decide. */
function inputDraft(sites: readonly Site[]): Draft {
  const notes = sites.flatMap(({ contract, main }) =>
    [...contract.roles, ...main.server.roles].map(({ role, at }) =>
      noteOn({ generator: 'terraform', contract, at }, 'terraform.input-role', { role }),
    ),
  );
  return { blocks: [], notes };
}
