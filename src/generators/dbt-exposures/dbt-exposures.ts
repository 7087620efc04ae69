import type { Artifact } from '../../model/artifact.ts';
import type { Canvas } from '../../model/canvas.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import {
  type Generator,
  type GeneratorContext,
  type GeneratorNote,
  headerStart,
  headerText,
} from '../define-generator.ts';
import { identifier } from '../dbt/test-call.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { fileNameOf } from '../file-name.ts';
import { asInfo, noteOnFile } from '../note.ts';
import { type Consumer, findConsumers } from './consumers.ts';
import { type Exposure, exposureName, exposureOf } from './exposure.ts';

const name = 'dbt-exposures';

export const dbtExposuresGenerator: Generator = {
  name,
  summary: 'dbt exposures of the consumers that the product canvas names.',
  isDefault: true,
  readsAll: true,
  generate(project, context) {
    if (project.dbt.length === 0) return { artifacts: [], notes: [] };
    const { consumers, unplaced } = findConsumers(project);
    const made = project.dbt.map((dbt) => new ProjectExposures(dbt, consumers, context).make());
    const placed = new Set(made.flatMap((each) => each.placed));
    const homeless = consumers
      .filter((consumer) => !placed.has(consumer))
      .map((consumer) => noteOn(consumer, 'no-model'));
    const unread = unplaced.map((item) =>
      noteOnFile({ generator: name, at: item.at }, `${name}.unplaced`, { consumer: item.text }),
    );
    return {
      artifacts: made.flatMap(({ artifacts }) => artifacts).toSorted((a, b) => compareText(a.path, b.path)),
      // An exposure describes and checks nothing: one that is missing leaves no promise untested.
      notes: [...unread, ...homeless, ...made.flatMap(({ notes }) => notes)].map(asInfo),
    };
  },
};

/** Makes the exposures of one dbt project. */
class ProjectExposures {
  readonly #dbt: DbtProject;
  readonly #names: ReadonlyMap<Consumer, string>;
  readonly #read: GeneratorContext['read'];

  constructor(dbt: DbtProject, consumers: readonly Consumer[], { read }: GeneratorContext) {
    this.#dbt = dbt;
    this.#names = namesOf(consumers);
    this.#read = read;
  }

  /** `placed` are the consumers of models of this project. */
  make(): {
    readonly artifacts: readonly Artifact[];
    readonly notes: readonly GeneratorNote[];
    readonly placed: readonly Consumer[];
  } {
    const all = [...this.#names].map(([consumer, each]) => exposureOf(consumer, each, this.#dbt));
    const made = all.filter((each): each is Exposure => 'data' in each);
    const ownerless = all.flatMap((each) => ('reason' in each && each.reason === 'no-owner' ? [each.consumer] : []));
    const files = [...groupBy(made, ({ consumer }) => consumer.canvas)].map(([canvas, each]) =>
      this.#file(canvas, each),
    );
    return {
      artifacts: files.flatMap(({ artifact }) => artifact ?? []),
      notes: [...ownerless.map((each) => noteOn(each, 'no-owner')), ...files.flatMap(({ notes }) => notes)],
      placed: [...made.map(({ consumer }) => consumer), ...ownerless],
    };
  }

  #file(
    canvas: Canvas,
    made: readonly Exposure[],
  ): { readonly artifact?: Artifact; readonly notes: readonly GeneratorNote[] } {
    const path = this.#path(canvas, made);
    const written = this.#read(path);
    if (written !== undefined && !written.slice(0, 400).split('\n', 1)[0]?.includes(headerStart)) {
      return { notes: [noteOnFile({ generator: name, at: path }, `${name}.hand-written-file`)] };
    }
    const theirs = new Map(
      (this.#dbt.exposures ?? []).flatMap((each) =>
        this.#isOurs(each.at.path) ? [] : [[each.name, each.at] as const],
      ),
    );
    const notes = made.flatMap((each) => {
      const at = theirs.get(each.name);
      return at === undefined
        ? []
        : [noteOn(each.consumer, 'hand-written', { exposure: each.name, file: at.path, line: String(at.line) })];
    });
    const ours = made.filter((each) => !theirs.has(each.name));
    if (ours.length === 0) return { notes };
    const contracts = ours.flatMap((each) => each.contracts.map((contract) => contract.path));
    return {
      artifact: {
        path,
        content: emitYaml(headerText(name, canvas.path), { exposures: ours.map(({ data }) => data) }),
        ownership: 'owned',
        generator: name,
        sources: [...new Set([canvas.path, ...contracts])].toSorted(compareText),
      },
      notes,
    };
  }

  /** Beside the models that are read. */
  #path({ kind, name: product }: Canvas, made: readonly Exposure[]): string {
    const [first = ''] = made.flatMap(({ models }) => models.map(({ path }) => path)).toSorted(compareText);
    const key = kind === 'vision' && product === '' ? this.#dbt.name : product;
    return `${first.slice(0, first.lastIndexOf('/') + 1)}_${fileNameOf(key)}__exposures.yml`;
  }

  /** Whether an earlier run wrote the file. */
  #isOurs(path: string): boolean {
    return this.#read(path)?.split('\n', 1)[0]?.includes(`${headerStart} (${name},`) === true;
  }
}

/** Every consumer's own name: two canvases that name the same consumer tell of two uses. */
function namesOf(consumers: readonly Consumer[]): ReadonlyMap<Consumer, string> {
  const names = new Map<Consumer, string>();
  const taken = new Set<string>();
  for (const [wanted, each] of groupBy(consumers, exposureName)) {
    for (const consumer of each) {
      const of = each.length === 1 ? '' : identifier(consumer.canvas.name);
      const free = freeName(of === '' ? wanted : `${wanted}_${of}`, taken);
      taken.add(free);
      names.set(consumer, free);
    }
  }
  return names;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const free = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.has(free)) return free;
  }
}

function noteOn(
  { item, name: consumer, products }: Consumer,
  message: string,
  values: { readonly [name: string]: string } = {},
): GeneratorNote {
  const named = products.map((product) => product.name).join(', ');
  return noteOnFile({ generator: name, at: item.at }, `${name}.${message}`, { consumer, products: named, ...values });
}
