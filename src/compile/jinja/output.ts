import { checkSize } from './limits.ts';

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
  private size = 0;

  /** @throws RenderStop beyond the size limit */
  write(text: string, source: number, isLiteral: boolean): void {
    if (text === '') return;
    this.map.push({ at: this.size, source, isLiteral });
    this.parts.push(text);
    this.size += text.length;
    checkSize(this.size);
  }

  get text(): string {
    return this.parts.join('');
  }

  get segments(): readonly Segment[] {
    return this.map;
  }
}
