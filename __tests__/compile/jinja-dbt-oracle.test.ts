import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { askDbt, type DbtAnswer, renderOurs, type TemplateProject } from '../../scripts/compare-sql/dbt-jinja.ts';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import type { MacroFile } from '../../src/model/dbt.ts';
import { describeWithTool } from '../support/real-tools.ts';

const root = join(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, '../fixtures/jinja');

interface Project extends TemplateProject {
  readonly label: string;
}

function filesOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return globSync('**/*.sql', { cwd: folder })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

function macrosOf(owner: string, folder: string): readonly MacroFile[] {
  return filesOf(folder).map(({ path, text }) => ({ package: owner, path, oid: path, text }));
}

function modelsOf(folder: string): Project['models'] {
  return filesOf(folder).map(({ path, text }) => ({ name: basename(path, '.sql'), path, text }));
}

const goldenVars: unknown = {
  start: '2024-01-01',
  list: [1, 'two', null],
  nested: { key: 1.5 },
  golden: { start: '2025-01-01' },
};

/** The golden templates on a dialect with macros of its own and on one without, and every example repository. */
function projects(): readonly Project[] {
  const golden = ['duckdb', 'snowflake'].map((dialect) => ({
    label: `golden templates on ${dialect}`,
    name: 'golden',
    dialect,
    packages: ['util'],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain JSON for both sides
    vars: goldenVars as Project['vars'],
    macros: [...macrosOf('golden', join(fixtures, 'macros')), ...macrosOf('util', join(fixtures, 'util'))],
    models: modelsOf(join(fixtures, 'models')),
  }));
  const examples = globSync('examples/*/implementation/*/dbt_project.yml', { cwd: root })
    .sort()
    .map((file) => {
      const folder = join(root, file, '..');
      const name = /^name: *(\w+)/m.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? '';
      const macros = existsSync(join(folder, 'macros')) ? macrosOf(name, join(folder, 'macros')) : [];
      return {
        label: file,
        name,
        dialect: 'duckdb',
        packages: [],
        vars: {},
        macros,
        models: modelsOf(join(folder, 'models')),
      };
    });
  return [...golden, ...examples];
}

describeWithTool('dbt', "dbt's own Jinja2", (dbt) => {
  let answer: DbtAnswer;
  beforeAll(() => {
    answer = askDbt(dbt.bin('python'), projects());
  });

  test.each(projects().map((project, index) => [project.label, project, index] as const))(
    'prints the same bytes: %s',
    (_label, project, index) => {
      const names = project.models.map(({ path }) => path);
      const theirs = answer.projects[index] ?? [];
      const ours = renderOurs(project, answer.dbtMacros);
      expect(ours.map((each, model) => [names[model], each])).toEqual(
        theirs.map((each, model) => [names[model], each]),
      );
      expect(theirs.filter((each) => 'error' in each)).toEqual([]);
      expect(names.length).toBeGreaterThan(1);
    },
  );

  test('every macro file of dbt and its duckdb adapter can be read', () => {
    const files = answer.allMacroFiles.map((file) => ({ package: 'dbt', oid: file.path, ...file }));
    expect(files.length).toBeGreaterThan(100);
    expect(buildMacroLibrary(files).broken).toEqual([]);
  });
});
