import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/location.ts';
import { classifyChange, type CompatibilityRow, type Judgement, reasonOfRow } from '../../src/engine/classify.ts';
import { catalogues } from '../../src/generated/messages.ts';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { rules } from '../../src/generated/rules.ts';
import { type Change, changeKinds, mirrorRelation, type Relation, type Trait } from '../../src/model/change.ts';
import { type Lang, langs } from '../../src/model/messages.ts';
import { checkFiles, driftFiles } from '../support/check-files.ts';

const rows: readonly CompatibilityRow[] = compatibilityRows;

/** Keys of the texts that `translateRule` takes from the catalogues. */
const ruleTexts = new Set(
  rules.flatMap(({ id, options = {} }) => [
    `rules.${id}.summary`,
    `rules.${id}.why`,
    ...Object.keys(options).map((name) => `rules.${id}.options.${name}`),
  ]),
);

const judgement: Judgement = { compatibility: {}, dangerousBump: 'minor' };

/** Rows whose reverse they decide themselves, and why that is right. */
const sameBothWays: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /^(contract-moved|id-changed|version-changed)$/, why: 'moving or renaming back is the same change' },
  {
    rows: /^(name|domain|tenant|data-product|contract-created-ts|purpose|usage|limitations)-changed|^tenant-changed-on/,
    why: 'other words are other words',
  },
  {
    rows: /^(description|business-name|synonyms|context|transform-(logic|source-objects|description)|examples)-changed$/,
    why: 'other words are other words',
  },
  {
    rows: /^(definition|meaning|custom-property|load-bearing-custom-property)-(changed|moved)$/,
    why: 'another value is another value',
  },
  {
    rows: /^status-(draft-changed|force-unchanged|changed)$|^status-/,
    why: 'the promise is as strong before as after',
  },
  {
    rows: /^(object|property)-(renamed|name-case-changed|physical-name-changed)$/,
    why: 'renaming back is the same change',
  },
  { rows: /^(table-kind|object-type|granularity)-changed$/, why: 'another kind of table is one in either direction' },
  { rows: /^properties-moved$/, why: 'moving back is the same change' },
  {
    rows: /^(string-to-any|logical-type-(changed|corrected)|nested-type-(introduced|changed))|-corrected$|stored/,
    why: 'neither type holds the other',
  },
  {
    rows: /^physical-type-(rescaled|zone-changed|precision-changed|unknown|changed)$/,
    why: 'neither type holds the other',
  },
  {
    rows: /^(dimensions|element-type|embedding-model|embedding-model-version|distance-metric)-changed$/,
    why: 'neither vector is like the other',
  },
  { rows: /^semantic-type-changed$/, why: 'a dimension is a column like any other' },
  { rows: /-position-changed$/, why: 'another order is one in either direction' },
  { rows: /^enum-value-(renamed|words-changed)$/, why: 'renaming back is the same change' },
  {
    rows: /^(pattern|classification|option|encrypted-name|multiple-of|required-properties)-changed$/,
    why: 'neither side holds the other',
  },
  { rows: /^(minimum|maximum)-unknown$/, why: 'bounds that cannot be compared' },
  { rows: /format-changed$|^default-timezone-changed$/, why: 'neither format holds the other' },
  {
    rows: /^(quality-(threshold|severity|schedule|measure)|text-quality-rule)-changed$|^quality-rule-described$/,
    why: 'neither rule is the stricter one',
  },
  { rows: /^relationship-target-changed$/, why: 'pointing back is the same change' },
  {
    rows: /^server-|^production-(server-(location|format)|environment)-changed$/,
    why: 'moving back is the same change',
  },
  { rows: /^role-(access-changed|described)$/, why: 'neither role may do more' },
  {
    rows: /^service-level-(changed|element-changed|driver-changed|left-regulatory|described)$/,
    why: 'neither level promises more',
  },
  { rows: /^(team|member|support|price)-changed$/, why: 'another value is another value' },
];

/** Rows that ask more of a source without giving readers more, and why. */
const tightenings: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /^(required-property|service-level)-added$/, why: 'after notice its removal hurts nobody' },
];

