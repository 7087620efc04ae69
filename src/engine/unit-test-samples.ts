import { parseSampleRows } from '../load/sample-data/sample-rows.ts';
import type { Project } from '../model/project.ts';
import { type SampleRows as RowsOfSpecs, sampleRows as rowsOfSpecs } from '../model/sample-rows.ts';
import type { TestRows } from '../model/unit-tests.ts';

/** Rows of `specs/sample-data`, and of seeds. */
export interface SampleRows extends RowsOfSpecs {
  /** Rows of a CSV file of the repository. */
  csv(path: string): TestRows | undefined;
}

/** Indexes the samples of a tree; of two for one thing, neither is taken. `text` reads files of the tree. */
export function sampleRows(project: Project, text: (path: string) => string | undefined): SampleRows {
  return {
    ...rowsOfSpecs(project),
    csv: (path) => {
      const content = text(path);
      return content === undefined ? undefined : parseSampleRows(path, content);
    },
  };
}
