import type { Artifact } from '../../model/artifact.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { namesColumn, timedLevels } from '../dbt/service-level-tests.ts';
import { type Generator, type GeneratorContext, type GeneratorNote, headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { noteOn } from '../note.ts';
import { macroFiles, macrosOf } from '../dbt/macros.ts';
import { groupArtifact } from './groups.ts';
import { matchedModels, type ModelsToDescribe, propertiesPath } from './matched-models.ts';
import { type ModelPropertiesFile, modelProperties } from './properties-file.ts';
import { timeSpineArtifacts } from './time-spine.ts';
import { type World, worldOf } from './world.ts';

const name = 'dbt-properties';

/** `_<model>__contract.yml` beside every dbt model that an output contract describes, with the generic and singular tests it calls. */
export const dbtPropertiesGenerator: Generator = {
  name,
  summary: 'dbt properties with tests from output contracts, beside the models they describe.',
  isDefault: true,
  readsAll: false,
  options: {
    contracts: {
      type: 'text',
      default: 'enforced',
      values: ['enforced', 'off'],
      description: 'Whether dbt enforces the contract of a model, where every column has a type.',
    },
    'service-levels': {
      type: 'text',
      default: 'warn',
      values: ['warn', 'error', 'off'],
      description: 'What a broken latency, freshness or retention does in dbt; these tests depend on the clock.',
    },
    'semantic-layer': {
      type: 'text',
      default: 'auto',
      values: ['auto', 'on', 'off'],
      description:
        "Whether measures and dimensions become dbt's semantic models; auto: where require-dbt-version starts at 1.12.",
    },
  },
  generate(project, context) {
    const world = worldOf(project, context);
    const { matches, notes } = matchedModels(project);
    const made = matches.map((match) => ({ match, file: modelProperties(match, world) }));
    return {
      artifacts: [
        ...made.flatMap((each) => filesOf(each, world)),
        ...project.dbt.flatMap((dbt) => sharedFiles(dbt, { made, world, context })),
      ],
      notes: [...notes, ...made.flatMap(({ file }) => file.notes), ...levelNotes(made, world)],
    };
  },
};

interface Made {
  readonly match: ModelsToDescribe['matches'][number];
  readonly file: ModelPropertiesFile;
}

function filesOf({ match, file }: Made, world: World): readonly Artifact[] {
  const { contract, model, project } = match;
  const owned = { ownership: 'owned', generator: name, sources: [contract.path] } as const;
  const yaml = { path: propertiesPath(model), content: emitYaml(headerText(name, contract.path), file.data), ...owned };
  const { tests } = world.settings(project);
  const queries = [...file.queries].map(([query, content]) => ({
    path: `${tests}/dataengos/${query}.sql`,
    content,
    ...owned,
  }));
  return [yaml, ...queries];
}

/** What several models of a project need: macros, groups, the time spine. */
function sharedFiles(
  dbt: DbtProject,
  {
    made,
    world,
    context,
  }: { readonly made: readonly Made[]; readonly world: World; readonly context: GeneratorContext },
): readonly Artifact[] {
  const own = made.filter(({ match }) => match.project === dbt);
  const folder = world.settings(dbt).models;
  const semantic = own.filter(({ file }) => file.isSemantic).map(({ match }) => match.contract.path);
  return [
    ...macrosFor(dbt, own),
    ...groupsFor(folder, own),
    ...(semantic.length === 0 ? [] : timeSpineArtifacts(dbt, { folder, sources: sorted(semantic), context })),
  ];
}

/** Only the macros that are called, each made from all contracts that call it. */
function macrosFor(dbt: DbtProject, made: readonly Made[]): readonly Artifact[] {
  const callers = new Map<string, Set<string>>();
  for (const { match, file } of made) {
    for (const macro of file.tests.flatMap(macrosOf)) {
      callers.set(macro, (callers.get(macro) ?? new Set()).add(match.contract.path));
    }
  }
  return [...callers].map(([macro, contracts]) => ({
    path: `${dbt.root === '' ? '' : `${dbt.root}/`}macros/dataengos/${macro}.sql`,
    content: macroFiles.get(macro) ?? '',
    ownership: 'owned',
    generator: name,
    sources: sorted(contracts),
  }));
}

function groupsFor(folder: string, made: readonly Made[]): readonly Artifact[] {
  const groups = new Map<string, Contract[]>();
  for (const { match, file } of made) {
    if (file.group?.isOurs !== true) continue;
    const contracts = groups.get(file.group.name) ?? [];
    contracts.push(match.contract);
    groups.set(file.group.name, contracts);
  }
  return [...groups].map(([group, contracts]) => groupArtifact(group, { folder, contracts }));
}

/** Service levels that dbt could test and that name no column of their contract. */
function levelNotes(made: readonly Made[], world: World): readonly GeneratorNote[] {
  if (world.serviceLevels === 'off') return [];
  const contracts = [...new Set(made.map(({ match }) => match.contract))];
  return contracts.flatMap((contract) =>
    timedLevels(contract)
      .filter((level) => !namesColumn(level, contract))
      .map((level): GeneratorNote => {
        const values = { level: level.property };
        const place = { generator: name, contract, at: level.at };
        return { ...noteOn(place, 'dbt-properties.level-without-element', values), severity: 'info' };
      }),
  );
}

function sorted(paths: Iterable<string>): readonly string[] {
  return [...new Set(paths)].toSorted(compareText);
}
