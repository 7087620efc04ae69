import { type Contract, contractSubject, type Property, type SchemaObject } from '../model/contract.ts';
import { fileStart, type Location } from '../model/location.ts';
import type { GeneratorNote } from './define-generator.ts';

/** What a note is about: a contract, an object of it, or a property of that. */
export interface NotePlace {
  readonly generator: string;
  readonly contract: Contract;
  readonly object?: SchemaObject;
  readonly property?: Property;
  /** Where it is written, if that is neither the property, the object nor the contract. */
  readonly at?: Location;
}

type Values = { readonly [name: string]: string };

/** A note on a part of a contract. `message` has its namespace; `{name}` is the part's own name. */
export function noteOn(place: NotePlace, message: string, values: Values = {}): GeneratorNote {
  const { generator, contract, object, property } = place;
  const names = [object?.name, property?.name].filter((name) => name !== undefined);
  return {
    generator,
    subject: contractSubject(contract.id, ...names),
    at: place.at ?? property?.at ?? object?.at ?? contract.at,
    message,
    values: { name: names.length === 0 ? contract.id : names.join('.'), ...values },
  };
}

/** A note that is good to know and that nobody need act on. */
export function asInfo(note: GeneratorNote): GeneratorNote {
  return { ...note, severity: 'info' };
}

/** A note on a file, at its start where no line is known. */
export function noteOnFile(
  { generator, at }: { readonly generator: string; readonly at: Location | string },
  message: string,
  values: Values = {},
): GeneratorNote {
  const place = typeof at === 'string' ? fileStart(at) : at;
  return { generator, subject: place.path, at: place, message, values: { path: place.path, ...values } };
}
