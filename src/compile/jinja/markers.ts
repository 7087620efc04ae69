import { compareText, type Location } from '../../model/location.ts';
import { type Marker, markerFunctions } from './rendition.ts';

/** A marker before its place is known. */
export type PlacelessMarker = Marker extends infer Each ? (Each extends Marker ? Omit<Each, 'at'> : never) : never;

/** The macros that markers stand for, each once and in quotes, for a message. */
export function macroNames(markers: readonly Marker[]): { readonly names: string } {
  const names = [...new Set(markers.map(({ macro }) => `"${macro}"`))];
  return { names: names.sort(compareText).join(', ') };
}

/** The markers of one rendering. Equal ones share an index, so a loop does not multiply them. */
export class Markers {
  private readonly list: Marker[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly here: () => Location;

  constructor(here: () => Location) {
    this.here = here;
  }

  /** The call that stands for a marker in the SQL. */
  write(placeless: PlacelessMarker): string {
    const marker: Marker = { ...placeless, at: this.here() };
    const key = JSON.stringify(marker);
    const index = this.indexes.get(key) ?? this.list.push(marker) - 1;
    this.indexes.set(key, index);
    return `${markerFunctions[marker.kind]}(${index})`;
  }

  /** How many there are. */
  get count(): number {
    return this.list.length;
  }

  /** Forgets all but the first `count`: what printed the others was thrown away. */
  keep(count: number): void {
    for (const marker of this.list.splice(count)) this.indexes.delete(JSON.stringify(marker));
  }

  get all(): readonly Marker[] {
    return this.list;
  }
}