describe('the compatibility table', () => {
  it('has rows for every kind of change, and for no other', () => {
    const kinds = new Set(rows.map((row) => row.change));
    expect([...kinds].sort(compareText)).toEqual([...changeKinds].sort(compareText));
  });

  it('has the reverse of every kind: what can be added can be removed', () => {
    const kinds = new Set<string>(changeKinds);
    expect(changeKinds.filter((kind) => !kinds.has(reversedKind(kind)))).toEqual([]);
  });

  it('reaches every row', () => {
    const reached = new Set(samples.map(({ row }) => row));
    expect(rows.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  it('has a row of its own for the reverse of every row, or a reason why one serves both', () => {
    const lonely = rows.map(({ id }) => id).filter((id) => mirrorsOf(id).every((mirror) => mirror === id));
    expect(lonely.filter((id) => !sameBothWays.some((each) => each.rows.test(id)))).toEqual([]);
    expect(sameBothWays.filter((each) => !lonely.some((id) => each.rows.test(id))).map(({ why }) => why)).toEqual([]);
  });

  it('hurts readers by the reverse of what they gain and a source pays for', () => {
    const tightening = rows.filter(({ output, input }) => output.class === 'compatible' && input.class === 'breaking');
    const harmless = tightening.filter(({ id }) =>
      mirrorsOf(id).some((mirror) => effectOf(mirror)?.output.class === 'compatible'),
    );
    expect(harmless.map(({ id }) => id).filter((id) => !tightenings.some((each) => each.rows.test(id)))).toEqual([]);
    expect(tightenings.filter((each) => !harmless.some(({ id }) => each.rows.test(id))).map(({ why }) => why)).toEqual(
      [],
    );
    expect(tightening.length).toBeGreaterThan(20);
  });

  it('judges every row for readers and for the source, by a rule where either is hurt', () => {
    expect(
      rows
        .filter(({ rule, output, input }) => rule === undefined && (hurts(output) || hurts(input)))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  it('ends every kind with a row that fits whatever is left', () => {
    const last = new Map(rows.map((row) => [row.change, row]));
    expect([...last.values()].filter(({ when }) => when !== undefined)).toEqual([]);
  });

  it('judges both directions, and true to false never like false to true for readers', () => {
    for (const name of ['required', 'unique', 'primary-key']) {
      const [added, removed] = [effectOf(`${name}-added`), effectOf(`${name}-removed`)];
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

  it('feeds every rule about changes, but those that judge more than a change', () => {
    const fed = new Set(rows.map(({ rule }) => rule));
    const unfed = rules.filter(({ id, kind }) => kind === 'change' && !fed.has(id)).map(({ id }) => id);
    // The table decides neither versions, nor what a warehouse can alter; other-changed is for rows that the configuration calls harmful.
    expect(unfed).toEqual([
      'contract/not-alterable',
      'contract/other-changed',
      'contract/released-promise-broken',
      'contract/version-not-bumped',
      'gate/bot-written-spec',
    ]);
  });

  it('gives its reason in every language', () => {
    for (const { id: row } of rows) {
      for (const direction of ['output', 'input'] as const) {
        expect(langs.map((lang) => reasonOfRow({ row, direction }, lang)).filter(Boolean), row).toHaveLength(
          langs.length,
        );
      }
    }
  });
});

describe('messages', () => {
  it('exist for the same keys, with the same placeholders, in every language', () => {
    expect(shape('pt-BR')).toEqual(shape('en'));
  });

  it('say of every rule what it promises, why, and what its options decide, in every language but that of its file', () => {
    const keys = [...ruleTexts];
    expect(keys.filter((key) => !Object.hasOwn(catalogues['pt-BR'], key))).toEqual([]);
    expect(keys.filter((key) => Object.hasOwn(catalogues.en, key))).toEqual([]);
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
        expect(messages.filter((message) => /^[\w/.-]+$|\{[a-z]\w*\}|undefined/.test(message))).toEqual([]);
      }
    }
  });
});

interface Sample {
  readonly kind: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly relation?: Relation;
  readonly traits: readonly Trait[];
}

function reversedKind(kind: string): string {
  return kind.replace(/added$|removed$/, (end) => (end === 'added' ? 'removed' : 'added'));
}

function reversed({ kind, before, after, relation, traits }: Sample): Sample {
  return {
    kind: reversedKind(kind),
    before: after,
    after: before,
    traits,
    ...(relation === undefined ? {} : { relation: mirrorRelation(relation) }),
  };
}

/** Changes of a kind that tell its rows, and those of its reverse, apart. */
function samplesOf(kind: string): readonly Sample[] {
  const own = rows
    .filter(({ change }) => change === kind || change === reversedKind(kind))
    .flatMap(({ when }) => when ?? []);
  const values = [
    ...new Set([
      ...own.flatMap((when) => [...(when.before ?? []), ...(when.after ?? [])]),
      null,
      'one',
      'other',
      true,
      false,
    ]),
  ];
  const relations = [
    ...new Set([
      undefined,
      ...own.flatMap(({ relation = [] }) => relation.flatMap((each) => [each, mirrorRelation(each)])),
    ]),
  ];
  const traits = [[], ...own.map((when) => when.traits ?? [])];
  const statuses = own.flatMap(({ status = [] }) => status.map((value) => ({ status: { value } })));
  const befores = kind === 'contract.removed' ? [{}, ...statuses] : values;
  return befores.flatMap((before) =>
    values.flatMap((after) =>
      before === after
        ? []
        : relations.flatMap((relation) =>
            traits.map((each) => ({
              kind,
              traits: each,
              ...(before === null ? {} : { before }),
              ...(after === null ? {} : { after }),
              ...(relation === undefined ? {} : { relation }),
            })),
          ),
    ),
  );
}

function rowOf(sample: Sample): string {
  const before = sample.kind === 'contract.removed' && typeof sample.before !== 'object' ? {} : sample.before;
  const change: unknown = { ...sample, before, subject: 'a', contract: 'a', direction: 'output' };
  // Only what the table looks at is there.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return classifyChange(change as Change, judgement).row;
}

const samples = changeKinds.flatMap((kind) =>
  samplesOf(kind).map((sample) => ({ row: rowOf(sample), mirror: rowOf(reversed(sample)) })),
);

function mirrorsOf(id: string): readonly string[] {
  return [...new Set(samples.filter(({ row }) => row === id).map(({ mirror }) => mirror))];
}

function effectOf(id: string): CompatibilityRow | undefined {
  return rows.find((row) => row.id === id);
}

/** Keys with their placeholders, sorted; without what a rule says of itself, whose English is the rule's own file. */
function shape(lang: Lang): readonly string[] {
  return Object.entries(catalogues[lang])
    .filter(([key]) => !ruleTexts.has(key))
    .map(([key, text]) => `${key} ${[...new Set(text.match(/\{\w+\}/g))].sort(compareText).join(' ')}`)
    .sort(compareText);
}

function hurts(effect: CompatibilityRow['output']): boolean {
  return effect.class === 'breaking' || effect.class === 'dangerous';
}

function isBreaking(effect: CompatibilityRow['output']): boolean {
  return effect.class === 'breaking';
}
