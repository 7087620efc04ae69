import type { DeprecatedKey } from '../../model/dbt.ts';
import type { Edit, Fix } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { replaceValue } from '../replace-text.ts';

const project = 'implementation/dbt/dbt_project.yml';
const properties = 'implementation/dbt/models/marts/marts.yml';
const sales = 'implementation/dbt/models/marts/fct_sales.sql';

/** Files of dbt must use the names that dbt uses today. */
export default defineRule({
  id: 'dbt/deprecated-spelling',
  kind: 'lint',
  gate: 'lint',
  summary: 'Files of dbt must use the names that dbt uses today.',
  why: 'dbt warns about a renamed key for a while, and then refuses it or passes over it in silence. A file has one finding per key, at the first. "tests", and properties that belong below "config", are information: dbt still reads them.',
  severity: 'warning',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a path under its former name',
      head: { [project]: 'name: sales\nsource-paths: [models]\n', [sales]: 'select 1 as id\n' },
      findings: [`${project}:2 ${project}`],
    },
    {
      name: 'tests and meta as they were written before',
      head: {
        [project]: 'name: sales\n',
        [sales]: 'select 1 as id\n',
        [properties]:
          'models:\n  - name: fct_sales\n    meta: { owner: ana }\n    columns:\n      - name: id\n        tests: [unique]\n',
      },
      findings: [`${properties}:3 ${properties}`, `${properties}:6 ${properties}`],
    },
    {
      name: 'the names of today',
      head: {
        [project]: 'name: sales\nmodel-paths: [models]\n',
        [sales]: 'select 1 as id\n',
        [properties]:
          'models:\n  - name: fct_sales\n    config: { meta: { owner: ana } }\n    columns:\n      - name: id\n        data_tests: [unique]\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const keys = context.project.dbt.flatMap(({ deprecated }) => deprecated ?? []);
    for (const [, found] of groupBy(keys, ({ at, key }) => `${at.path} ${key}`)) report(context, found);
  },
});

function report(context: RuleContext, found: readonly DeprecatedKey[]): void {
  const [first] = found.toSorted((a, b) => a.at.line - b.at.line);
  if (first === undefined) return;
  const { key, instead, at } = first;
  context.report({
    subject: at.path,
    at,
    message: instead.startsWith('config.') ? 'moved' : 'message',
    values: { key, name: instead, count: String(found.length) },
    key: [key],
    ...(isStillRead(first) ? { severity: 'info' } : {}),
    ...fixOf(context, found),
  });
}

/** What dbt still takes for the same. */
function isStillRead({ key, instead }: DeprecatedKey): boolean {
  return key === 'tests' || instead.startsWith('config.');
}

/** All of a file's keys in one repair, where writing the other name is all there is to do. */
function fixOf(context: RuleContext, found: readonly DeprecatedKey[]): { readonly fix?: Fix } {
  const edits: Edit[] = [];
  for (const { key, instead, at, isRename } of found) {
    const edit = isRename ? replaceValue(context, { value: key, at }, instead) : undefined;
    if (edit === undefined) return {};
    edits.push(edit);
  }
  return { fix: { title: `${found[0]?.key ?? ''} → ${found[0]?.instead ?? ''}`, edits } };
}
