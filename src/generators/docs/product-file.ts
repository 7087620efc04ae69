import { fileNameOf } from '../file-name.ts';

/** The page of a data product. */
export function productFile(id: string): string {
  return `exports/docs/products/${fileNameOf(id)}.md`;
}
