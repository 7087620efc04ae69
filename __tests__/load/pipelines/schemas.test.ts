import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../src/load/pipelines/load-assets.ts';
import { loadNarrative } from '../../../src/load/pipelines/load-narratives.ts';
import { loadTopology } from '../../../src/load/pipelines/load-topologies.ts';
import { schemaVerdict } from '../../support/schema-verdict.ts';

const root = join(import.meta.dirname, '../../../examples');

function examplesOf(pattern: RegExp): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .map((file) => ({ path: file.replace(/^.*?specs\//, 'specs/'), bytes: readFileSync(join(root, file)) }));
}

describe('published schemas', () => {
  it('topology.schema.json says what is read of topologies', () => {
    const isValid = schemaVerdict('topology.schema.json');
    const files = examplesOf(/specs\/pipelines\/.*\.mermaid$/);
    expect(files.length).toBeGreaterThanOrEqual(3);
    const rich = 'flowchart LR\n subgraph s [S]\n subgraph t\n a["b c"]:::planned -->|x| d\n end\n end\n';
    const texts = [...files, { path: 'specs/pipelines/flow.mermaid', bytes: new TextEncoder().encode(rich) }];
    for (const { path, bytes } of texts) {
      const { items } = loadTopology(path, bytes);
      expect(items.map((item) => isValid(JSON.stringify(item)))).toEqual([true]);
      expect(isValid(JSON.stringify({ ...items[0], edges: [{ from: 'a' }] }))).toBe(false);
    }
  });

  it('narrative.schema.json says what is read of narratives', () => {
    const isValid = schemaVerdict('narrative.schema.json');
    const files = examplesOf(/specs\/pipelines\/.*\.md$/);
    expect(files.length).toBeGreaterThanOrEqual(3);
    const rich = '# A\n\njoin stg_a com stg_b na chave a_id\n';
    const texts = [...files, { path: 'specs/pipelines/a/b/logic.md', bytes: new TextEncoder().encode(rich) }];
    for (const { path, bytes } of texts) {
      const { items } = loadNarrative(path, bytes);
      expect(items.map((item) => isValid(JSON.stringify(item)))).toEqual([true]);
      expect(isValid(JSON.stringify({ ...items[0], joins: [{ left: 'a' }] }))).toBe(false);
    }
  });

  it.each([
    'name: fct_a\nstatus: planned\ncolumns: [a, { name: b, type: text }]\nours: { a: 1 }\n',
    'depends_on: [a, b]\ntags: []\n',
    'status: plannd\n',
    'name: " "\n',
    'columns: [{ type: text }]\n',
    'depends_on: a\n',
    'tags: [1]\n',
    '- a\n',
  ])('asset.schema.json and the reader agree on %j', (text) => {
    const { items } = loadAsset('specs/pipelines/a/assets/b.yaml', new TextEncoder().encode(text));
    expect(schemaVerdict('asset.schema.json')(text)).toBe(items.length === 1);
  });
});
