import type { Canvas, CanvasTopic } from '../../model/canvas.ts';
import type { Fix } from '../../model/finding.ts';
import type { Lang } from '../../model/messages.ts';
import type { RuleContext } from '../../model/rule.ts';
import { leadingServiceTime } from '../../model/service-time.ts';
import { defineRule } from '../define-rule.ts';

const vision = 'specs/product-canvas/vision.md';
const churn = 'specs/product-canvas/churn_analysis.md';
const whole = `# Revenue

## Domain
Finance.

## Data consumers
- CFO: executive dashboard

## Key metrics
- Monthly recurring revenue

## SLAs
- Latency: D-1
`;

/** A canvas must say what the product is for. */
export default defineRule({
  id: 'canvas/section-missing',
  kind: 'lint',
  gate: 'lint',
  summary:
    'A canvas must say what the product is for: a vision must name its domain, consumers, metrics and SLAs, and the canvas of a product its consumers, latency and privacy.',
  why: 'Who reads the data decides its format, how fresh it must be decides how it is built, and personal data decides how it is protected. What the canvas leaves open is decided by whoever writes the code. The offered repair only writes the heading: while nothing is below it, the finding stays. Where a heading was not understood, it may be the one that is missing: that is a warning that names it, without a repair.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a vision without its domain',
      head: { [vision]: whole.replace('## Domain\nFinance.\n\n', '') },
      findings: [`${vision}:1 ${vision}`],
    },
    {
      name: 'a heading with nothing below it',
      head: { [vision]: whole.replace('- Monthly recurring revenue\n', '') },
      findings: [`${vision}:9 ${vision}`],
    },
    {
      name: 'a product that does not say whether it holds personal data',
      head: { [churn]: '# Churn analysis\n\n- **Consumer:** CRM team\n- **Latency:** D-1\n' },
      findings: [`${churn}:1 ${churn}`],
    },
    {
      name: 'a heading that may be the one that is missing, which is a warning',
      head: { [vision]: whole.replace('## Data consumers', '## The folks') },
      findings: [`${vision}:6 ${vision}`],
    },
    { name: 'a vision that says everything', head: { [vision]: whole }, findings: [] },
    {
      name: 'the three questions, answered in Portuguese',
      head: {
        [churn]:
          '# Churn\n\n1. Quem consome? O time de CRM\n2. Qual a latência? D-1\n3. Há dados pessoais (LGPD)? Não\n',
      },
      findings: [],
    },
    { name: 'a repository without canvases', head: { 'specs/product-canvas/README.md': '# Canvases\n' }, findings: [] },
  ],
  check(context) {
    for (const canvas of context.project.canvases ?? []) {
      for (const demand of demands[canvas.kind]) judge(context, canvas, demand);
    }
  },
});

/** Something that a canvas must say. */
interface Demand {
  /** Any of these says it. */
  readonly topics: readonly [CanvasTopic, ...CanvasTopic[]];
  readonly heading: { readonly [lang in Lang]: string };
}

const demands: { readonly [kind in Canvas['kind']]: readonly Demand[] } = {
  vision: [
    { topics: ['domain'], heading: { en: 'Domain', 'pt-BR': 'Domínio' } },
    { topics: ['consumers', 'persona'], heading: { en: 'Data consumers', 'pt-BR': 'Consumidores dos dados' } },
    { topics: ['metrics'], heading: { en: 'Key metrics', 'pt-BR': 'Métricas' } },
    { topics: ['slas', 'latency'], heading: { en: 'SLAs', 'pt-BR': 'SLAs' } },
  ],
  product: [
    { topics: ['consumers', 'persona'], heading: { en: 'Consumers', 'pt-BR': 'Consumidores' } },
    { topics: ['latency'], heading: { en: 'Latency', 'pt-BR': 'Latência' } },
    { topics: ['privacy'], heading: { en: 'Privacy', 'pt-BR': 'Privacidade' } },
  ],
};

