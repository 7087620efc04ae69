import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findStart } from '../../src/lineage/find-start.ts';
import { lineageGraph } from '../../src/lineage/lineage-graph.ts';
import { walkLineage } from '../../src/lineage/walk-lineage.ts';
import { lineageMermaid } from '../../src/reporters/lineage-picture.ts';
import { lineageText } from '../../src/reporters/lineage-text.ts';
import { filesBelow } from '../lineage/worlds.ts';
import { gatherFiles } from '../support/check-files.ts';

const root = join(import.meta.dirname, '../..');

/** Questions of the page, with the answers that it prints. */
function printed(): readonly (readonly [name: string, format: string, answer: string])[] {
  const page = readFileSync(join(root, 'docs/lineage.md'), 'utf8');
  return [...page.matchAll(/```sh\ndataengos lineage (\S+)[^\n]*\n```\n\n```(text|mermaid)\n(.*?)```\n/gs)].map(
    (match) => [match[1] ?? '', match[2] ?? '', match[3] ?? ''],
  );
}

it('the answers on the page are what the example gives', async () => {
  const files = Object.entries(filesBelow(join(root, 'examples/revenue')));
  const head = Object.fromEntries(files.map(([path, bytes]) => [path, bytes.toString()]));
  const { project, facts } = (await gatherFiles({ head })).input.head;
  const graph = lineageGraph({ project, models: facts.models, columns: facts.columns ?? [] });
  const given = printed().map(([name, format]) => {
    const found = findStart(graph, name);
    const starts = found.kind === 'found' ? found.starts : [];
    const part = walkLineage(graph, { starts, direction: 'both', maxStations: 80 });
    return [name, format, format === 'text' ? lineageText(part, 'en') : lineageMermaid(part, 'en')];
  });
  expect(given).toHaveLength(3);
  expect(given).toEqual(printed());
});
