import type { CatalogCheck } from './catalog-check.ts';
import type { FixtureResult } from './fixtures.ts';
import { agreementSection } from './jinja-section.ts';
import type { JinjaModel } from './jinja.ts';
import { share, table } from './markdown.ts';
import type { ProjectResult } from './measure.ts';
import { counted, summarise, type Summary } from './summary.ts';
import type { Verdict } from './verdicts.ts';

/** What was measured. */
export interface Coverage {
  readonly projects: readonly (ProjectResult & {
    readonly catalog?: CatalogCheck;
    readonly jinja?: readonly JinjaModel[];
  })[];
  readonly dialects: readonly FixtureResult[];
  readonly verdicts: readonly Verdict[];
}

/** `docs/sql-coverage.md`. */
export function renderCoverage(coverage: Coverage): string {
  const summaries = coverage.projects.map((project) => summarise(project, coverage.verdicts));
  return [
    introduction,
    '## Public projects\n',
    projectTable(summaries),
    '## By dialect\n',
    dialectTable(summaries),
    ...agreementSection(coverage.projects, coverage.verdicts),
    `## Why columns are not claimed\n\n${reasonText}`,
    reasonTable(summaries),
    `## Mistakes that are reported\n\n${problemText}`,
    problemTable(coverage),
    '## Against real warehouses\n',
    catalogText,
    catalogTable(coverage),
    '## Dialects without a large public project\n',
    fixtureText,
    fixtureTable(coverage.dialects),
    '## What differs, and why\n',
    verdictText,
    verdictTable(coverage.verdicts),
    ending,
  ].join('\n');
}

const introduction = `# What is known of SQL, measured

<!-- Written by scripts/compare-sql.ts. -->

The gate renders every dbt model without dbt, parses it without a warehouse, and says which columns it gives: all of them, or
"cannot prove" with the reason. This page says how often that works, and how often it is right, on projects written by others.
`;

const reasonText = `Each such model is counted once, by its first reason. \`open-relation\`: a star over a table whose columns no contract, seed or
model tells; the projects above have no contracts, so a contract of the source turns these into claims. \`needs-warehouse\`,
\`needs-package\`, \`needs-var\`: the template asks the warehouse, a package that is not there, or a variable that is given when dbt is
called. \`template-error\`: the template cannot be rendered. \`not-read\`: no parser gave a syntax tree. \`unknown-macro\`: a macro
writes columns that only dbt knows. \`construct\`: its columns depend on the data, or the reader does not follow it.
`;

const problemText = `Models in which the gate finds a mistake in names of columns, and how many of them. They run in production, or ran, so each is either
a model that was left behind when another changed, or a false alarm; not all of them were looked into. Two of the unknown columns
(\`segmented_read\`) are false alarms: snowflake lets \`flatten\` name an alias of the same select list.
`;

const catalogText = `Some projects publish the SQL that dbt compiled together with the catalog of the warehouse that built it. Here the columns of the
compiled SQL are compared with the catalog: names in order, and families of types (number, string, date, …) wherever one is claimed.
`;

const fixtureText = `Single queries among the fixtures of sqlfluff, which no project wrote: they hold every corner of a dialect, valid or not.
`;

const verdictText = `Every model above that does not parse or whose columns differ was looked at by hand. \`invalid\`: its warehouse would not take it
either, and it does not count. \`gap\`: the parsers do not read it; it counts as not parsed. \`theirs\`: DuckDB names or counts columns
otherwise than the model's warehouse. \`ours\`: our mistake.
`;

const ending = `
## Measure it yourself

\`npm run compare:sql -- snowflake:FOLDER postgres:FOLDER --fixtures FOLDER --jinja PYTHON --write\` takes dbt projects that are
checked out, with their packages in \`dbt_packages/\`, and a Python that has dbt-core and dbt-duckdb; it fetches nothing, and beside
templates, which dbt's sandbox holds, it runs nothing of theirs. A package's models are switched on by the variables of its
\`integration_tests/\`. For the check by DuckDB the query is translated by polyglot and described over empty views of what the model
reads; a column of a table that nobody declares is assumed to be there, its values have no type, and functions that DuckDB lacks are
declared: what then does not bind says nothing of the claim, and is not counted. \`--json FILE\` writes what is behind the figures.
`;

