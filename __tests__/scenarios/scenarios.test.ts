import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';
import { describeReport, type ScenarioOptions } from './describe-report.ts';

const root = import.meta.dirname;
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort(compareText);

/** Every folder beside this file: the trees `base`, `head` and, where policy has moved on, `tip`, and what the gate says. */
describe('scenario', () => {
  it.each(names)('%s', async (name) => {
    const folder = join(root, name);
    const options = optionsOf(folder);
    const trees = { base: readFiles(folder, 'base'), head: readFiles(folder, 'head') };
    const tip = readFiles(folder, 'tip');
    const report = await checkFiles({
      ...trees,
      ...(Object.keys(tip).length > 0 && { tip }),
      ...(options.today !== undefined && { today: options.today }),
      request: { lang: 'en', ...options.request },
    });
    expect(describeReport(report, options)).toBe(readFileSync(join(folder, 'expected.txt'), 'utf8'));
  });
});

function optionsOf(folder: string): ScenarioOptions {
  if (!readdirSync(folder).includes('scenario.json')) return {};
  const options: ScenarioOptions = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8'));
  return options;
}

function readFiles(folder: string, tree: string): Files {
  if (!readdirSync(folder).includes(tree)) return {};
  const files = readdirSync(join(folder, tree), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  const paths = files.map((each) => join(each.parentPath, each.name)).sort(compareText);
  return Object.fromEntries(
    paths.map((path) => [relative(join(folder, tree), path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}
