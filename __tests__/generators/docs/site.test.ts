import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSite } from '../../../scripts/generate-site.ts';
import { siteTexts } from '../../../src/generators/docs/site/site-texts.ts';
import { catalogues } from '../../../src/generated/messages.ts';
import type { LineageGraph } from '../../../src/model/lineage.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property } from '../../drift/contracts.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { project } from '../shop.ts';
import { exampleContext, exampleNames, exampleProject, pagesOf } from './example-projects.ts';
import { hostileProject, hostileTexts } from './hostile.ts';
import { Browser, type View } from './open-page.ts';

const sitePath = 'exports/docs/site/index.html';
const root = join(import.meta.dirname, '../../..');

function siteOf(each: Project, lineage?: LineageGraph): string {
  const parts = lineage === undefined ? {} : { lineage };
  return pagesOf(each, exampleContext({}, parts)).get(sitePath)?.content ?? '';
}

/** What a JSON script of the page holds. */
function dataOf(html: string): { readonly [key: string]: unknown } {
  return JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');
}

/** The texts below a key of everything in a list. */
function valuesOf(list: unknown, key: string): readonly string[] {
  return Array.isArray(list) ? list.map((each) => String(each[key])) : [];
}

describe('the site', () => {
  it('is bundled from its sources', async () => {
    expect(readFileSync(join(root, 'src/generated/site.ts'), 'utf8')).toBe(await generateSite(root));
  });

  it('has a text for every key that its page asks for, in both languages', () => {
    const page = readFileSync(join(root, 'src/generated/site.ts'), 'utf8');
    const asked = [...page.matchAll(/\bt\(\\?"([\w.-]+)\\?"/g)].map(([, key = '']) => key);
    expect(asked.length).toBeGreaterThan(20);
    for (const lang of ['en', 'pt-BR'] as const) {
      const texts = siteTexts(lang);
      expect(asked.filter((key) => texts[key] === undefined)).toEqual([]);
      expect(Object.entries(texts).filter(([key, text]) => text === `docs.site.${key}`)).toEqual([]);
      const all = Object.keys(catalogues[lang]).flatMap((key) => /^docs\.site\.(.*)$/.exec(key)?.[1] ?? []);
      expect(all.filter((key) => texts[key] === undefined)).toEqual(['noscript']);
    }
  });

  it('holds its data so that no text of it ends its element', () => {
    const html = siteOf(hostileProject);
    expect(html.match(/<\/?script[^>]*>/g)).toEqual([
      '<script type="application/json" id="data">',
      '</script>',
      '<script>',
      '</script>',
    ]);
    expect(html).not.toMatch(/[\u2028\u2029]/);
    expect(html).not.toContain('hunter2');
    const { contracts } = dataOf(html);
    expect(contracts).toHaveLength(hostileTexts.length);
    expect(new Set(Array.isArray(contracts) ? contracts.map(({ name }) => name) : [])).toEqual(new Set(hostileTexts));
  });

  it('speaks the language of the specifications, or the one that is set', () => {
    expect(siteOf(exampleProject('vendas').project)).toContain('<html lang="pt-BR">');
    expect(siteOf(exampleProject('revenue').project)).toContain('<html lang="en">');
    const set = exampleContext({}, { options: { lang: 'pt-BR' } });
    expect(pagesOf(exampleProject('revenue').project, set).get(sitePath)?.content).toContain('<html lang="pt-BR">');
  });
});

const at = fileStart('specs/contracts/outputs/orders.yaml');

/** Columns of two relations, as the engine's lineage would have them. */
const lineage: LineageGraph = {
  relations: [
    { id: 'contract:raw/raw', kind: 'contract', name: 'raw/raw', columns: ['mail'], gaps: [] },
    { id: 'model:stg', kind: 'model', name: 'stg', columns: ['mail_hash'], gaps: [] },
    { id: 'contract:people/people', kind: 'contract', name: 'people/people', columns: ['mail_hash'], gaps: [] },
  ],
  edges: [
    { from: 'contract:raw/raw', to: 'model:stg', isProven: true, filters: [] },
    { from: 'model:stg', to: 'contract:people/people', isProven: true, filters: [] },
  ],
  steps: [
    {
      from: { relation: 'contract:raw/raw', column: 'mail' },
      to: { relation: 'model:stg', column: 'mail_hash' },
      kind: 'masked',
      calls: ['macro:mask_pii'],
    },
    {
      from: { relation: 'model:stg', column: 'mail_hash' },
      to: { relation: 'contract:people/people', column: 'mail_hash' },
      kind: 'as-is',
      calls: [],
    },
  ],
};

const people = project(
  [
    contract({
      id: 'raw',
      path: 'specs/contracts/inputs/raw.yaml',
      direction: 'input',
      schema: [object('raw', [property('mail')])],
    }),
    contract({
      id: 'people',
      schema: [
        object('people', [property('mail_hash', { classification: 'confidential', tags: ['pii'] }), property('age')]),
      ],
      team: [{ username: 'ana', role: 'owner', at }],
    }),
  ],
  [],
);

/** A thousand contracts of ten columns, each made from the one before. */
function manyContracts(): Project {
  return project(
    Array.from({ length: 1000 }, (_, index) =>
      contract({
        id: `contract-${index}`,
        path: `specs/contracts/outputs/c${index}.yaml`,
        domain: `domain ${index % 12}`,
        purpose: `What table ${index} is for, in a sentence that people wrote.`,
        team: [{ username: `owner-${index % 40}`, role: 'owner', at }],
        schema: [
          object(
            `table_${index}`,
            Array.from({ length: 10 }, (_each, column) =>
              property(`column_${index}_${column}`, {
                type: 'varchar',
                description: `Column ${column} of table ${index}.`,
              }),
            ),
          ),
        ],
      }),
    ),
    [],
  );
}

/** Expression: the texts of all elements that fit. */
const texts = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`;
/** Types into the search field and waits until the page has searched. */
const searchFor = (query: string) => `new Promise((done) => {
  const field = document.querySelector('#search');
  field.value = ${JSON.stringify(query)};
  field.dispatchEvent(new Event('input'));
  const look = () => document.querySelector('[role=status]')?.textContent.includes(${JSON.stringify(query)}) ? done() : setTimeout(look, 10);
  look();
}).then(() => 1)`;

describeWithTool('browser', 'the site in a real browser', (tool) => {
  let folder: string;
  let browser: Browser;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dataengos-site-'));
    browser = new Browser(tool.bin('chromium'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (html: string, view: View = {}) => {
    const file = join(folder, 'index.html');
    writeFileSync(file, html);
    return browser.open(file, view);
  };
  it.each(exampleNames)(
    'shows every page of the example %s without a complaint and without loading anything',
    async (name) => {
      const page = await open(siteOf(exampleProject(name).project));
      const data = dataOf(siteOf(exampleProject(name).project));
      const routes = [
        '/products',
        '/owners',
        '/service-levels',
        '/changes',
        '/search/a',
        '/nowhere',
        '/contract/%E0%A4%A',
        ...valuesOf(data['contracts'], 'key').map((key) => `/contract/${encodeURIComponent(key)}`),
        ...valuesOf(data['products'], 'id').map((id) => `/product/${encodeURIComponent(id)}`),
      ];
      for (const route of routes) {
        await page.go(route);
        expect(await page.evaluate('document.querySelectorAll("main h1").length'), route).toBe(1);
      }
      expect(page.complaints).toEqual([]);
      expect(await page.evaluate('document.compatMode')).toBe('CSS1Compat');
      expect(page.requests).toEqual([expect.stringMatching(/^file:.*index\.html/)]);
    },
  );

  it('finds a column, and shows its contract', async () => {
    const page = await open(siteOf(people, lineage));
    await page.evaluate(searchFor('MAIL_h'));
    expect(await page.evaluate(texts('.found-column .row-link code'))).toEqual(['people.mail_hash']);
    expect(await page.evaluate(texts('.found-column mark'))).toEqual(['mail_h']);
    await page.go('/contract/people/people/mail_hash');
    expect(await page.evaluate(texts('h1'))).toEqual(['people']);
    expect(await page.evaluate(texts('.column-table .column'))).toEqual(['mail_hash', 'age']);
    expect(await page.evaluate(texts('.column-table .badge'))).toEqual(['confidential']);
    expect(await page.evaluate(texts('tr.wanted .column'))).toEqual(['mail_hash']);
    await page.evaluate(searchFor('pii'));
    expect(await page.evaluate(texts('.found-tag .tag'))).toEqual(['pii']);
    await page.evaluate(searchFor('nothing-like-this'));
    expect(await page.evaluate('document.querySelectorAll(".found").length')).toBe(0);
    expect(page.complaints).toEqual([]);
  });

  it('draws the lineage of tables, and of a column', async () => {
    const page = await open(siteOf(people, lineage), { route: '/contract/people' });
    const boxes = '[...document.querySelectorAll("svg .box")].map((each) => each.dataset.relation)';
    const all = ['contract:raw/raw', 'model:stg', 'contract:people/people'];
    expect(new Set([await page.evaluate(boxes)].flat())).toEqual(new Set(all));
    expect(await page.evaluate('document.querySelectorAll("svg .arrow").length')).toBe(2);
    expect(await page.evaluate('document.querySelector("svg .start").dataset.relation')).toBe('contract:people/people');
    await page.go('/contract/people/people/mail_hash');
    expect(new Set([await page.evaluate(texts('svg .row'))].flat())).toEqual(new Set(['mail', 'mail_hash']));
    expect(await page.evaluate('document.querySelectorAll("svg .step-masked").length')).toBe(1);
    expect(await page.evaluate(texts('.arrows li'))).toEqual([
      expect.stringMatching(/^raw\/raw\.mail → stg\.mail_hash/),
      'stg.mail_hash → people/people.mail_hash',
    ]);
    await page.go('/contract/people/people/age');
    expect(await page.evaluate('document.querySelectorAll("svg .row").length')).toBe(0);
  });

  it('draws what files declare where nobody read the SQL', async () => {
    const { project: example } = exampleProject('revenue');
    const page = await open(siteOf(example), { route: '/contract/mrr-report' });
    const drawn = await page.evaluate(
      '[...document.querySelectorAll("svg .box")].map((each) => each.dataset.relation).sort()',
    );
    expect(drawn).toEqual([
      'contract:mrr-report/mrr_report',
      'contract:stripe-charges/charges',
      'model:fct_mrr_report',
      'model:int_customer_months',
      'model:stg_stripe__charges',
      'source:stripe.charges',
    ]);
  });

  it('shows hostile texts as texts and runs none of them', async () => {
    const page = await open(siteOf(hostileProject));
    const keys = dataOf(siteOf(hostileProject))['contracts'];
    for (const { key } of Array.isArray(keys) ? keys : []) {
      await page.go(`/contract/${encodeURIComponent(String(key))}`);
      expect(
        await page.evaluate('document.querySelectorAll("main script, main img, main iframe, [onerror]").length'),
      ).toBe(0);
      expect(
        await page.evaluate(
          '[...document.querySelectorAll("a")].filter((each) => !/^(#|https?:|mailto:)/.test(each.getAttribute("href"))).length',
        ),
      ).toBe(0);
    }
    await page.go('/owners');
    expect(await page.evaluate(texts('.card strong bdi'))).toEqual(
      expect.arrayContaining(['<script>alert(1)</script>', '__proto__']),
    );
    await page.evaluate(searchFor('<script>'));
    expect(await page.evaluate('document.querySelector("main").textContent')).toContain('<script>alert(1)</script>');
    expect(page.complaints).toEqual([]);
    expect(page.requests).toHaveLength(1);
  });

  it('refuses scripts and loads that it does not know', async () => {
    const html = siteOf(people).replace(
      '<div id="app">',
      '<script>globalThis.foreign = 1</script><img src="https://example.com/x.png"><div id="app">',
    );
    const page = await open(html);
    expect(await page.evaluate('globalThis.foreign')).toBeUndefined();
    expect(page.complaints.filter((each) => each.includes('Content Security Policy'))).toHaveLength(2);
  });

  it('fits a narrow window, and can be used without a mouse', async () => {
    const page = await open(siteOf(hostileProject), { width: 390, height: 844, scheme: 'dark' });
    const isTooWide = 'document.documentElement.scrollWidth > innerWidth';
    const keys = dataOf(siteOf(hostileProject))['contracts'];
    for (const { key } of Array.isArray(keys) ? keys : []) {
      await page.go(`/contract/${encodeURIComponent(String(key))}`);
      expect(await page.evaluate(isTooWide), String(key)).toBe(false);
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
    }
    await page.evaluate('document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }))');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    const colour = 'getComputedStyle(document.body).backgroundColor';
    const dark = await page.evaluate(colour);
    await page.evaluate('document.querySelector(".theme").click()');
    expect(await page.evaluate(colour)).not.toBe(dark);
  });

  it('stays usable with a thousand contracts', async () => {
    const html = siteOf(manyContracts());
    const page = await open(html);
    expect(await page.evaluate('performance.now()')).toBeLessThan(5000);
    expect(await page.evaluate('document.querySelectorAll(".cards > li").length')).toBeLessThan(200);
    const searched = await page.evaluate(
      `(() => { const start = performance.now(); return ${searchFor('column_777_3')}.then(() => performance.now() - start); })()`,
    );
    expect(searched).toBeLessThan(3000);
    expect(await page.evaluate(texts('.found-column .row-link code'))).toEqual(['table_777.column_777_3']);
    expect(page.complaints).toEqual([]);
  });
});
