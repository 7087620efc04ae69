import { compareText } from '../../model/location.ts';
import { noteOn } from '../note.ts';
import type { MaskKind } from '../dbt-macros/mask-policy.ts';
import { accessesOf } from './access.ts';
import { membersOf } from './bigquery.ts';
import { block, call, type HclBlock, map, reference, resource } from './hcl.ts';
import { hashOf, joinLabels, labelOf } from './labels.ts';
import { type MaskGroup, maskGroups } from './masks.ts';
import { attributeOf, type Draft, outputSites, type Scope } from './scope.ts';

const expressions: { readonly [mask in MaskKind]: string } = {
  hash: 'SHA256',
  redact: 'DEFAULT_MASKING_VALUE',
  last4: 'LAST_FOUR_CHARACTERS',
  null: 'ALWAYS_NULL',
};

/**
 * Policy tags with their masks, and who sees what is behind them. The tags get to the columns through `policy_tags` of dbt, which
 * makes the tables; the output has their names.
 */
export function bigqueryMasks(scope: Scope): Draft {
  const sites = outputSites(scope, 'bigquery');
  const groups = maskGroups(scope, sites);
  if (groups.length === 0) return { blocks: [], notes: [] };
  const names = groups.map(
    ({ label }) => [label, attributeOf({ path: ['google_data_catalog_policy_tag', tagLabel(label)] }, 'name')] as const,
  );
  const contracts = [...new Set(groups.flatMap(({ columns }) => columns.map(({ contract }) => contract)))];
  return {
    blocks: [
      taxonomy,
      ...groups.flatMap(groupBlocks),
      block(['output', 'bigquery_policy_tags'], {
        description: 'Policy tags for `policy_tags` of the columns in dbt',
        value: map(names),
      }),
    ],
    notes: contracts.map((contract) => {
      const columns = groups.flatMap((group) => group.columns).filter((column) => column.contract === contract);
      return noteOn(
        { generator: 'terraform', contract, at: columns[0]?.property.at ?? contract.at },
        'terraform.policy-tags',
        {
          columns: columns.map(({ object, name }) => `"${object.name}.${name}"`).join(', '),
        },
      );
    }),
  };
}

const taxonomyName = 'dataengos';

const taxonomy: HclBlock = resource(
  { type: 'google_data_catalog_taxonomy', label: taxonomyName },
  {
    display_name: 'dataengos',
    description: 'Columns that contracts classify confidential or stricter',
    region: call('lower', reference('var', 'bigquery_location')),
    activated_policy_types: ['FINE_GRAINED_ACCESS_CONTROL'],
  },
);

function tagLabel(label: string): string {
  return joinLabels('mask', label);
}

function groupBlocks(group: MaskGroup): readonly HclBlock[] {
  const label = tagLabel(group.label);
  const id = group.unmasked.length === 0 ? group.mask : `${group.mask}_${hashOf(group.label)}`;
  const tag = resource(
    { type: 'google_data_catalog_policy_tag', label },
    {
      taxonomy: attributeOf({ path: ['google_data_catalog_taxonomy', taxonomyName] }, 'id'),
      display_name: id,
      description: `Masked (${group.mask})`,
    },
  );
  const policy = resource(
    { type: 'google_bigquery_datapolicy_data_policy', label },
    {
      location: call('lower', reference('var', 'bigquery_location')),
      data_policy_id: `dataengos_${id}`,
      data_policy_type: 'DATA_MASKING_POLICY',
      policy_tag: attributeOf({ path: ['google_data_catalog_policy_tag', label] }, 'name'),
    },
    [block(['data_masking_policy'], { predefined_expression: expressions[group.mask] })],
  );
  return [tag, policy, ...maskedReaders(group, label), ...openReaders(group, label)];
}

/** Roles that see what the mask makes of the columns. */
function maskedReaders({ columns }: MaskGroup, label: string): readonly HclBlock[] {
  const roles = columns.flatMap(({ site }) =>
    accessesOf(site).accesses.flatMap(({ role, isUnmasked }) => (isUnmasked ? [] : [role.role.trim()])),
  );
  const policy = { path: ['google_bigquery_datapolicy_data_policy', label] };
  return [...new Set(roles)].toSorted(compareText).map((role) =>
    resource(
      { type: 'google_bigquery_datapolicy_data_policy_iam_member', label: joinLabels(label, labelOf(role)) },
      {
        for_each: membersOf(role),
        location: attributeOf(policy, 'location'),
        data_policy_id: attributeOf(policy, 'data_policy_id'),
        role: 'roles/bigquerydatapolicy.maskedReader',
        member: reference('each', 'value'),
      },
    ),
  );
}

/** Roles that see the columns as they are. */
function openReaders({ unmasked }: MaskGroup, label: string): readonly HclBlock[] {
  return [...new Set(unmasked.map(({ role }) => role.trim()))].toSorted(compareText).map((role) =>
    resource(
      { type: 'google_data_catalog_policy_tag_iam_member', label: joinLabels(label, labelOf(role)) },
      {
        for_each: membersOf(role),
        policy_tag: attributeOf({ path: ['google_data_catalog_policy_tag', label] }, 'name'),
        role: 'roles/datacatalog.categoryFineGrainedReader',
        member: reference('each', 'value'),
      },
    ),
  );
}
