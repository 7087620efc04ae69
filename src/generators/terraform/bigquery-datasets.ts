import { groupBy } from '../../model/group-by.ts';
import { keep } from './aws-containers.ts';
import { googleLabels } from './google-labels.ts';
import { commented, type HclExpression, importLines, making, map, reference, resource } from './hcl.ts';
import { joinLabels } from './labels.ts';
import { whereaboutsOf } from './locations.ts';
import { addressOf, attributeOf, type Draft, joinDrafts, outputSites, type Scope } from './scope.ts';
import type { Setting } from './settings.ts';
import type { Site } from './sites.ts';

const type = 'google_bigquery_dataset';

/** A dataset as expressions. */
export interface DatasetPlace {
  readonly project: HclExpression;
  readonly dataset: HclExpression;
}

/** Where a site's tables are; undefined where its server does not say project and dataset. */
export function datasetPlace(scope: Scope, site: Site): DatasetPlace | undefined {
  const found = projectAndDataset(site);
  if (found === undefined) return undefined;
  const { project, dataset } = found;
  const known = { type, attribute: 'dataset_id', name: dataset.main, label: labelFor(scope, found) };
  return {
    project: scope.variables.value(project),
    dataset: scope.makes ? attributeOf(addressOf(scope, known), 'dataset_id') : scope.variables.value(dataset),
  };
}

/** Datasets of output contracts with their labels: index `tags.tf`. */
export function bigqueryDatasets(scope: Scope): Draft {
  if (!scope.makes) return { blocks: [], notes: [] };
  const known = outputSites(scope, 'bigquery').flatMap((site) => {
    const found = projectAndDataset(site);
    return found === undefined ? [] : [{ ...found, site, label: labelFor(scope, found) }];
  });
  const groups = groupBy(known, ({ label }) => label);
  return joinDrafts([...groups.values()].map((own) => datasetDraft(scope, own)));
}

interface NamedDataset {
  readonly project: Setting;
  readonly dataset: Setting;
}

function projectAndDataset(site: Site): NamedDataset | undefined {
  const { database: project, schema: dataset } = whereaboutsOf(site);
  return project === undefined || dataset === undefined ? undefined : { project, dataset };
}

function labelFor({ variables }: Scope, { project, dataset }: NamedDataset): string {
  return joinLabels(variables.label(project), variables.label(dataset));
}

function datasetDraft(
  scope: Scope,
  own: readonly (NamedDataset & { readonly site: Site; readonly label: string })[],
): Draft {
  const [first] = own;
  if (first === undefined) return { blocks: [], notes: [] };
  const { project, dataset, label } = first;
  const sites = own.map(({ site }) => site);
  const { labels, notes } = googleLabels(scope, sites);
  const attributes = {
    project: scope.variables.value(project),
    dataset_id: scope.variables.value(dataset),
    location: reference('var', 'bigquery_location'),
    labels: labels.length === 0 ? undefined : map(labels),
  };
  const made = making('dataset_id', dataset.main, resource({ type, label }, attributes, [keep]));
  const lines = importLines(`${type}.${label}`, `projects/${project.main}/datasets/${dataset.main}`);
  return { blocks: [commented(lines, made)], notes };
}
