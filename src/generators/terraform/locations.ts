import { postgresName, snowflakeName } from './access.ts';
import { keyed, type Setting, type SettingKind, settingOf } from './settings.ts';
import { fieldOf, type Site } from './sites.ts';

/** Where the tables of a site are within its connection; a part is undefined where the server does not say it. */
interface Whereabouts {
  readonly database?: Setting;
  readonly schema?: Setting;
  readonly bucket?: Setting;
}

const kinds: { readonly [target in Site['target']]: { readonly [part in keyof Whereabouts]: SettingKind } } = {
  snowflake: {
    database: keyed('snowflake_database', ['database'], {
      description: 'Snowflake database, as Snowflake stores its name',
      spell: snowflakeName,
    }),
    schema: keyed('snowflake_schema', ['schema'], {
      description: 'Snowflake schema, as Snowflake stores its name',
      spell: snowflakeName,
    }),
  },
  postgres: {
    database: keyed('postgresql_database', ['database'], { description: 'Postgres database', spell: postgresName }),
    schema: keyed('postgresql_schema', ['schema'], { description: 'Postgres schema', spell: postgresName }),
  },
  bigquery: {
    database: keyed('bigquery_project', ['project'], { description: 'Google Cloud project of BigQuery datasets' }),
    schema: keyed('bigquery_dataset', ['dataset'], { description: 'BigQuery dataset' }),
  },
  aws: {
    database: {
      prefix: 'glue_database',
      description: 'Database of the Glue catalog',
      read: (server) => fieldOf(server, server.type.toLowerCase() === 'athena' ? ['schema'] : ['database']),
    },
    bucket: {
      prefix: 's3_bucket',
      description: 'S3 bucket',
      read: (server) => bucketOf(fieldOf(server, ['location']))?.bucket,
    },
  },
};

/** What the servers of a site say about where its tables are. */
export function whereaboutsOf(site: Site): Whereabouts {
  const own = kinds[site.target];
  const [database, schema, bucket] = [own.database, own.schema, own.bucket].map((kind) =>
    kind === undefined ? undefined : settingOf(site, kind),
  );
  return { ...(database && { database }), ...(schema && { schema }), ...(bucket && { bucket }) };
}

/** Every setting of a site that becomes a variable. */
export function settingsOf(site: Site): readonly Setting[] {
  return Object.values(whereaboutsOf(site)).filter((setting) => setting !== undefined);
}

/** A bucket and patterns of the keys in it. */
interface BucketPath {
  readonly bucket: string;
  /** As policies read them: `*` is any text. */
  readonly patterns: readonly string[];
}

/** `s3://bucket/orders/{model}/*.json`: what lies below, from the first placeholder or wildcard on anything. */
export function bucketOf(location: string | undefined): BucketPath | undefined {
  const [, bucket, path = ''] = /^s3a?:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(location ?? '') ?? [];
  if (bucket === undefined || /[\p{Cc}\u2028\u2029]/u.test(path)) return undefined;
  const end = path.search(/[*?{[]/);
  // `$` would begin a variable of a policy.
  const start = (end === -1 ? path : path.slice(0, end)).replaceAll('$', '?');
  if (end !== -1 || start === '' || start.endsWith('/')) return { bucket, patterns: [`${start}*`] };
  return { bucket, patterns: [start, `${start}/*`] };
}
