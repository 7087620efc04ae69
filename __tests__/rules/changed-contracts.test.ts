import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import { checkFiles } from '../support/check-files.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const described = (column: string): string => `${column}, description: D.`;

/** `line severity subject: message [where it was]` of what one rule says of a change; `;` and what follows is advice. */
async function said(rule: string, base: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await checkFiles({ base, head });
  return findings
    .filter((each) => each.rule === rule)
    .map(({ path: file, line, severity, subject, message, related }) => {
      const places = related.map((each) => each.line).join();
      return `${file.split('/').at(-1)}:${line} ${severity} ${subject}: ${message.split(': ', 1)[0]} [${places}]`;
    });
}

/** A change of the columns of one contract, which are flow mappings. */
function changed(
  rule: string,
  [before, after]: readonly [readonly string[], readonly string[]],
  more: Files = {},
): Promise<readonly string[]> {
  const files = (columns: readonly string[], version: string): Files => ({
    ...more,
    [path]: exampleContract({ version, columns: columns.map(described) }),
  });
  return said(rule, files(before, '1.0.0'), files(after, '1.1.0'));
}

describe('contract/type-changed', () => {
  const rule = 'contract/type-changed';

  it('says logical and physical type of one column at once, in the worse class', async () => {
    expect(
      await changed(rule, [
        ['name: total, logicalType: integer, physicalType: INTEGER'],
        ['name: total, logicalType: string, physicalType: BIGINT'],
      ]),
    ).toEqual([
      'sales.yaml:14 error sales/sales.total: type of "total" in contract "sales" changed from integer / INTEGER to string / BIGINT [14]',
    ]);
    expect(
      await changed(rule, [
        ['name: total, logicalType: integer, physicalType: BIGINT'],
        ['name: total, logicalType: number, physicalType: VARCHAR(20)'],
      ]),
    ).toEqual([
      'sales.yaml:14 error sales/sales.total: type of "total" in contract "sales" changed from integer / BIGINT to number / VARCHAR(20) [14]',
    ]);
  });

  it('says every column on its own', async () => {
    expect(
      await changed(rule, [
        ['name: total, logicalType: integer', 'name: state, logicalType: string'],
        ['name: total, logicalType: string', 'name: state, logicalType: integer'],
      ]),
    ).toEqual([
      'sales.yaml:14 error sales/sales.total: type of "total" in contract "sales" changed from integer to string [14]',
      'sales.yaml:15 error sales/sales.state: type of "state" in contract "sales" changed from string to integer [15]',
    ]);
  });

  it('a type that is new was none before', async () => {
    expect(await changed(rule, [['name: total'], ['name: total, logicalType: integer']])).toEqual([
      'sales.yaml:14 info sales/sales.total: type of "total" in contract "sales" changed from none to integer [14]',
    ]);
  });
});

describe('contract/not-alterable', () => {
  const servers = 'servers:\n  - { server: wh, type: snowflake, account: acme, database: db, schema: s }\n';
  const files = (type: string, columns: readonly string[]): Files => ({
    [path]: `${exampleContract({ columns: columns.map(described) })}${servers.replace('snowflake', type)}`,
  });
  const alter = (type: string, before: readonly string[], after: readonly string[]): Promise<readonly string[]> =>
    said('contract/not-alterable', files(type, before), files(type, after));
  const total = 'name: total, physicalType: "decimal(10,2)"';

  it.each([
    [
      'snowflake',
      [total],
      ['name: total, physicalType: "decimal(14,4)"'],
      [
        'sales.yaml:14 warning sales/sales.total: snowflake cannot change "total" of contract "sales" in place from decimal(10,2) to decimal(14,4) []',
      ],
    ],
    ['snowflake', [total], ['name: total, physicalType: "decimal(14,2)"'], []],
    ['snowflake', [total], ['name: total, physicalType: "decimal(8,2)"'], []],
    ['snowflake', [total], [total, 'name: state, physicalType: text, required: true'], []],
    ['snowflake', [total], [total, 'name: state, physicalType: text'], []],
    ['bigquery', [total], ['name: total, physicalType: "decimal(14,4)"'], []],
    [
      'bigquery',
      [total],
      [total, 'name: state, physicalType: text, required: true'],
      [
        'sales.yaml:15 warning sales/sales.state: bigquery cannot add the required column "state" of contract "sales" at once []',
      ],
    ],
    ['redshift', ['name: state, physicalType: "varchar(10)"'], ['name: state, physicalType: "varchar(20)"'], []],
    [
      'redshift',
      ['name: total, physicalType: integer'],
      ['name: total, physicalType: bigint'],
      [
        'sales.yaml:14 warning sales/sales.total: redshift cannot change "total" of contract "sales" in place from integer to bigint []',
      ],
    ],
    [
      'postgres',
      ['name: total, physicalType: integer'],
      ['name: total, physicalType: bigint'],
      [
        'sales.yaml:14 info sales/sales.total: postgresql writes the whole table again to change "total" of contract "sales" from integer to bigint []',
      ],
    ],
    ['databricks', ['name: total, physicalType: integer'], ['name: total, physicalType: bigint'], []],
  ])('%s: %j to %j', async (type, ...[before, after, expected]) => {
    expect(await alter(type, before, after)).toEqual(expected);
  });
});

