import type { RuleContext } from '../model/rule.ts';

/** The columns of every model whose SQL names all that it gives, by path: no star over a table, no template that may be several columns. */
export function wholeOutputs({
  project,
  facts,
}: Pick<RuleContext, 'project' | 'facts'>): ReadonlyMap<string, readonly string[]> {
  const texts = new Map(project.dbt.flatMap(({ models }) => models.map(({ path, text }) => [path, text] as const)));
  const compiled = new Set(
    facts.models
      .filter(({ render, parse, unresolved }) => render === 'rendered' && parse !== 'failed' && unresolved.length === 0)
      .map(({ path }) => path),
  );
  const whole = (facts.sql ?? []).filter(({ path, outputs, stars }) => {
    if (!compiled.has(path) || outputs.length === 0) return false;
    return stars.every(({ isImport }) => isImport) && !mayWriteColumns(texts.get(path) ?? '');
  });
  return new Map(whole.map(({ path, outputs }) => [path, outputs.map(({ name }) => name)]));
}

/** A block of a template, or a call that has no name of its own (`… as total`). */
function mayWriteColumns(text: string): boolean {
  if (/\{%-?\s*(?!config\b)/.test(text)) return true;
  return [...text.matchAll(/\{\{([^{}]{0,2000})\}\}/g)].some(([call, inside = ''], at, all) => {
    if (/^-?\s*(?:ref|source|config)\s*\(/.test(inside)) return false;
    const start = all[at]?.index ?? 0;
    return !/^\s*(?:::\s*\w{1,30}\s*)?as\s/i.test(text.slice(start + call.length, start + call.length + 60));
  });
}
