import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Generator } from '../../../src/generators/define-generator.ts';
import { dbtExposuresGenerator } from '../../../src/generators/dbt-exposures/dbt-exposures.ts';
import { dbtUnitTestsGenerator } from '../../../src/generators/dbt-unit-tests/dbt-unit-tests.ts';
import { sqlfluffGenerator } from '../../../src/generators/sqlfluff/sqlfluff.ts';
import { loadProject } from '../../../src/load/load-project.ts';
import { createMemo } from '../../../src/load/memo.ts';
import { physicalNameOf } from '../../../src/model/contract.ts';
import { compareText } from '../../../src/model/location.ts';
import { hasMessage } from '../../../src/model/messages.ts';
import type { Files } from '../../../src/model/rule.ts';
import { memoryTree } from '../../support/memory-tree.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { dbtProjectGenerator } from '../../../src/generators/dbt-project/dbt-project.ts';
import { runGenerator, withGenerated, writeFiles } from './run-generator.ts';
import { projectProblems, resourceProblems } from './wheel-schema.ts';

const corpus = env['CORPUS_DIR'];
const folder = corpus === undefined ? undefined : join(corpus, 'contracts');

const generators: readonly Generator[] = [
  dbtExposuresGenerator,
  dbtProjectGenerator,
  dbtUnitTestsGenerator,
  sqlfluffGenerator,
];

const governance: Files = {
  'specs/governance/naming.json':
    '{"layers": {"marts": {"prefix": "fct_", "materialization": "table"}}, "casing": {"columns": "snake_case"}}\n',
  'specs/governance/stack-standards.md': '- CTEs, no nested subqueries.\n- Keywords in lower case.\n',
  'implementation/dbt/dbt_project.yml': '# ours\nname: corpus\nprofile: corpus\n',
  'implementation/dbt/profiles.yml':
    'corpus:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: corpus.duckdb}\n',
};

/** Contracts of the corpus as one repository, with a model, rows and a canvas for everything that they describe; `most` of those that have models. */
function repository(most: number): Files {
  if (folder === undefined || !existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.ya?ml$/.test(path));
  const taken = new Set<string>();
  let files = governance;
  let count = 0;
  for (const [index, path] of paths.toSorted(compareText).entries()) {
    const own = filesOf(readFileSync(join(folder, path), 'utf8'), `it${index}`, taken);
    const hasModels = Object.keys(own).some((each) => each.endsWith('.sql'));
    if (hasModels && ++count > most) break;
    files = { ...files, ...own };
  }
  return files;
}

function filesOf(text: string, id: string, taken: Set<string>): Files {
  const contract = { [`specs/contracts/outputs/${id}.yaml`]: text };
  const [loaded] = loadProject(memoryTree({ ...governance, ...contract }), createMemo()).contracts;
  const tables: string[] = [];
  const files = (loaded?.schema ?? []).flatMap((object): readonly (readonly [string, string])[] => {
    const name = physicalNameOf(object).split('.').at(-1) ?? '';
    if (!/^[A-Za-z_]\w*$/.test(name) || taken.has(name.toLowerCase())) return [];
    taken.add(name.toLowerCase());
    tables.push(name);
    const columns = object.properties.map(physicalNameOf).filter((column) => !/[",\n]/.test(column) && column !== '');
    const rows = `${columns.join(',')}\n${columns.map(() => '1').join(',')}\n`;
    return [
      [`implementation/dbt/models/marts/${name}.sql`, `select * from {{ source('${id}', '${name}') }}\n`],
      [`specs/sample-data/${id}.${name}.csv`, rows],
      [`specs/sample-data/expected/${name}.csv`, rows],
    ];
  });
  const sources = `sources:\n  - name: ${id}\n    tables:\n${tables.map((table) => `      - name: ${table}\n`).join('')}`;
  return {
    ...contract,
    ...Object.fromEntries(files),
    ...(tables.length > 0 && { [`implementation/dbt/models/_${id}.yml`]: sources }),
    [`specs/product-canvas/${id}.md`]:
      '# It\n\n## Consumers\n- CRM team: everything, in the morning\n\n## Latency\n15 min\n',
  };
}

describe.skipIf(folder === undefined)('contracts of the corpus', () => {
  it('make files that are read back, whatever their order, and notes that have texts', { timeout: 120_000 }, () => {
    const files = repository(Infinity);
    const turned = Object.fromEntries(Object.entries(files).toReversed());
    let count = 0;
    for (const generator of generators) {
      const made = runGenerator(generator, files);
      expect(runGenerator(generator, turned)).toEqual(made);
      for (const { message } of made.notes) expect([message, hasMessage(message)]).toEqual([message, true]);
      for (const artifact of made.artifacts) {
        count++;
        expect([artifact.path, /[^\n]\n$/.test(artifact.content), artifact.content.includes('\r')]).toEqual([
          artifact.path,
          true,
          false,
        ]);
        if (/\.ya?ml$/.test(artifact.path)) expect(() => parse(artifact.content, { version: '1.1' })).not.toThrow();
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  describeWithTool('dbt', 'in dbt', (tool) => {
    it('are parsed, twenty of them, and allowed by its schemas', { timeout: 120_000 }, () => {
      const files = repository(20);
      const all = generators.reduce(
        (each, generator) => withGenerated(each, runGenerator(generator, each).artifacts),
        files,
      );
      const made = Object.keys(all).filter((path) => all[path] !== files[path] && path.endsWith('.yml'));
      const problems = made.flatMap((path) =>
        path.endsWith('dbt_project.yml')
          ? projectProblems(tool, all[path] ?? '')
          : resourceProblems(tool, all[path] ?? ''),
      );
      expect(problems).toEqual([]);
      expect(made.length).toBeGreaterThan(40);
      const root = writeFiles(all);
      const args = [
        'parse',
        '--profiles-dir',
        '.',
        '--no-use-colors',
        '--warn-error-options',
        '{"error": ["Deprecations"]}',
      ];
      const run = spawnSync(tool.bin('dbt'), args, {
        cwd: join(root, 'implementation/dbt'),
        env: { ...env, ...silence },
        encoding: 'utf8',
      });
      rmSync(root, { recursive: true });
      expect([run.status, run.status === 0 ? '' : run.stdout]).toEqual([0, '']);
    });
  });
});
