import { foldCase } from '../../model/words.ts';
import { defineRule } from '../define-rule.ts';

const churn = 'specs/product-canvas/churn_analysis.md';

/** A canvas must answer the questions that it asks. */
export default defineRule({
  id: 'canvas/question-open',
  kind: 'lint',
  gate: 'lint',
  summary: 'A canvas must answer the questions that it asks.',
  why: 'A "?" or "TBD" in a canvas is a decision that somebody else will take while writing code, and nobody will see. Ask the consumer, and write the answer down.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a question mark in place of the latency',
      head: { [churn]: '# Churn\n\n- Consumer: CRM team\n- Latency: ?\n- PII: none\n' },
      findings: [`${churn}:4 ${churn}`],
    },
    {
      name: 'a question that nobody has answered, and one that is still to be decided',
      head: {
        [churn]:
          '# Churn\n\n## Consumidores\n- a definir\n\n## Latência\nD-1\n\n## Privacidade\n- Há dados pessoais (PII)?\n',
      },
      findings: [`${churn}:10 ${churn}`, `${churn}:4 ${churn}`],
    },
    {
      name: 'questions with answers, and the business questions that the product will answer',
      head: {
        [churn]:
          '# Churn\n\n## Business questions\n- Which customers are about to leave?\n\n## The three questions\n1. Who consumes it? The CRM team\n2. Which latency?\n   - D-1\n3. PII? None\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { project } = context;
    for (const { path, open } of project.canvases ?? []) {
      for (const { text, label, at } of open) {
        context.report({
          subject: path,
          at,
          message: text === '' ? 'empty' : 'message',
          values: { question: label ?? text },
          key: [foldCase(label ?? text)],
        });
      }
    }
  },
});
