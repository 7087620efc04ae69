import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cacheFolder,
  environmentNames,
  folderName,
  isBuilt,
  isEnvironmentName,
  isPython,
  lockFile,
  lockFolder,
} from '../../scripts/tools/environments.ts';
import { temporaryFolder } from '../support/git-repo.ts';

function linesOf(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the folder of an environment', () => {
  const ingredients = { lock: 'dbt-core==1.12.0\n', runtime: 'python 3.11.7' };

  it('is called like it, and by a digest of its lock and of its Python', () => {
    expect(folderName('dbt', ingredients)).toBe('dbt-94803dbdde1923f1');
  });

  it.each([
    ['lock', { lock: 'dbt-core==1.12.1\n' }],
    ['Python', { runtime: 'python 3.11.8' }],
  ])('is another one with another %s', (_, changed) => {
    const changedName = folderName('dbt', { ...ingredients, ...changed });
    expect(changedName).toMatch(/^dbt-[0-9a-f]{16}$/);
    expect(changedName).not.toBe(folderName('dbt', ingredients));
  });

  it('is in the folder that is named, else where the user keeps caches', () => {
    const caches = { XDG_CACHE_HOME: '/caches' };
    expect(cacheFolder({ ...caches, DATAENGOS_TOOLS_DIR: '/tools' })).toBe('/tools');
    expect(cacheFolder({ ...caches, DATAENGOS_TOOLS_DIR: '' })).toBe(join('/caches', 'dataengos-tools'));
    expect(cacheFolder({})).toBe(join(homedir(), '.cache', 'dataengos-tools'));
  });

  it('counts as built only where what runs it is there', () => {
    const folder = temporaryFolder('environment-');
    mkdirSync(join(folder, 'bin'));
    symlinkSync(join(folder, 'gone'), join(folder, 'bin', 'python'));
    expect([isBuilt('dbt', join(folder, 'nowhere')), isBuilt('dbt', folder), isBuilt('providers', folder)]).toEqual([
      false,
      false,
      false,
    ]);
    writeFileSync(join(folder, 'gone'), '');
    mkdirSync(join(folder, 'node_modules'));
    expect([isBuilt('dbt', folder), isBuilt('providers', folder)]).toEqual([true, true]);
  });
});

it('knows its environments by name, and nothing else', () => {
  expect(environmentNames.every(isEnvironmentName)).toBe(true);
  expect(['terraform', '', 'DBT', 'toString'].filter(isEnvironmentName)).toEqual([]);
});

describe('the locks', () => {
  const pythons = environmentNames.filter(isPython);

  it.each(pythons)('of %s hold one version of each package, and no address', (name) => {
    const lines = linesOf(lockFile(name));
    expect(lines.filter((line) => !/^[a-z0-9-]+==[0-9a-z.+]+(?: ; [^/:;]+)?$/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(50);
  });

  it.each(pythons)('of %s hold what is asked for', (name) => {
    const wanted = linesOf(join(lockFolder, `${name}.in`)).map((line) => line.split(';')[0]?.replaceAll('_', '-'));
    const held = new Set(linesOf(lockFile(name)).map((line) => line.split(' ')[0]));
    expect(wanted.filter((each) => !held.has(each ?? ''))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(2);
  });

  it('of npm packages hold digests, and no address', () => {
    interface Entry {
      readonly integrity?: string;
      readonly resolved?: string;
    }
    const { packages }: { readonly packages: { readonly [path: string]: Entry } } = JSON.parse(
      readFileSync(lockFile('providers'), 'utf8'),
    );
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    expect(entries.filter(([, { integrity, resolved }]) => integrity === undefined || resolved !== undefined)).toEqual(
      [],
    );
    expect(entries.length).toBeGreaterThan(5);
  });
});
