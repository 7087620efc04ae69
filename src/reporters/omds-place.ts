import { subjectNames } from '../model/contract.ts';
import type { ReportChange } from '../model/report.ts';

/** Where a change is in a data contract, in the notation of Bitol's RFC 0039: JSON pointers with selectors by name. */
export interface OmdsPlace {
  readonly section: string;
  readonly field: string;
  readonly path: string;
}

/** The section, field and path of a change; undefined for what is not in the document, as its file's name. */
export function omdsPlace(change: ReportChange): OmdsPlace | undefined {
  const words = change.kind.split('.');
  const [word = ''] = words;
  if (word === 'contract') return undefined;
  const above = schemaPath(change);
  const isWhole = /^(?:object|property)\.(?:added|removed)$/.test(change.kind);
  const steps = isWhole ? [] : stepsOf(change, words);
  const path = `${above}${steps.map((step) => `/${step}`).join('')}`;
  const wholeField = word === 'object' ? 'schema' : 'properties';
  if (above !== '') return { section: 'schema', field: isWhole ? wholeField : fieldOf(steps, word), path };
  const section = (steps[0] ?? word).replace(/\[.*/s, '');
  return { section, field: fieldOf(steps, word), path };
}

function fieldOf(steps: readonly string[], word: string): string {
  return (steps.at(-1) ?? word).replace(/\[.*/s, '');
}

/** `/schema[name=orders]/properties[name=total]`; empty for what belongs to the contract as a whole. */
function schemaPath(change: ReportChange): string {
  const [object, ...path] = subjectNames(change);
  if (object === undefined || !change.subject.startsWith(`${change.contract}/`)) return '';
  return [`/schema${selected('name', object)}`, ...path.map(propertyStep)].join('');
}

function propertyStep(name: string): string {
  if (name === '[]') return '/items';
  if (name === '{key}' || name === '{value}') return `/map/${name.slice(1, -1)}`;
  return `/properties${selected('name', name)}`;
}

function selected(key: string, value: string): string {
  return `[${key}=${value.replaceAll(/[\\\]]/g, String.raw`\$&`)}]`;
}

/** Keys that name an entry of a list, by the first word of the kind of change. */
const lists: { readonly [word: string]: readonly [list: string, key: string] } = {
  quality: ['quality', 'name'],
  relationship: ['relationships', 'to'],
  server: ['servers', 'server'],
  role: ['roles', 'role'],
  sla: ['slaProperties', 'property'],
  support: ['support', 'channel'],
  customProperty: ['customProperties', 'property'],
  authoritativeDefinition: ['authoritativeDefinitions', 'type'],
};

/** Steps from the subject to what changed. */
function stepsOf(change: ReportChange, words: readonly string[]): readonly string[] {
  const { element } = change;
  const [word = '', detail = ''] = words;
  if (element !== undefined && change.kind === 'server.location.changed') return serverField(element);
  if (word === 'member') return ['team', `members${selected('username', element ?? '')}`];
  // A server is deprecated by a custom property of its own.
  if (element !== undefined && (word === 'deprecated' || word === 'sunset'))
    return [`servers${selected('server', element)}`, 'customProperties'];
  const list = lists[word];
  if (list !== undefined) {
    const entry = `${list[0]}${element === undefined ? '' : selected(list[1], element)}`;
    const key = keyOf(change.kind);
    return key === undefined ? [entry] : [entry, key];
  }
  if (word === 'enum') return [detail === 'value' ? `enum${selected('value', element ?? '')}` : 'enum'];
  if (word === 'option') return ['logicalTypeOptions', element ?? 'option'];
  if (options.has(word)) return ['logicalTypeOptions', word === 'requiredProperties' ? 'required' : word];
  if (word === 'purpose' || word === 'usage' || word === 'limitations') return ['description', word];
  return [renamedField[change.kind] ?? plainField[word] ?? word];
}

/** The key of a list's entry that changed, where the kind names it; the value of a service level has no word of its own. */
function keyOf(kind: string): string | undefined {
  const named = /\.(severity|schedule|environment|access|driver|element|description)\.changed$/.exec(kind);
  if (named !== null) return named[1];
  return /^sla\.[A-Za-z]+\.changed$/.test(kind) ? 'value' : undefined;
}

/** `<server>.<field>`, as the differ names a place of a server; names of servers may hold dots, fields never do. */
function serverField(element: string): readonly string[] {
  const dot = element.lastIndexOf('.');
  if (dot === -1) return [`servers${selected('server', element)}`];
  return [`servers${selected('server', element.slice(0, dot))}`, element.slice(dot + 1)];
}

const renamedField: { readonly [kind: string]: string } = {
  'object.renamed': 'name',
  'property.renamed': 'name',
  'object.physicalName.changed': 'physicalName',
  'property.physicalName.changed': 'physicalName',
  'object.physicalType.changed': 'physicalType',
  'properties.moved': 'properties',
};

/** Fields whose key is not the first word of the kind. */
const plainField: { readonly [word: string]: string } = {
  tag: 'tags',
  team: 'team',
  sunset: 'customProperties',
  direction: 'customProperties',
};

const options: ReadonlySet<string> = new Set([
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'multipleOf',
  'uniqueItems',
  'requiredProperties',
  'format',
  'timezone',
  'defaultTimezone',
  'dimensions',
  'elementType',
  'embeddingModel',
  'embeddingModelVersion',
  'distanceMetric',
  'normalized',
]);
