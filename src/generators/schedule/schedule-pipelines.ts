import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Contract } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import { portfolioOf } from '../../model/portfolio.ts';
import type { Product } from '../../model/products-of.ts';
import type { Project } from '../../model/project.ts';
import { bindingPromises, type ServicePromise } from '../../model/promises-of.ts';
import { refKey } from '../../model/template-tokens.ts';
import { foldCase } from '../../model/words.ts';
import { findModels } from '../match-models.ts';
import { type Decision, scheduleOf, type ScheduleRequest } from './schedule.ts';
import { ancestorsOf, type ModelGraph, modelGraph } from './schedule-lineage.ts';
import { type RunSettings, runSettingsOf } from './schedule-settings.ts';

/** What makes the tables of one data product: its output contracts, their models, and what starts it. */
export interface Pipeline {
  /** `<domain>__<product>`: lower-case letters, digits and `_`; no other pipeline has it. */
  readonly name: string;
  /** The same of the domain alone; `shared` where the contracts name none. */
  readonly domain: string;
  /** As the contracts call it. */
  readonly title: string;
  readonly contracts: readonly Contract[];
  readonly products: readonly Product[];
  readonly promises: readonly ServicePromise[];
  /** One per dbt project that has models of the contracts; empty where none has. */
  readonly parts: readonly PipelinePart[];
  /** Names of the pipelines whose tables it reads, sorted. */
  readonly upstream: readonly string[];
  readonly decision: Decision;
}

/** The part of a pipeline that is in one dbt project. */
export interface PipelinePart {
  readonly graph: ModelGraph;
  /** Models that the contracts describe, sorted. */
  readonly targets: readonly DbtModel[];
  /** Models of other pipelines that it reads: these and what they are made of are made there. */
  readonly others: readonly DbtModel[];
  /** Keys of everything else that the targets are made from. */
  readonly ancestors: ReadonlySet<string>;
}

/** The pipelines of a project, sorted by name, and how they all run. */
export interface Pipelines {
  readonly pipelines: readonly Pipeline[];
  readonly settings: RunSettings;
}

/** What decides about pipelines beside the project. */
export interface PipelinesRequest extends Pick<ScheduleRequest, 'intervals'> {
  /** Whether the generator makes a pipeline for these products; nothing is told when others have run. Default: always. */
  readonly isMade?: (products: readonly Product[]) => boolean;
}

/** Finds the pipelines: one per data product that output contracts name, else one per output contract. */
export function pipelinesOf(project: Project, { intervals, isMade = () => true }: PipelinesRequest): Pipelines {
  const settings = runSettingsOf(project.governance.orchestration);
  const portfolio = portfolioOf(project);
  const graphs = project.dbt.map((each) => modelGraph(each, project.topologies));
  const drafts = draftsOf(project, portfolio.products).map((draft) => ({
    ...draft,
    promises: draft.products.flatMap((product) => bindingPromises(portfolio, product)),
    targets: graphs.map((graph) => targetsOf(graph, draft.contracts)),
  }));
  const joined = joinDrafts(drafts, graphs);
  const decide = decider(joined, { settings, intervals, isMade });
  const pipelines = joined.map((draft) => ({ ...draft, decision: decide(draft.name) }));
  return { pipelines, settings };
}

interface Draft extends Pick<Pipeline, 'name' | 'domain' | 'title' | 'contracts' | 'products'> {}

interface Matched extends Draft {
  readonly promises: readonly ServicePromise[];
  /** By the place of the dbt project. */
  readonly targets: readonly (readonly DbtModel[])[];
}

type Joined = Matched & Pick<Pipeline, 'parts' | 'upstream'>;

function draftsOf(project: Project, products: readonly Product[]): readonly Draft[] {
  const withContract = products.flatMap((product) =>
    product.contract === undefined ? [] : [{ product, contract: product.contract }],
  );
  const groups = groupBy(
    withContract.toSorted((a, b) => compareText(a.contract.path, b.contract.path)),
    ({ contract }) => JSON.stringify([contract.domain ?? '', productName(project, contract) ?? [contract.id]]),
  );
  const all = [...groups].flatMap(([key, members]) => {
    const contract = members[0]?.contract;
    if (contract === undefined) return [];
    const title =
      productName(project, contract) ?? (isUuid(contract.id) ? (contract.name ?? contract.id) : contract.id);
    const domain = contract.domain === undefined ? 'shared' : wordOf(contract.domain);
    const name = `${domain}__${wordOf(title)}`;
    return [{ key, name, domain, title, members }];
  });
  const times = groupBy(all, ({ name }) => name);
  return all
    .map(({ key, name, members, ...draft }) => ({
      ...draft,
      // Which of two would keep the bare name would depend on the other.
      name: (times.get(name)?.length ?? 0) > 1 ? `${name}_${hashOf(key)}` : name,
      contracts: members.map(({ contract }) => contract),
      products: members.map(({ product }) => product),
    }))
    .toSorted((a, b) => compareText(a.name, b.name));
}

/** The data product that a contract belongs to, by itself or by the product's output ports. */
function productName({ products = [] }: Project, { id, dataProduct }: Contract): string | undefined {
  const port = products.find(({ outputPorts }) => outputPorts.some(({ contractId }) => contractId === id));
  return dataProduct ?? port?.name ?? port?.id;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
}

