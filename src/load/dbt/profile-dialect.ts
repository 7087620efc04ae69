import { type DocumentNode, entriesOf, textOf, valueOf } from '../document.ts';

/**
 * Adapter type of a profile's default target in `profiles.yml`. Where the target is a template or missing, the outputs
 * decide if they all agree; undefined where nothing tells.
 */
export function profileDialect(root: DocumentNode | undefined, profile: string | undefined): string | undefined {
  const node = profile === undefined ? undefined : valueOf(root, profile);
  const outputs = valueOf(node, 'outputs');
  const target = valueOf(outputs, textOf(valueOf(node, 'target')) ?? 'default');
  const named = textOf(valueOf(target, 'type'));
  if (named !== undefined) return named;
  const types = new Set(entriesOf(outputs).map((output) => textOf(valueOf(output.value, 'type'))));
  const [only] = types;
  return types.size === 1 ? only : undefined;
}
