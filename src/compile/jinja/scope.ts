import type { ParsedTemplate } from './parse-template.ts';
import type { Output } from './output.ts';
import type { Value } from './values.ts';

/** The names of one block; a name is looked for here, then outside. */
export class Scope {
  private readonly names = new Map<string, Value>();
  private readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.outer?.get(name);
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }
}

/** Where statements run: the template they are written in, its package, their names, and what they print to. */
export interface Frame {
  readonly template: ParsedTemplate;
  readonly package: string;
  readonly scope: Scope;
  readonly output: Output;
}
