import type { ParsedTemplate } from './parse-template.ts';
import type { Output } from './output.ts';
import type { Value } from './values.ts';
import type { Writing } from './writing.ts';

/** The value of a name, and what wrote it where macros did. */
interface Binding {
  readonly value: Value;
  readonly writing: Writing | undefined;
}

/** The names of one block; a name is looked for here, then outside. */
export class Scope {
  private readonly names = new Map<string, Binding>();
  private readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  get(name: string): Value | undefined {
    return this.find(name)?.value;
  }

  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }

  set(name: string, value: Value, writing?: Writing): void {
    this.names.set(name, { value, writing });
  }
}

/** Where statements run: the template they are written in, its package, their names, and what they print to. */
export interface Frame {
  readonly template: ParsedTemplate;
  readonly package: string;
  readonly scope: Scope;
  readonly output: Output;
}
