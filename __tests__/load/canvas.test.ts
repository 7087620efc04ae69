import { cpuUsage } from 'node:process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import type { Canvas } from '../../src/model/canvas.ts';
import { type MemoryFiles, memoryTree } from '../support/memory-tree.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const path = 'specs/product-canvas/vision.md';

function loadAll(files: MemoryFiles): readonly Canvas[] {
  return loadProject(memoryTree(files), createMemo()).canvases ?? [];
}

function load(text: string, at = path): Canvas {
  const [canvas] = loadAll({ [at]: text });
  if (canvas === undefined) throw new Error('no canvas');
  return canvas;
}

/** `line topic "heading": label=value | text`, one line per section. */
function sections(text: string): readonly string[] {
  return load(text).sections.map(({ topic, heading, items, at }) => {
    const said = items.map((item) => (item.label === undefined ? item.text : `${item.label}=${item.value ?? ''}`));
    return `${at.line} ${topic} "${heading}": ${said.join(' | ')}`;
  });
}

/** `line text` of every open question. */
function open(text: string): readonly string[] {
  return load(text).open.map((item) => `${item.at.line} ${item.text}`);
}

describe('sections', () => {
  it('reads headings in English and in Portuguese, whatever their case, accents, numbers and pictures', () => {
    const english =
      '# Revenue\n## 1. Domain\nFinance.\n## 2) DATA CONSUMERS 👥\n- CFO\n## Key Metrics / KPIs\n- MRR\n## SLAs\n- D-1\n';
    expect(sections(english)).toEqual([
      '2 domain "1. Domain": Finance.',
      '4 consumers "2) DATA CONSUMERS 👥": CFO',
      '6 metrics "Key Metrics / KPIs": MRR',
      '8 slas "SLAs": D-1',
    ]);
    const portuguese =
      '# Receita\n## Dominio\nFinanças.\n## Consumidores\n- Diretoria\n## 🎯 MÉTRICAS-CHAVE\n- MRR\n## Níveis de serviço\n- D-1\n## Persona do consumidor\n- Lia\n## Partes interessadas\n- Ana\n';
    expect(sections(portuguese)).toEqual([
      '2 domain "Dominio": Finanças.',
      '4 consumers "Consumidores": Diretoria',
      '6 metrics "🎯 MÉTRICAS-CHAVE": MRR',
      '8 slas "Níveis de serviço": D-1',
      '10 persona "Persona do consumidor": Lia',
      '12 stakeholders "Partes interessadas": Ana',
    ]);
    expect([load(english).lang, load(portuguese).lang]).toEqual(['en', 'pt-BR']);
  });

  it('tells service level objectives from objectives, and a heading of two topics counts for both', () => {
    expect(sections('# A\n## Service level objectives\n- x\n## Objectives\n- y\n## SLAs e SLOs\n- z\n')).toEqual([
      '2 slos "Service level objectives": x',
      '4 objectives "Objectives": y',
      '6 slas "SLAs e SLOs": z',
      '6 slos "SLAs e SLOs": z',
    ]);
  });

  it('reads labels as sections: bullets, lines of a paragraph, rows of a table, questions', () => {
    expect(
      sections(
        '# Churn\n\n**Domain:** CRM  \n**Consumers:** the retention team,\nand the CFO\n\n- *Latency*: D-1\n\n| Question | Answer |\n|--|--|\n| PII | none |\n\n1. Qual o formato? Parquet\n',
      ),
    ).toEqual([
      '3 domain "Domain": Domain=CRM',
      '4 consumers "Consumers": Consumers=the retention team, and the CFO',
      '7 latency "Latency": Latency=D-1',
      '11 privacy "PII": PII=none',
      '13 format "Qual o formato?": Qual o formato?=Parquet',
    ]);
  });

  it('takes what stands below a label, a question or a deeper heading as its answer', () => {
    expect(
      sections(
        '# A\n\n- Consumers:\n  - CFO\n  - CRM\n\nWho consumes it?\n\n- Sales\n\nWhich latency?\n\nD-1\n\n## Metrics\n### MRR\nPaid.\n',
      ),
    ).toEqual([
      '3 consumers "Consumers": CFO | CRM',
      '7 consumers "Who consumes it?": Sales',
      '11 latency "Which latency?": D-1',
      '15 metrics "Metrics": MRR | Paid.',
    ]);
  });

  it('takes no metric and no business question for a section', () => {
    expect(
      sections('# A\n## Key metrics\n- Latency: time to answer\n## Business questions\n- Which consumer pays late?\n'),
    ).toEqual([
      '2 metrics "Key metrics": Latency=time to answer',
      '4 business-question "Business questions": Which consumer pays late?=',
    ]);
  });

  it('counts no task that is not ticked as an answer', () => {
    expect(sections('# A\n## Privacy\n- [ ] holds personal data\n- [x] holds none\n')).toEqual([
      '2 privacy "Privacy": holds none',
    ]);
  });

  it.each([
    ['consumers', 'Quem vai consumir?'],
    ['consumers', 'Quem vai usar?'],
    ['consumers', 'Para quem é?'],
    ['consumers', 'Quem precisa desses dados?'],
    ['consumers', 'Áreas consumidoras'],
    ['consumers', 'Clientes do dado'],
    ['consumers', 'Who will use it?'],
    ['consumers', 'Who is it for?'],
    ['consumers', 'Who uses this data?'],
    ['latency', 'Com que frequência os dados precisam ser atualizados?'],
    ['latency', 'De quanto em quanto tempo precisa ser carregado?'],
    ['latency', 'De quanto em quanto tempo?'],
    ['latency', 'Qual a defasagem aceitável?'],
    ['latency', 'Qual o atraso máximo?'],
    ['latency', 'How fresh must it be?'],
    ['latency', 'How often is it refreshed?'],
    ['latency', 'How old may the data be?'],
    ['latency', 'Update cadence'],
    ['privacy', 'Tem PII?'],
    ['privacy', 'Tem dado pessoal? (LGPD)'],
    ['privacy', 'Is anything personally identifiable?'],
  ])('%s may be headed and asked as %j', (topic, heading) => {
    expect(sections(`# A\n## ${heading}\n- x\n`)).toEqual([`2 ${topic} "${heading}": x`]);
    if (heading.endsWith('?'))
      expect(sections(`# A\n\n- ${heading} x\n`)).toEqual([`3 ${topic} "${heading}": ${heading}=x`]);
  });

  it.each([
    'Who uses coupons most?',
    'How often do customers buy?',
    'How old are our customers?',
    'Quem precisa de desconto?',
    'Com que frequência os clientes compram?',
    'Para quem vendemos mais?',
    'Meeting cadence',
  ])('%j is a question to the data', (heading) => {
    expect(sections(`# A\n## ${heading}\n- x\n`)).toEqual([]);
  });

  it.each([
    ['pt-BR', '# Fila\n## Tem PII?\nNenhum.\n'],
    ['pt-BR', '# Fila\n- Tem PII? Nenhum\n'],
    ['pt-BR', '# Fila\n## SLAs\n- Até as 7h, todos os dias.\n'],
    ['en', '# Queue\n## Any PII?\nNo.\n'],
    ['en', '# São Paulo\n## SLAs\n- By 7 in the morning\n'],
  ])('is written in %s: %j', (lang, text) => {
    expect(load(text).lang).toBe(lang);
  });

  it('knows which headings and questions it did not understand, but not what lies below one that it did', () => {
    const text =
      '# A\n\n1. Receivers of all this? CFO\n\n## The folks\n- x\n## Notes\n- y\n## Metrics\n### MRR\nPaid.\n## Open questions\n- Why?\n';
    expect(load(text).unread.map(({ value, at }) => `${at.line} ${value}`)).toEqual([
      '3 Receivers of all this?',
      '5 The folks',
    ]);
  });

  it('comments say nothing', () => {
    const text =
      '# A\n\nDomain: CRM <!-- ask Priya -->\nConsumers: CFO <!-- who\nelse? -->\n\n- Latency: D-1 <!-- dataengos: ignore x -- TBD -->\n\n| PII <!-- a --> | none <!-- b --> |\n|--|--|\n| PII <!-- a --> | none <!-- b --> |\n';
    expect(sections(text)).toEqual([
      '3 domain "Domain": Domain=CRM',
      '4 consumers "Consumers": Consumers=CFO',
      '7 latency "Latency": Latency=D-1',
      '11 privacy "PII": PII=none',
    ]);
    expect(open(text)).toEqual([]);
    expect([...load(text).words]).not.toContain('priya');
  });

  it('takes a title for a name', () => {
    expect(sections('# Domain of consumers\nText.\n')).toEqual([]);
    expect(load('# Domain of consumers\nText.\n').title).toBe('Domain of consumers');
  });
});

