import type { Contract } from '../../model/contract.ts';
import type { Product } from '../docs/products.ts';
import { productFile } from '../docs/product-file.ts';
import { headerText } from '../define-generator.ts';
import { ownerOf } from '../owner.ts';
import { escapeMarkdown, fileLink, markdownTable } from './markdown.ts';

/** From `exports/docs/` to the root of the repository. */
const up = '../..';

/** The index of all contracts and data products in Markdown; text of the contracts is escaped. */
export function contractIndex(generator: string, contracts: readonly Contract[], products: readonly Product[]): string {
  const header = ['Contract', 'Version', 'Status', 'Direction', 'Owner', 'Objects', 'Columns', 'File'];
  return [
    `<!-- ${headerText(generator, 'the contracts in specs/')} -->`,
    '# Data contracts',
    '',
    ...markdownTable(header, contracts.map(cells), [5, 6]),
    ...(products.length === 0 ? [] : ['', '# Data products', '', ...products.map(productLine)]),
    '',
  ].join('\n');
}

function productLine({ id, name }: Product): string {
  return `- ${fileLink(productFile(id), { up, text: name })}`;
}

function cells(contract: Contract): readonly string[] {
  const columns = contract.schema.reduce((count, object) => count + object.properties.length, 0);
  const texts = [
    contract.id,
    contract.version.value,
    contract.status?.value ?? '',
    contract.direction,
    ownerOf(contract) ?? '',
  ];
  const counts = [String(contract.schema.length), String(columns)];
  return [...texts.map(escapeMarkdown), ...counts, fileLink(contract.path, { up })];
}
