import { checkSize } from './limits.ts';
import { fail } from './stop.ts';
import { equals, HostObject, hostFunction, Missing, Tuple, type Value } from './values.ts';

/** The `loop` variable of a `for` block; the position and what `changed` saw are its state. */
export class Loop {
  index = 0;
  private readonly items: readonly Value[];
  private seen: Value | undefined;
  readonly value = new HostObject('loop', { attribute: (name) => this.read(name) });

  constructor(items: readonly Value[]) {
    checkSize(items.length);
    this.items = items;
  }

  private read(name: string): Value | undefined {
    const [at, length] = [this.index, this.items.length];
    const numbers: ReadonlyMap<string, Value> = new Map<string, Value>([
      ['index', at + 1],
      ['index0', at],
      ['revindex', length - at],
      ['revindex0', length - at - 1],
      ['first', at === 0],
      ['last', at === length - 1],
      ['length', length],
      ['depth', 1],
      ['depth0', 0],
      ['previtem', this.items[at - 1] ?? new Missing('loop.previtem')],
      ['nextitem', this.items[at + 1] ?? new Missing('loop.nextitem')],
      ['cycle', hostFunction('cycle', ({ positional }) => positional[at % positional.length] ?? fail('not-found'))],
      ['changed', hostFunction('changed', ({ positional }) => this.changed(new Tuple(positional)))],
    ]);
    return numbers.get(name);
  }

  private changed(value: Value): boolean {
    const isSame = this.seen !== undefined && equals(this.seen, value);
    this.seen = value;
    return !isSame;
  }
}
