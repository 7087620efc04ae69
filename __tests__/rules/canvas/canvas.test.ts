import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import { checkFiles } from '../../support/check-files.ts';
import { fixFiles } from '../../support/fix-files.ts';

const vision = 'specs/product-canvas/vision.md';
const whole =
  '# Revenue\n\n## Domain\nFinance.\n\n## Data consumers\n- CFO: executive dashboard\n\n## Key metrics\n- Monthly recurring revenue (MRR): what customers pay each month\n\n## SLAs\n- Latency: D-1\n';

/** `severity rule path:line subject: message` of the family's findings. */
async function findings(head: Files, lang: 'en' | 'pt-BR' = 'en'): Promise<readonly string[]> {
  const report = await checkFiles({ head, request: { lang } });
  expect(report.rules.skipped).toEqual([]);
  return report.findings
    .filter(({ rule }) => rule.startsWith('canvas/'))
    .map(
      ({ severity, rule, path, line, subject, message }) =>
        `${severity} ${rule} ${path}:${line} ${subject}: ${message}`,
    );
}

describe('canvas/section-missing', () => {
  it('says which heading is missing, in both languages', async () => {
    const head = { [vision]: whole.replace('## Domain\n', '') };
    expect(await findings(head)).toEqual([
      `error canvas/section-missing ${vision}:1 ${vision}: the canvas has no section "Domain"; a vision says its domain, its consumers, its metrics and its SLAs: add the heading and what is below it`,
    ]);
    expect(await findings(head, 'pt-BR')).toEqual([
      `error canvas/section-missing ${vision}:1 ${vision}: o canvas não tem a seção "Domain"; uma visão diz o domínio, os consumidores, as métricas e os SLAs: adicione o título e o que vai embaixo dele`,
    ]);
  });

  it('writes the headings where they belong and in the language of the file, and stays until they are filled', async () => {
    const head = { [vision]: '# Receita\r\n\r\n### Consumidores\r\n- Diretoria\r\n\r\n### SLAs\r\n- D-1' };
    const { files, outcome } = await fixFiles({ head, wanted: ({ rule }) => rule === 'canvas/section-missing' });
    expect(files[vision]).toBe(
      '# Receita\r\n\r\n### Domínio\r\n\r\n### Consumidores\r\n- Diretoria\r\n\r\n### Métricas\r\n\r\n### SLAs\r\n- D-1',
    );
    expect(outcome.left).toEqual([]);
    expect(await findings(files)).toEqual([
      `error canvas/section-missing ${vision}:3 ${vision}: section "Domínio" of the canvas says nothing; write what is below it`,
      `error canvas/section-missing ${vision}:8 ${vision}: section "Métricas" of the canvas says nothing; write what is below it`,
    ]);
    const again = await fixFiles({ head: files, wanted: ({ rule }) => rule === 'canvas/section-missing' });
    expect(again.files).toEqual(files);
  });

  it('writes several headings at the end of a file', async () => {
    const churn = 'specs/product-canvas/churn.md';
    const { files } = await fixFiles({ head: { [churn]: '# Churn' } });
    expect(files[churn]).toBe('# Churn\n\n## Consumers\n\n## Latency\n\n## Privacy\n');
    expect((await findings(files)).map((each) => each.slice(0, each.indexOf(': ')))).toEqual([
      `error canvas/section-missing ${churn}:3 ${churn}`,
      `error canvas/section-missing ${churn}:5 ${churn}`,
      `error canvas/section-missing ${churn}:7 ${churn}`,
    ]);
  });

  it('warns and offers no heading where one that is there may be meant', async () => {
    const head = {
      [vision]: whole.replace('## Data consumers', '## The folks').replace('## Domain', '## Where we are'),
    };
    const report = await checkFiles({ head });
    expect(report.findings.map(({ severity, message, fix }) => [severity, message, fix])).toEqual([
      [
        'warning',
        'no section of the canvas is known to be about "Domain"; if it is what one of these is about, call that one "Domain": "Where we are", "The folks"; else add the heading and what is below it',
        null,
      ],
      [
        'warning',
        'no section of the canvas is known to be about "Data consumers"; if it is what one of these is about, call that one "Data consumers": "Where we are", "The folks"; else add the heading and what is below it',
        null,
      ],
    ]);
    const [first] = await findings(head, 'pt-BR');
    expect(first).toContain(
      'nenhuma seção do canvas foi reconhecida como "Domain"; se uma destas trata disso, chame-a de "Domain": "Where we are", "The folks"; senão, adicione o título e o que vai embaixo dele',
    );
  });

  it('an unanswered question is one mistake, not two', async () => {
    expect(await findings({ [vision]: whole.replace('Finance.', 'TBD') })).toEqual([
      `error canvas/question-open ${vision}:4 ${vision}: "TBD" has no answer yet; ask who knows, and write the answer in its place`,
    ]);
  });
});

