import type { Artifact, OwnedKey } from '../../model/artifact.ts';
import type { Json } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { demandedMaterializations } from '../../model/materialization.ts';
import type { Project } from '../../model/project.ts';
import type { Generated, Generator, GeneratorContext } from '../define-generator.ts';
import { identifier } from '../dbt/test-call.ts';
import { emitYaml, type YamlData } from '../yaml/emit-yaml.ts';
import { dataOf, keyTreeOf } from '../keys/key-tree.ts';
import { applyKeys } from '../keys/shared-keys.ts';
import { packageKeys } from './package-keys.ts';
import { dbtVersions, projectKeys } from './project-keys.ts';
import { viewYaml } from './yaml-view.ts';

const name = 'dbt-project';

/** Where a project is founded that does not exist yet. */
const foundingRoot = 'implementation/dbt_project';

/** People own these files: no header of a generated one, only what is kept up to date in them. */
const ownersNote = `DataEngOS Gatekeeper (${name}) keeps the keys up to date that the specifications decide; everything else is yours.`;

export const dbtProjectGenerator: Generator = {
  name,
  summary: 'The keys of dbt_project.yml and packages.yml that the specifications decide.',
  isDefault: false,
  readsAll: true,
  options: {
    name: {
      type: 'text',
      default: '',
      description: 'Name of a project that does not exist yet; else the domain of the contracts.',
    },
    profile: { type: 'text', default: '', description: 'Profile of a project that does not exist yet; else its name.' },
  },
  generate(project, context) {
    if (project.dbt.length === 0) return project.contracts.length === 0 ? nothing : newProject(project, context);
    const made = project.dbt.map((dbt) => filesOf(project, dbt, context));
    return {
      artifacts: made.flatMap(({ artifacts }) => artifacts).toSorted((a, b) => compareText(a.path, b.path)),
      notes: made.flatMap(({ notes }) => notes),
    };
  },
};

const nothing: Generated = { artifacts: [], notes: [] };

function filesOf(project: Project, dbt: DbtProject, context: GeneratorContext): Generated {
  const { path } = dbt.at;
  const text = context.read(path);
  const file = viewYaml(text);
  const packages = packageKeys(project, dbt, context);
  const { keys, notes, sources } = projectKeys(project, dbt, file);
  const zone = file.at(['vars', zoneVariable]) ?? 'UTC';
  const zoned = packages.packages.includes('dbt_expectations') ? [{ path: ['vars', zoneVariable], value: zone }] : [];
  const listed = context.read(packages.path);
  return {
    artifacts: [
      artifactOf({
        path,
        text,
        keys: [...keys, ...zoned],
        sources: [...sources, ...(zoned.length > 0 ? packages.sources : [])],
      }),
      ...(packages.keys.length === 0 ? [] : [artifactOf({ ...packages, text: listed })]),
    ],
    notes,
  };
}

/** The variable without which dbt_expectations does not start. */
const zoneVariable = 'dbt_date:time_zone';

interface SharedFile {
  readonly path: string;
  readonly text: string | undefined;
  readonly keys: readonly OwnedKey[];
  readonly sources: readonly string[];
}

function artifactOf({ path, text, keys, sources }: SharedFile): Artifact {
  const applied = text === undefined ? undefined : applyKeys(text, keys);
  // What could not be applied is said where the file is compared.
  const written = applied !== undefined && 'text' in applied ? applied.text : text;
  const tree = keyTreeOf(keys);
  const content = written ?? emitYaml(ownersNote, tree === undefined ? {} : dataOf(tree));
  return {
    path,
    content,
    ownership: 'shared-keys',
    keys,
    generator: name,
    sources: [...new Set(sources)].toSorted(compareText),
  };
}

/** A whole project for a repository that has contracts and no dbt yet. */
function newProject(project: Project, { options }: GeneratorContext): Generated {
  const own = projectName(project, options['name']);
  const chosen = options['profile'];
  const profile = typeof chosen === 'string' && chosen !== '' ? chosen : own;
  const layers = (project.governance.naming?.layers ?? []).filter(({ layer }) => /^[\w-]+$/.test(layer));
  const built = layers.flatMap(({ layer, materialization }): readonly OwnedKey[] => {
    const [value] = demandedMaterializations(materialization?.value ?? '');
    return value === undefined || value === '' ? [] : [{ path: ['models', own, layer, '+materialized'], value }];
  });
  const keys: readonly OwnedKey[] = [
    { path: ['require-dbt-version'], value: dbtVersions },
    { path: ['flags', 'require_generic_test_arguments_property'], value: true },
    ...built,
  ];
  // The same as for the project that it is on the next run.
  const sources = built.length === 0 ? [] : [project.governance.naming?.path ?? ''];
  const path = `${foundingRoot}/dbt_project.yml`;
  const content = emitYaml(ownersNote, { ...wholeProject(own, profile), ...ownData(keys) });
  return { artifacts: [{ path, content, ownership: 'shared-keys', keys, generator: name, sources }], notes: [] };
}

function wholeProject(own: string, profile: string): { readonly [key: string]: YamlData } {
  return {
    name: own,
    version: '1.0.0',
    'config-version': 2,
    profile,
    'model-paths': ['models'],
    'macro-paths': ['macros'],
    'test-paths': ['tests'],
    'seed-paths': ['seeds'],
    'snapshot-paths': ['snapshots'],
    'clean-targets': ['target', 'dbt_packages'],
  };
}

function ownData(keys: readonly OwnedKey[]): { readonly [key: string]: YamlData } {
  const tree = keyTreeOf(keys);
  return tree === undefined ? {} : Object.fromEntries([...tree.keys].map(([key, below]) => [key, dataOf(below)]));
}

/** What people chose; else the only domain of what is published, in the letters that dbt allows. */
function projectName({ contracts }: Project, chosen: Json | undefined): string {
  const outputs = contracts.filter(({ direction }) => direction === 'output');
  const domains = [...new Set((outputs.length === 0 ? contracts : outputs).flatMap(({ domain }) => domain ?? []))];
  const wanted = typeof chosen === 'string' && chosen !== '' ? chosen : domains.length === 1 ? (domains[0] ?? '') : '';
  const word = identifier(wanted).replace(/^(?=\d)/, 'p_');
  return word === '' ? 'data_products' : word;
}