function projectTable(summaries: readonly Summary[]): string {
  const head = [
    'Project',
    'Commit',
    'Dialect',
    'Models',
    'Rendered',
    'Valid',
    'Parsed',
    'Columns claimed',
    'Checked by DuckDB',
    'Right',
  ];
  return table(
    head,
    summaries.map((each) => [
      each.name,
      `\`${each.commit ?? '-'}\``,
      each.dialect,
      each.models,
      share(each.rendered, each.models),
      each.valid,
      share(each.parsed, each.valid),
      share(each.claimed, each.models),
      each.checked,
      share(each.right, each.checked),
    ]),
  );
}

function dialectTable(summaries: readonly Summary[]): string {
  const dialects = [...new Set(summaries.map(({ dialect }) => dialect))];
  const rows = [...dialects, 'all'].map((dialect) => {
    const own = summaries.filter((each) => dialect === 'all' || each.dialect === dialect);
    const sum = (count: (summary: Summary) => number): number => own.reduce((total, each) => total + count(each), 0);
    const [valid, checked] = [sum((each) => each.valid), sum((each) => each.checked)];
    return [
      dialect,
      valid,
      share(
        sum((each) => each.parsed),
        valid,
      ),
      checked,
      share(
        sum((each) => each.right),
        checked,
      ),
    ];
  });
  return table(['Dialect', 'Valid models', 'Parsed', 'Columns checked', 'Right'], rows);
}

function reasonTable(summaries: readonly Summary[]): string {
  const totals = new Map<string, number>();
  for (const [reason, count] of summaries.flatMap(({ reasons }) => reasons))
    totals.set(reason, (totals.get(reason) ?? 0) + count);
  const reasons = [...totals].toSorted(([, a], [, b]) => b - a).map(([reason]) => reason);
  return table(
    ['Project', ...reasons.map((reason) => `\`${reason}\``)],
    summaries.map(({ name, reasons: own }) => [name, ...reasons.map((reason) => new Map(own).get(reason) ?? 0)]),
  );
}

function problemTable({ projects }: Coverage): string {
  const kinds = ['unknown-column', 'ambiguous-column', 'duplicate-column', 'set-arity'];
  const rows = projects.flatMap(({ name, models }) => {
    const counts = kinds.map(
      (kind) => models.filter(({ problems }) => problems.some((each) => each.startsWith(kind))).length,
    );
    return counts.every((count) => count === 0) ? [] : [[name, ...counts]];
  });
  return table(['Project', ...kinds.map((kind) => `\`${kind}\``)], rows);
}

function catalogTable({ projects }: Coverage): string {
  const rows = projects.flatMap(({ name, dialect, catalog }) =>
    catalog === undefined
      ? []
      : [
          [
            name,
            dialect,
            catalog.models,
            catalog.claimed,
            share(catalog.right, catalog.claimed),
            catalog.typed,
            share(catalog.typedRight, catalog.typed),
          ],
        ],
  );
  return table(['Project', 'Dialect', 'Models', 'Columns claimed', 'Right', 'Types claimed', 'Right'], rows);
}

function fixtureTable(dialects: readonly FixtureResult[]): string {
  return table(
    ['Dialect', 'Queries', 'Parsed'],
    dialects.map(({ dialect, queries, parsed }) => [dialect, queries, share(parsed, queries)]),
  );
}

function verdictTable(verdicts: readonly Verdict[]): string {
  const columns = verdicts.filter(({ about }) => about === undefined);
  const keys = columns.flatMap(({ project, verdict, reason, models }) =>
    models.map(() => `${project} | ${verdict} | ${reason}`),
  );
  return table(
    ['Project', 'Verdict', 'Reason', 'Models'],
    counted(keys).map(([key, count]) => [...key.split(' | '), count]),
  );
}
