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
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 384}, description: Vector.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 768}, description: Vector.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      findings: [`${path}:14 sales/sales.embedding breaking`],
    },
    {
      name: 'another distance: scores change',
      base: {
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 384, distanceMetric: cosine}, description: Vector.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 384, distanceMetric: euclidean}, description: Vector.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      findings: [`${path}:14 sales/sales.embedding dangerous`],
    },
    {
      name: 'only the description changes',
      base: {
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 384}, description: Vector.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      head: {
        [path]: exampleContract({
          columns: [
            'name: embedding, logicalType: vector, logicalTypeOptions: {dimensions: 384}, description: Embedding.',
          ],
        }).replace('v3.1.0', 'v3.2.0'),
      },
      findings: [],
    },
  ],
  check: (context) => reportRisks(context, id),
});
