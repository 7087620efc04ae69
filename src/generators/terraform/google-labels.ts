import { compareText } from '../../model/location.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import type { HclValue } from './hcl.ts';
import type { Scope } from './scope.ts';
import type { Site } from './sites.ts';
import { tagExpression, type TagValue, tagValues } from './tag-values.ts';

/** Labels with what of the tags they cannot say. */
interface Labelled {
  readonly labels: readonly (readonly [key: string, value: HclValue])[];
  readonly notes: readonly GeneratorNote[];
}

/** Labels of what several contracts are in: of those that say different things, the first counts. */
export function googleLabels({ governance }: Scope, sites: readonly Site[]): Labelled {
  const labels = new Map<string, { readonly value: HclValue; readonly from: Site }>();
  const notes: GeneratorNote[] = [];
  for (const site of sites) {
    for (const said of tagValues(site.contract, governance)) {
      const key = labelKey(said.tag.name);
      const value = tagExpression(said, labelText);
      const known = labels.get(key);
      if (known === undefined) labels.set(key, { value, from: site });
      else if (JSON.stringify(known.value) !== JSON.stringify(value)) notes.push(conflictNote(site, said, known.from));
      notes.push(...changeNotes(site, said));
    }
  }
  const sorted = [...labels].toSorted(([a], [b]) => compareText(a, b));
  return { labels: sorted.map(([key, { value }]) => [key, value]), notes };
}

/** A key of a label: from a letter on (Google Cloud, "Requirements for labels"). */
export function labelKey(name: string): string {
  return labelText(name)
    .replace(/^(?=[^a-z])/, 'x')
    .slice(0, 63);
}

/** Lower-case letters, digits, `_` and `-`, at most 63. */
export function labelText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{Ll}\p{Lo}\p{N}_-]+/gu, '-')
    .slice(0, 63);
}

function changeNotes({ contract }: Site, { tag, value }: TagValue): readonly GeneratorNote[] {
  if (value === undefined || labelText(value) === value.toLowerCase()) return [];
  const values = { tag: tag.name, value, label: labelText(value) };
  return [noteOn({ generator: 'terraform', contract }, 'terraform.label-changed', values)];
}

/** A note that what a contract says of a tag is not on what its tables are in, for another contract says something else. */
export function conflictNote({ contract, main }: Site, { tag }: TagValue, first: Site): GeneratorNote {
  const values = { tag: tag.name, contract: first.contract.id };
  return noteOn({ generator: 'terraform', contract, at: main.server.at }, 'terraform.tag-conflict', values);
}
