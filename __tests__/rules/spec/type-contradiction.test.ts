import { describe, expect, it } from 'vitest';
import rule from '../../../src/rules/spec/type-contradiction.ts';
import { checkFiles } from '../../support/check-files.ts';
import { contractOf, contractPath, lintContract } from './lint-contract.ts';

const property = `      - name: sold_at
        logicalType: timestamp
        physicalType: DATE`;

function servers(...lines: readonly string[]): string {
  return `servers:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;
}

function flag(physical: string, version = '1.0.0'): string {
  const text = contractOf(`      - { name: paid, logicalType: string, physicalType: ${physical} }`);
  return text.replace('1.0.0', version);
}

/** Whether the change from one text of the contract to another brought each finding. */
async function introduced(before: string, after: string): Promise<readonly boolean[]> {
  const [base, head] = [before, after].map((text) => ({ [contractPath]: text }));
  const report = await checkFiles({ base: base ?? {}, head: head ?? {}, rules: [rule] });
  return report.findings.map((finding) => finding.introduced);
}

describe('spec/type-contradiction', () => {
  it('points at the logical type and shows the physical one', async () => {
    const [finding, ...others] = await lintContract(rule, contractOf(property));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      line: 11,
      column: 22,
      subject: 'sales/sales.sold_at',
      message:
        'logicalType "timestamp" of "sold_at" contradicts physicalType "DATE", which does not keep the time of day; write "logicalType: date", or a physical type that keeps it',
      related: [{ path: contractPath, line: 12 }],
    });
  });

  it('reads types as the server of production does', async () => {
    const dev = 'server: dev, type: oracle, environment: dev, host: h, serviceName: s';
    const prod = 'server: main, type: snowflake, environment: prod, account: a, database: d, schema: s';
    const both = await lintContract(rule, contractOf(property, { rest: servers(dev, prod) }));
    expect(both.map(({ severity, line }) => `${severity} ${line}`)).toEqual(['error 11']);
    expect(await lintContract(rule, contractOf(property, { rest: servers(dev) }))).toEqual([]);
  });

  it('looks into nested properties and names them whole', async () => {
    const nested = `      - name: customer
        logicalType: object
        physicalType: OBJECT
        properties:
          - { name: is_new, logicalType: string, physicalType: BOOLEAN }`;
    const found = await lintContract(rule, contractOf(nested));
    expect(found.map(({ subject, message }) => [subject, message.split(' contradicts')[0]])).toEqual([
      ['sales/sales.customer.is_new', 'logicalType "string" of "customer.is_new"'],
    ]);
  });

  it('is introduced by the change of one type, and old in a file that only moves on', async () => {
    expect(await introduced(flag('VARCHAR'), flag('BOOLEAN', '2.0.0'))).toEqual([true]);
    expect(await introduced(flag('BOOLEAN'), flag('BOOLEAN', '1.0.1'))).toEqual([false]);
    expect(await introduced(flag('BOOLEAN'), flag('VARCHAR', '2.0.0'))).toEqual([]);
  });
});
