import { expect, test } from 'vitest';
import { BASE, buildFirst, column, contract, findingsOf, run, SALES, startPull } from './scenario.ts';

buildFirst();

const MARKED = column('total', 'logicalType: string, description: A column., tags: [deprecated]');
const DEPRECATED = { ...BASE, [SALES]: contract({ columns: [column('state'), MARKED, column('city')] }) };
const GONE = { [SALES]: contract({ version: '1.1.0', columns: [column('state'), column('city')] }) };

test('a checkout of one commit does not tell since when a column was deprecated, and the report says so', async () => {
  const github = await startPull(GONE, DEPRECATED);
  const ended = await run(github, { depth: 1 });
  expect([ended.code, findingsOf(ended)]).toEqual([0, [`warning contract/property-removed ${SALES}:17 base`]]);
  expect(ended.report.findings[0]?.message).toContain('too shallow');
  github.assertNoViolations();
});

test('a column that is marked and removed with no time between is removed too early', async () => {
  const github = await startPull(GONE, {
    ...DEPRECATED,
    'dataengos.yaml': `${BASE['dataengos.yaml']}deprecation: { days: 36500 }\n`,
  });
  const ended = await run(github);
  expect([ended.code, findingsOf(ended)]).toEqual([0, [`warning contract/property-removed ${SALES}:17 base`]]);
  expect(ended.report.findings[0]?.message).not.toContain('too shallow');
  github.assertNoViolations();
});