describe('open questions', () => {
  it.each([
    ['- Latency: ?', '3 Latency: ?'],
    ['- Latency: TBD', '3 Latency: TBD'],
    ['- Latency: D-1?', '3 Latency: D-1?'],
    ['- Latency:', '3 Latency:'],
    ['- Latency: TBD (finance decides)', '3 Latency: TBD (finance decides)'],
    ['- Consumidor: a definir', '3 Consumidor: a definir'],
    ['- Consumidor: a definir com o time', '3 Consumidor: a definir com o time'],
    ['- Domain: to be decided', '3 Domain: to be decided'],
    ['- Owner: <who>', '3 Owner: <who>'],
    ['- Owner: [fill in]', '3 Owner: [fill in]'],
    ['- Owner: ...', '3 Owner: ...'],
    ['- Há dados pessoais?', '3 Há dados pessoais?'],
    ['| Question | Answer |\n|--|--|\n| PII | ? |', '5 PII | ?'],
    ['## Open questions\n- Which latency?', '4 Which latency?'],
    ['- ? <!-- ask Priya -->', '3 ?'],
    ['- Latency: ? <!-- ask Priya -->', '3 Latency: ?'],
    ['- Latency: TBD <!-- dataengos: ignore canvas/question-open -- soon -->', '3 Latency: TBD'],
    ['- <!-- who reads it -->', '3 '],
    ['-', '3 '],
  ])('%j is open', (text, expected) => expect(open(`# A\n\n${text}\n`)).toEqual([expected]));

  it.each([
    '- Latency: D-1',
    '- Ajuda a definir metas de venda',
    '- Todo o time: vendas',
    '- Who consumes it?\n  - CFO',
    '- Who consumes it? The CFO',
    'Consumers:\n\n- CFO',
    '## Business questions\n- Who left?',
    '## Open questions\n- Do we need history?\n- Returns of gift cards: ?',
    '## Dúvidas em aberto\n- Contamos devoluções?',
    '## Metrics\n- How many customers left?',
    '- See https://example.com/a?b=c',
    '- [ ] ask the CFO',
  ])('%j is not', (text) => expect(open(`# A\n\n${text}\n`)).toEqual([]));
});

