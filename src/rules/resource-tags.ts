import type { TerraformAttribute, TerraformBlock } from '../model/infrastructure.ts';
import type { CarriedTag } from './tags.ts';

/** A Terraform resource that takes tags, with those that it surely has. */
export interface TaggedResource {
  readonly block: TerraformBlock;
  /** `aws_s3_bucket.exports`. */
  readonly name: string;
  /** The attribute that holds tags: `tags`, or `labels` on Google Cloud. */
  readonly key: 'tags' | 'labels';
  readonly attribute?: TerraformAttribute;
  readonly tags: readonly CarriedTag[];
}

/** The resources whose tags can be read whole; one whose tags are computed elsewhere proves nothing and is left out. */
export function taggedResources(blocks: readonly TerraformBlock[]): readonly TaggedResource[] {
  const locals = localsOf(blocks);
  return blocks.flatMap((block) => {
    const [type = '', label = ''] = block.labels;
    const key = tagsKey(type);
    if (block.type !== 'resource' || key === undefined) return [];
    const attribute = block.attributes.find(({ name }) => name === key);
    if (attribute === undefined && !takesTags.has(type)) return [];
    const own = attribute === undefined ? [] : tagsOf(attribute, locals);
    const given = providerTags(blocks, type, locals);
    if (own === undefined || given === undefined) return [];
    const tags = [...own, ...given];
    return [{ block, name: `${type}.${label}`, key, tags, ...(attribute === undefined ? {} : { attribute }) }];
  });
}

function tagsKey(type: string): TaggedResource['key'] | undefined {
  if (type.startsWith('google_')) return 'labels';
  return /^(?:aws|azurerm|alicloud)_/.test(type) ? 'tags' : undefined;
}

type Locals = ReadonlyMap<string, TerraformAttribute>;

/** Local values by name. One name may stand in several folders: then nobody can say which is meant. */
function localsOf(blocks: readonly TerraformBlock[]): Locals {
  const locals = new Map<string, TerraformAttribute>();
  const twice = new Set<string>();
  for (const attribute of blocks.flatMap((block) => (block.type === 'locals' ? block.attributes : []))) {
    if (locals.has(attribute.name)) twice.add(attribute.name);
    locals.set(attribute.name, attribute);
  }
  for (const name of twice) locals.delete(name);
  return locals;
}

/** The entries of a written object, or of the local value that it is; undefined for what is computed. */
function tagsOf(attribute: TerraformAttribute, locals: Locals): readonly CarriedTag[] | undefined {
  const [, local] = /^local\.([\w-]+)$/.exec(attribute.expression.value.trim()) ?? [];
  const object = local === undefined ? attribute : locals.get(local);
  if (object === undefined || !object.expression.value.trimStart().startsWith('{')) return undefined;
  // `for` expressions and computed keys can make any tag.
  if (/^\{\s*for\b/.test(object.expression.value.trimStart())) return undefined;
  if (object.entries.some(({ name }) => !/^[\w:./@ +-]+$/.test(name))) return undefined;
  return object.entries.map(({ name, literal, expression }) => ({
    name,
    ...(literal === undefined ? {} : { value: literal }),
    at: expression.at,
  }));
}

/** Tags that a provider gives to all its resources: `default_tags` of AWS, `default_labels` of Google Cloud. */
function providerTags(
  blocks: readonly TerraformBlock[],
  type: string,
  locals: Locals,
): readonly CarriedTag[] | undefined {
  const provider = type.slice(0, type.indexOf('_'));
  const own = blocks.filter((block) => block.type === 'provider' && block.labels[0] === provider);
  const attributes = own.flatMap((block) => [
    ...block.attributes.filter(({ name }) => name === 'default_labels'),
    ...block.blocks
      .filter((each) => each.type === 'default_tags')
      .flatMap((each) => each.attributes.filter(({ name }) => name === 'tags')),
  ]);
  const isDynamic = own.some((block) => block.blocks.some((each) => each.type === 'dynamic'));
  const tags = attributes.map((attribute) => tagsOf(attribute, locals));
  return isDynamic || tags.includes(undefined) ? undefined : tags.flatMap((each) => each ?? []);
}

/**
 * Resource types of data platforms that take tags (`tags`, `labels`; documentation of the providers hashicorp/aws 6,
 * hashicorp/azurerm 4, hashicorp/google 7). Another type is judged where it has some.
 */
const takesTags: ReadonlySet<string> = new Set(
  `aws_s3_bucket aws_glue_catalog_database aws_glue_crawler aws_glue_job aws_glue_trigger aws_glue_workflow
   aws_athena_workgroup aws_athena_data_catalog aws_redshift_cluster aws_redshift_subnet_group
   aws_redshiftserverless_namespace aws_redshiftserverless_workgroup aws_kinesis_stream aws_kinesis_firehose_delivery_stream
   aws_kms_key aws_lambda_function aws_sqs_queue aws_sns_topic aws_dynamodb_table aws_db_instance aws_rds_cluster
   aws_msk_cluster aws_mwaa_environment aws_emr_cluster aws_emrserverless_application aws_ecs_cluster aws_ecs_service
   aws_ecr_repository aws_instance aws_iam_role aws_iam_policy aws_secretsmanager_secret aws_sfn_state_machine
   aws_cloudwatch_log_group aws_dms_replication_instance aws_dms_replication_task aws_vpc aws_subnet aws_security_group
   aws_elasticache_cluster aws_opensearch_domain
   azurerm_resource_group azurerm_storage_account azurerm_data_factory azurerm_synapse_workspace azurerm_databricks_workspace
   azurerm_eventhub_namespace azurerm_key_vault azurerm_mssql_server azurerm_mssql_database azurerm_kusto_cluster
   azurerm_stream_analytics_job azurerm_log_analytics_workspace azurerm_virtual_network
   google_storage_bucket google_bigquery_dataset google_bigquery_table google_pubsub_topic google_pubsub_subscription
   google_dataproc_cluster google_compute_instance google_composer_environment google_secret_manager_secret
   google_dataflow_job`
    .split(/\s+/)
    .filter((type) => type !== ''),
);
