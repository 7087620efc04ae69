import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { contextGenerator } from '../../../src/generators/context/context.ts';
import { docsGenerator } from '../../../src/generators/docs/docs.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { exampleContext } from './example-projects.ts';
import { odpsMistakes } from './odps-keys.ts';

const corpus = env['CORPUS_DIR'] ?? '';
const folder = join(corpus, 'contracts');
const schemas = join(import.meta.dirname, '../../../schemas');

/** All public contracts as one repository; those with errors are left out, as the engine leaves them out. */
function corpusProject() {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const files = Object.fromEntries(
    paths.map((path, index) => [`specs/contracts/outputs/c${index}.yaml`, readFileSync(path, 'utf8')]),
  );
  return { project: loadProject(memoryTree(files), createMemo()), files };
}

describe.skipIf(corpus === '' || !existsSync(folder))('the public contracts of the corpus', () => {
  it('are all in the catalogue, the index and on the site', () => {
    const { project, files } = corpusProject();
    expect(project.contracts.length).toBeGreaterThan(20);
    const artifacts = [docsGenerator, contextGenerator].flatMap(
      (generator) => generator.generate(project, exampleContext(files)).artifacts,
    );
    for (const [path, name] of [
      ['exports/docs/dataengos-catalog.json', 'dataengos-catalog'],
      ['exports/context/contracts.manifest.json', 'contracts-manifest'],
    ] as const) {
      const data = JSON.parse(artifacts.find((each) => each.path === path)?.content ?? '');
      const schema = JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8'));
      const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
      validate(data);
      expect(validate.errors ?? []).toEqual([]);
      expect(data.contracts).toHaveLength(project.contracts.length);
    }
    const odps = artifacts.filter(({ path }) => path.endsWith('.odps.yaml'));
    expect(odps.flatMap(({ content }) => odpsMistakes(parse(content, { version: '1.1' })))).toEqual([]);
  });
});
