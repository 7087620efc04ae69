import type { DbtExposure } from '../../model/dbt.ts';
import { type DocumentNode, itemsOf, textOf, valueOf } from '../document.ts';

/** An entry of `exposures:` that has a name; what else it says is read as far as it can be understood. */
export function readExposure(name: string, node: DocumentNode): DbtExposure {
  const owner = valueOf(node, 'owner');
  const ownerName = textOf(owner) ?? textOf(valueOf(owner, 'name'));
  const email = textOf(valueOf(owner, 'email'));
  const label = textOf(valueOf(node, 'label'));
  const type = textOf(valueOf(node, 'type'));
  const calls = itemsOf(valueOf(node, 'depends_on')).flatMap((item) => readCall(textOf(item) ?? '') ?? []);
  return {
    name,
    ...(label === undefined ? {} : { label }),
    ...(type === undefined ? {} : { type }),
    owner: { ...(ownerName === undefined ? {} : { name: ownerName }), ...(email === undefined ? {} : { email }) },
    refs: calls.flatMap(({ kind, names }) => (kind === 'ref' ? (names.at(-1) ?? []) : [])),
    sources: calls.flatMap(({ kind, names }) => (kind === 'source' && names.length === 2 ? names.join('.') : [])),
    at: valueOf(node, 'name')?.at ?? node.at,
  };
}

interface Call {
  readonly kind: 'ref' | 'source';
  readonly names: readonly string[];
}

/** `ref('model')`, `ref('package', 'model')`, `source('source', 'table')`, with or without braces; a version is passed over. */
function readCall(text: string): Call | undefined {
  const call = /^\s*(?:\{\{-?\s*)?(ref|source)\s*\(([^()]*)\)/.exec(text);
  if (call === null) return undefined;
  const names = (call[2] ?? '').split(',').flatMap((argument) => /^\s*['"]([^'"]+)['"]\s*$/.exec(argument)?.[1] ?? []);
  return names.length === 0 ? undefined : { kind: call[1] === 'ref' ? 'ref' : 'source', names };
}
