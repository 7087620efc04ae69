import type { Canvas, CanvasItem } from '../../model/canvas.ts';
import type { Contract } from '../../model/contract.ts';
import { consumersOf, portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import type { Project } from '../../model/project.ts';
import { foldCase } from '../../model/words.ts';

/** Somebody whom a canvas names as a reader of products. */
export interface Consumer {
  readonly canvas: Canvas;
  readonly item: CanvasItem;
  /** What it is called: the label of its entry, else the start of its text. */
  readonly name: string;
  readonly products: readonly Product[];
}

/** Who reads which product, in the order of the canvases; and the consumers of which no canvas tells what they read. */
export interface Consumers {
  readonly consumers: readonly Consumer[];
  readonly unplaced: readonly CanvasItem[];
}

/**
 * Looks up the products of every consumer: that of its canvas; of a vision those that the entry speaks of, those whose contract names the
 * consumer in its purpose or usage, or the only product that there is.
 */
export function findConsumers(project: Project): Consumers {
  const portfolio = portfolioOf(project);
  const readers = new Map<CanvasItem, Product[]>();
  for (const product of portfolio.products) {
    for (const item of consumersOf(portfolio, product)) readers.set(item, [...(readers.get(item) ?? []), product]);
  }
  const named = (project.canvases ?? []).flatMap((canvas) =>
    itemsIn(canvas).map((item) => ({ canvas, item, name: nameOf(item) })),
  );
  const found = named.map((each) => ({
    ...each,
    products: readers.get(each.item) ?? namedBy(each.name, portfolio.products),
  }));
  return {
    consumers: found.filter(({ products }) => products.length > 0),
    unplaced:
      portfolio.products.length === 0
        ? []
        : found.flatMap(({ item, products }) => (products.length === 0 ? [item] : [])),
  };
}

/** The entries below the headings about consumers, without what stands below an entry, and without what is still open. */
function itemsIn({ sections, open }: Canvas): readonly CanvasItem[] {
  const of = (topic: string): readonly CanvasItem[] =>
    sections.filter((each) => each.topic === topic).flatMap(({ items }) => items);
  const [consumers, personas] = [of('consumers'), of('persona')];
  const items = consumers.length > 0 ? consumers : personas;
  const texts = new Set(items.map(({ text }) => text));
  const answered = items.filter((item) => isQuestion(item) && partsOf(item).some((part) => texts.has(part)));
  const details = new Set(items.filter((item) => !answered.includes(item)).flatMap(partsOf));
  const asked = new Set(open.map(({ at }) => at.line));
  return items.filter(
    (item) =>
      !details.has(item.text) && !answered.includes(item) && !asked.has(item.at.line) && /\p{L}/u.test(item.text),
  );
}

/** What stands below an entry is part of its value. */
function partsOf({ value }: CanvasItem): readonly string[] {
  return value?.split('; ') ?? [];
}

/** `Who consumes it? The CRM team` is the CRM team. */
function nameOf(item: CanvasItem): string {
  const { text, label, value } = item;
  const said = isQuestion(item) ? (value ?? text) : (label ?? text);
  return (said.split(/[,;:.(–—]/, 1)[0] ?? said).trim();
}

function isQuestion({ label }: CanvasItem): boolean {
  return label?.endsWith('?') === true;
}

/** Contracts that say in their purpose or usage whom they are for. */
function namedBy(name: string, products: readonly Product[]): readonly Product[] {
  const wanted = foldCase(name);
  if (wanted.length < 6) return [];
  return products.filter(({ contract }) => contract !== undefined && textOf(contract).includes(` ${wanted} `));
}

function textOf({ purpose = '', usage = '' }: Contract): string {
  return ` ${foldCase(`${purpose} ${usage}`).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
}
