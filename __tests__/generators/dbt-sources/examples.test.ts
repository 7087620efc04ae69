import { join } from 'node:path';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareText } from '../../../src/model/location.ts';
import { type MemoryFiles } from '../../support/memory-tree.ts';
import { generateFrom } from '../dbt-staging/run-generators.ts';

describe('the examples', () => {
  it('generate nothing where a person declared the source, and say so', () => {
    const files = filesBelow(join(import.meta.dirname, '../../../examples/vendas'));
    const folder = 'implementation/dbt/models/staging/';
    const { [`${folder}_pedidos__sources.yml`]: _, ...others } = files;
    const byHand = 'sources:\n  - name: ecommerce\n    tables:\n      - name: pedidos\n';
    const made = generateFrom({ ...others, [`${folder}_fontes.yml`]: byHand });
    expect(made.artifacts.map(({ path }) => path.slice(path.indexOf('macros/'))).toSorted(compareText)).toEqual([
      'macros/dataengos/_dataengos__macros.yml',
      'macros/dataengos/mask_pii.sql',
    ]);
    expect(made.notes.map(({ subject, message }) => `${subject} ${message}`)).toEqual([
      'pedidos/pedidos dbt-sources.hand-written',
    ]);
  });

  it('give sources with their freshness where nobody declares them', () => {
    const files = filesBelow(join(import.meta.dirname, '../../../examples/revenue'));
    const root = 'implementation/dbt_project/models/staging/';
    const { artifacts, notes } = generateFrom(files);
    const charges = artifacts.find(({ path }) => path === `${root}_stripe-charges__sources.yml`);
    expect(parse(charges?.content ?? '')).toMatchObject({
      sources: [
        {
          name: 'stripe',
          schema: 'main',
          tables: [
            {
              name: 'charges',
              identifier: 'stripe_charges',
              config: { loaded_at_field: 'charged_at', freshness: { error_after: { count: 6, period: 'hour' } } },
            },
          ],
        },
      ],
    });
    // Models that people wrote read them already.
    expect(artifacts.filter(({ generator }) => generator === 'dbt-staging')).toEqual([]);
    expect(notes).toEqual([]);
  });
});

function filesBelow(folder: string): MemoryFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path))]));
}
