import { expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import incoherent from '../../../src/rules/sla/incoherent.ts';
import { checkFiles } from '../../support/check-files.ts';

const slas = 'specs/product-canvas/slas.yaml';
const vision = 'specs/product-canvas/vision.md';
const canvas = 'specs/product-canvas/sales.md';
const contract = 'specs/contracts/outputs/sales.yaml';
const churn = 'specs/contracts/outputs/churn.yaml';
const mart = {
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/marts/fct_sales.sql': 'select 1 as total\n',
};

/** `severity file:line subject “found” less|more “agreed” file:line` */
async function judged(head: Files): Promise<readonly string[]> {
  const report = await checkFiles({ head, rules: [incoherent] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ severity, path, line, subject, message }) => {
    const [, found, order, agreed, place] =
      /is "([^"]+)" here, which promises (less|more) than "([^"]+)" in (\S+);/.exec(message) ?? [];
    return `${severity} ${fileOf(path)}:${line} ${subject} "${found}" ${order} "${agreed}" ${fileOf(place ?? '')}`;
  });
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A contract with service levels, which are flow mappings; that of number n (from 0) is on line 9 + n. */
function contractOf(id: string, ...levels: readonly string[]): string {
  const list = levels.map((level) => `  - { ${level} }\n`).join('');
  return `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\nschema:\n  - name: ${id}\nslaProperties:\n${list}`;
}

function latency(value: string): string {
  return contractOf('sales', `property: latency, value: "${value}"`);
}

function visionOf(levels: string): string {
  return `# Shop\n\n## Domain\nShop.\n\n## Data consumers\n- CFO: sales\n\n## Key metrics\n- Sales\n\n## SLAs\n${levels}`;
}

it.each<[agreed: string, promised: string, ...findings: string[]]>([
  // D-1 is between one and two days old, whichever side writes it.
  ['D-1', '24h'],
  ['D-1', '48h'],
  ['36h', 'D-1'],
  ['D-1', '49h', 'error sales.yaml:9 sales "49h" less "D-1" slas.yaml:2'],
  ['D-1', '23h', 'warning sales.yaml:9 sales "23h" more "D-1" slas.yaml:2'],
  ['D-2', '36h', 'warning sales.yaml:9 sales "36h" more "D-2" slas.yaml:2'],
  ['D-2', '48h'],
  ['D-2', '72h'],
  ['same day', '24h'],
  ['same day', '12h', 'warning sales.yaml:9 sales "12h" more "same day" slas.yaml:2'],
  ['D-1', 'D-2', 'error sales.yaml:9 sales "D-2" less "D-1" slas.yaml:2'],
  ['D-2', 'D-1', 'warning sales.yaml:9 sales "D-1" more "D-2" slas.yaml:2'],
  ['D-1', 'P1M1D', 'error sales.yaml:9 sales "P1M1D" less "D-1" slas.yaml:2'],
  ['D-1', 'real-time', 'warning sales.yaml:9 sales "real-time" more "D-1" slas.yaml:2'],
  ['"@daily"', 'D-1'],
  ['"@weekly"', 'D-1', 'warning sales.yaml:9 sales "D-1" more "@weekly" slas.yaml:2'],
  // 30 February never comes.
  ['"0 0 30 2 *"', 'D-1'],
  ['D-1', '0 0 30 2 *'],
])('agreed %s, and promised %s', async (agreed, promised, ...findings) => {
  const head = { [slas]: `sales:\n  latency: ${agreed}\n`, [contract]: latency(promised) };
  expect(await judged(head)).toEqual(findings);
});

it.each<[why: string, head: Files, ...findings: string[]]>([
  [
    'a mart without contract is named as a model',
    { ...mart, [canvas]: '# Sales\n\n## Latency\n1h\n', [slas]: 'sales:\n  latency: 6h\n' },
    'error slas.yaml:2 model:fct_sales "6h" less "1h" sales.md:4',
  ],
  [
    'what is promised for all products is held against each of several',
    {
      [slas]: 'latency: 6h\n',
      [contract]: latency('1 day'),
      [churn]: contractOf('churn', 'property: latency, value: 2, unit: d'),
    },
    'warning churn.yaml:9 churn "2 d" less "6h" slas.yaml:1',
    'warning sales.yaml:9 sales "1 day" less "6h" slas.yaml:1',
  ],
  [
    'what is promised for the product itself stands before what is for all',
    { [slas]: 'latency: 1h\nsales:\n  latency: 6h\n', [contract]: latency('1 day') },
    'error sales.yaml:9 sales "1 day" less "6h" slas.yaml:3',
  ],
  [
    'what a vision says is held against what is for all, too',
    { [vision]: visionOf('- Latency: 1h\n'), [slas]: 'latency: 6h\n', [contract]: contractOf('sales') },
    'warning slas.yaml:1 sales "6h" less "1h" vision.md:13',
  ],
  [
    'each is held against the nearest one that says it',
    {
      [canvas]: '# Sales\n\n## Latency\n1h\n',
      [slas]: 'latency: 1 day\n',
      [contract]: latency('6h'),
    },
    'error sales.yaml:9 sales "6h" less "1h" sales.md:4',
  ],
  [
    'each metric on its own, retention the other way round',
    {
      [slas]: 'sales:\n  latency: 6h\n  retention: 5 years\n  availability: 99%\n  time_of_availability: "08:00"\n',
      [contract]: contractOf(
        'sales',
        'property: retention, value: 6h',
        'property: availability, value: 99.5',
        'property: latency, value: 6h',
        'property: timeOfAvailability, value: "09:00"',
      ),
    },
    'error sales.yaml:9 sales "6h" less "5 years" slas.yaml:3',
    'warning sales.yaml:10 sales "99.5" more "99%" slas.yaml:4',
  ],
])('%s', async (_, head, ...findings) => {
  expect((await judged(head)).toSorted()).toEqual(findings.toSorted());
});
