import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { applyEdits } from '../../src/model/edits.ts';
import renamed from '../../src/rules/contract/physical-name-changed.ts';
import { checkFiles } from '../support/check-files.ts';

/** A contract with columns as given, below `properties:` at four spaces, and what follows them. */
function contract(properties: string, { apiVersion = 'v3.2.0', rest = '' } = {}): string {
  return `apiVersion: ${apiVersion}
kind: DataContract
id: sales
version: 1.0.0
status: active
schema:
  - name: sales
    properties:
${properties}${rest}`;
}

interface Renaming {
  readonly base: string;
  readonly head: string;
  readonly direction?: 'inputs' | 'outputs';
  readonly files?: Files;
}

/** The title of the repair of each renaming, `none` where none is offered, and the file after the first of them. */
async function keep(given: Renaming): Promise<{ readonly titles: readonly string[]; readonly mended: string }> {
  const { base, head, direction = 'outputs', files = {} } = given;
  const path = `specs/contracts/${direction}/sales.yaml`;
  const report = await checkFiles({
    base: { ...files, [path]: base },
    head: { ...files, [path]: head },
    rules: [renamed],
    today: '2026-06-01',
  });
  const [fix] = report.findings.flatMap((finding) => finding.fix ?? []);
  return {
    titles: report.findings.map((finding) => finding.fix?.title ?? 'none'),
    mended: fix === undefined ? head : (applyEdits(head, fix.edits) ?? ''),
  };
}

/** As {@link keep}, of columns of which only a name differs, which `@` stands for. */
function keepNamed(properties: string, more: Parameters<typeof contract>[1] = {}): ReturnType<typeof keep> {
  const named = (name: string): string => contract(properties.replace('@', name), more);
  return keep({ base: named('ref_date'), head: named('reference_date') });
}

const marks = (indent: string): string =>
  `${indent}deprecated: true\n${indent}customProperties: [{ property: replacedBy, value: "reference_date" }, { property: sunset, value: "2026-07-01" }]\n`;

const item = (name: string): string =>
  `      - name: ${name}\n        logicalType: date\n\n        description: |\n          Of the order.\n\n          In UTC.\n`;

const inWarehouse = (name: string, physicalName: string): string =>
  contract(`      - name: ${name}\n        physicalName: ${physicalName}\n        logicalType: date\n`);

const said = (day: string): string =>
  `        customProperties: [{ property: replacedBy, value: "REFERENCE_DATE" }, { property: sunset, value: "${day}" }]`;

const twoColumns = (first: string, second: string): string =>
  contract(`      - name: ${first}\n        logicalType: date\n      - name: ${second}\n        logicalType: number\n`);

describe('the old column that is kept', () => {
  it('is all of its own lines, and none of what follows', async () => {
    const others = '\n      - name: total\n        logicalType: number\n';
    const rest = 'team:\n  members: []\n';
    const { titles, mended } = await keep({
      base: contract(`${item('ref_date')}${others}`, { rest }),
      head: contract(`${item('reference_date')}${others}`, { rest }),
    });
    expect(titles).toEqual(['keep ref_date']);
    expect(mended).toBe(
      contract(`${item('ref_date')}${marks('        ')}${item('reference_date')}${others}`, { rest }),
    );
  });

  it('is written as base wrote it, at the place and indentation of head', async () => {
    const { titles, mended } = await keep({
      base: contract('    -   name: ref_date\n        logicalType: date\n    - name: total\n'),
      head: contract('      - name: total\n      - name: reference_date\n        logicalType: date\n'),
    });
    expect(titles).toEqual(['keep ref_date']);
    expect(mended).toBe(
      contract(
        `      - name: total\n      -   name: ref_date\n          logicalType: date\n${marks('          ')}      - name: reference_date\n        logicalType: date\n`,
      ),
    );
  });

  it('stays in its braces, however the dash stands', async () => {
    const { titles, mended } = await keepNamed(
      '      -   { name: @, logicalType: date, }\n      -   { name: total }\n',
    );
    expect(titles).toEqual(['keep ref_date']);
    expect(mended).toBe(
      contract(
        '      -   { name: ref_date, logicalType: date, deprecated: true, customProperties: [{ property: replacedBy, value: "reference_date" }, { property: sunset, value: "2026-07-01" }] }\n      -   { name: reference_date, logicalType: date, }\n      -   { name: total }\n',
      ),
    );
  });

  it('may have lines that end as on Windows', async () => {
    const dated = (name: string): string => contract(`      - name: ${name}\n        logicalType: date\n`);
    const { titles, mended } = await keep({
      base: dated('ref_date').replaceAll('\n', '\r\n'),
      head: dated('reference_date'),
    });
    expect(titles).toEqual(['keep ref_date']);
    expect(mended).toBe(
      contract(
        `      - name: ref_date\n        logicalType: date\n${marks('        ')}      - name: reference_date\n        logicalType: date\n`,
      ),
    );
  });

  it('has its replacement’s name in the warehouse, and the last day of its direction', async () => {
    const files = { 'dataengos.yaml': 'deprecation: { days: 10, input-days: 20 }\n' };
    const renaming = {
      base: inWarehouse('day', 'REF_DATE'),
      head: inWarehouse('reference_day', 'REFERENCE_DATE'),
      files,
    };
    const until = async (direction: 'inputs' | 'outputs'): Promise<string | undefined> =>
      (await keep({ ...renaming, direction })).mended.split('\n').find((line) => line.includes('sunset'));
    expect(await until('outputs')).toBe(said('2026-06-11'));
    expect(await until('inputs')).toBe(said('2026-06-21'));
  });

  it('may be one of several that are renamed', async () => {
    const { titles } = await keep({
      base: twoColumns('ref_date', 'total_amount'),
      head: twoColumns('reference_date', 'total_amounts'),
    });
    expect(titles).toEqual(['keep ref_date', 'keep total_amount']);
  });
});

