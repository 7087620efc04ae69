import { defineRule, reportRisks } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const id = 'contract/vector-changed';
const path = 'specs/contracts/outputs/sales.yaml';

/** Vectors must stay comparable with those that readers already hold. */
export default defineRule({
  id,
  kind: 'change',
  gate: 'breaking',
  summary: 'Vectors must stay comparable with those that readers already hold.',
  why: 'Vectors of another length, type or model cannot be compared with the old ones: every index must be built again. Publish them as a new column.',
  severity: 'by-class',
  since: '0.1.0',
  examples: [
    {
      name: 'vectors get another length',
      base: {
        [path]: vectors('dimensions: 384'),
      },
      head: {
        [path]: vectors('dimensions: 768'),
      },
      findings: [`${path}:14 sales/sales.embedding breaking`],
    },
    {
      name: 'another distance: scores change',
      base: {
        [path]: vectors('dimensions: 384, distanceMetric: cosine'),
      },
      head: {
        [path]: vectors('dimensions: 384, distanceMetric: euclidean'),
      },
      findings: [`${path}:14 sales/sales.embedding dangerous`],
    },
    {
      name: 'only the description changes',
      base: {
        [path]: vectors('dimensions: 384'),
      },
      head: {
        [path]: vectors('dimensions: 384', 'Embedding.'),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});

function vectors(options: string, description = 'Vector.'): string {
  const column = `name: embedding, logicalType: vector, logicalTypeOptions: {${options}}, description: ${description}`;
  return exampleContract({ apiVersion: 'v3.2.0', columns: [column] });
}
