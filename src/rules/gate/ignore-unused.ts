import type { Fix } from '../../model/finding.ts';
import type { JudgedIgnore } from '../../model/ignore.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** An exception that excuses nothing is taken away. */
export default defineRule({
  id: 'gate/ignore-unused',
  kind: 'lint',
  gate: 'lint',
  summary: 'A comment that ignores a rule must excuse a finding.',
  why: 'A comment that excuses nothing today would hide a mistake tomorrow. Some rules cannot be ignored in a file: they protect people who do not read it.',
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a comment on a column that is named well',
      head: files('is_active', '# dataengos: ignore spec/naming-convention -- the source system calls it so'),
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a rule that does not exist',
      head: files('isActive', '# dataengos: ignore spec/naming-conventions -- the source system calls it so'),
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a rule that nobody can ignore in a file',
      head: files('is_active', '# dataengos: ignore contract/property-removed -- nobody reads it'),
      findings: [`${path}:14 ${path}`],
    },
    {
      name: 'a comment that excuses a name',
      head: files('isActive', '# dataengos: ignore spec/naming-convention -- the source system calls it so'),
      findings: [],
    },
  ],
  check(context) {
    for (const ignore of context.ignores ?? []) {
      // Without a reason the comment is another mistake, and what it would excuse is not known.
      if (ignore.reason === undefined && ignore.rules.length > 0) continue;
      const { at, rules } = ignore;
      if (rules.length === 0) {
        context.report({ subject: at.path, at, message: 'empty', values: {}, fix: repair(ignore, []) });
        continue;
      }
      const kept = ignore.outcomes.filter(({ outcome }) => outcome === 'used' || outcome === 'not-run');
      // One finding per comment: the repairs of two would overlap.
      const first = ignore.outcomes.find((each) => !kept.includes(each));
      if (first === undefined) continue;
      const { rule, outcome, suggestion } = first;
      context.report({
        subject: at.path,
        at,
        message: suggestion === undefined ? outcome : 'unknown-near',
        values: { rule, suggestion: suggestion ?? '' },
        key: [rule],
        ...(suggestion === undefined
          ? {
              fix: repair(
                ignore,
                kept.map((each) => each.rule),
              ),
            }
          : {}),
      });
    }
  },
});

/** Takes the rules that excuse nothing out of the comment; the whole comment where none is left. */
function repair({ removal, rulesAt }: JudgedIgnore, kept: readonly string[]): Fix {
  if (kept.length === 0) return { title: 'remove the comment', edits: [removal] };
  const { path: file, line, column, endLine = line, endColumn = column } = rulesAt;
  const edit = { path: file, startLine: line, startColumn: column, endLine, endColumn, text: kept.join(', ') };
  return { title: `keep only ${kept.join(', ')}`, edits: [edit] };
}

function files(name: string, comment: string): { readonly [path: string]: string } {
  const contract = exampleContract({ columns: [`name: ${name}, logicalType: boolean, description: Active.`] });
  return {
    'specs/governance/naming.json': '{ "casing": { "columns": "snake_case" } }\n',
    [path]: `${contract.trimEnd()} ${comment}\n`,
  };
}
