import { checkSize } from './limits.ts';
import type { MacroRange } from './rendition.ts';
import type { StopReason } from './stop.ts';
import { shiftRanges, type Writing } from './writing.ts';

/** A piece of output and where it comes from. Literal text is copied from the template, so offsets inside it map one to one. */
export interface Segment {
  /** Offset in the output where the piece starts. */
  readonly at: number;
  /** Offset in the template: of the text itself, or of the tag that printed the piece. */
  readonly source: number;
  readonly isLiteral: boolean;
}

/** Collects what a template prints, and where each piece comes from. */
export class Output {
  private readonly parts: string[] = [];
  private readonly map: Segment[] = [];
  private readonly ranges: MacroRange[] = [];
  private unknown: StopReason | undefined;
  private size = 0;

  /** Copies a text of the template. @throws RenderStop beyond the size limit */
  copy(text: string, source: number): void {
    this.write(text, source, true);
  }

  /** Prints what a tag at `source` gives. @throws RenderStop beyond the size limit */
  print(text: string, source: number, writing?: Writing): void {
    this.unknown ??= writing?.unknown;
    for (const range of shiftRanges(writing?.macros ?? [], this.size)) this.ranges.push(range);
    this.write(text, source, false);
  }

  private write(text: string, source: number, isLiteral: boolean): void {
    if (text === '') return;
    this.map.push({ at: this.size, source, isLiteral });
    this.parts.push(text);
    this.size += text.length;
    checkSize(this.size);
  }

  /** What macros wrote of the text; undefined where none did. */
  get writing(): Writing | undefined {
    if (this.ranges.length === 0 && this.unknown === undefined) return undefined;
    return { macros: this.ranges, ...(this.unknown && { unknown: this.unknown }) };
  }

  get text(): string {
    return this.parts.join('');
  }

  get segments(): readonly Segment[] {
    return this.map;
  }
}
