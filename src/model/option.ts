import type { Json } from './contract.ts';

/** What the configuration can set of a rule or a generator. */
export interface OptionDeclaration {
  readonly type: 'text' | 'texts' | 'number' | 'boolean';
  readonly default: Json;
  /** The values that a text, or each of several, may have; any where it is left out. */
  readonly values?: readonly string[];
  /** What it decides, in one sentence. */
  readonly description: string;
}

/** Whether a value is what an option declares. */
export function fitsOption({ type, values }: OptionDeclaration, value: Json | undefined): boolean {
  const isAllowed = (text: Json): boolean =>
    typeof text === 'string' && (values === undefined || values.includes(text));
  switch (type) {
    case 'text':
      return value !== undefined && isAllowed(value);
    case 'texts':
      return Array.isArray(value) && value.every(isAllowed);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
  }
}
