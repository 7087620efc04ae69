import { entryOf, itemsOf, textOf, toJson, valueOf, type DocumentNode } from '../load/document.ts';
import { readYaml } from '../load/yaml.ts';
import { type Contract, contractSubject, type Json } from '../model/contract.ts';
import type { Selectable } from '../model/custom-rule.ts';
import type { DbtModel, DbtSource, ModelColumn } from '../model/dbt.ts';
import { fileStart, type Location } from '../model/location.ts';
import type { Project } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';

/** Something that a custom rule looks at, as plain data with the names of its standard. */
export interface CustomElement {
  readonly subject: string;
  readonly name: string;
  /** Id of the contract that it belongs to. */
  readonly contract?: string;
  /** The file that patterns of paths are held against. */
  readonly path: string;
  readonly value: Json;
  /** Where a value inside is written, by the keys that lead to it; else the nearest thing around it. */
  readonly placeOf: (keys: readonly string[]) => Location;
}

type Reader = (context: RuleContext) => readonly CustomElement[];

/** Gives the elements of a kind; each tree's are made once, whatever the number of rules. */
export function elementReader(): (context: RuleContext, select: Selectable) => readonly CustomElement[] {
  const known = new WeakMap<Project, Map<Selectable, readonly CustomElement[]>>();
  return (context, select) => {
    const ofProject = known.get(context.project) ?? new Map<Selectable, readonly CustomElement[]>();
    known.set(context.project, ofProject);
    const elements = ofProject.get(select) ?? readers[select](context);
    ofProject.set(select, elements);
    return elements;
  };
}

const readers: { readonly [select in Selectable]: Reader } = {
  contract: (context) => contractRoots(context).map(({ contract, root }) => contractElement(contract, root)),
  object: (context) => objectNodes(context).map((object) => object.element),
  property: (context) =>
    objectNodes(context).flatMap(({ element, node }) => propertyElements(element, node, [element.name])),
  model: ({ project }) => modelsOf(project).map(modelElement),
  column: ({ project }) =>
    modelsOf(project).flatMap((model) =>
      (model.properties?.columns ?? []).map((column) => columnElement(model, column)),
    ),
  source: ({ project }) => project.dbt.flatMap(({ sources }) => sources.map(sourceElement)),
  canvas: ({ project }) => (project.canvases ?? []).map(canvasElement),
  resource: ({ project }) => (project.resources ?? []).map(resourceElement),
};

interface ContractRoot {
  readonly contract: Contract;
  readonly root: DocumentNode;
}

/** Each tree's contracts are parsed once more where a rule looks at them. */
const rootsOf = new WeakMap<Project, readonly ContractRoot[]>();

/** Contracts as they are written: every key of the standard, in the words of the file's own version. */
function contractRoots(context: RuleContext): readonly ContractRoot[] {
  const roots = rootsOf.get(context.project) ?? readRoots(context);
  rootsOf.set(context.project, roots);
  return roots;
}

function readRoots(context: RuleContext): readonly ContractRoot[] {
  return context.project.contracts.flatMap((contract) => {
    const written = context.text(context.side, contract.path);
    const root = written === undefined ? undefined : readYaml(contract.path, new TextEncoder().encode(written)).root;
    return root === undefined ? [] : [{ contract, root }];
  });
}

function contractElement({ id, path, name = id, at }: Contract, root: DocumentNode): CustomElement {
  return { subject: id, name, contract: id, path, value: toJson(root), placeOf: placeIn(root, at) };
}

interface ObjectNode {
  readonly element: CustomElement & { readonly contract: string };
  readonly node: DocumentNode;
}

function objectNodes(context: RuleContext): readonly ObjectNode[] {
  return contractRoots(context).flatMap(({ contract: { id, path }, root }) =>
    itemsOf(valueOf(root, 'schema')).map((node) => {
      const name = nameOf(node);
      const at = nameAt(node);
      const element = {
        subject: contractSubject(id, name),
        name,
        contract: id,
        path,
        value: toJson(node),
        placeOf: placeIn(node, at),
      };
      return { element, node };
    }),
  );
}

