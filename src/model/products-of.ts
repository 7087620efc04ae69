import { type Contract, physicalNameOf, type SchemaObject } from './contract.ts';
import type { DbtModel } from './dbt.ts';
import type { Project } from './project.ts';
import { foldWord } from './words.ts';
import { kindOf } from './layer-kinds.ts';
import { wordsOf } from './names.ts';

/** Something that readers get: an output contract with the models that make it, or a mart that has no contract. */
export interface Product {
  /** As findings call it. */
  readonly name: string;
  readonly contract?: Contract;
  /** Every name that it goes by, as written. */
  readonly names: readonly string[];
  /** The same by {@link nameKey}. */
  readonly keys: ReadonlySet<string>;
  /** The words of each name that tell it apart. */
  readonly telling: readonly (readonly string[])[];
  readonly models: readonly DbtModel[];
}

/** The products of a project: output contracts in their order, then marts without a contract. */
export function productsOf(project: Project): readonly Product[] {
  const models = project.dbt.flatMap((each) => each.models);
  const byName = new Map<string, DbtModel[]>();
  for (const model of models) byName.set(nameKey(model.name), [...(byName.get(nameKey(model.name)) ?? []), model]);
  const contracts = project.contracts.filter(({ direction }) => direction === 'output');
  const outputs = contracts.map((contract) => productOf(project, contract, byName));
  const covered = new Set(project.contracts.flatMap(namesOfContract).map(nameKey));
  const marts = models.filter((model) => isMart(model) && !covered.has(nameKey(model.name)));
  return [...outputs, ...marts.map((model) => named({ name: model.name, models: [model] }, [model.name]))];
}

function named(product: Pick<Product, 'name' | 'contract' | 'models'>, names: readonly string[]): Product {
  const each = [...new Set(names)];
  return { ...product, names: each, keys: new Set(each.map(nameKey)), telling: each.map(tellingWords) };
}

function productOf(project: Project, contract: Contract, byName: ReadonlyMap<string, readonly DbtModel[]>): Product {
  const keys = [...new Set(contract.schema.flatMap(tableNames).map(nameKey))];
  const ports = (project.products ?? []).filter(({ outputPorts }) =>
    outputPorts.some(({ contractId }) => contractId === contract.id),
  );
  const names = [
    ...namesOfContract(contract),
    ...ports.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name])),
  ];
  return named({ name: contract.id, contract, models: keys.flatMap((key) => byName.get(key) ?? []) }, names);
}

function namesOfContract(contract: Contract): readonly string[] {
  const { id, name, dataProduct, path, schema } = contract;
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.odcs)?\.ya?ml$/, '');
  return [id, name, dataProduct, stem, ...schema.flatMap(tableNames)].filter((each) => each !== undefined);
}

/** The name of a table, and the last part of the name that the warehouse has for it. */
export function tableNames(object: SchemaObject): readonly string[] {
  const physical = physicalNameOf(object)
    .split('.')
    .at(-1)
    ?.replaceAll(/["`[\]]/g, '');
  return physical === undefined || physical === object.name ? [object.name] : [object.name, physical];
}

/** Whether a model is for readers: by its layer, else by its name. */
export function isMart(model: DbtModel): boolean {
  return model.layer === undefined ? /^(?:fct|fact|dim|mart|rpt|agg)_/i.test(model.name) : kindOf(model) === 'marts';
}

/** A name without case, accents, separators and the prefix of a mart: `fct_mrr_report` and `MRR report` are alike. */
export function nameKey(name: string): string {
  return foldWord(name.replace(/^(?:fct|fact|dim|mart|rpt|agg|obt)_+/i, ''));
}

const plainWords = new Set(
  `fct fact facts dim dims mart marts rpt agg obt stg int src tbl table tables tabela view data dados dataset base
  report reports relatorio relatorios analysis analise analytics summary resumo overview dashboard painel
  by per for of the and or from to in on por para de da do das dos e em no na com um uma
  daily weekly monthly yearly diario mensal semanal anual v1 v2 v3 v4 date dates calendar calendario time day month year dia mes ano
  odcs contract contrato product produto canvas`.split(/\s+/),
);

/** The words that tell one name from another, without plural: `campaign_performance` is campaign, performance. */
export function tellingWords(name: string): readonly string[] {
  return [...new Set(wordsOf(name.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')))]
    .filter((word) => !plainWords.has(word) && !/^\d+$/.test(word))
    .map(singular);
}

/** `sales` and `sale`, `pedidos` and `pedido`, `regioes` and `regiao` are one word. */
export function singular(word: string): string {
  if (word.length <= 3) return word;
  return word.replace(/oes$/, 'ao').replace(/ies$/, 'y').replace(/s$/, '');
}

/** Whether a text with these words (singular) speaks of a product: by half of the words that tell one of its names apart. */
export function speaksOf(words: ReadonlySet<string>, { telling }: Product): boolean {
  return telling.some((each) => {
    const said = each.filter((word) => words.has(word)).length;
    return said > 0 && said * 2 >= each.length;
  });
}

/** The words of a text in singular, for {@link speaksOf}. */
export function spokenWords(words: Iterable<string>): ReadonlySet<string> {
  return new Set([...words].map(singular));
}
