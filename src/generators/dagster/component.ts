import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { refKey } from '../../model/template-tokens.ts';
import { headerText } from '../define-generator.ts';
import { emitYaml, type YamlData } from '../yaml/emit-yaml.ts';
import { type Pipeline, type PipelinePart, wordOf } from '../schedule/schedule-pipelines.ts';
import type { RunSettings } from '../schedule/schedule-settings.ts';
import { assetNamed, ownersOf, tagsOf } from './asset-attributes.ts';
import { freshnessOf } from './freshness.ts';

/** What one domain has in one dbt project: a component of Dagster. */
export interface Component {
  readonly domain: string;
  readonly project: DbtProject;
  /** Names of the models, seeds and snapshots that it makes, sorted; no other component makes them. */
  readonly makes: readonly string[];
  /** The pipelines that end in it, sorted by name. */
  readonly pipelines: readonly { readonly pipeline: Pipeline; readonly part: PipelinePart }[];
}

/** Models that several domains are made from belong to none of them. */
const shared = 'shared';

/** The components of all pipelines: Dagster refuses an asset that two components make. */
export function componentsOf(pipelines: readonly Pipeline[]): readonly Component[] {
  const parts = pipelines.flatMap((pipeline) => pipeline.parts.map((part) => ({ pipeline, part })));
  const projects = [...new Set(parts.map(({ part }) => part.graph.project))];
  return projects.flatMap((project) => {
    const own = parts.filter(({ part }) => part.graph.project === project);
    const homes = homesOf(own);
    const domains = [...new Set([...homes.values(), ...own.map(({ pipeline }) => pipeline.domain)])].toSorted(
      compareText,
    );
    return domains.map((domain) => ({
      domain,
      project,
      makes: [...homes].flatMap(([name, home]) => (home === domain ? [name] : [])).toSorted(compareText),
      pipelines: own.filter(({ pipeline }) => pipeline.domain === domain),
    }));
  });
}

/** The domain of everything that is made: that of the contract, else the only one that it is made for. */
function homesOf(parts: Component['pipelines']): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  const targets = new Set<string>();
  for (const { pipeline, part } of parts) {
    for (const { name } of part.targets) {
      if (targets.has(name)) continue;
      targets.add(name);
      homes.set(name, pipeline.domain);
    }
  }
  for (const { pipeline, part } of parts) {
    for (const name of madeNames(part)) {
      if (targets.has(name)) continue;
      const home = homes.get(name) ?? pipeline.domain;
      homes.set(name, home === pipeline.domain ? home : shared);
    }
  }
  return homes;
}

function madeNames({ graph, ancestors }: PipelinePart): readonly string[] {
  const { models, seeds, snapshots } = graph.project;
  const names = [...models.map(({ name }) => name), ...seeds, ...snapshots];
  return names.filter((name) => ancestors.has(refKey(name)));
}

/** Name of the component among all: of its folder and of its op. */
export function componentName({ domain, project }: Component): string {
  return `${domain}__${wordOf(project.name)}`;
}

/** What {@link componentYaml} needs beside the component. */
export interface ComponentRequest {
  readonly settings: RunSettings;
  /** Folder of the dbt project, from that of the Dagster project. */
  readonly projectDir: string;
  readonly profile: string;
  readonly target: string;
  /** As the header names it. */
  readonly from: string;
}

/** `defs.yaml`: the models of one domain as assets, and what the contracts say of those that are published. */
export function componentYaml(component: Component, request: ComponentRequest): string {
  const attributed = component.pipelines.map(({ pipeline, part }) => publishedAssets(pipeline, part, request.settings));
  const data: YamlData = {
    type: 'dagster_dbt.DbtProjectComponent',
    template_vars_module: '.template_vars',
    attributes: {
      project: {
        project_dir: `{{ project_root }}/${request.projectDir}`,
        profile: request.profile,
        target: request.target,
      },
      select: component.makes.join(' '),
      cli_args: ['build'],
      op: { name: componentName(component) },
      translation: { group_name: component.domain },
    },
    post_processing: attributed.length === 0 ? undefined : { assets: attributed },
  };
  return emitYaml(headerText('dagster', request.from), data);
}

function publishedAssets(pipeline: Pipeline, { targets }: PipelinePart, settings: RunSettings): YamlData {
  const owners = ownersOf(pipeline.contracts, settings);
  const contracts = pipeline.contracts.map(({ id }) => id).filter((id) => /^[\w.:/-]+$/.test(id));
  const isEager = pipeline.decision.schedule.kind === 'asset';
  return {
    target: targets.map(({ name }) => assetNamed(name)).join(' or '),
    attributes: {
      owners: owners.length === 0 ? undefined : owners,
      tags: tagsOf(pipeline),
      metadata: contracts.length === 0 ? undefined : { contracts: contracts.join(', ') },
      freshness_policy:
        freshnessOf(pipeline, settings) === undefined ? undefined : `{{ freshness('${pipeline.name}') }}`,
      automation_condition: isEager ? '{{ eager }}' : undefined,
    },
  };
}