describe('canvas/zombie-pipeline', () => {
  const path = 'specs/contracts/outputs/x.yaml';

  it.each([
    ['mrr-report', ''],
    ['x', 'name: Monthly recurring revenue\n'],
    ['x', 'dataProduct: finance\n'],
    ['x', 'schema:\n  - name: customers\n'],
    ['x', 'schema:\n  - name: t\n    physicalName: main.gold.fct_customer_dashboard\n'],
  ])('a contract that a canvas names: %s %j', async (id, more) =>
    expect(await zombies({ [vision]: whole, [path]: zombieContract(id, more) })).toEqual([]),
  );

  it.each([
    ['invoices', ''],
    ['customer-payment-gateway', ''],
    ['x', 'name: Stock of shops\n'],
  ])('a contract that no canvas names: %s %j', async (id, more) =>
    expect(await zombies({ [vision]: whole, [path]: zombieContract(id, more) })).toEqual([
      `warning canvas/zombie-pipeline ${path}:3 ${id}`,
    ]),
  );

  it('is silent about what is retired, about sources, and while the canvas names nobody', async () => {
    const retired = zombieContract('invoices').replace('active', 'retired');
    expect(await zombies({ [vision]: whole, [path]: retired })).toEqual([]);
    expect(await zombies({ [vision]: whole, 'specs/contracts/inputs/x.yaml': zombieContract('invoices') })).toEqual([]);
    expect(await zombies({ [vision]: '# Vision\n\n## Domain\nShops.\n', [path]: zombieContract('invoices') })).toEqual(
      [],
    );
  });

  it('a data product that a canvas names speaks for the contracts of its ports', async () => {
    const product = 'specs/product-canvas/p.odps.yaml';
    const text =
      'apiVersion: v1.0.0\nkind: DataProduct\nid: p\nname: Revenue dashboard\nstatus: active\noutputPorts:\n  - { name: o, version: 1.0.0, contractId: invoices }\n';
    expect(await zombies({ [vision]: whole, [path]: zombieContract('invoices'), [product]: text })).toEqual([]);
  });
});

describe('canvas/metric-duplicate', () => {
  const churn = 'specs/product-canvas/churn.md';

  it('cites the first definition', async () => {
    expect(await findings({ [churn]: canvas('MRR: invoices of the month'), [vision]: whole })).toEqual([
      `warning canvas/metric-duplicate ${vision}:10 ${vision}: metric "Monthly recurring revenue (MRR)" is "what customers pay each month" here and "invoices of the month" in ${churn}:8; keep one definition, or give one of them another name`,
    ]);
  });

  it.each([
    'see the vision',
    'See [vision.md](vision.md)',
    'cf. vision',
    'ver a visão',
    'vide visão',
    'conforme a visão',
    'definida na visão',
    'as defined in the vision',
    'paid (see the vision)',
  ])('%j is no second definition', async (definition) => {
    expect(await findings({ [churn]: canvas(`MRR: ${definition}`), [vision]: whole })).toEqual([]);
  });

  it('two files that agree are no duplicate, one file that repeats itself is', async () => {
    expect(await findings({ [churn]: canvas('MRR: What customers pay, each month.'), [vision]: whole })).toEqual([]);
    expect(await findings({ [churn]: canvas('Churn: left / all\n- Churn: left / all') })).toEqual([
      `warning canvas/metric-duplicate ${churn}:9 ${churn}: metric "Churn" is already defined on line 8; keep one of the two`,
    ]);
  });
});

