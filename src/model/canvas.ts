import type { Located, Location } from './location.ts';
import type { Lang } from './messages.ts';

/** What a section of a canvas is about, whatever its heading is called in English or Portuguese. */
const canvasTopics = [
  'domain',
  'consumers',
  'persona',
  'business-question',
  'metrics',
  'objectives',
  'stakeholders',
  'slas',
  'slos',
  'latency',
  'privacy',
  'format',
] as const;
export type CanvasTopic = (typeof canvasTopics)[number];

/** One entry below a heading: a bullet, a row of a table, a paragraph. */
export interface CanvasItem {
  /** Plain text, without markup. */
  readonly text: string;
  /** `Latency` of `Latency: D-1`. */
  readonly label?: string;
  /** What follows the label's colon. */
  readonly value?: string;
  readonly at: Location;
}

/** A heading that a topic is known by, with what is below it. */
export interface CanvasSection {
  readonly topic: CanvasTopic;
  readonly heading: string;
  readonly items: readonly CanvasItem[];
  /** Place of the heading. */
  readonly at: Location;
}

/** `vision.md` of a repository or domain, or the canvas of one product below `specs/product-canvas/`. */
export interface Canvas {
  readonly path: string;
  readonly kind: 'vision' | 'product';
  /** The file's name without its ending, for a product; the folder below `product-canvas/` (or nothing) for a vision. */
  readonly name: string;
  readonly title?: string;
  /** The language of its headings, else of its prose. */
  readonly lang: Lang;
  readonly sections: readonly CanvasSection[];
  /** Headings, and questions outside sections, of which nobody knows what they are about; those below a known heading are not among them. */
  readonly unread: readonly Located<string>[];
  /** Questions that nobody has answered yet: `?`, `TBD`, `a definir`, an empty entry. */
  readonly open: readonly CanvasItem[];
  /** Every word of the file in lower case, without accents, and the parts of those with `_`; by them contracts and models are looked for. */
  readonly words: ReadonlySet<string>;
  readonly at: Location;
}
