/** What somebody who reads the data can do about a change: keys below `report.notes.action` of the catalogue. */
export type NoteAction =
  | 'read'
  | 'rename'
  | 'type'
  | 'value'
  | 'key'
  | 'meaning'
  | 'rely'
  | 'connect'
  | 'plan'
  | 'terms';

/** The action that fits a kind of change; service levels carry their name in the kind. */
export function noteAction(kind: string): NoteAction {
  if (/^(?:contract|object|property)\.removed$/.test(kind)) return 'read';
  if (/^(?:object|property)\.(?:renamed|physicalName\.changed)$|^id\./.test(kind)) return 'rename';
  const [word = ''] = kind.split('.');
  return actions[word] ?? 'rely';
}

const actions: { readonly [word: string]: NoteAction } = {
  logicalType: 'type',
  physicalType: 'type',
  object: 'type',
  properties: 'type',
  format: 'type',
  timezone: 'type',
  defaultTimezone: 'type',
  dimensions: 'type',
  elementType: 'type',
  normalized: 'type',
  semanticType: 'type',
  enum: 'value',
  pattern: 'value',
  minimum: 'value',
  maximum: 'value',
  minLength: 'value',
  maxLength: 'value',
  minItems: 'value',
  maxItems: 'value',
  minProperties: 'value',
  maxProperties: 'value',
  multipleOf: 'value',
  option: 'value',
  required: 'key',
  unique: 'key',
  primaryKey: 'key',
  uniqueItems: 'key',
  requiredProperties: 'key',
  relationship: 'key',
  dataGranularityDescription: 'meaning',
  authoritativeDefinition: 'meaning',
  transformLogic: 'meaning',
  transformSourceObjects: 'meaning',
  embeddingModel: 'meaning',
  embeddingModelVersion: 'meaning',
  distanceMetric: 'meaning',
  server: 'connect',
  role: 'connect',
  classification: 'connect',
  encryptedName: 'connect',
  tenant: 'connect',
  tag: 'connect',
  status: 'plan',
  deprecated: 'plan',
  sunset: 'plan',
  direction: 'plan',
  price: 'terms',
  usage: 'terms',
  limitations: 'terms',
  purpose: 'terms',
};