describe('canvas/format-unsuited', () => {
  const contract = 'specs/contracts/outputs/orders.yaml';
  const unsuited = async (consumer: string, text: string, more: Files = {}): Promise<readonly string[]> =>
    (await findings({ 'specs/product-canvas/orders.md': shop(consumer), [contract]: text, ...more }))
      .filter((each) => each.includes('format'))
      .map((each) => each.slice(each.indexOf(': ') + 2));

  it('cites the table of the contract', async () => {
    expect(await unsuited('API operacional', orders('    physicalType: VIEW\n'))).toEqual([
      `"API operacional" reads rows one by one, but contract "orders" offers only view (${contract}:7); publish a table, a topic or an API`,
    ]);
  });

  it('looks at the model and at the servers where the table says nothing', async () => {
    const dbt = {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/marts/fct_orders.sql': "{{ config(materialized='view') }}\nselect 1 as id\n",
    };
    expect(await unsuited('Backend of the shop', orders(''), dbt)).toEqual([
      '"Backend of the shop" reads rows one by one, but contract "orders" offers only view (implementation/dbt/models/marts/fct_orders.sql:1); publish a table, a topic or an API',
    ]);
    const kafka = 'servers:\n  - { server: bus, type: kafka, host: "bus:9092", format: avro }\n';
    expect(await unsuited('Painel da diretoria', orders('', kafka))).toEqual([
      `"Painel da diretoria" needs something that SQL can read, but contract "orders" offers only topic (${contract}:9); publish a table or a view`,
    ]);
  });

  it('says nothing where the format is not known, where one suits, and of consumers it does not know', async () => {
    expect(await unsuited('API operacional', orders(''))).toEqual([]);
    const api = 'servers:\n  - { server: api, type: api, location: "https://example.com" }\n';
    expect(await unsuited('API operacional', orders('    physicalType: view\n', api))).toEqual([]);
    expect(await unsuited('Finance', orders('    physicalType: view\n'))).toEqual([]);
  });
});

function zombieContract(id: string, more = ''): string {
  return `apiVersion: v3.1.0\nkind: DataContract\nid: ${id}\nversion: 1.0.0\nstatus: active\n${more}`;
}

async function zombies(head: Files): Promise<readonly string[]> {
  return (await findings(head))
    .filter((each) => each.includes('zombie'))
    .map((each) => each.slice(0, each.indexOf(': ')));
}

function canvas(definition: string): string {
  return `# Churn\n\n- Consumer: CFO\n- Latency: D-1\n- PII: none\n\n## Metrics\n- ${definition}\n`;
}

function shop(consumer: string): string {
  return `# Orders\n\n- PII: none\n- Latency: D-1\n\n## Consumers\n- ${consumer}\n`;
}

function orders(table: string, more = ''): string {
  return `apiVersion: v3.1.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\nschema:\n  - name: orders\n${table}${more}`;
}

it('the examples of the documentation are as they say', async () => {
  const [first = '', second = ''] = samples('canvas.md', 'markdown');
  const [slas = ''] = samples('slas.md', 'yaml');
  const head = {
    'specs/product-canvas/churn_analysis.md': first,
    'specs/product-canvas/crm/churn.md': second,
    'specs/product-canvas/slas.yaml': slas,
  };
  const report = await checkFiles({ head });
  expect(report.findings.filter(({ path }) => path.startsWith('specs/'))).toEqual([]);
  expect(first.length * second.length * slas.length).toBeGreaterThan(0);
});

/** The blocks of code of one language on a page of the documentation. */
function samples(page: string, lang: string): readonly string[] {
  return readFileSync(join(import.meta.dirname, '../../../docs/specs', page), 'utf8')
    .split(`\`\`\`${lang}\n`)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('```')));
}
