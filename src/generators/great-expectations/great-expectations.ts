import type { Artifact } from '../../model/artifact.ts';
import type { Generator } from '../define-generator.ts';
import { qualityFiles } from '../quality/files.ts';
import { suiteOf } from './suite.ts';

const name = 'great-expectations';

/** `exports/quality/great-expectations/<contract>.<object>.json`: a GX 1.x expectation suite for every object of a contract. */
export const greatExpectationsGenerator: Generator = {
  name,
  summary: 'Great Expectations suites from the quality rules of contracts.',
  isDefault: false,
  readsAll: true,
  generate(project) {
    return qualityFiles(project, {
      generator: name,
      ending: 'json',
      write: (checks, complain): Artifact['content'] => `${JSON.stringify(suiteOf(checks, complain), undefined, 2)}\n`,
    });
  },
};
