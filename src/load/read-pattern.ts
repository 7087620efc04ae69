import { type Cursor, note, readText, whereOf } from './governance/shape.ts';
import { segmentsOf } from './owners/load-owners.ts';

/** Segments of a pattern of paths; none where it is not text, or names nothing. */
export function readPattern(value: Cursor): readonly string[] {
  const text = readText(value);
  const segments = text === undefined ? [] : segmentsOf(text);
  if (text !== undefined && segments.length === 0) note(value, 'config.not-a-path', { where: whereOf(value) });
  return segments;
}