/** A name in lower-case letters, digits and single `_`; where nothing is left of it, or it is long, with eight digits of its hash. */
export function wordOf(text: string): string {
  const word = foldCase(text.toWellFormed())
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  if (word === '') return `x_${hashOf(text)}`;
  return word.length <= 60 ? word : `${word.slice(0, 60)}_${hashOf(text)}`;
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text.toWellFormed()))).slice(0, 8);
}

function targetsOf({ project }: ModelGraph, contracts: readonly Contract[]): readonly DbtModel[] {
  const found = contracts.flatMap((contract) =>
    contract.schema.flatMap((object) => findModels(contract, object, [project]).map(({ model }) => model)),
  );
  return [...new Map(found.map((model) => [model.name, model])).values()].toSorted((a, b) =>
    compareText(a.name, b.name),
  );
}

/** Tells who reads whose tables. Two pipelines that read each other are not told apart: each makes what it reads. */
function joinDrafts(drafts: readonly Matched[], graphs: readonly ModelGraph[]): readonly Joined[] {
  const homes = graphs.map((_, index) => {
    const owners = new Map<string, string>();
    for (const { name, targets } of drafts)
      for (const model of targets[index] ?? [])
        if (!owners.has(refKey(model.name))) owners.set(refKey(model.name), name);
    return owners;
  });
  const reads = new Map<string, Set<string>>();
  const above = drafts.map((draft) =>
    graphs.map((graph, index) => {
      const ancestors = ancestorsOf(
        graph,
        (draft.targets[index] ?? []).map(({ name }) => refKey(name)),
      );
      const found = new Set([...ancestors].flatMap((key) => homes[index]?.get(key) ?? []));
      found.delete(draft.name);
      const known = reads.get(draft.name) ?? new Set();
      reads.set(draft.name, new Set([...known, ...found]));
      return ancestors;
    }),
  );
  return drafts.map((draft, at) => {
    const upstream = [...(reads.get(draft.name) ?? [])].filter((name) => reads.get(name)?.has(draft.name) !== true);
    const parts = graphs.flatMap((graph, index) => {
      const targets = draft.targets[index] ?? [];
      const ancestors = above[at]?.[index] ?? new Set<string>();
      return targets.length === 0 ? [] : [partOf(graph, { targets, ancestors, homes: homes[index], upstream })];
    });
    return { ...draft, upstream: upstream.toSorted(compareText), parts };
  });
}

interface PartRequest {
  readonly targets: readonly DbtModel[];
  readonly ancestors: ReadonlySet<string>;
  readonly homes: ReadonlyMap<string, string> | undefined;
  readonly upstream: readonly string[];
}

function partOf(graph: ModelGraph, { targets, ancestors, homes, upstream }: PartRequest): PipelinePart {
  const made = [...ancestors].filter((key) => upstream.includes(homes?.get(key) ?? ''));
  const elsewhere = new Set([...made, ...ancestorsOf(graph, made)]);
  const others = made.flatMap((key) => graph.models.get(key) ?? []);
  return {
    graph,
    targets,
    others: others.toSorted((a, b) => compareText(a.name, b.name)),
    ancestors: new Set([...ancestors].filter((key) => !elsewhere.has(key)).toSorted(compareText)),
  };
}

/** Decides about every pipeline once, those that it reads first. */
function decider(
  pipelines: readonly Joined[],
  { settings, intervals, isMade }: Pick<ScheduleRequest, 'settings'> & Required<PipelinesRequest>,
): (name: string) => Decision {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const decided = new Map<string, Decision>();
  const open = new Set<string>();
  const decide = (name: string): Decision | undefined => {
    const known = decided.get(name);
    const pipeline = byName.get(name);
    // A circle of three or more: whoever comes round again is left out.
    if (known !== undefined || pipeline === undefined || open.has(name)) return known;
    open.add(name);
    const upstream = pipeline.upstream.flatMap((each) => {
      const decision = decide(each);
      return decision === undefined || !isMade(byName.get(each)?.products ?? []) ? [] : [{ name: each, decision }];
    });
    open.delete(name);
    const readsSources = pipeline.parts.some(({ graph, ancestors }) =>
      [...ancestors].some((key) => !graph.models.has(key)),
    );
    const decision = scheduleOf({ promises: pipeline.promises, settings, intervals, upstream, readsSources });
    decided.set(name, decision);
    return decision;
  };
  return (name) =>
    decide(name) ?? { schedule: { kind: 'none' }, reason: { message: 'schedule.none', values: {} }, doubts: [] };
}

/** Files of specs that say something of the pipeline. */
export function specsOf({ contracts, promises }: Pipeline, { governance }: Project): readonly string[] {
  const policy = governance.orchestration?.path;
  const paths = [
    ...contracts.map(({ path }) => path),
    ...promises.map(({ at }) => at.path),
    ...(policy === undefined ? [] : [policy]),
  ];
  return [...new Set(paths)].toSorted(compareText);
}

/** Names of models, dbt projects and their folders that mean something else to dbt, Python, templates or a shell. */
export function oddNames(parts: Pipeline['parts']): readonly string[] {
  const names = parts.flatMap(({ targets, others }) => [...targets, ...others].map((model) => model.name));
  const folders = parts.map(({ graph }) => graph.project.root);
  return [
    ...names.filter((each) => !/^[\w.-]+$/.test(each)),
    ...folders.filter((each) => !/^[\w./-]*$/.test(each)),
    ...parts.map(({ graph }) => graph.project.name).filter((each) => !/^\w+$/.test(each)),
  ];
}
