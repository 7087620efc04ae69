import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import type { Pipeline } from './schedule-pipelines.ts';

/** What the schedule of a pipeline cannot keep, or what nothing says, at the line that asks for it. */
export function scheduleNotes(generator: string, { name, contracts, decision }: Pipeline): readonly GeneratorNote[] {
  const [contract] = contracts;
  if (contract === undefined) return [];
  return decision.doubts.map(({ message, values, at }) =>
    noteOn({ generator, contract, ...(at && { at }) }, message, { ...values, pipeline: name }),
  );
}
