import type { Artifact } from '../../model/artifact.ts';
import { compareText } from '../../model/location.ts';
import type { Lang } from '../../model/messages.ts';
import type { Project } from '../../model/project.ts';
import { linedJson } from '../catalog/json-lines.ts';
import type { Generator, GeneratorNote } from '../define-generator.ts';
import { fileNameOf } from '../file-name.ts';
import { asInfo, noteOn } from '../note.ts';
import { type CatalogView, catalogOf } from './catalog.ts';
import type { CatalogContract, CatalogProduct } from './catalog-data.ts';
import { changeLogs, type LogFile } from './changes/change-logs.ts';
import { pageLang } from './lang.ts';
import { channelsWithoutLink, odpsFile } from './odps-file.ts';
import { productFile } from './product-file.ts';
import { productPage } from './product-page.ts';
import { sitePage } from './site/site-page.ts';
import { edgesAround } from './walk.ts';

const name = 'docs';

/**
 * Everything that people read below `exports/docs/`: the catalogue as data, an ODPS file and a page of every data product, a change
 * log of every version, and a site of one file.
 */
export const docsGenerator: Generator = {
  name,
  summary: 'Pages of every data product, ODPS files and a static site, below exports/docs/.',
  isDefault: true,
  readsAll: true,
  drawsLineage: true,
  options: {
    lang: {
      type: 'text',
      default: 'auto',
      values: ['auto', 'en', 'pt-BR'],
      description: 'Language of pages and site; `auto` is that of the canvases, else of the contracts.',
    },
  },
  generate(project, context) {
    if (project.contracts.length === 0) return { artifacts: [], notes: [] };
    const lang = pageLang(project, context.options['lang']);
    const view = catalogOf(project, context);
    const contracts = project.contracts.toSorted((a, b) => compareText(a.path, b.path));
    const logs = changeLogs(contracts, context, { lang, generator: name });
    const sources = sourcesOf(project);
    const owned = { ownership: 'owned', generator: name } as const;
    return {
      artifacts: [
        { path: 'exports/docs/dataengos-catalog.json', content: catalogFile(view), ...owned, sources },
        { path: 'exports/docs/site/index.html', content: sitePage({ view, logs, lang }), ...owned, sources },
        ...view.catalog.products.flatMap((product) => productArtifacts(product, { view, logs, lang, project })),
        ...logs.map(({ path, content, contract }) => ({ path, content, ...owned, sources: [contract.path] })),
      ],
      notes: channelNotes(project, view),
    };
  },
};

/** Every file that says something that pages show. */
function sourcesOf(project: Project): readonly string[] {
  const { contracts, canvases = [], slas = [], topologies = [], products = [] } = project;
  return [...new Set([contracts, canvases, slas, topologies, products].flat().map(({ path }) => path))].toSorted(
    compareText,
  );
}

function catalogFile({ catalog }: CatalogView): string {
  return linedJson({
    $schema: 'https://dataengos.dev/schemas/dataengos-catalog.schema.json',
    format: 1,
    ...catalog,
  });
}

interface PageContext {
  readonly view: CatalogView;
  readonly logs: readonly LogFile[];
  readonly lang: Lang;
  readonly project: Project;
}

/** The product's page, and its ODPS file where people wrote none. */
function productArtifacts(product: CatalogProduct, context: PageContext): readonly Artifact[] {
  const { view, logs, lang, project } = context;
  const [outputs, inputs] = [product.outputs, product.inputs].map((keys) => contractsOf(view, keys));
  if (outputs === undefined || inputs === undefined) return [];
  const starts = outputs.flatMap(({ objects }) => objects.map(({ relation }) => relation));
  const page = productPage(name, {
    lang,
    product,
    outputs,
    inputs,
    edges: edgesAround(starts, { edges: view.catalog.edges, neighbours: view.neighbours }),
    relations: view.relations,
    logs: logs
      .filter(({ contract }) => product.outputs.includes(view.keys.get(contract.path) ?? ''))
      .map(({ path, log }) => ({ path, version: `${log.id} ${log.version}` })),
  });
  const owned = {
    ownership: 'owned',
    generator: name,
    sources: productSources(product, { outputs, inputs, project }),
  } as const;
  const odps = { path: `exports/docs/${fileNameOf(product.id)}.odps.yaml`, ...owned };
  return [
    { path: productFile(product.id), content: page, ...owned },
    ...(product.path === undefined ? [{ ...odps, content: odpsFile(name, { product, outputs, inputs }) }] : []),
  ];
}

function contractsOf({ contracts }: CatalogView, keys: readonly string[]): readonly CatalogContract[] {
  return keys.flatMap((key) => contracts.get(key) ?? []);
}

interface ProductParts {
  readonly outputs: readonly CatalogContract[];
  readonly inputs: readonly CatalogContract[];
  readonly project: Project;
}

function productSources(product: CatalogProduct, { outputs, inputs, project }: ProductParts): readonly string[] {
  const paths = [
    ...(product.path === undefined ? [] : [product.path]),
    ...[...outputs, ...inputs, ...product.consumers].map(({ path }) => path),
    ...outputs.flatMap(({ serviceLevels }) => serviceLevels.map(({ path }) => path)),
    ...(project.topologies ?? []).map(({ path }) => path),
  ];
  return [...new Set(paths)].toSorted(compareText);
}

function channelNotes({ contracts }: Project, { catalog, keys }: CatalogView): readonly GeneratorNote[] {
  const written = new Set(catalog.products.filter(({ path }) => path === undefined).flatMap(({ outputs }) => outputs));
  return contracts
    .filter(({ path }) => written.has(keys.get(path) ?? path))
    .flatMap((contract) =>
      channelsWithoutLink(contract).map(({ channel, at }) =>
        asInfo(noteOn({ generator: name, contract, at }, 'docs.channel-without-link', { channel })),
      ),
    );
}