describe('files', () => {
  it('names visions by their folder and products by their file; glossaries and templates are no canvases', () => {
    const folder = 'specs/product-canvas';
    const canvases = loadAll(
      Object.fromEntries(
        ['vision.md', 'crm/vision.md', 'crm/churn_analysis.md', 'README.md', 'glossary.md', '_template.md'].map(
          (name) => [`${folder}/${name}`, '# A\n'],
        ),
      ),
    );
    expect(canvases.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'product churn_analysis',
      'vision ',
      'vision crm',
    ]);
  });

  it('knows every word without case and accents, and the parts of names', () => {
    expect([...load('# Receita\n\n`mrr_report`, Visão-geral\n').words].sort()).toEqual([
      'geral',
      'mrr',
      'mrr_report',
      'receita',
      'report',
      'visao',
    ]);
  });

  it('a file that is no text is a problem and no canvas', () => {
    const project = loadProject(memoryTree({ [path]: new Uint8Array([0, 255, 254]) }), createMemo());
    expect(project.canvases).toBeUndefined();
    expect(project.problems.map(({ at, key }) => [at.path, key])).toEqual([[path, 'binary']]);
  });

  it('lines may end with CR LF', () => {
    expect(sections('# A\r\n\r\nDomain: CRM\r\nConsumers: CFO\r\n')).toEqual([
      '3 domain "Domain": Domain=CRM',
      '4 consumers "Consumers": Consumers=CFO',
    ]);
  });
});

it('what is read of the examples is as canvas.schema.json says', () => {
  const isValid = schemaVerdict('canvas.schema.json');
  const root = join(import.meta.dirname, '../../examples');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /specs\/product-canvas\/.*\.md$/.test(file),
  );
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) {
    const canvas = load(readFileSync(join(root, file), 'utf8'), file.replace(/^.*?specs\//, 'specs/'));
    expect(canvas.open).toEqual([]);
    expect(isValid(JSON.stringify({ ...canvas, words: [...canvas.words] }))).toBe(true);
  }
  expect(isValid(JSON.stringify({ ...load('# A\n'), words: [], sections: [{ topic: 'latncy' }] }))).toBe(false);
});

it.each([
  ['dots', `${'.'.repeat(200_000)}x`],
  ['spaces', `Domain: a\n${' '.repeat(200_000)}b`],
  ['headings', '# sla\n'.repeat(15_000)],
  ['deep headings', `${'## a\n'.repeat(8_000)}${'# sla\n'.repeat(8_000)}`],
  ['questions', '- who?\n'.repeat(8_000)],
])('many %s are read in time that grows with their length', (_, text) => {
  const start = cpuUsage();
  load(`# A\n\n${text}\n`);
  const { user } = cpuUsage(start);
  expect(user / 1_000_000).toBeLessThan(15);
});
