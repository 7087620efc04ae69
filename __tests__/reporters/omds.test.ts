import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { changeKinds } from '../../src/model/change.ts';
import type { Json } from '../../src/model/contract.ts';
import { omdsPlace } from '../../src/reporters/omds-place.ts';
import { compareText } from '../../src/model/location.ts';
import { renderOmds } from '../../src/reporters/omds.ts';
import { yamlDocument } from '../../src/reporters/yaml-text.ts';
import { breakingReport, makeChange, makeReport, nastyReport, nastyTexts } from './reports.ts';

const column = { subject: 'c/orders.total', contract: 'c' };
const contract = { subject: 'c', contract: 'c' };
const total = '/schema[name=orders]/properties[name=total]';

describe('a place', () => {
  it.each([
    ['property.removed', column, 'schema', 'properties', total],
    ['object.added', { ...column, subject: 'c/orders' }, 'schema', 'schema', '/schema[name=orders]'],
    ['property.renamed', column, 'schema', 'name', `${total}/name`],
    ['property.physicalName.changed', column, 'schema', 'physicalName', `${total}/physicalName`],
    ['logicalType.changed', column, 'schema', 'logicalType', `${total}/logicalType`],
    ['maximum.changed', column, 'schema', 'maximum', `${total}/logicalTypeOptions/maximum`],
    ['requiredProperties.changed', column, 'schema', 'required', `${total}/logicalTypeOptions/required`],
    ['enum.value.added', { ...column, element: 'a]b' }, 'schema', 'enum', `${total}/enum[value=a\\]b]`],
    ['quality.removed', { ...column, element: 'no nulls' }, 'schema', 'quality', `${total}/quality[name=no nulls]`],
    [
      'quality.severity.changed',
      { ...column, element: 'x' },
      'schema',
      'severity',
      `${total}/quality[name=x]/severity`,
    ],
    [
      'description.changed',
      { ...column, subject: String.raw`c/o\.o.list.[].{value}.x` },
      'schema',
      'description',
      '/schema[name=o.o]/properties[name=list]/items/map/value/properties[name=x]/description',
    ],
    ['purpose.changed', contract, 'description', 'purpose', '/description/purpose'],
    ['version.changed', contract, 'version', 'version', '/version'],
    [
      'sla.latency.changed',
      { ...contract, element: 'ly' },
      'slaProperties',
      'value',
      '/slaProperties[property=ly]/value',
    ],
    [
      'sla.other.removed',
      { ...contract, element: 'x' },
      'slaProperties',
      'slaProperties',
      '/slaProperties[property=x]',
    ],
    [
      'server.location.changed',
      { ...contract, element: 'eu.prod.host' },
      'servers',
      'host',
      '/servers[server=eu.prod]/host',
    ],
    [
      'deprecated.changed',
      { ...contract, element: 'prod' },
      'servers',
      'customProperties',
      '/servers[server=prod]/customProperties',
    ],
    ['role.access.changed', { ...contract, element: 'reader' }, 'roles', 'access', '/roles[role=reader]/access'],
    ['member.added', { ...contract, element: 'ana' }, 'team', 'members', '/team/members[username=ana]'],
    ['tag.added', { ...contract, element: 'pii' }, 'tags', 'tags', '/tags'],
  ] as const)('of %s', (...row) => {
    const [kind, change, section, field, path] = row;
    expect(omdsPlace(makeChange({ kind, ...change }))).toEqual({ section, field, path });
  });

  it.each(changeKinds.filter((kind) => !kind.startsWith('contract.')))(
    'of %s has a path below what changed',
    (kind) => {
      const place = omdsPlace(makeChange({ kind, ...column, element: 'x' }));
      expect(place?.path.startsWith(total)).toBe(true);
      expect(place?.field).toMatch(/^[A-Za-z]+$/);
    },
  );
});

test('documents say how many changes ask for which raise', () => {
  const documents = parseAllDocuments(renderOmds(breakingReport('en'))).map((document) => document.toJS());
  expect(
    documents.map(({ source1, source2, impact, suggestedVersion }) => ({ source1, source2, impact, suggestedVersion })),
  ).toEqual([
    {
      source1: { id: 'mrr-report', version: '1.4.0' },
      source2: { id: 'mrr-report', version: '1.4.1' },
      impact: { major: 2, minor: 4, patch: 1 },
      suggestedVersion: '2.0.0',
    },
    {
      source1: { id: 'stripe-charges', version: '2.0.0' },
      source2: { id: 'stripe-charges', version: '3.0.0' },
      impact: { major: 1, minor: 1, patch: 0 },
      suggestedVersion: '3.0.0',
    },
  ]);
});

test('contracts of one side are comments', () => {
  const changes = [
    makeChange({ kind: 'contract.added', contract: 'new\n---\nkind: x', subject: 'new' }),
    makeChange({ kind: 'contract.removed', contract: 'old', subject: 'old' }),
  ];
  expect(renderOmds(makeReport({ changes }))).toBe('# new --- kind: x: contract added\n# old: contract removed\n');
});

test('two files of one id are two documents', () => {
  const bump = {
    contract: 'c',
    from: '1.0.0',
    to: '1.0.0',
    required: 'minor',
    declared: 'none',
    next: '1.1.0',
    ok: false,
  } as const;
  const changes = ['a', 'b'].map((path) => makeChange({ ...column, path, element: path }));
  const report = makeReport({
    changes,
    bumps: [
      { ...bump, path: 'a' },
      { ...bump, path: 'b' },
    ],
  });
  const documents = parseAllDocuments(renderOmds(report)).map((document) => document.toJS());
  expect(documents.map(({ diffs }) => diffs.length)).toEqual([1, 1]);
});

test('no text of a report leaves its place', () => {
  const raise = { path: 'x', required: 'major', declared: 'major', ok: true } as const;
  const bumps = nastyTexts.map((text) => ({ ...raise, contract: text, from: text, to: text, next: text }));
  const report = { ...nastyReport(), bumps };
  const documents = parseAllDocuments(renderOmds(report));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(documents.map((document) => document.toJS().source2.version).toSorted(compareText)).toEqual(
    nastyTexts.toSorted(compareText),
  );
});

test('YAML reads back as the data that was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
      const data: { readonly [key: string]: Json } = JSON.parse(JSON.stringify(value));
      fc.pre(!Object.hasOwn(data, '__proto__') && !JSON.stringify(data).includes('__proto__'));
      expect(parse(yamlDocument(data), { uniqueKeys: true })).toEqual(data);
    }),
  );
});

test('nothing that hides or reorders text is written as it is', () => {
  const hiding = '\u007f\u0085\u200b\u202e\u2028\u{e0041}\ufeff\ufffe';
  const text = yamlDocument({ [hiding]: hiding });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(parse(text)).toEqual({ [hiding]: hiding });
});

test('where nothing changed, a comment says so', () => {
  expect(renderOmds(makeReport({ lang: 'pt-BR' }))).toBe('# Nenhuma mudança nos contratos\n');
});