const configured = (row: string): Files => ({ 'dataengos.yaml': `compatibility:\n  ${row}\n` });

describe('contract/classification-changed', () => {
  const rule = 'contract/classification-changed';
  const state = 'name: state, logicalType: string';
  it('lowered is an error, unless the configuration says how bad it is; raised is judged by its class', async () => {
    const lowered = [[`${state}, classification: confidential`], [`${state}, classification: public`]] as const;
    expect(await changed(rule, lowered)).toEqual([
      'sales.yaml:14 error sales/sales.state: classification of "state" in contract "sales" changed from confidential to public [14]',
    ]);
    expect(
      await changed(
        rule,
        lowered,
        configured('classification-lowered: { output: { class: dangerous, severity: warning } }'),
      ),
    ).toEqual([
      'sales.yaml:14 warning sales/sales.state: classification of "state" in contract "sales" changed from confidential to public [14]',
    ]);
    expect(await changed(rule, [lowered[1], lowered[0]])).toEqual([
      'sales.yaml:14 warning sales/sales.state: classification of "state" in contract "sales" changed from public to confidential [14]',
    ]);
  });
});

const config = (changeClass: string): Files => ({
  'dataengos.yaml': `compatibility:\n  description-changed: { output: ${changeClass} }\n`,
});

const head = (text: string, more: Files): Files => ({
  ...more,
  [path]: exampleContract({ columns: [`name: total, logicalType: integer, description: ${text}`] }),
});

const other = (changeClass: string, after = 'Net.'): Promise<readonly string[]> =>
  said('contract/other-changed', head('All.', config(changeClass)), head(after, config(changeClass)));

describe('contract/other-changed', () => {
  it('is what the configuration calls harmful, and no other rule says', async () => {
    expect(await other('breaking')).toEqual([
      'sales.yaml:14 error sales/sales.total: "total" in contract "sales" changed (description.changed [14]',
    ]);
    expect(await other('dangerous')).toEqual([
      'sales.yaml:14 warning sales/sales.total: "total" in contract "sales" changed (description.changed [14]',
    ]);
    expect(await other('compatible')).toEqual([]);
    expect(
      await said(
        'contract/other-changed',
        head('All.', config('breaking')),
        head('All., required: true', config('breaking')),
      ),
    ).toEqual([]);
  });
});

const contract = (id: string, version: string, ...columns: readonly string[]): Files => ({
  [`specs/contracts/outputs/${id}.yaml`]: exampleContract({
    id,
    version,
    object: id,
    columns: columns.map(described),
  }),
});

describe('contract/version-not-bumped', () => {
  const rule = 'contract/version-not-bumped';
  const total = 'name: total, logicalType: integer';
  const state = 'name: state, logicalType: string';
  it('says what is wrong with the version', async () => {
    const before = contract('a', '2.1.0', total, state);
    expect(await said(rule, before, contract('a', '2.1.0', total))).toEqual([
      'a.yaml:4 error a: version of contract "a" stays 2.1.0, but the change is major; set it to 3.0.0 or higher []',
    ]);
    expect(await said(rule, before, contract('a', '2.2.0', total))).toEqual([
      'a.yaml:4 error a: version 2.2.0 of contract "a" does not announce a major change since 2.1.0; set it to 3.0.0 or higher []',
    ]);
    expect(await said(rule, before, contract('a', '1.0.0', total))).toEqual([
      'a.yaml:4 error a: version of contract "a" went down from 2.1.0 to 1.0.0; set it to 3.0.0 or higher []',
    ]);
    expect(await said(rule, before, contract('a', '3.0.0', total))).toEqual([]);
  });

  it('judges each contract by its own changes', async () => {
    expect(
      await said(
        rule,
        { ...contract('a', '1.0.0', total, state), ...contract('b', '1.0.0', total), ...contract('c', '1.0.0', total) },
        { ...contract('a', '1.0.0', total), ...contract('b', '1.0.0', total, state), ...contract('c', '1.0.0', total) },
      ),
    ).toEqual([
      'a.yaml:4 error a: version of contract "a" stays 1.0.0, but the change is major; set it to 2.0.0 or higher []',
      'b.yaml:4 warning b: version of contract "b" stays 1.0.0, but the change is minor; set it to 1.1.0 or higher []',
    ]);
  });

  it('is breaking where one of several changes is', async () => {
    expect(
      await said(rule, contract('a', '1.0.0', total), contract('a', '1.0.0', state, 'name: more, logicalType: string')),
    ).toEqual([
      'a.yaml:4 error a: version of contract "a" stays 1.0.0, but the change is major; set it to 2.0.0 or higher []',
    ]);
  });
});
