import type { Canvas, CanvasItem } from './canvas.ts';
import { groupBy } from './group-by.ts';
import type { DagFile } from './orchestration.ts';
import type { Project } from './project.ts';
import type { SlaPromise } from './slas.ts';
import { foldWord } from './words.ts';
import { nameKey, type Product, productsOf, speaksOf, tellingWords } from './products-of.ts';

/** The products of a project with the canvases that speak of them, looked up by name. */
export interface Portfolio {
  readonly project: Project;
  readonly products: readonly Product[];
  /** Canvases of products by {@link nameKey} of their file. */
  readonly byName: ReadonlyMap<string, readonly Canvas[]>;
  /** Canvases of products by the words that tell their file's name apart: `churn_analysis` describes `churn_report`. */
  readonly byWords: ReadonlyMap<string, readonly Canvas[]>;
  /** Visions by their folder. */
  readonly visions: ReadonlyMap<string, readonly Canvas[]>;
  /** The words of every consumer that a vision names. */
  readonly consumerWords: ReadonlyMap<CanvasItem, ReadonlySet<string>>;
  /** What SLA files promise, by {@link nameKey} of the product; what they promise for all products is below the empty name. */
  readonly promised: ReadonlyMap<string, readonly SlaPromise[]>;
}

/** Looks up what belongs together in a project. */
export function portfolioOf(project: Project): Portfolio {
  const canvases = project.canvases ?? [];
  const own = canvases.filter(({ kind }) => kind === 'product');
  const visions = canvases.filter(({ kind }) => kind === 'vision');
  return {
    project,
    products: productsOf(project),
    byName: groupBy(own, ({ name }) => nameKey(name)),
    byWords: groupBy(own, ({ name }) => wordKey(tellingWords(name))),
    visions: groupBy(visions, ({ name }) => foldWord(name)),
    consumerWords: new Map(
      visions.flatMap(consumersIn).map((item) => [item, new Set(tellingWords(item.text))] as const),
    ),
    promised: groupBy(
      (project.slas ?? []).flatMap(({ promises }) => promises),
      ({ product }) => nameKey(product ?? ''),
    ),
  };
}

/** The canvases that describe one product, by their file's name. */
export function canvasesOf({ byName, byWords }: Portfolio, { keys, telling }: Product): readonly Canvas[] {
  const exact = [...keys].flatMap((key) => byName.get(key) ?? []);
  if (exact.length > 0) return exact;
  const words = new Set(telling.map(wordKey).filter((key) => key !== ''));
  return [...words].flatMap((key) => byWords.get(key) ?? []);
}

function wordKey(words: readonly string[]): string {
  return words.toSorted().join(' ');
}

/** The visions that a product belongs to: that of the whole repository, and that of the folder named like its domain. */
export function visionsOf({ visions }: Portfolio, { contract }: Product): readonly Canvas[] {
  const folders = ['', contract?.domain ?? '', ...(contract?.path.split('/').slice(3, -1) ?? [])];
  return [...new Set(folders.map(foldWord))].flatMap((folder) => visions.get(folder) ?? []);
}

/** The consumers that a product's own canvas names, and those of a vision that speak of it or that can mean nothing else. */
export function consumersOf(portfolio: Portfolio, product: Product): readonly CanvasItem[] {
  const { products, consumerWords } = portfolio;
  const isOnly = products.filter(({ contract }) => contract !== undefined).length <= 1;
  const general = visionsOf(portfolio, product).flatMap(consumersIn);
  return [
    ...canvasesOf(portfolio, product).flatMap(consumersIn),
    ...general.filter((item) => isOnly || speaksOf(consumerWords.get(item) ?? new Set(), product)),
  ];
}

function consumersIn({ sections }: Canvas): readonly CanvasItem[] {
  return sections.filter(({ topic }) => topic === 'consumers' || topic === 'persona').flatMap(({ items }) => items);
}

/** The workflows that mention a product by a name that nothing else has: that of a model, or one of several words. */
export function dagsOf({ models, names }: Product, dags: readonly DagFile[]): readonly DagFile[] {
  const wanted = new Set([
    ...models.map(({ name }) => name.toLowerCase()),
    ...names.map((name) => name.toLowerCase()).filter((name) => /^[\w-]+$/.test(name) && /[_-]/.test(name)),
  ]);
  return dags.filter(({ words }) => [...wanted].some((name) => words.has(name)));
}
