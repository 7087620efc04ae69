import { describe, expect, it } from 'vitest';
import type { Files, Rule } from '../../src/model/rule.ts';
import { exampleContract } from '../../src/rules/example.ts';
import canvasMissing from '../../src/rules/spec-first/canvas-missing.ts';
import contractMissing from '../../src/rules/spec-first/contract-missing.ts';
import pipelineMissing from '../../src/rules/spec-first/pipeline-missing.ts';
import { checkFiles } from '../support/check-files.ts';

const models = 'implementation/dbt/models/marts';
const outputs = 'specs/contracts/outputs';
const columns = ['name: total, logicalType: number, description: Total.'];
const select = 'select 1 as total\n';

async function said(head: Files, rule: Rule): Promise<readonly string[]> {
  const files = { 'implementation/dbt/dbt_project.yml': 'name: shop\n', ...head };
  const report = await checkFiles({ head: files, rules: [rule] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ subject, message }) => `${subject}: ${message}`);
}

function contract(id: string, table: string, physical?: string): string {
  const text = exampleContract({ id, object: table, columns });
  const more = physical === undefined ? '' : `    physicalName: ${physical}\n`;
  return text.replace('    description: Sales', `${more}    description: Sales`);
}

/** What `fct_refunds` is said to be, once for each finding about it. */
async function near(more: Files): Promise<readonly (string | undefined)[]> {
  const head = { [`${models}/fct_refunds.sql`]: select, [`${outputs}/x.yaml`]: contract('x', 'other'), ...more };
  const found = await said(head, contractMissing);
  return found
    .filter((each) => each.startsWith('model:fct_refunds:'))
    .map((each) => /did you mean "([^"]+)"/.exec(each)?.[1]);
}

describe('the table that a mart without contract may be', () => {
  it.each<[why: string, more: Files, expected: string | undefined]>([
    ['one of an output contract', { [`${outputs}/r.yaml`]: contract('r', 'fct_refund') }, 'fct_refund'],
    ['by its physical name', { [`${outputs}/r.yaml`]: contract('r', 'something', 'fct_refund') }, 'fct_refund'],
    ['none of an input', { 'specs/contracts/inputs/r.yaml': contract('r', 'fct_refund') }, undefined],
    [
      'none that a model makes',
      { [`${outputs}/r.yaml`]: contract('r', 'FCT_Refund'), [`${models}/fct_REFUND.sql`]: select },
      undefined,
    ],
    [
      'none whose physical table a model makes',
      { [`${outputs}/r.yaml`]: contract('r', 'something', 'FCT_Refund'), [`${models}/fct_REFUND.sql`]: select },
      undefined,
    ],
    [
      'none whose model is called like the table, whatever the warehouse calls it',
      { [`${outputs}/r.yaml`]: contract('r', 'Something', 'fct_refund'), [`${models}/someTHING.sql`]: select },
      undefined,
    ],
  ])('%s', async (_, more, expected) => {
    expect(await near(more)).toEqual([expected]);
  });

  it('is nobody’s to judge while a contract cannot be read, whatever the option says', async () => {
    const always = { type: 'boolean', default: true, description: 'Always.' } as const;
    const rule = { ...contractMissing, options: { always } };
    const head = { [`${models}/fct_refunds.sql`]: select };
    expect(await said(head, rule)).toHaveLength(1);
    expect(await said({ ...head, [`${outputs}/x.yaml`]: 'schema: [\n' }, rule)).toEqual([]);
    expect(await said({ ...head, 'specs/product-canvas/slas.yaml': 'a: [\n' }, rule)).toHaveLength(1);
  });
});

function vision(domain: string): Files {
  return { 'specs/product-canvas/vision.md': `# Shop\n\n## Domain\n${domain}.\n\n## Data consumers\n- CFO\n` };
}

describe('the domain that no canvas names', () => {
  const mart: Files = {
    [`${models}/logistics/fct_trips.sql`]: select,
    [`${outputs}/trips.yaml`]: contract('trips', 'fct_trips').replace(
      'version: 1.0.0',
      'version: 1.0.0\ndomain: Fleet',
    ),
  };

  it.each([
    ['Finance', true],
    ['Logistics', false],
    ['Fleet', false],
  ])('a canvas about %s: %s', async (domain, isMissing) => {
    const found = await said({ ...vision(domain), ...mart }, canvasMissing);
    expect(found.map((each) => each.slice(0, each.indexOf(', which')))).toEqual(
      isMissing ? ['model:fct_trips: model "fct_trips" belongs to domain "logistics"'] : [],
    );
  });

  it('is named by a folder in several words, as it is written', async () => {
    const head = { [`${models}/customer_care/fct_calls.sql`]: select };
    expect(await said({ ...vision('Customer care'), ...head }, canvasMissing)).toEqual([]);
    expect(await said({ ...vision('Finance'), ...head }, canvasMissing)).toHaveLength(1);
  });

  it('is nothing to say without canvases, and of a mart that has no contract where contracts are kept', async () => {
    expect(await said(mart, canvasMissing)).toEqual([]);
    const head = { ...vision('Fleet'), ...mart, [`${models}/crm/fct_leads.sql`]: select };
    expect(await said(head, canvasMissing)).toEqual([]);
  });
});

describe('what pipeline specs mention', () => {
  it.each<[why: string, id: string, text: string, isMentioned: boolean]>([
    ['the model', 'trips', 'fct_trips adds up', true],
    ['nothing', 'trips-by-day', 'the orders are typed', false],
    ['the contract by an id that tells', 'trips-by-day', 'then trips-by-day is made', true],
    ['the contract by an id with an underscore', 'trips_by_day', 'then trips_by_day is made', true],
    ['a word that is also an id', 'trips', 'the trips of a day', false],
  ])('%s', async (...row) => {
    const [, id, text, isMentioned] = row;
    const head = {
      [`${models}/fct_trips.sql`]: select,
      [`${outputs}/trips.yaml`]: contract(id, 'fct_trips'),
      'specs/pipelines/fleet/spec.md': `# Fleet\n\n${text}.\n`,
    };
    expect(await said(head, pipelineMissing)).toHaveLength(isMentioned ? 0 : 1);
  });

  it('is not asked of a mart without contract where contracts are kept', async () => {
    const head = { [`${models}/fct_trips.sql`]: select, 'specs/pipelines/fleet/spec.md': '# Fleet\n\nNothing.\n' };
    expect(await said(head, pipelineMissing)).toHaveLength(1);
    expect(await said({ ...head, [`${outputs}/x.yaml`]: contract('x', 'other') }, pipelineMissing)).toEqual([]);
  });
});
