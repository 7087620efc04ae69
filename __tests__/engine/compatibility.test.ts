import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import { type CompatibilityRow, reasonOfRow } from '../../src/engine/classify.ts';
import { catalogues } from '../../src/generated/messages.ts';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { rules } from '../../src/generated/rules.ts';
import type { ChangeKind } from '../../src/model/change.ts';
import { type Lang, langs } from '../../src/model/messages.ts';
import { checkFiles, driftFiles } from '../support/check-files.ts';

/** Every kind of change, and the row or rows that must mirror each other. The compiler refuses a kind that is not here. */
const mirrors: { readonly [kind in ChangeKind]: readonly [string, string] | string } = {
  'contract.added': ['contract-added', 'contract-removed'],
  'contract.removed': ['contract-removed', 'contract-added'],
  'contract.moved': 'moving back is the same change',
  'id.changed': 'changing back is the same change',
  'direction.changed': ['output-became-input', 'input-became-output'],
  'version.changed': 'lowering is judged by contract/version-not-bumped, not by the table',
  'status.changed': ['status-withdrawn', 'status-changed'],
  'apiVersion.changed': ['api-version-lowered', 'api-version-raised'],
  'object.added': ['object-added', 'object-removed'],
  'object.removed': ['object-removed', 'object-added'],
  'object.renamed': 'renaming back is the same change',
  'object.physicalName.changed': 'changing back is the same change',
  'property.added': ['property-added', 'property-removed'],
  'property.removed': ['property-removed', 'property-added'],
  'property.renamed': 'renaming back is the same change',
  'property.physicalName.changed': 'changing back is the same change',
  'logicalType.changed': ['logical-type-added', 'logical-type-removed'],
  'physicalType.changed': ['physical-type-widened', 'physical-type-narrowed'],
  'required.changed': ['required-added', 'required-removed'],
  'unique.changed': ['unique-added', 'unique-removed'],
  'primaryKey.changed': ['primary-key-added', 'primary-key-removed'],
  'classification.changed': 'raised and lowered hurt alike: one loses access, the other leaks',
  'description.changed': 'words only, in either direction',
};

const rows: readonly CompatibilityRow[] = compatibilityRows;
const ids = new Set(rows.map(({ id }) => id));

describe('the compatibility table', () => {
  it('has rows for every kind of change, and for no other', () => {
    const kinds = new Set(rows.map((row) => row.change));
    expect([...kinds].sort(compareText)).toEqual(Object.keys(mirrors).sort(compareText));
  });

  it.each(Object.entries(mirrors))('%s has its mirror, or a reason why it needs none', (kind, mirror) => {
    if (typeof mirror === 'string') {
      expect(mirror.split(' ').length).toBeGreaterThan(3);
      return;
    }
    expect(mirror.filter((id) => !ids.has(id))).toEqual([]);
    expect(rows.find(({ id }) => id === mirror[0])?.change).toBe(kind);
  });

  it('ends every kind with a row that fits whatever is left', () => {
    const last = new Map(rows.map((row) => [row.change, row]));
    expect([...last.values()].filter(({ when }) => when !== undefined)).toEqual([]);
  });

  it('judges both directions, and true to false never like false to true for readers', () => {
    for (const kind of ['required.changed', 'unique.changed', 'primaryKey.changed']) {
      const [added, removed] = rows.filter(({ change }) => change === kind);
      expect([added?.output.class, removed?.output.class]).toEqual(['compatible', 'breaking']);
      expect(added?.input.class).toBe('breaking');
    }
  });

  it('names only rules that exist, each with a class that it can report', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect(rows.filter(({ rule }) => rule !== undefined && !known.has(rule))).toEqual([]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('reports every breaking change by a rule', () => {
    const silent = rows.filter(({ rule, output, input }) => rule === undefined && [output, input].some(isBreaking));
    expect(silent).toEqual([]);
  });

  it('feeds every rule about changes, but the one that judges versions', () => {
    const fed = new Set(rows.map(({ rule }) => rule));
    const unfed = rules.filter(({ id, kind }) => kind === 'change' && !fed.has(id)).map(({ id }) => id);
    expect(unfed).toEqual(['contract/version-not-bumped']);
  });

  it('gives its reason in every language', () => {
    for (const { id } of rows)
      expect(langs.map((lang) => reasonOfRow(id, lang)).filter(Boolean)).toHaveLength(langs.length);
  });
});

describe('messages', () => {
  it('exist for the same keys, with the same placeholders, in every language', () => {
    expect(shape('pt-BR')).toEqual(shape('en'));
  });

  it.each(langs)('are found and filled in for every example of every rule, in %s', async (lang) => {
    for (const rule of rules) {
      for (const { base, head } of rule.examples) {
        const config = { 'dataengos.yaml': `lang: ${lang}\n` };
        const report =
          rule.kind === 'drift'
            ? await driftFiles({ ...head, ...config })
            : await checkFiles({ head, ...(base && { base }), request: { lang } });
        const messages = report.findings.map(({ message }) => message);
        // A key without text comes out as itself, a value that is not given leaves its placeholder.
        expect(messages.filter((message) => /^[\w/.-]+$|\{\w+\}|undefined/.test(message))).toEqual([]);
      }
    }
  });
});

/** Keys with their placeholders, sorted. */
function shape(lang: Lang): readonly string[] {
  return Object.entries(catalogues[lang])
    .map(([key, text]) => `${key} ${[...new Set(text.match(/\{\w+\}/g))].sort(compareText).join(' ')}`)
    .sort(compareText);
}

function isBreaking(effect: CompatibilityRow['output']): boolean {
  return effect.class === 'breaking';
}
