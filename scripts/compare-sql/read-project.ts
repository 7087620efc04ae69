import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadDbt } from '../../src/load/dbt/load-dbt.ts';
import { varsOf } from '../../src/load/dbt/project-file.ts';
import { createMemo } from '../../src/load/memo.ts';
import { readYaml } from '../../src/load/yaml.ts';
import type { DbtProject } from '../../src/model/dbt.ts';
import { compareText } from '../../src/model/location.ts';

/** A dbt project on disk. */
export interface MeasuredProject {
  /** Owner and name of its repository, where its folders are called so. */
  readonly name: string;
  /** Short id of the commit; undefined outside of git. */
  readonly commit: string | undefined;
  readonly folder: string;
  readonly dialect: string;
  readonly dbt: DbtProject;
}

/** Folders whose files are no part of a project's templates. */
const passedOver = new Set(['.git', 'node_modules', 'target', 'logs', 'docs', '.venv']);
const read = /\.(?:sql|ya?ml|py|md|csv)$/;

/**
 * Reads the project in a folder, as `dialect:folder` or `folder` with a profile that names its dialect.
 * @throws Error where no project or no dialect is there
 */
export function readProject(argument: string): MeasuredProject {
  const [, dialect, folder = ''] = /^(?:([a-z]+):)?(.+)$/.exec(argument) ?? [];
  const texts = new Map(filesBelow(folder, '').map((path) => [`project/${path}`, readFileSync(join(folder, path))]));
  const files = [...texts]
    .map(([path, bytes]) => ({ path, oid: createHash('sha1').update(bytes).digest('hex') }))
    .sort((a, b) => compareText(a.path, b.path));
  const given = dialect === undefined ? undefined : { name: dialect, from: 'argument' };
  const source = { files, memo: createMemo(), dialect: given, read: (path: string) => texts.get(path) };
  const dbt = loadDbt(source).projects.find(({ root }) => root === 'project');
  if (dbt === undefined) throw new Error(`no dbt_project.yml in "${folder}"`);
  const tests = texts.get('project/integration_tests/dbt_project.yml');
  const spoken = dialect ?? dbt.dialect;
  if (spoken === undefined) throw new Error(`say the dialect of "${folder}": DIALECT:FOLDER`);
  return {
    ...repositoryOf(folder),
    folder,
    dialect: spoken,
    dbt: { ...dbt, dialect: spoken, vars: { ...dbt.vars, ...testVars(tests, dbt.name) } },
  };
}

/** A package switches models on, and names its sources, by the variables that its own integration tests set. */
function testVars(project: Uint8Array | undefined, name: string): DbtProject['vars'] {
  return project === undefined ? {} : varsOf(readYaml('dbt_project.yml', project).root, name);
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() && read.test(entry.name) ? [path] : [];
  });
}

function repositoryOf(folder: string): Pick<MeasuredProject, 'name' | 'commit'> {
  try {
    const [top = '', commit = ''] = execFileSync(
      'git',
      ['-C', folder, 'rev-parse', '--show-toplevel', '--short=10', 'HEAD'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ).split('\n');
    return { name: `${basename(dirname(top))}/${basename(top)}`, commit };
  } catch {
    return { name: basename(folder), commit: undefined };
  }
}
