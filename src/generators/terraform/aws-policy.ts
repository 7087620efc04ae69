import { compareText } from '../../model/location.ts';
import { tableNameOf } from '../match-models.ts';
import type { Access } from './access.ts';
import { block, type HclBlock, type HclExpression, type HclValue, reference } from './hcl.ts';
import { bucketOf, whereaboutsOf } from './locations.ts';
import { addressOf, attributeOf, type Scope } from './scope.ts';
import { fieldOf, type Site } from './sites.ts';

const partition = reference('data', 'aws_partition', 'current', 'partition');
const account = reference('data', 'aws_caller_identity', 'current', 'account_id');

/** What somebody needs to read (and write) the tables of a site, and nothing else. */
export function policyStatements(scope: Scope, site: Site, access: Access): readonly HclBlock[] {
  return [...bucketStatements(scope, site, access), ...glueStatements(scope, site, access), ...athenaStatements(site)];
}

function statement(
  actions: readonly string[],
  resources: readonly HclValue[],
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return block(['statement'], { actions: actions.toSorted(compareText), resources }, blocks);
}

/** The files below the location, and the list of their names. */
function bucketStatements(scope: Scope, site: Site, { writes }: Access): readonly HclBlock[] {
  const found = bucketOf(fieldOf(site.main.server, ['location']));
  const bucket = bucketArn(scope, site);
  if (found === undefined || bucket === undefined) return [];
  const change = writes ? ['s3:DeleteObject', 's3:PutObject'] : [];
  const files = found.patterns.map((pattern): HclValue => ({ kind: 'template', parts: [bucket, `/${pattern}`] }));
  const below = block(['condition'], { test: 'StringLike', variable: 's3:prefix', values: found.patterns });
  return [
    statement(['s3:GetBucketLocation'], [bucket]),
    statement(['s3:ListBucket'], [bucket], found.patterns.includes('*') ? [] : [below]),
    statement([...change, 's3:GetObject'], files),
  ];
}

/** The ARN of a site's bucket: of the resource where Terraform makes it. */
function bucketArn(scope: Scope, site: Site): HclExpression | undefined {
  const { bucket } = whereaboutsOf(site);
  if (bucket === undefined) return undefined;
  const known = { type: 'aws_s3_bucket', attribute: 'bucket', name: bucket.main, label: scope.variables.label(bucket) };
  return scope.makes
    ? attributeOf(addressOf(scope, known), 'arn')
    : { kind: 'template', parts: ['arn:', partition, ':s3:::', scope.variables.value(bucket)] };
}

/** The catalog's entries of the site's database and tables. */
function glueStatements({ variables }: Scope, site: Site, { writes }: Access): readonly HclBlock[] {
  const { database } = whereaboutsOf(site);
  if (database === undefined) return [];
  const name = variables.value(database);
  const start = ['arn:', partition, ':glue:', reference('var', 'aws_region'), ':', account];
  const own = site.contract.schema.map((object) => tableNameOf(object).toLowerCase()).filter(isTableName);
  const change = writes ? ['glue:BatchCreatePartition', 'glue:CreatePartition', 'glue:UpdateTable'] : [];
  const read = ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'];
  return [
    statement(
      [...change, ...read],
      [
        { kind: 'template', parts: [...start, ':catalog'] },
        { kind: 'template', parts: [...start, ':database/', name] },
        ...[...new Set(own)]
          .toSorted(compareText)
          .map((table): HclValue => ({ kind: 'template', parts: [...start, ':table/', name, `/${table}`] })),
      ],
    ),
  ];
}

/** Names that mean themselves in a policy. */
function isTableName(name: string): boolean {
  return /^[\p{L}\p{N}_ .-]{1,255}$/u.test(name);
}

/** Running queries, and the bucket that their results are in. */
function athenaStatements({ type, main }: Site): readonly HclBlock[] {
  if (type !== 'athena') return [];
  const workgroup = fieldOf(main.server, ['workgroup']) ?? 'primary';
  const name = /^[\w.-]{1,128}$/.test(workgroup) ? workgroup : 'primary';
  const group = ['arn:', partition, ':athena:', reference('var', 'aws_region'), ':', account, `:workgroup/${name}`];
  const actions = ['GetQueryExecution', 'GetQueryResults', 'GetWorkGroup', 'StartQueryExecution', 'StopQueryExecution'];
  const staging = bucketOf(fieldOf(main.server, ['stagingDir']));
  const results = ({ bucket, patterns }: NonNullable<typeof staging>): readonly HclBlock[] => {
    const arn = (below: string): HclValue => ({
      kind: 'template',
      parts: ['arn:', partition, `:s3:::${bucket}${below}`],
    });
    const files = patterns.map((pattern) => arn(`/${pattern}`));
    return [
      statement(['s3:GetBucketLocation', 's3:ListBucket'], [arn('')]),
      statement(['s3:GetObject', 's3:PutObject'], files),
    ];
  };
  return [
    statement(
      actions.map((action) => `athena:${action}`),
      [{ kind: 'template', parts: group }],
    ),
    ...(staging === undefined ? [] : results(staging)),
  ];
}