function judge(context: RuleContext, canvas: Canvas, demand: Demand): void {
  const { topics, heading } = demand;
  const found = canvas.sections.filter(({ topic }) => topics.includes(topic));
  if (found.some(({ items }) => items.length > 0) || isSaidElsewhere(canvas, topics[0])) return;
  const [section] = found;
  if (section === undefined && canvas.unread.length > 0) return reportUnread(context, canvas, demand);
  const written = section?.heading ?? heading[canvas.lang];
  context.report({
    subject: canvas.path,
    at: section?.at ?? canvas.at,
    message: section === undefined ? canvas.kind : 'empty',
    values: { section: written },
    key: [topics[0]],
    fix: section === undefined ? headingFix(context, canvas, demand) : undefined,
  });
}

/** More headings than this are no help. */
const maxListed = 5;

/** A heading that nobody understood may be the one that is missing, under a name of its own. */
function reportUnread(context: RuleContext, canvas: Canvas, { topics, heading }: Demand): void {
  const { unread, lang } = canvas;
  const [first] = unread;
  const listed = unread.slice(0, maxListed).map(({ value }) => `"${shortened(value)}"`);
  context.report({
    subject: canvas.path,
    at: first?.at ?? canvas.at,
    severity: 'warning',
    message: 'unread',
    values: { section: heading[lang], headings: listed.join(', ') },
    key: [topics[0]],
  });
}

function shortened(heading: string): string {
  return heading.length > 80 ? `${heading.slice(0, 79)}…` : heading;
}

/** `D-1` among the SLAs of a product is its latency. */
function isSaidElsewhere({ sections }: Canvas, topic: CanvasTopic): boolean {
  if (topic !== 'latency') return false;
  const slas = sections.filter((section) => section.topic === 'slas').flatMap(({ items }) => items);
  return slas.some(({ text, value }) => leadingServiceTime(value ?? text) !== undefined);
}

/** Writes the heading where sections of its kind stand; what is below it only people can say. */
function headingFix(context: RuleContext, canvas: Canvas, demand: Demand): Fix | undefined {
  const text = context.text(context.side, canvas.path);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const newline = lines[0]?.endsWith('\r') === true ? '\r\n' : '\n';
  const line = lineOfNext(canvas, demand, lines);
  const heading = `${marksOf(canvas, lines)} ${demand.heading[canvas.lang]}`;
  const [startLine, startColumn] = line === undefined ? [lines.length, (lines.at(-1)?.length ?? 0) + 1] : [line, 1];
  const isOpen = line === undefined && lines.at(-1) !== '';
  const inserted =
    line === undefined ? `${isOpen ? newline : ''}${newline}${heading}${newline}` : `${heading}${newline}${newline}`;
  const edit = {
    path: canvas.path,
    startLine,
    startColumn,
    endLine: startLine,
    endColumn: startColumn,
    text: inserted,
  };
  return { title: heading, edits: [edit] };
}

/** The line of the first heading that usually stands behind the missing one. */
function lineOfNext(canvas: Canvas, demand: Demand, lines: readonly string[]): number | undefined {
  const order = demands[canvas.kind];
  const behind = new Set(order.slice(order.indexOf(demand) + 1).flatMap(({ topics }) => topics));
  return canvas.sections
    .filter(({ topic, at }) => behind.has(topic) && isHeading(lines[at.line - 1]))
    .map(({ at }) => at.line)
    .toSorted((a, b) => a - b)[0];
}

/** `##`, or as many as the other sections have. */
function marksOf({ sections }: Canvas, lines: readonly string[]): string {
  const heading = sections.map(({ at }) => lines[at.line - 1] ?? '').find(isHeading);
  return /^#+/.exec(heading ?? '')?.[0] ?? '##';
}

function isHeading(line: string | undefined): boolean {
  return /^#{1,6}\s/.test(line ?? '');
}
