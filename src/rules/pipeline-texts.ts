import type { FileRole, Project, ProjectFile } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import { suggest } from '../model/suggest.ts';
import { hasUnread } from './known-names.ts';

/** Files of `specs/pipelines/`. */
const pipelineRoles: readonly FileRole[] = ['narrative', 'topology', 'pipeline-asset'];

/**
 * Whether a file of `specs/pipelines/` says a name, wherever in it, as a whole word; an asset is also called like its file.
 * A misspelt name counts: that it is misspelt is another mistake.
 * Undefined where there are no such files by now, or one cannot be read.
 */
export function pipelineReader(context: RuleContext): ((name: string) => boolean) | undefined {
  const { project, head, side } = context;
  const filesOf = ({ files }: Project): readonly ProjectFile[] =>
    files.filter(({ role }) => pipelineRoles.includes(role));
  const files = filesOf(project);
  if (filesOf(head).length === 0 || hasUnread(project, pipelineRoles)) return undefined;
  const words = new Set(files.flatMap(({ path }) => wordsOf(`${context.text(side, path) ?? ''}\n${path}`)));
  const models = new Set(project.dbt.flatMap((each) => each.models.map((model) => model.name.toLowerCase())));
  const strange = [...words].filter((word) => word.includes('_') && !models.has(word));
  return (name) => words.has(name.toLowerCase()) || suggest(name, strange) !== undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/gu) ?? [];
}
