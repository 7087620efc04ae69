import type { CanvasItem, CanvasTopic } from '../../model/canvas.ts';
import { foldCase } from '../../model/words.ts';
import { type Entry, itemOf } from './entries.ts';
import { topicsOfLabel } from './topics.ts';

/** What the place of an entry says about it. */
export interface Place {
  readonly topics: readonly CanvasTopic[];
  /** Below a heading such as "Open questions". */
  readonly isOpen: boolean;
}

/** The questions that nobody has answered yet, in the order of the file. */
export function openEntries(entries: readonly Entry[], place: Place): readonly CanvasItem[] {
  return entries.flatMap((entry) => [
    ...(isOpen(entry, place) ? [itemOf(entry)] : []),
    ...openEntries(entry.children, place),
  ]);
}

function isOpen({ text, label, value = '', children }: Entry, place: Place): boolean {
  if (children.length > 0) return false;
  // What is kept there is left open on purpose, but for what every canvas has to answer.
  if (place.isOpen && (label === undefined || !wantsAnswer(label, place))) return false;
  if (isPlaceholder(text)) return true;
  if (label === undefined) return false;
  const asks = label.endsWith('?');
  if (value !== '' && isPlaceholder(value)) return true;
  if (asks) return value === '' && wantsAnswer(label, place);
  return value === '' || (value.endsWith('?') && wantsAnswer(label, place));
}

/** Business questions and metrics are questions by nature: what answers them is the product. */
const answered: ReadonlySet<CanvasTopic> = new Set([
  'domain',
  'consumers',
  'stakeholders',
  'slas',
  'slos',
  'latency',
  'privacy',
  'format',
]);

function wantsAnswer(label: string, { topics }: Place): boolean {
  const asked = topics.length > 0 ? topics : topicsOfLabel(label).topics;
  return asked.some((topic) => answered.has(topic));
}

/** `?`, `TBD`, `a definir`, `<who>`, `[fill in]`, `...`, and nothing at all. */
function isPlaceholder(text: string): boolean {
  if (text.length > maxLength) return false;
  const folded = foldCase(text).replace(/[.!:]+$/, '');
  if (folded === '') return true;
  if (/^(?:\?+|…|_{2,}|x{3,}|-+)$/.test(folded) || words.has(folded)) return true;
  if (/^(?:<[^<>]{1,80}>|\[[^[\]]{0,80}\]|\{{1,2}[^{}]{1,80}\}{1,2})$/.test(text)) return true;
  if (/\b(?:TBD|TBC)\b/.test(text) || /^TODO\b/.test(text)) return true;
  return folded.length <= 80 && (startsOpen.test(folded) || endsOpen.test(folded));
}

/** A longer text says something, whatever it ends with. */
const maxLength = 200;

const words = new Set([
  'tbd',
  'tbc',
  'todo',
  'to do',
  'fill in',
  'preencher',
  'pendente',
  'pending',
  'unknown',
  'desconhecido',
]);
const startsOpen =
  /^(?:to be (?:defined|decided|determined|confirmed)|(?:a|por) (?:definir|decidir|confirmar|combinar))\b/;
const endsOpen =
  /\b(?:to be (?:defined|decided|determined|confirmed)|(?:a|por) (?:definir|decidir|confirmar|combinar))$/;
