import { describe, expect, it } from 'vitest';
import sectionMissing from '../../../src/rules/canvas/section-missing.ts';
import questionOpen from '../../../src/rules/canvas/question-open.ts';
import { checkFiles } from '../../support/check-files.ts';

const product = 'specs/product-canvas/sales.md';
const vision = 'specs/product-canvas/vision.md';

interface Said {
  readonly message: string;
  readonly line: number;
  /** `line:column text` of what the repair writes. */
  readonly repair: string | undefined;
}

async function judged(path: string, text: string): Promise<readonly Said[]> {
  const report = await checkFiles({ head: { [path]: text }, rules: [sectionMissing] });
  expect(report.rules.skipped).toEqual([]);
  return report.findings.map(({ message, line, fix }) => ({
    message: message.replace(/^.*section "([^"]+)".*(says nothing)?.*$/, '$1'),
    line,
    repair: fix?.edits.map((edit) => `${edit.startLine}:${edit.startColumn} ${edit.text}`).join(),
  }));
}

async function missing(path: string, text: string): Promise<readonly string[]> {
  return (await judged(path, text)).map(({ message }) => message);
}

async function repairs(path: string, text: string): Promise<readonly (string | undefined)[]> {
  return (await judged(path, text)).map(({ repair }) => repair);
}

describe('the latency of a product', () => {
  it.each<[slas: string, ...missing: string[]]>([
    ['## SLAs\n- D-1\n'],
    ['## SLAs\n- Delay: 6h, every day\n'],
    ['## SLAs\n- Availability: 99%\n', 'Latency'],
    ['## SLAs\n- Availability: 99%\n- within 6h\n'],
    ['## SLOs\n- D-1\n', 'Latency'],
    ['## Persona\n- D-1\n', 'Latency'],
  ])('may stand among its SLAs: %j', async (slas, ...expected) => {
    const text = `# Sales\n\n## Consumers\n- CFO\n\n## Privacy\n- None\n\n${slas}`;
    expect(await missing(product, text)).toEqual(expected);
  });

  it('is no answer to anything else', async () => {
    expect(await missing(product, '# Sales\n\n## SLAs\n- D-1\n')).toEqual(['Consumers', 'Privacy']);
  });
});

function long(length: number): string {
  return `Thing ${'x'.repeat(length - 6)}`;
}

describe('a heading that nobody understands', () => {
  it('is named, and shortened where it is long', async () => {
    const text = `# Sales\n\n## ${long(80)}\n- a\n\n## ${long(81)}\n- b\n\n## Latency\n6h\n\n## Privacy\n- None\n`;
    const { findings } = await checkFiles({ head: { [product]: text }, rules: [sectionMissing] });
    expect(findings.map(({ message, line, severity }) => [line, severity, message])).toEqual([
      [
        3,
        'warning',
        `no section of the canvas is known to be about "Consumers"; if it is what one of these is about, call that one "Consumers": "${long(80)}", "${long(81).slice(0, 79)}…"; else add the heading and what is below it`,
      ],
    ]);
  });

  it('is one of five that are named', async () => {
    const headings = ['Aaa', 'Bbb', 'Ccc', 'Ddd', 'Eee', 'Fff'].map((name) => `## ${name} thing\n- x\n\n`);
    const text = `# Sales\n\n${headings.join('')}## Latency\n6h\n\n## Privacy\n- None\n`;
    const { findings } = await checkFiles({ head: { [product]: text }, rules: [sectionMissing] });
    expect(findings.map(({ message }) => message.replace(/^.*"Consumers": (.*);.*$/, '$1'))).toEqual([
      '"Aaa thing", "Bbb thing", "Ccc thing", "Ddd thing", "Eee thing"',
    ]);
  });

  it('is not the one that is there and empty', async () => {
    const text = '# Sales\n\n## Consumers\n\n## Some thing\n- x\n\n## Latency\n6h\n\n## Privacy\n- None\n';
    const { findings } = await checkFiles({ head: { [product]: text }, rules: [sectionMissing] });
    expect(findings.map(({ message, line, severity, fix }) => [line, severity, message, fix])).toEqual([
      [3, 'error', 'section "Consumers" of the canvas says nothing; write what is below it', null],
    ]);
  });
});

describe('the heading that the repair writes', () => {
  const rest = '## Key metrics\n- Sales\n\n## SLAs\n- Latency: D-1\n';

  it.each<[why: string, path: string, text: string, ...repairs: string[]]>([
    ['before the next one', vision, `# Shop\n\n## Domain\nShop.\n\n${rest}`, '6:1 ## Data consumers\n\n'],
    [
      'before the next one in lines of Windows',
      vision,
      `# Shop\n\n## Domain\nShop.\n\n${rest}`.replaceAll('\n', '\r\n'),
      '6:1 ## Data consumers\r\n\r\n',
    ],
    [
      'as deep as the others',
      vision,
      `# Shop\n\n${`## Domain\nShop.\n\n${rest}`.replaceAll('##', '#')}`,
      '6:1 # Data consumers\n\n',
    ],
    [
      'at the end, where none is behind it',
      product,
      '# Sales\n\n### Consumers\n- CFO\n\n### Latency\n6h\n',
      '8:1 \n### Privacy\n',
    ],
    [
      'at the end of a file that has no last line break',
      product,
      '# Sales\n\n### Consumers\n- CFO\n\n### Latency\n6h',
      '7:3 \n\n### Privacy\n',
    ],
    [
      'at the end, where answers stand in a list',
      product,
      '# Sales\n\n- Latency: D-1\n- PII: none # see 5\n',
      '5:1 \n## Consumers\n',
    ],
  ])('%s', async (...row) => {
    const [, path, text, ...expected] = row;
    expect(await repairs(path, text)).toEqual(expected);
  });
});

it.each([
  ['- \n', 4, 'an entry of the canvas is empty; fill it, or remove it'],
  ['- ?\n', 4, '"?" has no answer yet; ask who knows, and write the answer in its place'],
  ['- Who: TBD\n', 4, '"Who" has no answer yet; ask who knows, and write the answer in its place'],
])('the open entry %j', async (entry, line, message) => {
  const head = { [product]: `# Sales\n\n## Consumers\n${entry}\n## Latency\n6h\n` };
  const { findings } = await checkFiles({ head, rules: [questionOpen] });
  expect(findings.map((finding) => [finding.line, finding.message])).toEqual([[line, message]]);
});
