import type { Canvas } from '../model/canvas.ts';
import type { Contract } from '../model/contract.ts';
import type { DbtModel } from '../model/dbt.ts';
import type { Project } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import { foldWord } from '../model/words.ts';
import { hasUnread } from './known-names.ts';
import { contractOf, outputsByTable } from './model-domains.ts';
import { isMart, spokenWords, tellingWords } from '../model/products-of.ts';

/** Why a model is a product that people read. */
export type Published = 'mart' | 'public' | 'exposure';

/** A model that is published, with the contract that describes it. */
export interface PublishedModel {
  readonly model: DbtModel;
  readonly because: Published;
  readonly contract?: Contract;
}

/** Models of the last layer, models with `access: public`, and models that a dashboard or application reads. */
export function publishedModels({ project, facts }: Pick<RuleContext, 'project' | 'facts'>): readonly PublishedModel[] {
  const outputs = outputsByTable(project);
  const configs = new Map(facts.models.map(({ path, config }) => [path, config]));
  const exposed = new Set(project.dbt.flatMap(({ exposures = [] }) => exposures.flatMap(({ refs }) => refs)));
  return project.dbt.flatMap(({ models }) =>
    models.flatMap((model) => {
      const access =
        configs.get(model.path)?.['access'] ?? model.properties?.config['access'] ?? model.folderConfig['access'];
      const because = isMart(model)
        ? 'mart'
        : access === 'public'
          ? 'public'
          : exposed.has(model.name)
            ? 'exposure'
            : undefined;
      const contract = contractOf(model, outputs);
      return because === undefined ? [] : [{ model, because, ...(contract === undefined ? {} : { contract }) }];
    }),
  );
}

/** Whether the repository keeps output contracts by now, and all of the judged side can be read. */
export function hasContracts({ project, head }: Pick<RuleContext, 'project' | 'head'>): boolean {
  const isKept = head.contracts.some(({ direction }) => direction === 'output');
  return isKept && !hasUnread(project, ['contract']);
}

/** Whether a name is in a canvas, or in its path; undefined where there are no canvases by now, or one cannot be read. */
export function canvasReader({
  project,
  head,
}: Pick<RuleContext, 'project' | 'head'>): ((name: string) => boolean) | undefined {
  const filled = filledCanvases(project);
  if (filledCanvases(head).length === 0 || hasUnread(project, ['canvas', 'vision'])) return undefined;
  const words = spokenWords(
    filled
      .flatMap(({ words: said, name, path }) => [...said, ...[name, ...foldersOf(path)].flatMap(tellingWords)])
      .map(foldWord),
  );
  return (name) => {
    const telling = tellingWords(name);
    // A name of plain words only ("data") tells nothing; "sales_ops" is named where sales is.
    return telling.filter((word) => words.has(word)).length * 2 >= telling.length;
  };
}

function filledCanvases({ canvases = [] }: Project): readonly Canvas[] {
  return canvases.filter(({ sections }) => sections.some(({ items }) => items.length > 0));
}

/** Below `specs/product-canvas/`. */
function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(2, -1);
}
