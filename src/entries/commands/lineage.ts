import { gatherLineage } from '../../engine/lineage.ts';
import { type FoundStart, findStart } from '../../lineage/find-start.ts';
import { walkLineage } from '../../lineage/walk-lineage.ts';
import { ConfigError } from '../../model/errors.ts';
import type { LineageGraph, LineagePart, LineageStart } from '../../model/lineage.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { lineageJson } from '../../reporters/lineage-json.ts';
import { lineageMermaid } from '../../reporters/lineage-picture.ts';
import { lineageText } from '../../reporters/lineage-text.ts';
import { type Command, emit } from '../command.ts';
import { type LineageFormat, type LineageOptions, lineageFormats } from '../options.ts';
import { headRevision, openWorkspace } from '../workspace.ts';

/** Most stations of an answer; a picture of more is not readable, and Mermaid draws at most 500 arrows. */
const maxStations: { readonly [format in LineageFormat]: number } = { text: 2_000, json: 5_000, mermaid: 80 };

/** `dataengos lineage`: where a column, model or table comes from and what is made of it. */
export const lineageCommand: Command = {
  usage: `lineage [MODEL|COLUMN] [--direction up|down|both] [--depth N] [--format ${lineageFormats.join('|')}] [--head REV|--worktree]`,
  summary: 'show where a model or column comes from and what is made of it, through all models and contracts',
  async run(options, terminal) {
    const { tools } = await openWorkspace('.', terminal);
    const head = await headRevision(tools, options);
    const { graph, lang } = await gatherLineage(tools, { head, lang: options.lang });
    tools.progress.done();
    const asked: LineageOptions = options.lineage ?? { format: 'text', direction: 'both' };
    const [written] = options.positionals;
    const { format, direction, depth } = asked;
    const starts = written === undefined ? [] : startsOf(graph, { written, lang });
    const part = walkLineage(graph, { starts, direction, depth, maxStations: maxStations[format] });
    await emit(render(part, { format, lang }), options, terminal);
    return 0;
  },
};

interface Written {
  readonly written: string;
  readonly lang: Lang;
}

/** @throws ConfigError where nothing of the repository is called so, with what was probably meant */
function startsOf(graph: LineageGraph, { written, lang }: Written): readonly LineageStart[] {
  const found = findStart(graph, written);
  if (found.kind === 'found') return found.starts;
  throw new ConfigError(whyNot(found, lang));
}

/** Most columns that are listed where none is near. */
const maxListed = 20;

function whyNot(found: Exclude<FoundStart, { readonly kind: 'found' }>, lang: Lang): string {
  const say = (key: string, values: { readonly [name: string]: string }): string =>
    translate(lang, `lineage.${key}`, values);
  const hint = found.meant === undefined ? '' : `; ${say('meant', { name: found.meant })}`;
  if (found.kind === 'unknown-name') return `${say('unknown-name', { name: found.name })}${hint}`;
  const names = found.relations.map(({ name }) => name).join(', ');
  const columns = found.relations.flatMap((relation) => relation.columns);
  const listed = [...columns.slice(0, maxListed), ...(columns.length > maxListed ? ['…'] : [])].join(', ');
  const known = columns.length === 0 ? say('no-columns', {}) : say('columns-are', { columns: listed });
  const isOpen = found.relations.some(({ gaps }) => gaps.length > 0);
  const unknown = say('unknown-column', { column: found.column, relation: names });
  return `${unknown}${hint === '' ? `; ${known}` : hint}${isOpen ? `; ${say('not-all', {})}` : ''}`;
}

function render(part: LineagePart, { format, lang }: { readonly format: LineageFormat; readonly lang: Lang }): string {
  switch (format) {
    case 'text':
      return lineageText(part, lang);
    case 'json':
      return lineageJson(part);
    case 'mermaid':
      return lineageMermaid(part, lang);
  }
}
