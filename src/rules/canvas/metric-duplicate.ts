import type { Canvas, CanvasItem } from '../../model/canvas.ts';
import { compareLocations } from '../../model/location.ts';
import { foldCase } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';
import { singular } from '../../model/products-of.ts';

const vision = 'specs/product-canvas/vision.md';
const churn = 'specs/product-canvas/churn_analysis.md';
const rest = '\n## Domain\nCRM.\n\n## Consumers\n- CRM team\n\n## Latency\nD-1\n\n## Privacy\nNone.\n';

/** A metric must have one definition. */
export default defineRule({
  id: 'canvas/metric-duplicate',
  kind: 'lint',
  gate: 'lint',
  summary: 'A metric must have one definition.',
  why: 'Two definitions of one metric give two numbers in one meeting. Keep the official one, and give the other a name of its own.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'two canvases that define a metric differently',
      head: {
        [vision]: `# CRM\n\n## Key metrics\n- Churn rate: customers who left / all customers\n${rest}`,
        [churn]: `# Churn\n\n## Metrics\n- Churn rates: lost revenue / revenue\n${rest}`,
      },
      findings: [`${vision}:4 ${vision}`],
    },
    {
      name: 'one canvas that defines a metric twice, once by its abbreviation',
      head: {
        [vision]: `# CRM\n\n## Key metrics\n| Metric | Definition |\n|--|--|\n| Monthly recurring revenue (MRR) | paid |\n| MRR | invoiced |\n${rest}`,
      },
      findings: [`${vision}:7 ${vision}`],
    },
    {
      name: 'a metric that another canvas only names, or defines alike',
      head: {
        [vision]: `# CRM\n\n## Key metrics\n- Churn rate: customers who left / all customers\n- Customers\n${rest}`,
        [churn]: `# Churn\n\n## Metrics\n- Churn rate: Customers who left / all customers.\n- Customers\n${rest}`,
      },
      findings: [],
    },
  ],
  check(context) {
    const { project } = context;
    const first = new Map<string, Metric>();
    for (const metric of metricsOf(project.canvases ?? [])) {
      const known = metric.names.map((name) => first.get(name)).find((each) => each !== undefined);
      for (const name of metric.names) if (!first.has(name)) first.set(name, metric);
      if (known === undefined || !differs(known, metric)) continue;
      const { label = '', value = '', at } = metric.item;
      context.report({
        subject: at.path,
        at,
        message: known.definition === metric.definition ? 'twice' : 'message',
        values: {
          metric: label,
          definition: value,
          other: known.item.value ?? '',
          file: known.item.at.path,
          line: String(known.item.at.line),
        },
        key: [metric.names[0] ?? '', known.item.at.path],
        related: [{ at: known.item.at, message: 'see' }],
      });
    }
  },
});

/** A metric that a canvas defines. */
interface Metric {
  readonly item: CanvasItem;
  /** Its name, and the abbreviation in parentheses behind it, so that spelling does not matter. */
  readonly names: readonly string[];
  readonly definition: string;
}

/** The same words in one file are a copy that will be forgotten; in two files they agree. */
function differs(known: Metric, metric: Metric): boolean {
  return known.definition !== metric.definition || known.item.at.path === metric.item.at.path;
}

function metricsOf(canvases: readonly Canvas[]): readonly Metric[] {
  return canvases
    .flatMap(({ sections }) => sections.filter(({ topic }) => topic === 'metrics').flatMap(({ items }) => items))
    .filter(({ label, value = '' }) => label !== undefined && !label.endsWith('?') && !isReference(value))
    .map((item) => ({ item, names: namesOf(item.label ?? ''), definition: wordsOnly(item.value ?? '') }))
    .filter(({ definition }) => definition !== '')
    .toSorted((a, b) => compareLocations(a.item.at, b.item.at));
}

/** "see the vision", "x / y (conforme a visão)": what it is stands elsewhere. */
function isReference(value: string): boolean {
  return /(?:^|[(,;.] ?)(?:see|cf|vide|veja|ver|conforme|idem|same as|(?:as )?defined (?:in|by)|as in|(?:(?:como|conforme) )?definid[ao] (?:em|n[ao]s?)|(?:o|a) mesm[ao] d[aeo]s?)\b/.test(
    foldCase(value),
  );
}

function namesOf(label: string): readonly string[] {
  const [, name = label, short = ''] = /^(.{0,200}\S)\s*\(([^()]{2,12})\)$/.exec(label) ?? [];
  return [name, short].map(wordsOnly).filter((each) => each !== '');
}

function wordsOnly(text: string): string {
  return foldCase(text)
    .split(/[^\p{L}\p{N}/*+<>=%-]+/u)
    .filter((word) => word !== '')
    .map(singular)
    .join(' ');
}
