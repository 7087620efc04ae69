import type { Contract, Json } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { Generator, GeneratorContext, GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { connectionsOf } from './connections.ts';
import { Declared, isOurs } from './declared.ts';
import { filesOf } from './files.ts';
import { settingsOf } from './locations.ts';
import { schemaGroups } from './schema-wide.ts';
import type { Scope } from './scope.ts';
import { Variables } from './settings.ts';
import { type Site, sitesOf, type Target, targetOf, targets } from './sites.ts';
import { moduleFolder, writeFile } from './write-file.ts';

const name = 'terraform';

/** `connections.tf`, `rbac.tf`, `tags.tf`, `masking.tf`, and `rbac_<contract>.tf` for each output contract with roles. */
export const terraformGenerator: Generator = {
  name,
  summary: 'Terraform connections, access, tags and masking policies for the servers of contracts.',
  isDefault: false,
  readsAll: true,
  options: {
    providers: {
      type: 'texts',
      default: [],
      values: targets,
      description:
        "Where the contracts' servers are managed with Terraform; all that contracts name where the list is empty.",
    },
    grants: {
      type: 'text',
      default: 'objects',
      values: ['objects', 'schema'],
      description:
        'Whether roles are granted the tables of their contracts, or all tables of a schema whose contracts all name them.',
    },
    containers: {
      type: 'boolean',
      default: true,
      description:
        'Whether Terraform makes the BigQuery datasets, S3 buckets and Glue databases that output contracts are in.',
    },
  },
  generate(project, context) {
    const contracts = uniqueContracts(project);
    const sites = sitesOf(contracts, wantedTargets(context.options['providers']));
    const unsupported = unsupportedNotes(contracts);
    if (sites.length === 0) return { artifacts: [], notes: unsupported };
    const scope = scopeOf(project, sites, context);
    const files = filesOf(scope);
    const written = files.map((file) => writeFile(scope, file, context));
    const notes = [...unsupported, ...twiceNotes(project, contracts), ...written.flatMap((each) => each.notes)];
    return { artifacts: written.flatMap(({ artifact }) => artifact ?? []), notes: distinct(notes) };
  },
};

function wantedTargets(option: Json | undefined): readonly Target[] {
  const wanted = targets.filter((target) => Array.isArray(option) && option.includes(target));
  return wanted.length === 0 ? targets : wanted;
}

/** Sorted by path; of several with one id the first, for an id is what their resources are called. */
function uniqueContracts({ contracts }: Project): readonly Contract[] {
  const sorted = contracts.toSorted((a, b) => compareText(a.path, b.path));
  return sorted.filter(({ id }, at) => sorted.findIndex((each) => each.id === id) === at);
}

function twiceNotes({ contracts }: Project, unique: readonly Contract[]): readonly GeneratorNote[] {
  const others = contracts.filter((contract) => !unique.includes(contract));
  return others.map((contract) =>
    noteOn({ generator: name, contract }, 'terraform.contract-twice', {
      first: unique.find(({ id }) => id === contract.id)?.path ?? '',
    }),
  );
}

/** A note for each server that cannot be managed, of output contracts that say who may use it. */
function unsupportedNotes(contracts: readonly Contract[]): readonly GeneratorNote[] {
  return contracts.flatMap((contract) =>
    contract.servers
      .filter(
        ({ type, roles }) =>
          targetOf(type) === undefined && contract.direction === 'output' && contract.roles.length + roles.length > 0,
      )
      .map(({ server, type, at }) =>
        noteOn(
          { generator: name, contract, at },
          `terraform.${type.toLowerCase() === 'redshift' ? 'redshift' : 'server-unsupported'}`,
          { server, type },
        ),
      ),
  );
}

function scopeOf({ governance }: Project, sites: readonly Site[], { options, paths, read }: GeneratorContext): Scope {
  const others = paths.filter(
    (path) => path.startsWith(`${moduleFolder}/`) && /^[^/]+\.tf$/.test(path.slice(moduleFolder.length + 1)),
  );
  const texts = others.map((path) => ({ path, text: read(path) ?? '' })).filter(({ text }) => !isOurs(text));
  const variables = new Variables(sites.flatMap(settingsOf));
  const connections = connectionsOf(sites);
  return {
    governance,
    grants: options['grants'] === 'schema' ? 'schema' : 'objects',
    makes: options['containers'] !== false,
    sites,
    variables,
    connections,
    schemas: schemaGroups(sites, { variables, connections }),
    declared: new Declared(texts),
  };
}

/** Each note once: a contract with several servers says the same of each. */
function distinct(notes: readonly GeneratorNote[]): readonly GeneratorNote[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
