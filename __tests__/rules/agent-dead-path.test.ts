import { expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { checkFiles } from '../support/check-files.ts';

const tree: Files = {
  'specs/governance/naming.json': '{"staging": "stg_"}\n',
  'specs/product-canvas/vision.md': '# Vision\n',
  'docs/style.md': '# Style\n',
};

/** `path:line:column message [fixed text]` of the findings on instructions. */
async function dead(files: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ head: { ...tree, ...files } });
  return findings
    .filter(({ rule }) => rule === 'agent/dead-path')
    .map(({ path, line, column, message, fix }) => {
      const edits = fix?.edits.map((edit) => ` [${edit.startColumn}-${edit.endColumn} ${edit.text}]`).join('') ?? '';
      return `${path}:${line}:${column} ${message}${edits}`;
    });
}

it('says what is meant and repairs it in place, in backquotes, links and imports', async () => {
  const text =
    'Read `./specs/governance/namin.json`, [style](docs/stile.md#sql) and @specs/product-canvas/visoin.md.\n';
  expect(await dead({ 'AGENTS.md': text })).toEqual([
    'AGENTS.md:1:7 "AGENTS.md" sends agents to "./specs/governance/namin.json", which does not exist; did you mean "specs/governance/naming.json"? [7-36 ./specs/governance/naming.json]',
    'AGENTS.md:1:47 "AGENTS.md" sends agents to "docs/stile.md", which does not exist; did you mean "docs/style.md"? [47-60 docs/style.md]',
    'AGENTS.md:1:71 "AGENTS.md" sends agents to "specs/product-canvas/visoin.md", which does not exist; did you mean "specs/product-canvas/vision.md"? [71-101 specs/product-canvas/vision.md]',
  ]);
});

it('a path counts from the root and from the folder of the file', async () => {
  const text = '[a](../docs/style.md) [b](docs/style.md) [c](/docs/style.md) `specs/governance` [d](../../issues.md)\n';
  expect(await dead({ '.github/copilot-instructions.md': text })).toEqual([]);
});

it('a link out of a folder is repaired in its own words', async () => {
  expect(await dead({ '.agent-os/directives/a.md': '[a](../../docs/stile.md)\n' })).toEqual([
    '.agent-os/directives/a.md:1:5 ".agent-os/directives/a.md" sends agents to "../../docs/stile.md", which does not exist; did you mean "docs/style.md"? [5-24 ../../docs/style.md]',
  ]);
});

it.each([
  ['a folder that is only planned', 'Samples lie in `specs/sample-data/`.'],
  ['what tools write', 'Read `implementation/dbt/target/manifest.json`.'],
  ['exports where none are kept', 'Read `exports/docs/README.md`.'],
  ['the generated index', 'Read `specs/manifest.json`.'],
])('not found: %s', async (_, text) => {
  expect(await dead({ 'AGENTS.md': text })).toEqual([]);
});

it.each([
  '`specs/governance/waivers.yaml` holds exceptions, if there are any.',
  'Exceptions are in `specs/governance/waivers.yaml`, where present.',
  'Read `specs/governance/waivers.yaml` if it exists.',
  'Obey `specs/governance/waivers.yaml` when available.',
  'As exceções ficam em `specs/governance/waivers.yaml`, se houver.',
  'Leia `specs/governance/waivers.yaml`, caso exista.',
  'Leia `specs/governance/waivers.yaml` (arquivo opcional).',
])('a path under a condition is none that must be there: %s', async (text) => {
  expect(await dead({ 'AGENTS.md': `${text}\n` })).toEqual([]);
});

it('a condition in another sentence, or about something else, excuses nothing', async () => {
  const text =
    'Read `specs/governance/waivers.yaml`. Ask, if there are any questions.\n\nObey `specs/governance/waivers.yml` where you write SQL.\n';
  expect((await dead({ 'AGENTS.md': text })).map((each) => each.split(' ', 1)[0])).toEqual([
    'AGENTS.md:1:7',
    'AGENTS.md:3:7',
  ]);
});
