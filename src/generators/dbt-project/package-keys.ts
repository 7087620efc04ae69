import type { OwnedKey } from '../../model/artifact.ts';
import type { Contract, Json, QualityRule } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { findModels, findSource } from '../match-models.ts';
import { viewYaml } from './yaml-view.ts';

/** Packages that rules of contracts may call tests of, with the versions that read the current spelling of tests. */
const hub: ReadonlyMap<string, { readonly name: string; readonly version: readonly string[] }> = new Map([
  ['dbt_utils', { name: 'dbt-labs/dbt_utils', version: ['>=1.3.0', '<2.0.0'] }],
  ['dbt_expectations', { name: 'metaplane/dbt_expectations', version: ['>=0.10.10', '<0.11.0'] }],
]);

/** The entries of a project's list of packages that contracts ask for. */
interface PackageKeys {
  /** `packages.yml`, or `dependencies.yml` where that lists packages. */
  readonly path: string;
  readonly keys: readonly OwnedKey[];
  /** Packages by the last part of their name, sorted. */
  readonly packages: readonly string[];
  readonly sources: readonly string[];
}

/** What rules of engine `dbt` call, where the project does not install it from elsewhere. */
export function packageKeys(project: Project, dbt: DbtProject, { read }: Pick<GeneratorContext, 'read'>): PackageKeys {
  const calls = project.contracts.filter((contract) => isIn(contract, dbt)).flatMap(callsIn);
  const folder = dbt.root === '' ? '' : `${dbt.root}/`;
  const lists = viewYaml(read(`${folder}dependencies.yml`))
    .keys([])
    .includes('packages');
  const path = `${folder}${lists ? 'dependencies.yml' : 'packages.yml'}`;
  const listed = versionsIn(read(path));
  const wanted = [...new Set(calls.map(({ name }) => name))].toSorted(compareText);
  const ours = wanted.filter((name) => listed.has(hub.get(name)?.name ?? '') || !dbt.packages.includes(name));
  return {
    path,
    keys: ours.flatMap((name): readonly OwnedKey[] => {
      const entry = hub.get(name);
      if (entry === undefined) return [];
      const version = listed.get(entry.name) ?? entry.version;
      return [{ path: ['packages', { key: 'package', is: entry.name }, 'version'], value: version }];
    }),
    packages: ours,
    sources: calls.filter(({ name }) => ours.includes(name)).map(({ path: contract }) => contract),
  };
}

/** Versions of the packages that a file lists by their name in the hub. */
function versionsIn(text: string | undefined): ReadonlyMap<string, string | readonly string[]> {
  const packages = viewYaml(text).at(['packages']);
  const entries = Array.isArray(packages) ? packages : [];
  return new Map(entries.flatMap((entry: Json) => versionOf(entry) ?? []));
}

function versionOf(entry: Json): readonly (readonly [name: string, version: string | readonly string[]])[] {
  if (typeof entry !== 'object' || entry === null || !('package' in entry) || !('version' in entry)) return [];
  const { package: name, version } = entry;
  if (typeof name !== 'string') return [];
  if (typeof version === 'string') return [[name, version]];
  return Array.isArray(version) && version.every((each) => typeof each === 'string') ? [[name, version]] : [];
}

function isIn(contract: Contract, dbt: DbtProject): boolean {
  return contract.schema.some((object) =>
    contract.direction === 'output'
      ? findModels(contract, object, [dbt]).length > 0
      : findSource(object, dbt) !== undefined,
  );
}

function callsIn({ path, schema }: Contract): readonly { readonly name: string; readonly path: string }[] {
  const rules = schema.flatMap((object) => [...object.quality, ...object.properties.flatMap(({ quality }) => quality)]);
  return rules.filter(isDbtRule).flatMap(({ implementation = null }) => {
    const written = JSON.stringify(implementation);
    return [...hub.keys()].filter((name) => written.includes(`${name}.`)).map((name) => ({ name, path }));
  });
}

function isDbtRule({ type, engine }: QualityRule): boolean {
  return type === 'custom' && engine?.toLowerCase() === 'dbt';
}
