import type { DbtProject } from '../../model/dbt.ts';
import type { Project } from '../../model/project.ts';
import type { GeneratorContext } from '../define-generator.ts';
import type { KnownTests } from './custom-test.ts';
import { ownTests } from './macros.ts';
import { type ProjectSettings, projectSettings } from './project-settings.ts';
import type { LevelSeverity } from './service-level-tests.ts';

/** Everything that dbt tests depend on beside their own contract. */
export interface TestWorld {
  readonly project: Project;
  readonly serviceLevels: LevelSeverity;
  readonly isOn: (generator: string) => boolean;
  readonly settings: (dbt: DbtProject) => ProjectSettings;
  readonly knownTests: (dbt: DbtProject) => KnownTests;
}

/** Reads options and the files that are asked for, each project's once. */
export function testWorldOf(project: Project, context: GeneratorContext): TestWorld {
  const severity = context.options['service-levels'];
  const settings = oncePerProject((dbt) => projectSettings(dbt, context));
  return {
    project,
    serviceLevels: severity === 'error' || severity === 'off' ? severity : 'warn',
    isOn: context.isOn ?? (() => false),
    settings,
    knownTests: oncePerProject((dbt) => knownTests(dbt, settings(dbt), context)),
  };
}

/** Keeps what was made of each dbt project. */
export function oncePerProject<T>(make: (dbt: DbtProject) => T): (dbt: DbtProject) => T {
  const made = new Map<DbtProject, T>();
  return (dbt) => {
    const known = made.get(dbt) ?? make(dbt);
    made.set(dbt, known);
    return known;
  };
}

const builtIn = new Set(['not_null', 'unique', 'accepted_values', 'relationships']);

/** dbt's own tests, ours, those of declared packages, and those that the project's macros and `tests/generic/` define. */
function knownTests(dbt: DbtProject, { tests }: ProjectSettings, { paths, read }: GeneratorContext): KnownTests {
  const files = paths.filter((path) => path.startsWith(`${tests}/generic/`) && path.endsWith('.sql'));
  const texts = dbt.macros.filter((file) => file.package === dbt.name).map((file) => file.text);
  const defined = new Set([...texts, ...files.map((path) => read(path) ?? '')].flatMap(definedTests));
  return {
    has(test) {
      const dot = test.indexOf('.');
      if (dot !== -1)
        return test.slice(0, dot) === dbt.name
          ? defined.has(test.slice(dot + 1))
          : dbt.packages.includes(test.slice(0, dot));
      return builtIn.has(test) || ownTests.has(test) || defined.has(test);
    },
  };
}

function definedTests(text: string): readonly string[] {
  const definition = /\{%-?\s{0,20}(?:(?:data_)?test\s{1,20}|macro\s{1,20}test_)(\w{1,100})\s{0,20}\(/g;
  return [...text.matchAll(definition)].map(([, name = '']) => name);
}
