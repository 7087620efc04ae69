import { describe, expect, it } from 'vitest';
import type { ArtifactState } from '../../src/model/artifact.ts';
import type { Facts } from '../../src/model/facts.ts';
import type { Files, Rule, RuleContext, RuleFinding } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import artifactStale from '../../src/rules/gate/artifact-stale.ts';
import botWrittenSpec from '../../src/rules/gate/bot-written-spec.ts';
import descriptionMissing from '../../src/rules/gate/description-missing.ts';
import ownerMissing from '../../src/rules/gate/owner-missing.ts';
import { contextOf, findingsOf } from './shared/in-rules.ts';

/** What a rule reports of facts that are given. */
async function reported(
  rule: Rule,
  facts: Partial<Facts>,
  { head = {}, options = {} }: { readonly head?: Files; readonly options?: RuleContext['options'] } = {},
): Promise<readonly RuleFinding[]> {
  const context = await contextOf(head);
  const found: RuleFinding[] = [];
  rule.check({
    ...context,
    options,
    facts: { ...context.facts, ...facts },
    report: (finding) => void found.push(finding),
  });
  return found;
}

const artifact = (path: string, more: Partial<ArtifactState>): ArtifactState => ({
  path,
  status: 'stale',
  generator: 'docs',
  ownership: 'owned',
  sources: ['specs/contracts/outputs/sales.yaml'],
  ...more,
});

const stale = (artifacts: readonly ArtifactState[], exportsAdopted = true): Promise<readonly RuleFinding[]> =>
  reported(artifactStale, { artifacts, exportsAdopted });

const placed = async (state: ArtifactState, isAdopted: boolean): Promise<readonly unknown[]> =>
  (await stale([state], isAdopted)).map(({ at, severity, values }) => [at, severity, values['source']]);

const subjects = async (...artifacts: readonly ArtifactState[]): Promise<readonly string[]> =>
  (await stale(artifacts)).map(({ subject }) => subject);

