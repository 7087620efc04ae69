import type { Plugin } from 'vitest/config';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { isEnvironmentName } from '../../scripts/tools/environments.ts';
import type { ToolName } from './real-tools.ts';

/** Lists above vitest's own summary what did not run for want of a real tool, whatever reporters are asked for. */
export function listMissingTools(): Plugin {
  return {
    name: 'dataengos:missing-tools',
    configureVitest: ({ vitest }) => {
      // Reporters are called in order, and the summary is written by one of those that were there already.
      vitest.config.reporters.unshift(reporterOf(vitest));
    },
  };
}

function reporterOf(vitest: Vitest): Reporter {
  return {
    onTestRunEnd: (modules) => {
      for (const line of missingToolLines(missingToolsOf(modules))) vitest.logger.log(line);
    },
  };
}

/** The missing tool of each test that did not run for it; tests have what is said of the suites around them. */
function missingToolsOf(modules: readonly TestModule[]): readonly ToolName[] {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  return tests.flatMap((test) => test.meta().missingTool ?? []);
}

/** The lines of the list, of one name for each test: one for tools that can be built, one for programs to install. */
export function missingToolLines(missing: readonly ToolName[]): readonly string[] {
  const built = missing.filter(isEnvironmentName);
  const installed = missing.filter((tool) => !isEnvironmentName(tool));
  return [
    ...(built.length > 0 ? [`not run, because \`npm run tools\` has not built them: ${counts(built)}`] : []),
    ...(installed.length > 0 ? [`not run, because they are not installed: ${counts(installed)}`] : []),
  ];
}

function counts(tools: readonly ToolName[]): string {
  const words = [...new Set(tools)].map((tool) => {
    const tests = tools.filter((each) => each === tool).length;
    return `${tool} (${tests} ${tests === 1 ? 'test' : 'tests'})`;
  });
  return words.sort().join(', ');
}
