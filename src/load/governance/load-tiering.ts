import {
  type Tier,
  type TierDemand,
  tierDemands,
  type TieringPolicy,
  type TierLayer,
  tiers,
} from '../../model/governance.ts';
import { foldCase } from '../../model/words.ts';
import type { Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { suggest } from '../../model/suggest.ts';
import type { MarkdownBlock, MarkdownFile, MarkdownSection } from '../markdown.ts';
import { demandsOf, type DemandWords, firstOfEach, proseOf, type StatedDemand } from './demand-words.ts';
import { layersIn, type LayerWord, layerWords, medallion } from './layer-words.ts';
import { machineBlock } from './machine-block.ts';
import { type Cursor, ignore, note, quoted, readChoice, readEntries, readItems, readMap } from './shape.ts';

/** What a file of tiering standards holds and what is wrong with it. Prose that says nothing known is no mistake. */
export interface LoadedTiering {
  readonly policy: TieringPolicy;
  readonly problems: readonly Problem[];
}

/** Reads `tiering-standards.md`: layers by their English and Portuguese names, and what is demanded of each, by words or by id. */
export function loadTiering(file: MarkdownFile): LoadedTiering {
  const problems: Problem[] = [];
  const block = machineBlock(file, problems);
  const layers = block === undefined ? layersOfProse(file) : layersOfBlock(block);
  return { policy: { path: file.path, layers }, problems };
}

interface NamedLayer {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly tier: Tier;
}

/** The layer that a heading is about. `Staging (Silver)` is a silver layer of the name Staging. */
function layerOfHeading(heading: string): NamedLayer | undefined {
  const found = layersIn(heading);
  const [first] = found;
  // A heading that names all three is about none of them.
  if (first === undefined || new Set(found.map(({ tier }) => tier)).size === tiers.length) return undefined;
  const { tier } = found.find(({ name }) => medallion.has(foldCase(name))) ?? first;
  const aliases = otherNames(heading, found);
  return { name: first.name, ...(aliases.length > 0 && { aliases }), tier };
}

/** `staging` and `intermediate` in `Silver (staging and intermediate)`, `Silver layer / staging, intermediate`. */
function otherNames(heading: string, found: readonly LayerWord[]): readonly string[] {
  const names: string[] = [];
  for (const [index, word] of found.entries()) {
    const before = found[index - 1];
    if (before === undefined) continue;
    const between = heading.slice(before.end, word.start).toLowerCase();
    if (!(names.length === 0 ? firstOther : nextOther).test(between)) break;
    names.push(word.name);
  }
  return names;
}

const firstOther = /^(?: (?:layer|tier))? ?[(/|] ?(?:(?:dbt|camada|layer) )?$/;
const nextOther = /^(?:,| ?\/| and| e| &| \+) ?$/;

/** What stands before the colon or dash of `Silver (staging): typed`. */
const label = /^[^:\n–—]{1,60}?(?=\s*[:–—]|\s-\s)/;

const article = /^(?:the|a|o|camada|layer|tier)$/;

/** The layer that a text begins with; without a colon or dash behind it only where `how` says that this is enough. */
function layerOfLead(text: string, how: 'labelled' | 'any'): NamedLayer | undefined {
  const lead = label.exec(text)?.[0] ?? (how === 'any' ? text.split(/\s+/, 3).join(' ') : '');
  const [first] = layersIn(lead);
  const isFirst =
    first?.index === 0 || (first?.index === 1 && article.test(foldCase(/[\p{L}]+/u.exec(lead)?.[0] ?? '')));
  return isFirst ? layerOfHeading(lead) : undefined;
}

const demandWords: readonly DemandWords<TierDemand>[] = [
  {
    demand: 'append-only',
    words:
      /\bappend[- ]only\b|\binsert[- ]only\b|\b(?:apenas|so|somente) (?:insercao|insercoes|inserts?|append|anexa\w*)|\bimmutable\b|\bimutave(?:l|is)\b/,
  },
  {
    demand: 'append-only',
    words:
      /\bno (?:deletes?|updates?)\b|\bnever (?:deleted|updated|overwritten|changed)\b|\bsem (?:deletes?|updates?|exclus\w+)|\bnunca (?:e |sao )?(?:apagad|alterad|sobrescrit|atualizad)/,
    isProhibition: true,
  },
  {
    demand: 'one-to-one',
    words:
      /\b(?:one|1) (?:staging |dbt )?model per (?:source|table|raw)|\b1 ?[:x-] ?1\b|\bone[- ](?:to|for)[- ]one\b|\bum (?:unico )?modelo (?:de staging )?por (?:fonte|tabela|origem)|\bum[- ](?:para|a)[- ]um\b/,
  },
  {
    demand: 'typed',
    words:
      /\btyped\b|\btyping\b|\btipad[oa]s?\b|\btipagem\b|\bcast(?:s|ed|ing)?\b|\b(?:explicit|correct|enforced) types\b|\btypes (?:are )?(?:enforced|applied)\b|\btipos (?:explicitos|corretos)\b/,
  },
  {
    demand: 'masked',
    words: /\bmask|\bhash(?!tag)|\bmascara|\banon[iy]mi[sz]|\bpseudon[iy]mi[sz]|\bsha-?256\b|\btokeni[sz]/,
  },
  { demand: 'deduplicated', words: /\bde-?dup|\bdesdup/ },
  {
    demand: 'deduplicated',
    words: /\b(?:no|without|sem) (?:\S+ )?duplica(?:tes?|tas?|dos|das|cao)\b/,
    isProhibition: true,
  },
  { demand: 'aggregated', words: /\baggregat|\bagrega(?:d|c|m?\b)|\bsummari[sz]ed\b|\bsumari[sz]ad/ },
  {
    demand: 'no-source',
    words:
      /\b(?:never|not|no|nunca|nao|sem|cannot)\b.{0,30}\b(?:reads?|reading|selects?|selecting|quer(?:y|ies)|refs?|references?|le|leem|ler|leitura|consulta\w*|acessa\w*|access(?:es)?)\b.{0,30}\b(?:sources?|raw|bronze|fontes?|brut[oa]s?)\b/,
    isProhibition: true,
  },
  {
    demand: 'no-source',
    words:
      /\b(?:no|sem) (?:raw|source|bronze) (?:refs?|references?|reads?)\b|\bsem (?:refs?|referencias?) (?:a|as|ao|aos|da|de|para) (?:\S+ )?(?:fontes?|raw|bronze|brut\w+)\b/,
    isProhibition: true,
  },
  {
    demand: 'contract',
    words:
      /\b(?:has|have|having|needs?|requires?|with|under|tem|com|exige|possui|requer|precisa)\b.{0,25}\b(?:contracts?|contratos?)\b|\b(?:contracts?|contratos?)\b.{0,15}\b(?:required|mandatory|obrigatori\w+)/,
  },
  {
    demand: 'not-published',
    words:
      /\b(?:never|not|nunca|nao)\b.{0,20}\b(?:read|queried|exposed|published|visible|used|lid[oa]s?|expost[oa]s?|publicad[oa]s?|visive(?:l|is)|consultad[oa]s?|usad[oa]s?|acessad[oa]s?)\b.{0,10}\b(?:by|to|for|por|pelos?|ao?s?|para)\b.{0,15}\b(?:consumers?|users?|bi|readers?|analysts?|dashboards?|consumidor\w*|usuari\w*|leitor\w*|analistas?)\b|\b(?:not|never) (?:published|exposed)\b|\b(?:nao|nunca) (?:e |sao )?(?:publicad|expost)\w*|\binternal only\b|\b(?:apenas|so|somente) uso interno\b/,
    isProhibition: true,
  },
];

interface Draft {
  readonly layers: Map<string, TierLayer>;
}

function layersOfProse(file: MarkdownFile): readonly TierLayer[] {
  const draft: Draft = { layers: new Map() };
  const open: { readonly depth: number; readonly layer: NamedLayer | undefined }[] = [];
  for (const section of file.sections) {
    while ((open.at(-1)?.depth ?? 0) >= section.depth && open.length > 0) open.pop();
    const layer = readHeading(section, draft) ?? open.at(-1)?.layer;
    open.push({ depth: section.depth, layer });
    readBlocks(section.blocks, layer, draft);
  }
  return [...draft.layers.values()];
}

function readHeading({ heading }: MarkdownSection, draft: Draft): NamedLayer | undefined {
  const layer = heading === undefined ? undefined : layerOfHeading(heading.value);
  if (heading !== undefined && layer !== undefined) addStated(draft, layer, { text: heading.value, at: heading.at });
  return layer;
}

/** An item that begins with a layer speaks of it, and so do the items within; any other speaks of its heading's layer. */
function readBlocks(blocks: readonly MarkdownBlock[], ofSection: NamedLayer | undefined, draft: Draft): void {
  let above: { readonly depth: number; readonly layer: NamedLayer } | undefined;
  for (const block of blocks) {
    const text = proseOf(block);
    const depth = block.kind === 'item' ? block.depth : 0;
    if (above !== undefined && depth <= above.depth) above = undefined;
    const lead = block.kind === 'row' ? `${block.cells[0]?.value ?? ''}:` : text;
    // What stands within an item speaks of the item's layer, whatever it begins with.
    const own = above === undefined ? layerOfLead(lead, ofSection === undefined ? 'any' : 'labelled') : undefined;
    if (own !== undefined && block.kind === 'item') above = { depth, layer: own };
    const layer = own ?? above?.layer ?? ofSection;
    if (layer !== undefined) addStated(draft, layer, { text, at: block.at });
  }
}

interface Statement {
  readonly text: string;
  readonly at: Location;
}

function addStated(draft: Draft, layer: NamedLayer, { text, at }: Statement): void {
  addLayer(draft, layer, { at, demands: demandsOf(text, at, demandWords) });
}

interface Demanded {
  readonly at: Location;
  readonly demands: readonly StatedDemand<TierDemand>[];
}

function addLayer({ layers }: Draft, named: NamedLayer, { at, demands }: Demanded): void {
  const key = foldCase(named.name);
  const known = layers.get(key);
  if (known === undefined) return void layers.set(key, { ...named, demands: firstOfEach(demands), at });
  layers.set(key, { ...named, ...known, demands: firstOfEach([...known.demands, ...demands]) });
}

/** `layers:` by name, each with a list of ids. */
function layersOfBlock(root: Cursor): readonly TierLayer[] {
  const draft: Draft = { layers: new Map() };
  readMap(root, {
    fields: { layers: (value) => readEntries(value, (layer, name) => readLayer(layer, name, draft)), version: ignore },
    required: ['layers'],
  });
  return [...draft.layers.values()];
}

function readLayer(value: Cursor, name: string, draft: Draft): void {
  const tier = Object.hasOwn(layerWords, foldCase(name)) ? layerWords[foldCase(name)] : undefined;
  if (tier === undefined) return noteUnknownLayer(value, name);
  const demands = readItems(value).flatMap((item) => {
    const demand = readChoice(item, tierDemands);
    return demand === undefined ? [] : [{ demand, at: item.at }];
  });
  addLayer(draft, { name, tier }, { at: value.at, demands });
}

function noteUnknownLayer(value: Cursor, name: string): void {
  const names = Object.keys(layerWords);
  const near = suggest(name, names);
  const values = { key: name, allowed: quoted(names) };
  if (near === undefined) note(value, 'tiering.unknown-layer', values);
  else note(value, 'tiering.unknown-layer-near', { ...values, suggestion: near });
}
