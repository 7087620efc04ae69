import type { Artifact } from '../../model/artifact.ts';
import { type GeneratorContext, type GeneratorNote, headerText } from '../define-generator.ts';
import { noteOnFile } from '../note.ts';
import { isOurs } from './declared.ts';
import type { DraftFile } from './files.ts';
import type { HclBlock } from './hcl.ts';
import { printHcl } from './print-hcl.ts';
import { providerSources } from './providers.ts';
import type { Scope } from './scope.ts';

/** The Terraform module. */
export const moduleFolder = 'implementation/infrastructure';

/** A file's artifact, without what a person wrote in the same module; undefined where nothing is left. */
export function writeFile(
  { declared, connections }: Scope,
  { file, from, sources, blocks, notes }: DraftFile,
  { read }: Pick<GeneratorContext, 'read'>,
): { readonly artifact?: Artifact; readonly notes: readonly GeneratorNote[] } {
  const own: HclBlock[] = [];
  const said: GeneratorNote[] = [];
  const listed = declared.requiredProviders();
  for (const each of blocks) {
    const at = declared.find(each);
    if (at === undefined) own.push(each.type === 'terraform' && listed !== undefined ? { ...each, blocks: [] } : each);
    else
      said.push(
        noteOnFile({ generator: 'terraform', at }, 'terraform.declared', {
          block: headOf(each),
          line: String(at.line),
        }),
      );
    if (each.type !== 'terraform' || listed === undefined) continue;
    for (const { name, source, version } of providerSources(connections).filter(
      (known) => !listed.names.has(known.name),
    ))
      said.push(
        noteOnFile({ generator: 'terraform', at: listed.at }, 'terraform.provider-unlisted', { name, source, version }),
      );
  }
  const all = [...notes, ...said];
  if (own.length === 0) return { notes: all };
  const path = pathOf(file, read);
  return {
    artifact: {
      path,
      content: printHcl(headerText('terraform', from), own),
      ownership: 'owned',
      generator: 'terraform',
      sources,
    },
    notes: all,
  };
}

/** A person's file of the same name is never touched. */
function pathOf(file: string, read: GeneratorContext['read']): string {
  const path = `${moduleFolder}/${file}.tf`;
  return isOurs(read(path)) ? path : `${moduleFolder}/${file}.dataengos.tf`;
}

function headOf({ type, labels }: HclBlock): string {
  return [type, ...labels.map((label) => `"${label}"`)].join(' ');
}
