import { type StackDemand, stackDemands, type StackPolicy, type Tier, tiers } from '../../model/governance.ts';
import type { Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import type { MarkdownFile } from '../markdown.ts';
import { type DemandWords, proseOf, type StatedDemand, statedIn } from './demand-words.ts';
import { layerWords } from './layer-words.ts';
import { machineBlock } from './machine-block.ts';
import { type Cursor, ignore, readChoice, readItems, readMap } from './shape.ts';

/** What a file of coding standards holds and what is wrong with it. Prose that says nothing known is no mistake. */
export interface LoadedStack {
  readonly policy: StackPolicy;
  readonly problems: readonly Problem[];
}

/** Reads `stack-standards.md`: what is demanded of SQL and of files, by words in English and Portuguese or by id. */
export function loadStack(file: MarkdownFile): LoadedStack {
  const problems: Problem[] = [];
  const block = machineBlock(file, problems);
  const demands = block === undefined ? demandsOfProse(file) : demandsOfBlock(block);
  return { policy: { path: file.path, demands: firstOfEachLayer(demands) }, problems };
}

const demandWords: readonly DemandWords<StackDemand>[] = [
  { demand: 'ctes', words: /\bctes?\b|\bcommon table expressions?\b/ },
  {
    demand: 'ctes',
    words:
      /\b(?:no|never|avoid|without|sem|nunca|evit\w*|nao)\b.{0,20}\b(?:nested|aninhad\w+).{0,12}\b(?:sub-?quer(?:y|ies)|selects?)|\b(?:no|never|avoid|without|sem|nunca|evit\w*|nao)\b.{0,20}\bsub-?(?:quer(?:y|ies)|consultas?) (?:nested|aninhad\w+)/,
    isProhibition: true,
  },
  {
    demand: 'no-select-star',
    words:
      /\b(?:no|never|not|avoid|without|don't|sem|nunca|nao|evit\w*|proibid\w*)\b.{0,25}\bselect ?\*|\bselect ?\*.{0,20}\b(?:forbidden|not allowed|banned|proibid\w*)/,
    isProhibition: true,
  },
  { demand: 'trailing-commas', words: /\btrailing commas?\b|\bvirgulas? (?:no|ao) (?:fim|final)\b/ },
  { demand: 'leading-commas', words: /\bleading commas?\b|\bvirgulas? (?:no|ao) (?:inicio|comeco)\b/ },
  {
    demand: 'lower-keywords',
    words:
      /\b(?:keywords?|palavras[- ](?:chaves?|reservadas))\b.{0,25}\b(?:lower[- ]?case|minuscul)|\blower[- ]?case(?: sql)? keywords?\b/,
  },
  {
    demand: 'upper-keywords',
    words:
      /\b(?:keywords?|palavras[- ](?:chaves?|reservadas))\b.{0,25}\b(?:upper[-_ ]?case|maiuscul)|\bupper[-_ ]?case(?: sql)? keywords?\b/,
  },
  {
    demand: 'upper-constants',
    words:
      /\b(?:constants?|constantes?)\b.{0,25}\b(?:upper[-_ ]?case|maiuscul)|\bupper[-_ ]?case\b.{0,15}\b(?:constants?|constantes?)\b/,
  },
  { demand: 'snake-case', words: /\bsnake[-_ ]?case\b/ },
  {
    demand: 'model-description',
    words:
      /\b(?:every|each|all|todo|todos|cada)\b.{0,20}\bmodel(?:s|os?)?\b.{0,40}\b(?:descri(?:ption|be|cao|coes|t)|document)/,
  },
  {
    demand: 'model-owner',
    words:
      /\b(?:every|each|all|todo|todos|cada)\b.{0,20}\bmodel(?:s|os?)?\b.{0,40}\b(?:owners?|don[oa]s?|responsave(?:l|is))\b/,
  },
  { demand: 'docstrings', words: /\bdocstrings?\b/ },
  {
    demand: 'partitioned-incremental',
    words:
      /\bincrementa(?:l|is)\w*\b.{0,40}\b(?:partition|particion)|\b(?:partition|particion)\w*\b.{0,40}\bincrementa(?:l|is)/,
  },
];

type BoundDemand = StackPolicy['demands'][number];

function demandsOfProse(file: MarkdownFile): readonly BoundDemand[] {
  return file.sections.flatMap(({ heading, blocks }) => [
    ...(heading === undefined ? [] : boundDemands(heading.value, heading.at)),
    ...blocks.flatMap((block) => boundDemands(proseOf(block), block.at)),
  ]);
}

function boundDemands(text: string, at: Location): readonly BoundDemand[] {
  return statedIn(text, demandWords).map(({ demand, clause }) => {
    const bound = tiersIn(clause);
    return { demand, at, ...(bound && { tiers: bound }) };
  });
}

/** Words behind which a layer is where something holds, and those that may stand between. */
const inWords = new Set('in within inside em na no nas nos camada camadas'.split(' '));
const exceptWords = new Set('except outside exceto fora salvo menos'.split(' '));
const betweenWords = new Set(
  'in within the our all any of a o as os de da do das dos em na no nas nos layer layers camada camadas model models modelo modelos and or e ou nor nem'.split(
    ' ',
  ),
);

/** The layers that a clause says it holds in (`in marts`, `na camada de marts`), or all others (`except in staging`). */
function tiersIn(clause: string): readonly Tier[] | undefined {
  const words = clause.slice(0, 400).match(/[\p{L}\p{N}]+/gu) ?? [];
  const named = new Set<Tier>();
  const left = new Set<Tier>();
  let isExcept = false;
  let isPlace = false;
  for (const word of words) {
    const tier = Object.hasOwn(layerWords, word) ? layerWords[word] : undefined;
    if (exceptWords.has(word)) isExcept = true;
    if (exceptWords.has(word) || inWords.has(word)) isPlace = true;
    else if (tier !== undefined && isPlace) (isExcept ? left : named).add(tier);
    else if (!betweenWords.has(word)) isPlace = false;
  }
  if (named.size + left.size === 0) return undefined;
  return tiers.filter((tier) => (named.size === 0 || named.has(tier)) && !left.has(tier));
}

/** One demand of each kind for the same layers, where it is stated first. */
function firstOfEachLayer(demands: readonly BoundDemand[]): readonly BoundDemand[] {
  const first = new Map<string, BoundDemand>();
  for (const each of demands) {
    const key = [each.demand, ...(each.tiers ?? [])].join(' ');
    if (!first.has(key)) first.set(key, each);
  }
  return [...first.values()];
}

/** `demands:` with a list of ids. */
function demandsOfBlock(root: Cursor): readonly StatedDemand<StackDemand>[] {
  const demands: StatedDemand<StackDemand>[] = [];
  readMap(root, {
    fields: { demands: (value) => void demands.push(...readIds(value)), version: ignore },
    required: ['demands'],
  });
  return demands;
}

function readIds(value: Cursor): readonly StatedDemand<StackDemand>[] {
  return readItems(value).flatMap((item) => {
    const demand = readChoice(item, stackDemands);
    return demand === undefined ? [] : [{ demand, at: item.at }];
  });
}