const listed = (list: string): string => contract('').replace('properties:\n', `properties: ${list}`);

const withClosing = (day: string, other: string): string =>
  contract(
    `      - name: ${day}\n        logicalType: date\n      - name: closing\n        logicalType: number\n        physicalName: ${other}\n`,
  );

describe('no column is kept', () => {
  it.each([
    ['in braces far from the dash that say what would be said', '      -   { name: @, deprecated: false }\n'],
    ['of a key', '      - name: @\n        logicalType: date\n        primaryKey: true\n'],
    ['in braces over several lines', '      - { name: @,\n          logicalType: date }\n'],
    ['in braces with a comment behind them', '      - { name: @, logicalType: date } # of it\n'],
    [
      'with a line that begins further left',
      '      - name: @\n  # of the order\n        logicalType: date\n      - name: total\n',
    ],
  ])('%s', async (_, properties) => {
    expect(await keepNamed(properties)).toMatchObject({ titles: ['none'] });
  });

  it.each([
    ['a custom property', 'customProperties: [{ property: unit, value: day }]', 'v3.2.0'],
    ['a tag where deprecation is a tag', 'tags: [dates]', 'v3.1.0'],
  ])('that gets %s from elsewhere', async (_, known, apiVersion) => {
    const properties = `      - &it\n        name: total\n        logicalType: date\n        ${known}\n      - name: @\n        <<: *it\n`;
    expect(await keepNamed(properties, { apiVersion })).toMatchObject({ titles: ['none'] });
  });

  it.each([
    ['base', '[{ name: ref_date, logicalType: date }]\n', '\n      - { name: reference_date, logicalType: date }\n'],
    ['head', '\n      - { name: ref_date, logicalType: date }\n', '[{ name: reference_date, logicalType: date }]\n'],
  ])('where %s has no line of its own for it', async (_, base, head) => {
    expect(await keep({ base: listed(base), head: listed(head) })).toMatchObject({ titles: ['none'] });
  });

  it('whose name is still one of the new one’s names, also inside another column', async () => {
    const flat = '      - name: total\n      - name: day\n        physicalName: @\n        logicalType: date\n';
    expect(await keepNamed(flat)).toMatchObject({ titles: ['none'] });
    const nested =
      '      - name: order\n        logicalType: object\n        properties:\n          - name: day\n            physicalName: @\n            logicalType: date\n';
    expect(await keepNamed(nested)).toMatchObject({ titles: ['none'] });
  });

  it('whose name another column has now', async () => {
    const { titles } = await keep({
      base: withClosing('ref_date', 'closing_date'),
      head: withClosing('reference_date', 'ref_date'),
    });
    expect(titles).toEqual(['none', 'none']);
  });
});
