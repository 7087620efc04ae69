import type { Contract, Json, Server } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { inProject } from '../dbt/dbt-folders.ts';
import type { GeneratorContext } from '../define-generator.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { entryOf, yamlAt } from '../yaml/yaml-file.ts';

/** How dbt reaches the warehouse: a file of the dbt project, or a connection of Airflow that Cosmos makes a profile of. */
export interface DbtProfile {
  readonly name: string;
  readonly target: string;
  /** Class of Cosmos, id of the connection, and what the connection does not know; absent: `profiles.yml` of the project. */
  readonly mapping?: {
    readonly type: string;
    readonly connection: string;
    readonly args: { readonly [name: string]: string };
  };
}

/** What {@link profileOf} needs. */
export interface ProfileRequest {
  readonly project: DbtProject;
  readonly contracts: readonly Contract[];
  readonly context: Pick<GeneratorContext, 'read' | 'options'>;
}

/** The profile that `dbt_project.yml` names, its target, and how the server of the contracts is reached. */
export function profileOf({ project, contracts, context }: ProfileRequest): DbtProfile {
  const { options, read } = context;
  const said = entryOf(yamlAt(read, project.at.path), 'profile');
  const name = textOption(options, 'profile') ?? (isName(said) ? said : project.name);
  const profile = entryOf(yamlAt(read, inProject(project, 'profiles.yml')), name);
  const target = textOption(options, 'target') ?? targetOf(profile);
  const mapping = mappingOf(contracts, options);
  return { name, target, ...(mapping && { mapping }) };
}

/** The same as a ProfileConfig of Cosmos. */
export function profileConfig(profile: DbtProfile, folder: string): { readonly [key: string]: YamlData } {
  const { name, target, mapping } = profile;
  const names = { __type__: 'cosmos.config.ProfileConfig', profile_name: name, target_name: target };
  if (mapping === undefined) return { ...names, profiles_yml_filepath: `${folder}/profiles.yml` };
  const args = Object.keys(mapping.args).length === 0 ? {} : { profile_args: mapping.args };
  return { ...names, profile_mapping: { __type__: mapping.type, conn_id: mapping.connection, ...args } };
}

/** Where a dbt project is for the tasks: a variable of the environment, which the loader sets, leads to the repository. */
export function projectDir({ root }: DbtProject, options: GeneratorContext['options']): string {
  const given = textOption(options, 'project-dir');
  return given ?? (root === '' ? repository : `${repository}/${root}`);
}

/** Name of the variable of the environment that holds the repository's folder. */
export const repositoryVariable = 'DATAENGOS_REPOSITORY';

const repository = `\${${repositoryVariable}}`;

/** An option of type text; its empty default stands for none. */
export function textOption(options: { readonly [name: string]: Json }, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

interface Warehouse {
  readonly mapping: string;
  readonly connection: string;
  /** Keys of a profile, and the fields of a server that hold their values, the first that is there. */
  readonly args: { readonly [name: string]: readonly string[] };
}

const postgres = { schema: ['schema'], dbname: ['database'] };

/** Classes of Cosmos 1.15 by the type of an ODCS server. What is not here is reached by `profiles.yml`. */
const warehouses: { readonly [type: string]: Warehouse } = {
  snowflake: {
    mapping: 'cosmos.profiles.SnowflakePrivateKeyPemProfileMapping',
    connection: 'snowflake_default',
    args: { database: ['database'], schema: ['schema'] },
  },
  bigquery: {
    mapping: 'cosmos.profiles.GoogleCloudServiceAccountDictProfileMapping',
    connection: 'google_cloud_default',
    args: { project: ['project'], dataset: ['dataset', 'schema'] },
  },
  postgres: {
    mapping: 'cosmos.profiles.PostgresUserPasswordProfileMapping',
    connection: 'postgres_default',
    args: postgres,
  },
  redshift: {
    mapping: 'cosmos.profiles.RedshiftUserPasswordProfileMapping',
    connection: 'redshift_default',
    args: postgres,
  },
  databricks: {
    mapping: 'cosmos.profiles.DatabricksTokenProfileMapping',
    connection: 'databricks_default',
    args: { catalog: ['catalog'], schema: ['schema'] },
  },
};

function mappingOf(contracts: readonly Contract[], options: GeneratorContext['options']): DbtProfile['mapping'] {
  const asked = textOption(options, 'profile-mapping');
  if (asked === 'profiles.yml') return undefined;
  const server = serverOf(contracts);
  const type = (server?.type ?? '').toLowerCase().replace(/^postgresql$/, 'postgres');
  const warehouse = Object.hasOwn(warehouses, type) ? warehouses[type] : undefined;
  const mapping = asked ?? warehouse?.mapping;
  if (mapping === undefined) return undefined;
  const connection = textOption(options, 'connection') ?? warehouse?.connection ?? 'dbt_default';
  const args = Object.entries(warehouse?.args ?? {}).flatMap(([name, fields]) => {
    const value = fields.map((field) => fieldOf(server, field)).find((each) => each !== undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { type: mapping, connection, args: Object.fromEntries(args) };
}

/** The server that readers use: the one of production, else the first. */
function serverOf(contracts: readonly Contract[]): Server | undefined {
  const servers = contracts.flatMap((contract) => contract.servers);
  return servers.find(({ environment }) => /^prod/i.test(environment ?? '')) ?? servers[0];
}

/** A field that is a plain name: others mean something to templates. */
function fieldOf(server: Server | undefined, field: string): string | undefined {
  const value = server !== undefined && Object.hasOwn(server.fields, field) ? server.fields[field] : undefined;
  return isName(value) ? value : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,255}$/.test(value);
}

/** The target of production where the profile has it, else its own, else `prod`. */
function targetOf(profile: unknown): string {
  const outputs = entryOf(profile, 'outputs');
  const names = typeof outputs === 'object' && outputs !== null ? Object.keys(outputs) : [];
  const own = entryOf(profile, 'target');
  return names.find((name) => /^prod(?:uction)?$/.test(name)) ?? (isName(own) ? own : 'prod');
}