/** Named properties at any depth, parents first; `items` has no name of its own, its properties have. */
function propertyElements(
  object: ObjectNode['element'],
  node: DocumentNode,
  above: readonly string[],
): readonly CustomElement[] {
  const items = valueOf(node, 'items');
  const inItems = items === undefined ? [] : propertyElements(object, items, [...above, '[]']);
  const own = itemsOf(valueOf(node, 'properties')).flatMap((property): readonly CustomElement[] => {
    const name = nameOf(property);
    const names = [...above, name];
    const { contract, path } = object;
    const subject = contractSubject(contract, ...names);
    const placeOf = placeIn(property, nameAt(property));
    return [
      { subject, name, contract, path, value: toJson(property), placeOf },
      ...propertyElements(object, property, names),
    ];
  });
  return [...own, ...inItems];
}

function nameOf(node: DocumentNode): string {
  return textOf(valueOf(node, 'name')) ?? '';
}

function nameAt(node: DocumentNode): Location {
  const { path, line, column } = node.at;
  return valueOf(node, 'name')?.at ?? { path, line, column };
}

/** Walks from a node along keys and indexes; keys of mappings are pointed at, and of items of lists their names. */
function placeIn(node: DocumentNode, at: Location): CustomElement['placeOf'] {
  return (keys) => {
    let current: DocumentNode = node;
    let place = at;
    for (const key of keys) {
      const entry = entryOf(current, key);
      const next = entry?.value ?? itemsOf(current)[Number(key)];
      if (next === undefined) return place;
      current = next;
      place = entry === undefined ? nameAt(next) : entry.value.kind === 'scalar' ? entry.value.at : entry.keyAt;
    }
    return place;
  };
}

function modelsOf({ dbt }: Project): readonly DbtModel[] {
  return dbt.flatMap(({ models }) => models);
}

/** As a node of dbt's manifest has it, as far as files tell. */
function modelElement({ name, path, layer, language, properties, folderConfig }: DbtModel): CustomElement {
  // What the gate generates from a contract is edited by nobody.
  const at = properties === undefined || isGenerated(properties.at.path) ? fileStart(path) : properties.at;
  const value = given({
    name,
    path,
    layer,
    language,
    description: properties?.description?.value,
    group: properties?.group,
    config: { ...folderConfig, ...properties?.config },
    meta: properties?.meta ?? {},
    columns: (properties?.columns ?? []).map(columnValue),
  });
  return { subject: `model:${name}`, name, path, value, placeOf: () => at };
}

/** `_<model>__contract.yml`, which the generator writes beside a model. */
function isGenerated(path: string): boolean {
  return /(?:^|\/)_[^/]+__contract\.yml$/.test(path);
}

function columnElement(model: DbtModel, column: ModelColumn): CustomElement {
  const { name, path, layer } = model;
  const value = { ...columnValue(column), ...given({ model: name, layer }) };
  return {
    subject: `model:${name}.${column.name}`,
    name: column.name,
    path,
    value,
    placeOf: () => (isGenerated(column.at.path) ? fileStart(path) : column.at),
  };
}

function columnValue({ name, description, dataType }: ModelColumn): { readonly [key: string]: Json } {
  return given({ name, description: description?.value, data_type: dataType });
}

function sourceElement({ source, table, identifier, schema, database, at }: DbtSource): CustomElement {
  const value = given({ source_name: source, name: table, identifier, schema, database });
  return { subject: at.path, name: `${source}.${table}`, path: at.path, value, placeOf: () => at };
}

function canvasElement(canvas: NonNullable<Project['canvases']>[number]): CustomElement {
  const { path, kind, name, title, at } = canvas;
  const sections = canvas.sections.map(({ topic, heading, items }) => ({
    topic,
    heading,
    items: items.map((item) => given({ text: item.text, label: item.label, value: item.value })),
  }));
  const value = given({ name, kind, title, sections, open: canvas.open.map(({ text }) => text) });
  const placeOf = ([part, index = '']: readonly string[]): Location =>
    (part === 'sections'
      ? canvas.sections[Number(index)]?.at
      : part === 'open'
        ? canvas.open[Number(index)]?.at
        : at) ?? at;
  return { subject: path, name, path, value, placeOf };
}

function resourceElement({ path, type, name, tags, at }: NonNullable<Project['resources']>[number]): CustomElement {
  return { subject: path, name, path, value: { type, name, tags }, placeOf: () => at };
}

/** Without the keys that are not given, as JSON has it. */
function given(values: { readonly [key: string]: Json | undefined }): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
