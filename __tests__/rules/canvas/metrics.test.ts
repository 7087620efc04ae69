import { expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import metricDuplicate from '../../../src/rules/canvas/metric-duplicate.ts';
import { checkFiles } from '../../support/check-files.ts';

const folder = 'specs/product-canvas';

/** `file:line metric: definition | other in file:line` of metrics that are defined twice. */
async function twice(head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head, rules: [metricDuplicate] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ path, line, message }) =>
    `${path}:${line} ${message}`
      .replaceAll(`${folder}/`, '')
      .replace(/metric "(.*)" is "(.*)" here and "(.*)" in (\S+);.*$/, '$1: $2 | $3 in $4')
      .replace(/metric "(.*)" is already defined on line (\d+);.*$/, '$1: line $2'),
  );
}

/** A canvas whose metrics begin on line 4. */
function canvas(...metrics: readonly string[]): string {
  return `# Sales\n\n## Metrics\n${metrics.map((metric) => `- ${metric}\n`).join('')}`;
}

it.each<[why: string, metrics: readonly string[], ...found: string[]]>([
  ['two metrics', ['Churn: left / all', 'Revenue: paid']],
  [
    'two spellings',
    ['Churn rates: left / all', 'CHURN, RATE: lost'],
    'a.md:5 CHURN, RATE: lost | left / all in a.md:4',
  ],
  ['an abbreviation', ['Churn rate (CR): left', 'CR: lost'], 'a.md:5 CR: lost | left in a.md:4'],
  ['one close to the name', ['Churn rate(CR): left', 'CR: lost'], 'a.md:5 CR: lost | left in a.md:4'],
  ['one far from the name', ['Churn rate  (CR): left', 'CR: lost'], 'a.md:5 CR: lost | left in a.md:4'],
  [
    'an abbreviation beside the name alone',
    ['Churn rate: left', 'Churn rate (CR): lost'],
    'a.md:5 Churn rate (CR): lost | left in a.md:4',
  ],
  ['something in parentheses within the name', ['Churn (CR) by state: left', 'Churn: lost', 'CR: gone']],
  ['two without abbreviation', ['Churn (CR): left', 'Revenue: paid', 'Orders: sent']],
  ['one letter in parentheses', ['Churn (c): left', 'C: lost']],
  [
    'a comparison is a definition of its own',
    ['Late: days > 3', 'Late: days >= 3'],
    'a.md:5 Late: days >= 3 | days > 3 in a.md:4',
  ],
  ['punctuation is no difference between two places', ['Churn: left, all.', 'Churn: left all'], 'a.md:5 Churn: line 4'],
  ['a name alone', ['Churn', 'Churn: left', 'Churn']],
  ['a question', ['Churn rate: left', 'Churn rate? who left', 'Churn rate? who stays']],
  ['names of punctuation only', ['&: left', '§: lost']],
  ['an empty definition', ['Churn: left', 'Churn: —', 'Churn:']],
])('%s', async (_, metrics, ...found) => {
  expect(await twice({ [`${folder}/a.md`]: canvas(...metrics) })).toEqual(found);
});

it('each further definition is held against the first', async () => {
  const files = { a: 'Churn: left', b: 'Churn: lost', c: 'Churn: gone' };
  const head = Object.fromEntries(
    Object.entries(files).map(([name, metric]) => [`${folder}/${name}.md`, canvas(metric)]),
  );
  expect(await twice(head)).toEqual(['b.md:4 Churn: lost | left in a.md:4', 'c.md:4 Churn: gone | left in a.md:4']);
});

it('only metrics are compared', async () => {
  const head = {
    [`${folder}/a.md`]:
      '# Sales\n\n## Metrics\n- Churn: left\n\n## Objectives\n- Churn: below 3 %\n\n## SLOs\n- Churn: 1\n',
  };
  expect(await twice(head)).toEqual([]);
});

it.each([
  ['o mesmo da visão', false],
  ['a mesma do painel de vendas', false],
  ['o mesmo de sempre', false],
  ['defined in vision.md', false],
  ['left / all (as defined by finance)', false],
  ['como definido nas metas', false],
  ['idem', false],
  ['left; same as churn', false],
  ['customers we did not see again', true],
  ['seen customers / all', true],
  ['verified customers / all', true],
  ['pedidos do mesmo dia', true],
])('"%s" is a definition: %s', async (text, isDefinition) => {
  const head = { [`${folder}/a.md`]: canvas('Churn: left'), [`${folder}/b.md`]: canvas(`Churn: ${text}`) };
  expect(await twice(head)).toEqual(isDefinition ? [`b.md:4 Churn: ${text} | left in a.md:4`] : []);
});