describe('a generated file', () => {
  const lock = 'exports/.dataengos/lock.json';
  it('that differs is shown at its first difference', async () => {
    const differing = artifact('exports/a.md', { firstDifference: 3, found: '# Old', expected: '# New' });
    expect(await stale([artifact('exports/b.md', { status: 'fresh' }), differing])).toEqual([
      {
        subject: 'exports/a.md',
        at: { path: 'exports/a.md', line: 3, column: 1 },
        message: 'stale',
        severity: undefined,
        values: {
          path: 'exports/a.md',
          generator: 'docs',
          found: '# Old',
          expected: '# New',
          source: 'specs/contracts/outputs/sales.yaml',
        },
        key: ['stale'],
        related: [],
      },
    ]);
  });

  it('names the line of the specifications that changed', async () => {
    const because = { path: 'specs/contracts/outputs/sales.yaml', line: 14, column: 9 };
    const [told] = await stale([artifact('exports/a.md', { because })]);
    expect(told?.related).toEqual([{ at: because, message: 'because' }]);
  });

  it('that follows from a change with others is told once, at the change', async () => {
    const path = 'specs/contracts/outputs/sales.yaml';
    const because = (line: number) => ({ because: { path, line, column: 9 } });
    const files = ['exports/a.md', 'exports/b.md', 'exports/c.md', 'exports/d.md'];
    const following = files.map((each, at) => artifact(each, { ...because(20 - at), firstDifference: at + 1 }));
    const edited = artifact('exports/e.md', { status: 'edited', merge: 'unneeded', ...because(3) });
    const told = await stale([...following, edited, artifact('exports/f.md', {})]);
    expect(told.map(({ subject, message }) => [subject, message])).toEqual([
      ['exports/e.md', 'edited'],
      ['exports/f.md', 'stale'],
      [path, 'follows-more'],
    ]);
    expect(told[2]).toEqual({
      subject: path,
      at: { path, line: 17, column: 9 },
      message: 'follows-more',
      values: { count: '4', files: '"exports/a.md", "exports/b.md", "exports/c.md"', more: '1' },
      key: ['follows'],
      related: [
        { at: { path: 'exports/a.md', line: 1, column: 1 }, message: 'follows' },
        { at: { path: 'exports/b.md', line: 2, column: 1 }, message: 'follows' },
        { at: { path: 'exports/c.md', line: 3, column: 1 }, message: 'follows' },
      ],
    });
    expect((await stale(following.slice(0, 2))).map(({ message }) => message)).toEqual(['follows']);
    expect((await stale(following.slice(0, 1))).map(({ message }) => message)).toEqual(['stale']);
  });

  it.each<[string, Partial<ArtifactState>, string]>([
    ['edited, and the specifications ask for nothing new', { status: 'edited', merge: 'unneeded' }, 'edited'],
    ['edited, and both can stand', { status: 'edited', merge: 'clean' }, 'edited-clean'],
    ['edited where the specifications changed', { status: 'edited', merge: 'conflict' }, 'edited-conflict'],
    ['a draft that is not there', { status: 'missing', ownership: 'create-only' }, 'missing-draft'],
    ['keys of a file of people', { status: 'stale', ownership: 'shared-keys' }, 'stale-keys'],
    ['keys that cannot be set', { status: 'edited', ownership: 'shared-keys', refused: 'x.y' }, 'keys-refused'],
  ])('has its own words: %s', async (_, more, message) => {
    const [told] = await stale([artifact('exports/a.md', more)]);
    expect([told?.message, told?.severity]).toEqual([message, message === 'missing-draft' ? 'warning' : undefined]);
  });

  it('that was edited can be taken back by a person, and only by one', async () => {
    const replacement = { startLine: 2, endLine: 3, text: 'b\n' };
    const [edited] = await stale([artifact('exports/a.md', { status: 'edited', replacement })]);
    const place = { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 };
    expect([edited?.fix, edited?.proposal]).toEqual([undefined, [{ path: 'exports/a.md', ...place, text: 'b\n' }]]);
    const [old] = await stale([artifact('exports/a.md', { replacement })]);
    expect([old?.fix, old?.proposal]).toEqual([undefined, undefined]);
  });

  it('that is missing is shown where it comes from', async () => {
    const missing = artifact('exports/a.md', { status: 'missing' });
    const source = { path: 'specs/contracts/outputs/sales.yaml', line: 1, column: 1 };
    expect(await placed(missing, true)).toEqual([[source, undefined, source.path]]);
  });

  it('that is missing where none is kept is a warning, one for all of them', async () => {
    const missing = artifact('exports/a.md', { status: 'missing' });
    const told = await stale([missing, artifact('exports/b.md', { status: 'missing', sources: [] })], false);
    expect(
      told.map(({ subject, at, message, severity, values }) => [subject, at.path, message, severity, values]),
    ).toEqual([
      [lock, 'specs/contracts/outputs/sales.yaml', 'not-adopted', 'warning', { count: '2', path: 'exports/a.md' }],
    ]);
    expect((await stale([missing], false)).map(({ message }) => message)).toEqual(['not-adopted-one']);
    const edited = artifact('exports/a.md', { status: 'edited', firstDifference: 2 });
    expect(await placed(edited, false)).toEqual([
      [{ path: 'exports/a.md', line: 2, column: 1 }, undefined, 'specs/contracts/outputs/sales.yaml'],
    ]);
  });

  it('that only lists the others is named where nothing else differs', async () => {
    const other = artifact('exports/a.md', { firstDifference: 1 });
    expect(await subjects(artifact(lock, {}), other)).toEqual(['exports/a.md']);
    expect(await subjects(artifact(lock, {}))).toEqual([lock]);
    expect(await subjects(artifact(lock, {}), { ...other, status: 'fresh' })).toEqual([lock]);
  });

  const words = 'the quick brown fox jumps over the lazy dog';
  it.each([
    ['short lines', 'a: 1', 'a: 2', 'a: 1', 'a: 2'],
    ['no line', undefined, 'a: 2', '…', 'a: 2'],
    ['no lines at all', undefined, undefined, '…', '…'],
    ['a line that goes on', 'a: 1', 'a: 1 # one', 'a: 1', 'a: 1 # one'],
    ['a line of 60 signs', 'x'.repeat(60), 'y', 'x'.repeat(60), 'y'],
    ['a line of 61 signs', 'x'.repeat(61), 'y', `${'x'.repeat(60)}…`, 'y'],
    ['a difference far behind', `${words} now`, `${words} then`, '…r the lazy dog now', '…r the lazy dog then'],
    ['blanks around', '   a', '   b   ', 'a', 'b'],
    ['quotes', '"a": "1"', '"a": "2"', "'a': '1'", "'a': '2'"],
  ])('is quoted where it differs: %s', async (_, ...[found, expected, ...quoted]) => {
    const state = artifact('exports/a.md', { firstDifference: 1, ...(found !== undefined && { found }) });
    const [told] = await stale([{ ...state, ...(expected !== undefined && { expected }) }]);
    expect([told?.values['found'], told?.values['expected']]).toEqual(quoted);
  });
});

