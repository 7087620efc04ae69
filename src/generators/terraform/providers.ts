import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import type { Connection } from './connections.ts';
import { block, type HclBlock, type HclExpression, map, reference } from './hcl.ts';
import { joinLabels } from './labels.ts';
import { type Setting, settingVariable, variable } from './settings.ts';
import type { Target } from './sites.ts';

/** The provider of each target, in the versions whose resources are written. */
const providers = {
  aws: { name: 'aws', source: 'hashicorp/aws', version: '~> 6.0' },
  bigquery: { name: 'google', source: 'hashicorp/google', version: '>= 6.50.0, < 8.0.0' },
  postgres: { name: 'postgresql', source: 'cyrilgdn/postgresql', version: '~> 1.26' },
  snowflake: { name: 'snowflake', source: 'snowflakedb/snowflake', version: '~> 2.11' },
} as const satisfies { readonly [target in Target]: object };

/** The block that lists the providers of these connections. */
export function terraformBlock(connections: readonly Connection[]): HclBlock {
  const listed = providerSources(connections).map(({ name, source, version }) => [
    name,
    map([
      ['source', source],
      ['version', version],
    ]),
  ]);
  return block(['terraform'], { required_version: '>= 1.5.0' }, [
    block(['required_providers'], Object.fromEntries(listed)),
  ]);
}

/** The providers that connections need, each once. */
export function providerSources(
  connections: readonly Connection[],
): readonly { readonly name: string; readonly source: string; readonly version: string }[] {
  return [...new Set(connections.map(({ target }) => providers[target]))];
}

/** Provider configurations and the variables they read. Nothing secret has a value here. */
export function connectionBlocks(
  connection: Connection,
  defaults: HclExpression | undefined,
): { readonly variables: readonly HclBlock[]; readonly provider: HclBlock } {
  const { alias, target } = connection;
  const prefix = alias === undefined ? providers[target].name : joinLabels(providers[target].name, alias);
  const parts = { prefix, separator: alias === undefined ? '_' : '__', connection, defaults };
  switch (target) {
    case 'snowflake':
      return snowflakeProvider(parts);
    case 'postgres':
      return postgresProvider(parts);
    case 'bigquery':
      return googleProvider(parts);
    case 'aws':
      return awsProvider(parts);
  }
}

/** What a provider of sources only asks for may stay open: nothing of it is made. */
function askedText({ sites }: Connection): { readonly type: HclExpression; readonly default?: null } {
  const isUsed = sites.some(({ contract }) => contract.direction === 'output');
  return { type: reference('string'), ...(isUsed ? {} : { default: null }) };
}

interface ProviderParts {
  readonly prefix: string;
  readonly separator: string;
  readonly connection: Connection;
  /** Tags that everything of the provider carries. */
  readonly defaults: HclExpression | undefined;
}

function snowflakeProvider({ prefix, separator, connection }: ProviderParts): ReturnType<typeof connectionBlocks> {
  const { alias, place } = connection;
  const name = (key: string): string => `${prefix}${separator}${key}`;
  const text = askedText(connection);
  const organization = settingVariable(
    { name: name('organization_name'), description: 'Organization of the Snowflake account', ...text },
    partOf(place, 'organization'),
  );
  const account = settingVariable(
    { name: name('account_name'), description: 'Name of the Snowflake account in its organization', ...text },
    partOf(place, 'account'),
  );
  return {
    variables: [
      account.declaration,
      organization.declaration,
      variable(name('private_key'), 'Private key (PEM) of the Snowflake user; give it as TF_VAR_ or from a vault', {
        ...text,
        sensitive: true,
      }),
      variable(
        name('role'),
        'Role that makes roles, tags and masking policies; the default role of the user where it is null',
        { ...text, default: null },
      ),
      variable(name('user'), 'Snowflake user that Terraform is', text),
    ],
    provider: block(['provider', 'snowflake'], {
      alias,
      organization_name: organization.value,
      account_name: account.value,
      user: reference('var', name('user')),
      role: reference('var', name('role')),
      authenticator: 'SNOWFLAKE_JWT',
      private_key: reference('var', name('private_key')),
    }),
  };
}

