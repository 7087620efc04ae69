import { type Canvas, type CanvasItem } from '../../model/canvas.ts';
import type { Contract } from '../../model/contract.ts';
import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import { foldCase } from '../../model/words.ts';
import { identifier, literal } from '../dbt/test-call.ts';
import type { YamlData } from '../yaml/emit-yaml.ts';
import { fileNameOf } from '../file-name.ts';
import { ownerOf } from '../owner.ts';
import type { Consumer } from './consumers.ts';

/** An entry of `exposures:` with what it was made from. */
export interface Exposure {
  readonly consumer: Consumer;
  readonly name: string;
  readonly data: YamlData;
  readonly models: readonly DbtModel[];
  readonly contracts: readonly Contract[];
}

/** Why a consumer has no exposure: key below `dbt-exposures.`. */
interface NoExposure {
  readonly consumer: Consumer;
  readonly reason: 'no-model' | 'no-owner';
}

/** The exposure of a consumer of models of one dbt project, named `name`. */
export function exposureOf(consumer: Consumer, name: string, dbt: DbtProject): Exposure | NoExposure {
  const { canvas, item, products } = consumer;
  const own = new Set(dbt.models);
  const read = products.filter(({ models }) => models.some((model) => own.has(model)));
  const models = [...new Set(read.flatMap((product) => product.models))]
    .filter((model) => own.has(model) && /^[\p{L}\p{N}_.$-]+$/u.test(model.name))
    .toSorted((a, b) => compareText(a.name, b.name));
  if (models.length === 0) return { consumer, reason: 'no-model' };
  const contracts = read.flatMap(({ contract }) => contract ?? []);
  const owner = contracts.flatMap((contract) => ownerOf(contract) ?? [])[0];
  if (owner === undefined) return { consumer, reason: 'no-owner' };
  const data = {
    name,
    label: literal(consumer.name),
    description: literal(item.text),
    type: typeOf(canvas, item),
    maturity: maturityOf(contracts),
    url: urlOf(item),
    owner: isMail(owner) ? { email: literal(owner) } : { name: literal(owner) },
    depends_on: models.map((model) => `ref('${model.name}')`),
    config: {
      meta: { canvas: literal(canvas.path), contracts: contracts.map(({ id }) => literal(id)).toSorted(compareText) },
    },
  };
  return { consumer, name, data, models, contracts };
}

/** The name of a consumer in letters, digits and underscores, which are all that dbt takes. */
export function exposureName(consumer: Consumer): string {
  const name = identifier(foldCase(consumer.name)).slice(0, 60).replace(/_+$/, '');
  return name === '' ? `consumer_${identifier(fileNameOf(consumer.name))}` : name;
}

function isMail(owner: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(owner);
}

/** How a consumer uses data, by the first words that tell; `analysis` where none does. */
function typeOf({ sections }: Canvas, { text }: CanvasItem): string {
  const formats = sections
    .filter(({ topic }) => topic === 'format')
    .flatMap(({ items }) => items.map((each) => each.text));
  const said = foldCase(text);
  const offered = foldCase(formats.join(' '));
  return (
    types.find(([, words]) => words.test(said))?.[0] ??
    types.find(([, words]) => words.test(offered))?.[0] ??
    'analysis'
  );
}

const types: readonly (readonly [type: string, words: RegExp])[] = [
  ['notebook', /\b(?:notebooks?|jupyter|colab|databricks notebook)\b/],
  [
    'ml',
    /\b(?:machine learning|aprendizado de maquina|ml|data scientists?|cientistas? de dados|modelos? preditivos?|predictive models?|features?)\b/,
  ],
  ['dashboard', /\b(?:dashboards?|paine(?:l|is)|power ?bi|tableau|looker|metabase|superset|qlik|bi)\b/],
  [
    'application',
    /\b(?:apis?|apps?|applications?|aplicac(?:ao|oes)|aplicativos?|sistemas?|systems?|micros?servicos?|microservices?|backend|crm|erp)\b/,
  ],
];

/** What the least mature of the contracts promises. */
function maturityOf(contracts: readonly Contract[]): string | undefined {
  const statuses = contracts.flatMap(({ status }) => status?.value.toLowerCase() ?? []);
  if (statuses.length === 0) return undefined;
  return statuses.every((status) => status === 'active') ? 'high' : 'low';
}

/** An address in the entry, where it can stand in YAML that dbt renders. */
function urlOf({ text }: CanvasItem): string | undefined {
  const url = /https?:\/\/[^\s<>"'`|)\]]{1,2000}/.exec(text)?.[0].replace(/[.,;:!?]+$/, '');
  return url === undefined || /[{}]/.test(url) ? undefined : url;
}