describe('a specification that a bot wrote', () => {
  const path = 'specs/product-canvas/vision.md';
  const bots = [
    { path, author: 'Writer[bot]' },
    { path: 'specs/product-canvas/gone.md', author: 'other[bot]' },
  ];
  const head = { [path]: '# Vision\n' };
  const asked = async (
    authors: Facts['authors'],
    trusted?: RuleContext['options'][string],
  ): Promise<readonly string[]> =>
    (
      await reported(botWrittenSpec, authors ? { authors } : {}, {
        head,
        options: trusted === undefined ? {} : { trusted },
      })
    ).map(({ side = 'head', subject, values }) => `${side} ${subject} ${values['author']}`);
  const both = [`head ${path} Writer[bot]`, 'base specs/product-canvas/gone.md other[bot]'];

  it('is asked about on the side that has it, unless people approved or nobody can tell', async () => {
    expect(await asked({ bots, approvals: [] })).toEqual(both);
    expect(await asked({ bots, approvals: ['ana'] })).toEqual([]);
    expect(await asked({ bots })).toEqual([]);
    expect(await asked(undefined)).toEqual([]);
  });

  it.each([
    [['writer[BOT]'], both.slice(1)],
    [['other[bot]', 'writer[bot]'], []],
    [['writer'], both],
    [[3, 'other[bot]'], both.slice(0, 1)],
    ['writer[bot]', both],
  ])('is believed where the bot is trusted: %j', async (trusted, expected) => {
    expect(await asked({ bots, approvals: [] }, trusted)).toEqual(expected);
  });
});

const path = 'specs/contracts/outputs/sales.yaml';
const dbt = { 'implementation/dbt/dbt_project.yml': 'name: sales\n' };
const model = { ...dbt, 'implementation/dbt/models/sales.sql': 'select 1 as total\n' };
const yml = 'implementation/dbt/models/sales.yml';

/** `path:line subject: message` of what one rule finds. */
async function said(rule: Rule, head: Files): Promise<readonly string[]> {
  return (await findingsOf(rule, head)).map(
    ({ path: file, line, subject, message }) => `${file.split('/').at(-1)}:${line} ${subject}: ${message}`,
  );
}