/** `organization-account`; a locator has no organization, and Terraform asks for it. */
function partOf(place: Setting | undefined, part: 'organization' | 'account'): Setting | undefined {
  if (place === undefined) return undefined;
  const of = (text: string): string | undefined => splitAccount(text)[part];
  const main = of(place.main);
  if (main === undefined) return undefined;
  return {
    ...place,
    main,
    values: place.values.map(([environment, text]) => [environment, of(text) ?? main] as const),
  };
}

/** `my_org-my_account`. */
function splitAccount(text: string): { readonly organization?: string; readonly account: string } {
  const [, organization, account] = /^([A-Za-z0-9_]{1,255})-([A-Za-z0-9_-]{1,255})$/.exec(text) ?? [];
  return organization === undefined || account === undefined ? { account: text } : { organization, account };
}

/** A note for each account that is no name in an organization. */
export function accountNotes(connections: readonly Connection[]): readonly GeneratorNote[] {
  return connections.flatMap(({ target, place, sites }) => {
    const [site] = sites;
    const locator = place?.values.find(([, text]) => splitAccount(text).organization === undefined)?.[1];
    if (target !== 'snowflake' || site === undefined || locator === undefined) return [];
    const { contract, main } = site;
    return [
      noteOn(
        { generator: 'terraform', contract, at: main.server.keys.get('account') ?? main.server.at },
        'terraform.account-locator',
        { account: locator },
      ),
    ];
  });
}

function postgresProvider({ prefix, separator, connection }: ProviderParts): ReturnType<typeof connectionBlocks> {
  const { alias, place, port } = connection;
  const name = (key: string): string => `${prefix}${separator}${key}`;
  const text = askedText(connection);
  const host = settingVariable({ name: name('host'), description: 'Host of Postgres', ...text }, place);
  const given = settingVariable({ name: name('port'), description: 'Port of Postgres', ...text }, port ?? defaultPort);
  return {
    variables: [
      host.declaration,
      variable(name('password'), 'Password of the user; give it as TF_VAR_ or from a vault', {
        ...text,
        sensitive: true,
      }),
      given.declaration,
      variable(name('sslmode'), 'How the connection is encrypted', { ...text, default: 'require' }),
      variable(name('username'), 'Postgres user that Terraform is', text),
    ],
    provider: block(['provider', 'postgresql'], {
      alias,
      host: host.value,
      port: given.value,
      username: reference('var', name('username')),
      password: reference('var', name('password')),
      sslmode: reference('var', name('sslmode')),
      superuser: false,
    }),
  };
}

const defaultPort: Setting = { prefix: '', description: '', main: '5432', values: [['', '5432']] };

/** Credentials come from the environment (Application Default Credentials). */
function googleProvider({ connection, defaults }: ProviderParts): ReturnType<typeof connectionBlocks> {
  const named = { name: 'google_project', description: 'Google Cloud project of the policy tags' };
  const project = settingVariable({ ...named, ...askedText(connection) }, connection.place);
  const location = variable('bigquery_location', 'Location of BigQuery datasets and policy tags', {
    type: reference('string'),
    default: 'US',
  });
  return {
    variables: [location, project.declaration],
    provider: block(['provider', 'google'], { project: project.value, default_labels: defaults }),
  };
}

/** Credentials come from the environment. */
function awsProvider({ connection, defaults }: ProviderParts): ReturnType<typeof connectionBlocks> {
  const named = { name: 'aws_region', description: 'AWS region' };
  const region = settingVariable({ ...named, ...askedText(connection) }, connection.place);
  const blocks = defaults === undefined ? [] : [block(['default_tags'], { tags: defaults })];
  return { variables: [region.declaration], provider: block(['provider', 'aws'], { region: region.value }, blocks) };
}
