import { type Lang, translate } from '../../model/messages.ts';
import { commentText, escapeMarkdown, fileLink, markdownTable } from '../catalog/markdown.ts';
import { headerText } from '../define-generator.ts';
import type {
  CatalogColumn,
  CatalogContract,
  CatalogEdge,
  CatalogObject,
  CatalogProduct,
  CatalogRelation,
  CatalogRule,
} from './catalog-data.ts';
import { lineageMermaid } from './lineage-picture.ts';

/** What a product's page is made of. */
export interface ProductPageSource {
  readonly lang: Lang;
  readonly product: CatalogProduct;
  readonly outputs: readonly CatalogContract[];
  readonly inputs: readonly CatalogContract[];
  readonly edges: readonly CatalogEdge[];
  readonly relations: ReadonlyMap<string, CatalogRelation>;
  /** Files of the change logs of its outputs, newest first. */
  readonly logs: readonly { readonly version: string; readonly path: string }[];
}

/** From `exports/docs/products/` to the root of the repository. */
const up = '../../..';

/** The README of a data product in Markdown. */
export function productPage(generator: string, source: ProductPageSource): string {
  const { product, outputs, inputs, lang } = source;
  const blocks: readonly (readonly string[])[] = [
    [`# ${escapeMarkdown(product.name)}`],
    product.description === undefined ? [] : [escapeMarkdown(product.description)],
    factsTable(source),
    ...outputs.flatMap((contract) => contractBlocks(contract, source)),
    ...section(lang, 'owners', ownersTable(source)),
    ...section(lang, 'service-levels', serviceLevelTable(source)),
    ...section(lang, 'consumers', consumerList(source)),
    ...section(lang, 'inputs', inputs.length === 0 ? [] : contractTable(inputs, lang)),
    ...section(lang, 'lineage', lineageBlock(source)),
    ...section(
      lang,
      'changes',
      source.logs.map(({ version, path }) => `- ${fileLink(path, { up, text: version })}`),
    ),
  ];
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  const from = outputs.length === 0 ? (product.path ?? 'specs/') : outputs.map(({ path }) => path).join(', ');
  const header = `<!-- ${commentText(headerText(generator, from))} -->`;
  return `${[header, ...shown].join('\n\n')}\n`;
}

function section(lang: Lang, key: string, lines: readonly string[]): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[`## ${say(lang, `title.${key}`)}`], lines];
}

function say(lang: Lang, key: string): string {
  return translate(lang, `docs.${key}`);
}

function factsTable({ product, lang }: ProductPageSource): readonly string[] {
  const { id, version, status, domain, owner } = product;
  const rows = Object.entries({ id, version, status, domain, owner }).flatMap(([key, value]) =>
    value === undefined ? [] : [[say(lang, `word.${key}`), escapeMarkdown(value)]],
  );
  return markdownTable(['', ''], rows);
}

function contractBlocks(
  contract: CatalogContract,
  { product, lang }: ProductPageSource,
): readonly (readonly string[])[] {
  const { name = contract.id, version, path, purpose, usage, limitations, objects } = contract;
  const said = [purpose, usage, limitations].filter((text) => text !== product.description);
  const words = said.flatMap((text) => (text === undefined ? [] : [escapeMarkdown(text)]));
  return [
    [`## ${escapeMarkdown(name)} ${escapeMarkdown(version)}`],
    [fileLink(path, { up })],
    ...words.map((line) => [line]),
    ...objects.flatMap((object) => objectBlocks(object, lang)),
  ];
}

function objectBlocks(object: CatalogObject, lang: Lang): readonly (readonly string[])[] {
  const { name, physicalName, description, granularity, columns, quality } = object;
  const heading = physicalName === undefined || physicalName === name ? name : `${name} (${physicalName})`;
  const header = ['column', 'type', 'marks', 'classification', 'quality', 'description'];
  return [
    [`### ${escapeMarkdown(heading)}`],
    ...[description, granularity].flatMap((text) => (text === undefined ? [] : [[escapeMarkdown(text)]])),
    markdownTable(
      header.map((key) => say(lang, `word.${key}`)),
      columns.map((column) => columnCells(column, lang)),
    ),
    quality.map((rule) => `- ${ruleText(rule)}`),
  ];
}

function columnCells(column: CatalogColumn, lang: Lang): readonly string[] {
  const { name, type, logicalType, classification = '', description = '', quality } = column;
  const marks = (['primaryKey', 'required', 'unique', 'critical', 'deprecated'] as const).filter(
    (mark) => column[mark],
  );
  return [
    escapeMarkdown(name),
    escapeMarkdown(type ?? logicalType ?? ''),
    marks.map((mark) => say(lang, `mark.${mark}`)).join(', '),
    escapeMarkdown(classification),
    quality.map(ruleText).join('<br>'),
    escapeMarkdown(description),
  ];
}

function ruleText({ demand, description }: CatalogRule): string {
  return description === undefined
    ? escapeMarkdown(demand)
    : `${escapeMarkdown(description)} (${escapeMarkdown(demand)})`;
}

function ownersTable({ outputs, lang }: ProductPageSource): readonly string[] {
  const members = outputs.flatMap(({ team }) =>
    team.members.map(({ username, name = '', role = '' }) => [username, name, role, team.name ?? '']),
  );
  const rows = [...new Map(members.map((cells) => [cells.join('\n'), cells])).values()];
  const header = ['username', 'name', 'role', 'team'].map((key) => say(lang, `word.${key}`));
  return markdownTable(
    header,
    rows.map((cells) => cells.map(escapeMarkdown)),
  );
}

function serviceLevelTable({ outputs, lang }: ProductPageSource): readonly string[] {
  const rows = outputs.flatMap(({ id, serviceLevels }) =>
    serviceLevels.map(({ property, value, element = '', path }) => [
      ...[id, property, value, element].map(escapeMarkdown),
      fileLink(path, { up }),
    ]),
  );
  const header = ['contract', 'property', 'value', 'element', 'file'].map((key) => say(lang, `word.${key}`));
  return markdownTable(header, rows);
}

function consumerList({ product, lang }: ProductPageSource): readonly string[] {
  return product.consumers.map(({ text, scope, path }) => {
    const note = scope === 'domain' ? ` ${say(lang, 'of-domain')}` : '';
    return `- ${escapeMarkdown(text)}${note} (${fileLink(path, { up })})`;
  });
}

function contractTable(contracts: readonly CatalogContract[], lang: Lang): readonly string[] {
  const header = ['contract', 'version', 'status', 'owner', 'file'].map((key) => say(lang, `word.${key}`));
  return markdownTable(
    header,
    contracts.map(({ id, version, status = '', owner = '', path }) => [
      ...[id, version, status, owner].map(escapeMarkdown),
      fileLink(path, { up }),
    ]),
  );
}

/** A picture, else a table of what it would have shown. */
function lineageBlock({ edges, relations, lang }: ProductPageSource): readonly string[] {
  const picture = lineageMermaid(edges, relations);
  if (picture !== undefined) return ['```mermaid', picture.trimEnd(), '```'];
  const nameOf = (id: string): string => escapeMarkdown(relations.get(id)?.name ?? id);
  const header = [say(lang, 'word.from'), say(lang, 'word.to')];
  return markdownTable(
    header,
    edges.map(({ from, to }) => [nameOf(from), nameOf(to)]),
  );
}
