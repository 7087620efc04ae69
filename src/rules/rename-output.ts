import type { Fix } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import { type ModelFacts, modelsOf } from './layers.ts';
import { placeOf, replaceValue } from './replace-text.ts';

/** A column of a model's result that is to have another name. */
export interface RenamedOutput {
  /** Where the model names it. */
  readonly at: Location;
  readonly from: string;
  readonly to: string;
}

/**
 * Gives a column of a result another name. Undefined where that is not all there is to do: something else may read it, a
 * properties file names it, the file names it elsewhere, or a star brings it.
 */
export function renameOutput(context: RuleContext, { at, from, to }: RenamedOutput): Fix | undefined {
  const models = modelsOf(context);
  const own = models.find(({ model }) => model.path === at.path);
  if (own === undefined || !/^[a-z_][a-z0-9_]*$/i.test(to) || isUsed(context, own, from)) return undefined;
  const output = own.shape?.outputs.find((each) => each.name === from && isSame(each.at, at));
  if (output === undefined) return undefined;
  const title = `${from} → ${to}`;
  if (!output.isAlias) {
    const place = spanOf(context, at, from);
    const edit = place && replaceValue(context, { value: from, at: place }, `${from} as ${to}`);
    return edit && { title, edits: [edit] };
  }
  const whole = { path: at.path, line: 1, column: 1, endLine: own.model.text.split('\n').length };
  const only = placeOf(context, whole, from);
  const edit = only && isSame(only, at) ? replaceValue(context, { value: from, at: only }, to) : undefined;
  return edit && { title, edits: [edit] };
}

/** The name itself, which is the last word of `t.name`. */
function spanOf(context: RuleContext, at: Location, name: string): Location | undefined {
  return placeOf(context, { ...at, endLine: at.line }, name);
}

function isSame(a: Location, b: Location): boolean {
  return a.line === b.line && a.column === b.column;
}

/** Whether another model reads this one, or something that describes it names the column. */
function isUsed({ project, facts }: RuleContext, { model, root }: ModelFacts, column: string): boolean {
  const dbt = project.dbt.find((each) => each.root === root);
  const isNamed = (model.properties?.columns ?? []).some(({ name }) => name.toLowerCase() === column.toLowerCase());
  const isRead = facts.models.some(({ path, refs }) => path !== model.path && refs.includes(model.name));
  const isExposed = (dbt?.exposures ?? []).some(({ refs }) => refs.includes(model.name));
  return isNamed || isRead || isExposed;
}
