import type { Change } from '../../../model/change.ts';
import { type Json, type Property, subjectNames } from '../../../model/contract.ts';
import { type Lang, translate } from '../../../model/messages.ts';
import { plainText } from '../demand-text.ts';

/** One change in words. */
export interface ChangeLine {
  /** What changed: `orders.total`, a service level, the contract. */
  readonly subject: string;
  /** `logical type changed: integer → number`. */
  readonly text: string;
}

/** A change as a line of the log; one line, whatever its values hold. */
export function changeLine(change: Change, lang: Lang): ChangeLine {
  const { kind, element } = change;
  const path = subjectNames(change).join('.');
  const parts = [path, element ?? ''].filter((part) => part !== '');
  const subject = parts.length === 0 ? translate(lang, 'docs.log.contract') : parts.join(' · ');
  const values = valuesText(change, lang);
  const title = translate(lang, `report.change.${kind}`);
  return {
    subject: oneLine(subject),
    text: oneLine(values === '' || values === element ? title : `${title}: ${values}`),
  };
}

function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s+/g, ' ').trim();
}

function valuesText(change: Change, lang: Lang): string {
  switch (change.kind) {
    case 'contract.added':
    case 'contract.removed':
    case 'object.added':
    case 'object.removed':
      return '';
    case 'property.added':
      return propertyText(change.after, lang);
    case 'property.removed':
      return propertyText(change.before, lang);
    default:
      return fromTo(change.before, change.after);
  }
}

function propertyText({ physicalType, logicalType, required }: Property, lang: Lang): string {
  const type = physicalType?.value ?? logicalType?.value;
  const marks = required.value ? [translate(lang, 'docs.mark.required')] : [];
  return [...(type === undefined ? [] : [type]), ...marks].join(', ');
}

function fromTo(before: Json | undefined, after: Json | undefined): string {
  const [from, to] = [before, after].map((value) =>
    value === undefined || value === null ? undefined : plainText(value),
  );
  if (from === undefined || to === undefined) return from ?? to ?? '';
  return `${from} → ${to}`;
}
