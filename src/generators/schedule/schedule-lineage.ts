import type { DbtModel, DbtProject } from '../../model/dbt.ts';
import type { Topology } from '../../model/pipelines.ts';
import { readTemplate, refKey, sourceKey } from '../../model/template-tokens.ts';

/** Who reads what in one dbt project, as its SQL and the topologies say; keys are those of `refKey` and `sourceKey`. */
export interface ModelGraph {
  readonly project: DbtProject;
  readonly models: ReadonlyMap<string, DbtModel>;
  /** Keys that each model reads. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads every model's text once. */
export function modelGraph(project: DbtProject, topologies: readonly Topology[] = []): ModelGraph {
  const models = new Map(project.models.map((model) => [refKey(model.name), model]));
  const reads = new Map([...models].map(([key, model]) => [key, new Set(readsOf(model))]));
  for (const topology of topologies) {
    const keys = drawnKeys(project, topology);
    for (const { from, to } of topology.edges) {
      const [read, reader] = [keys.get(from), keys.get(to)];
      if (read !== undefined && reader !== undefined) reads.get(reader)?.add(read);
    }
  }
  return { project, models, reads };
}

/** Everything that the models of `start` are made from, without themselves: keys of models, seeds, snapshots and sources. */
export function ancestorsOf({ reads }: ModelGraph, start: Iterable<string>): ReadonlySet<string> {
  const begun = [...start];
  const found = new Set<string>();
  const open = [...begun];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const read of reads.get(key) ?? []) {
      if (found.has(read)) continue;
      found.add(read);
      open.push(read);
    }
  }
  for (const key of begun) found.delete(key);
  return found;
}

/** What a model reads by `ref` and `source`. dbt reads them in comments of SQL, too, and not in those of Jinja. */
function readsOf({ text, language }: DbtModel): readonly string[] {
  if (language === 'python') return pythonReads(text);
  const found: string[] = [];
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at)) {
    const sign = text[at + 1];
    if (sign === '#') {
      const end = text.indexOf('#}', at + 2);
      at = end === -1 ? text.length : end + 2;
    } else if (sign === '{' || sign === '%') {
      const template = readTemplate(text, at);
      found.push(...template.reads);
      at = template.end;
    } else at++;
  }
  return found;
}

function pythonReads(text: string): readonly string[] {
  const refs = [...text.matchAll(/\bdbt\.ref\(\s?["']([\w.]+)["']/g)].map(([, name = '']) => refKey(name));
  const sources = [...text.matchAll(/\bdbt\.source\(\s?["']([\w.]+)["'],\s?["']([\w.]+)["']/g)];
  return [...refs, ...sources.map(([, source = '', table = '']) => sourceKey(`${source}.${table}`))];
}

/** What the nodes of a topology stand for in this project, by id. */
function drawnKeys({ models, sources }: DbtProject, { nodes }: Topology): ReadonlyMap<string, string> {
  const named = new Map([
    ...sources.map(({ source, table }) => [`${source}.${table}`, sourceKey(`${source}.${table}`)] as const),
    ...models.map(({ name }) => [name, refKey(name)] as const),
  ]);
  return new Map(
    nodes.flatMap(({ id, label }) => {
      const key = named.get(label ?? id) ?? named.get(id);
      return key === undefined ? [] : [[id, key] as const];
    }),
  );
}
