import { describe, expect, it, test } from 'vitest';
import { compatibilityRows } from '../../src/generated/compatibility.ts';
import { changeKinds, relations, traits } from '../../src/model/change.ts';
import { langs } from '../../src/model/messages.ts';
import { changeTitle, elementOf, say, shownFindings, shownValues, subjectOf } from '../../src/reporters/words.ts';
import { whenText } from '../../src/reporters/table-row.ts';
import { makeChange, makeFinding, makeReport } from './reports.ts';

describe.each(langs)('in %s', (lang) => {
  it.each(changeKinds)('%s has a title', (kind) => {
    expect(changeTitle(lang, kind)).toMatch(/^\p{Letter}[\p{Letter} ]+$/u);
    if (kind !== 'contract.moved') expect(changeTitle(lang, kind)).not.toBe(kind);
  });

  it.each([...traits.map((trait) => `when.trait.${trait}`), ...relations.map((each) => `when.relation.${each}`)])(
    '%s has words',
    (key) => {
      expect(say(lang, key)).not.toBe(`report.${key}`);
    },
  );

  it('every row of the table says when it fits', () => {
    const texts = compatibilityRows.map((row) => whenText(lang, row, false));
    expect(texts.filter((text) => text === '' || text.includes('report.'))).toEqual([]);
  });
});

test('a service level has the title of its kind, whatever its name', () => {
  const kinds = ['sla.changed', 'sla.latency.changed', 'sla.other.added', 'sla.timeToRepair.removed'];
  expect(
    [...kinds, 'sla.latency.driver.changed', 'sla.other.element.changed'].map((k) => changeTitle('en', k)),
  ).toEqual([
    'service level changed',
    'service level changed',
    'service level added',
    'service level removed',
    'reason for a service level changed',
    'what a service level measures changed',
  ]);
});

test('a kind that no catalogue knows shows as it is', () => {
  expect(changeTitle('en', 'moon.phase.changed')).toBe('moon.phase.changed');
});

test.each([
  ['a column', {}, 'mrr.net_mrr', 'mrr-report/mrr.net_mrr'],
  [
    'a rule of a column',
    { kind: 'quality.removed', element: 'no nulls' },
    'mrr.net_mrr · rule "no nulls"',
    'mrr-report/mrr.net_mrr · rule "no nulls"',
  ],
  [
    'something whose kind has no noun',
    { kind: 'deprecated.changed', element: 'x' },
    'mrr.net_mrr · "x"',
    'mrr-report/mrr.net_mrr · "x"',
  ],
  [
    'a server of the contract',
    { kind: 'server.removed', subject: 'mrr-report', element: 'prod' },
    'prod',
    'mrr-report · prod',
  ],
  ['the contract itself', { kind: 'status.changed', subject: 'mrr-report' }, 'mrr-report', 'mrr-report'],
])('the name of %s', (...row) => {
  const [, change, element, subject] = row;
  expect(elementOf('en', makeChange(change))).toBe(element);
  expect(subjectOf('en', makeChange(change))).toBe(subject);
});

test.each([
  ['a whole column', {}, undefined],
  ['a tag that is its own name', { kind: 'tag.removed', element: 'pii', before: 'pii' }, undefined],
  ['a pattern', { kind: 'pattern.removed', before: '^a$' }, { before: '^a$', isChanged: false }],
  [
    'a new level',
    { kind: 'sla.other.added', element: 'x', before: null, after: '4 h' },
    { after: '4 h', isChanged: false },
  ],
  [
    'a list',
    { kind: 'synonyms.changed', before: ['a', 'b'], after: [] },
    { before: 'a, b', after: '[]', isChanged: true },
  ],
  ['a first value', { kind: 'status.changed', before: null, after: 'active' }, { after: 'active', isChanged: true }],
])('the values of %s', (_name, change, values) => {
  expect(shownValues(makeChange(change))).toEqual(values);
});

test('long lists are cut where they are shown', () => {
  const before = Array.from({ length: 100 }, (_, index) => `value ${index}`);
  expect(shownValues(makeChange({ kind: 'enum.removed', before }))?.before).toHaveLength(80);
});

test('findings stand by severity, class and path', () => {
  const findings = [
    makeFinding({ path: 'a', severity: 'warning', class: 'breaking' }),
    makeFinding({ path: 'a', rule: 'gate/artifact-stale' }),
    makeFinding({ path: 'c', class: 'breaking' }),
    makeFinding({ path: 'b', class: 'dangerous' }),
    makeFinding({ path: 'b', class: 'breaking' }),
  ];
  const shown = shownFindings(makeReport({ findings }));
  expect(shown.map((finding) => [finding.severity, finding.class, finding.path].join(' '))).toEqual([
    'error breaking b',
    'error breaking c',
    'error dangerous b',
    'error  a',
    'warning breaking a',
  ]);
});
