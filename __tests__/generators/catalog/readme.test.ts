import { describe, expect, it } from 'vitest';
import { catalogGenerator } from '../../../src/generators/catalog/catalog.ts';
import { commentText, escapeMarkdown, fileLink, unescapeMarkdown } from '../../../src/generators/catalog/markdown.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { exampleContext, pagesOf } from '../docs/example-projects.ts';
import { hostileTexts } from '../docs/hostile.ts';
import { project } from '../shop.ts';

function indexOf(each: Project): { readonly lines: readonly string[]; readonly sources: readonly string[] } {
  const { artifacts } = catalogGenerator.generate(each, exampleContext());
  const file = artifacts.find(({ path }) => path === 'exports/docs/README.md');
  return { lines: file?.content.split('\n') ?? [], sources: file?.sources ?? [] };
}

describe('the index in Markdown', () => {
  const schema = [object('o', [property('a'), property('b')])];
  const contracts = [
    contract({ id: 'orders', path: 'specs/a (1).yaml', name: 'Orders | all', teamName: 'Sales', schema }),
    contract({ id: 'raw', path: 'specs/b.yaml', direction: 'input' }),
  ];

  it('lists contracts, and links the pages of products', () => {
    expect(indexOf(project(contracts, [])).lines.slice(1)).toEqual([
      '# Data contracts',
      '',
      '| Contract | Version | Status | Direction | Owner | Objects | Columns | File |',
      '| --- | --- | --- | --- | --- | ---: | ---: | --- |',
      '| orders | 1.0.0 |  | output | Sales | 1 | 2 | [specs/a (1).yaml](../../specs/a%20%281%29.yaml) |',
      '| raw | 1.0.0 |  | input |  | 0 | 0 | [specs/b.yaml](../../specs/b.yaml) |',
      '',
      '# Data products',
      '',
      '- [Orders \\| all](../../exports/docs/products/orders.md)',
      '',
    ]);
  });

  it('links pages that are there', () => {
    const at = fileStart('specs/p.odps.yaml');
    const described = { path: at.path, id: 'My Product', inputPorts: [], outputPorts: [], team: [], at };
    const each = project(contracts, [], { products: [described] });
    const { lines, sources } = indexOf(each);
    const targets = lines.flatMap((line) => /^- \[.*\]\(\.\.\/\.\.\/(.*)\)$/.exec(line)?.[1] ?? []);
    const pages = [...pagesOf(each).keys()].filter((path) => path.startsWith('exports/docs/products/'));
    expect(targets).toEqual(pages);
    expect(sources).toEqual(['specs/a (1).yaml', 'specs/b.yaml', 'specs/p.odps.yaml']);
  });
});

describe('hostile texts', () => {
  it.each(hostileTexts)('%j is escaped, and read back', (text) => {
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(unescapeMarkdown(escapeMarkdown(text))).toBe(flat);
    expect(escapeMarkdown(text).replaceAll(/\\./g, '')).not.toMatch(/[<`*[\]|]/);
    expect(commentText(text)).not.toMatch(/--|[<>\n]/);
    expect(fileLink(text, { up: '..' }).split('](').at(-1)).toMatch(/^\.\.\/[^\s()]*\)$/);
  });
});