describe('a missing description', () => {
  const byHand = 'sales.sql:1 model:sales: model "sales" has no description; add it to the model\'s YAML file';
  const blank = exampleContract({ columns: ['name: total, logicalType: number, description: " "'] });

  it('is one of a table, a column, a column inside it, and what lists hold is part of the list', async () => {
    const contract = exampleContract({
      columns: [
        'name: tags, logicalType: array, description: Tags., items: { logicalType: object, properties: [{ name: word, logicalType: string }] }',
        'name: "total{eur}", logicalType: number, description: ""',
      ],
    }).replace('    description: Sales by state.\n', '');
    expect(await said(descriptionMissing, { [path]: contract })).toEqual([
      'sales.yaml:11 sales/sales: table "sales" has no description; say in one sentence what one row is',
      'sales.yaml:13 sales/sales.tags.[].word: column "word" has no description; say in one sentence what it means',
      'sales.yaml:14 sales/sales.total{eur}: column "total{eur}" has no description; say in one sentence what it means',
    ]);
  });

  it('is one of a model and of the columns that its YAML lists', async () => {
    const text =
      'models:\n  - name: sales\n    description: "  "\n    columns:\n      - name: total\n      - { name: state, description: State. }\n';
    expect(await said(descriptionMissing, { ...model, [yml]: text })).toEqual([
      'sales.yml:2 model:sales: model "sales" has no description; add it to the model\'s YAML file',
      'sales.yml:5 model:sales.total: column "total" has no description in the model\'s YAML file; say in one sentence what it means',
    ]);
  });

  it('of blanks is none either', async () => {
    expect(await said(descriptionMissing, { [path]: blank })).toEqual([
      'sales.yaml:14 sales/sales.total: column "total" has no description; say in one sentence what it means',
    ]);
    const spaces = blank.replace('Sales by state.', '" "');
    expect(
      (await said(descriptionMissing, { ...model, [path]: spaces })).filter((each) => /model:/.test(each)),
    ).toEqual([byHand]);
  });

  it('is not known of models where YAML cannot be read, but of those with some', async () => {
    const broken = { 'implementation/dbt/models/broken.yml': 'models: [\n' };
    expect(await said(descriptionMissing, { ...model, ...broken })).toEqual([]);
    expect(await said(descriptionMissing, { ...model, ...broken, [yml]: 'models:\n  - name: sales\n' })).toEqual([
      byHand.replace('sales.sql:1', 'sales.yml:2'),
    ]);
  });

  it('is generated only from the contract of the model’s table', async () => {
    const other = exampleContract({ object: 'orders', columns: ['name: total, logicalType: number, description: T.'] });
    expect(await said(descriptionMissing, { ...model, [path]: other })).toEqual([byHand]);
    const two = `${other}  - name: facts\n    physicalName: gold.Sales\n    description: Sales.\n    properties:\n      - { name: a, logicalType: string, description: A. }\n`;
    expect(await said(descriptionMissing, { ...model, [path]: two })).toEqual([
      'sales.sql:1 model:sales: model "sales" has no description, but contract "sales" describes its table; run "dataengos generate --write"',
    ]);
    const plain = two.replace('    description: Sales.\n', '');
    expect((await said(descriptionMissing, { ...model, [path]: plain })).slice(0, 1)).toEqual([byHand]);
  });
});

describe('a missing owner', () => {
  it.each([
    ['', ['sales.sql:1 model "sales" has no owner']],
    [
      'models:\n  - name: sales\n    meta: { technical_owner: ana }\n',
      ['sales.yml:2 model "sales" has no business owner'],
    ],
    [
      'models:\n  - name: sales\n    meta: { business_owner: bia }\n',
      ['sales.yml:2 model "sales" has no technical owner'],
    ],
    ['models:\n  - name: sales\n    meta: { owner: ana }\n', []],
  ])('of a model: %s', async (text, expected) => {
    const found = await said(ownerMissing, { ...model, ...(text === '' ? {} : { [yml]: text }) });
    expect(found.map((each) => each.split(';', 1)[0]?.replace('model:sales: ', ''))).toEqual(expected);
  });

  it('is not known of models where YAML cannot be read, but of those with some', async () => {
    const broken = { 'implementation/dbt/models/broken.yml': 'models: [\n' };
    expect(await said(ownerMissing, { ...model, ...broken })).toEqual([]);
    expect(await said(ownerMissing, { ...model, ...broken, [yml]: 'models:\n  - name: sales\n' })).toHaveLength(1);
  });
});
