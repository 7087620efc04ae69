import { type JinjaModel, type JinjaSummary, summariseJinja } from './jinja.ts';
import { type Row, share, table } from './markdown.ts';
import { templateVerdictOf, type Verdict } from './verdicts.ts';

/** A project, and what became of its templates where both interpreters were asked. */
export interface ComparedTemplates {
  readonly name: string;
  readonly jinja?: readonly JinjaModel[];
}

type Compared = Required<ComparedTemplates>;

/** The parts of the page that are about the two template interpreters; none where dbt's was not asked. */
export function agreementSection(
  projects: readonly ComparedTemplates[],
  verdicts: readonly Verdict[],
): readonly string[] {
  const compared = projects.flatMap(({ name, jinja }) => (jinja === undefined ? [] : [{ name, jinja }]));
  if (compared.length === 0) return [];
  const summaries = compared.map(({ name, jinja }) => [name, summariseJinja(jinja)] as const);
  return [
    '## Templates against dbt\n',
    introduction,
    agreementTable(summaries, compared),
    reasonText,
    reasonTable(summaries),
    differences(compared, verdicts),
  ];
}

const introduction = `Every SQL model, those that are switched off too, is also rendered by Python's Jinja2, in dbt's own environment, with those of dbt's
own macros that only write text, and the project's packages. Both sides get the same answers from the host (references,
configuration, variables, a clock that stands still), and are compared byte for byte: the full run, and the incremental run of a
model that has one, unless both stop in it.
`;

const reasonText = `What cannot be compared, by its reason. \`needs-warehouse\`, \`needs-var\`, \`needs-package\`, \`template-error\`: both stop, as below (a
macro that the installed version of a package lacks is a template error). \`no-adapter\`: dbt has the macro only in the adapter of the
dialect, which is not part of this comparison. \`built-in\`: dbt asks the warehouse, and we have our own version of a package's macro,
or write a marker in its place. \`incremental\`: only one side has the incremental run.
`;

type Named = readonly [name: string, summary: JinjaSummary];

function agreementTable(summaries: readonly Named[], compared: readonly Compared[]): string {
  const all = summariseJinja(compared.flatMap(({ jinja }) => jinja));
  return table(
    ['Project', 'Models', 'Rendered by both', 'Identical', 'Different', 'Ours only', 'dbt only', 'Neither'],
    [...summaries.map(agreementRow), agreementRow(['all', all])],
  );
}

function agreementRow([name, each]: Named): Row {
  return [
    name,
    each.models,
    share(each.compared, each.models),
    share(each.same, each.compared),
    each.different,
    each.oursOnly,
    each.theirsOnly,
    each.neither,
  ];
}

function reasonTable(summaries: readonly Named[]): string {
  const reasons = [...new Set(summaries.flatMap(([, each]) => each.reasons.map(([reason]) => reason)))];
  return table(
    ['Project', ...reasons.map((reason) => `\`${reason}\``)],
    summaries.flatMap(([name, each]) => {
      const counts = new Map(each.reasons);
      return counts.size === 0 ? [] : [[name, ...reasons.map((reason) => counts.get(reason) ?? 0)]];
    }),
  );
}

/** Each difference with its reason. */
function differences(compared: readonly Compared[], verdicts: readonly Verdict[]): string {
  const rows = compared.flatMap(({ name, jinja }) =>
    jinja.flatMap((model) => {
      if (model.kind !== 'different') return [];
      const verdict = templateVerdictOf(verdicts, name, model.path);
      const reason = verdict === undefined ? 'not looked into' : `${verdict.verdict}: ${verdict.reason}`;
      return [[name, `\`${model.path.replace('project/', '')}\``, cell(model.detail), reason]];
    }),
  );
  return rows.length === 0
    ? 'No model is rendered differently.\n'
    : table(['Project', 'Model', 'First difference', 'Reason'], rows);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
