import type { Canvas, CanvasItem } from '../../model/canvas.ts';
import { foldCase } from '../../model/words.ts';
import type { CatalogConsumer } from './catalog-data.ts';
import type { Product } from './products.ts';

/**
 * Who needs a product, as canvases say: all consumers of the canvas that is called like it; else those entries of the vision of its
 * domain, or of the repository, that name it; else all consumers there, who are said to be those of the domain.
 */
export function consumersOf(product: Product, canvases: readonly Canvas[]): readonly CatalogConsumer[] {
  const names = namesOf(product);
  const own = canvases.filter(({ kind, name }) => kind === 'product' && names.has(folded(name)));
  if (own.length > 0) return own.flatMap((canvas) => itemsOf(canvas).map((item) => consumer(item, 'product')));
  const domains = new Set(product.outputs.flatMap(({ domain }) => (domain === undefined ? [] : folded(domain))));
  const visions = canvases.filter(({ kind, name }) => kind === 'vision' && (name === '' || domains.has(folded(name))));
  const items = visions.flatMap(itemsOf);
  const named = items.filter(({ text }) => [...names].some((name) => folded(text).includes(` ${name.trim()} `)));
  if (named.length > 0) return named.map((item) => consumer(item, 'product'));
  return items.map((item) => consumer(item, 'domain'));
}

function namesOf({ id, name, outputs }: Product): ReadonlySet<string> {
  const all = [
    id,
    name,
    ...outputs.flatMap((each) => [each.id, each.name ?? each.id, ...each.schema.map((object) => object.name)]),
  ];
  return new Set(all.map(folded).filter((each) => each.trim() !== ''));
}

/** Words with one space around each, so that one text holds another only as whole words. */
function folded(text: string): string {
  return ` ${foldCase(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

function itemsOf({ sections }: Canvas): readonly CanvasItem[] {
  return sections.filter(({ topic }) => topic === 'consumers').flatMap(({ items }) => items);
}

function consumer({ text, at }: CanvasItem, scope: CatalogConsumer['scope']): CatalogConsumer {
  return { text, scope, path: at.path, line: at.line };
}
