import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { memoryTree } from '../support/memory-tree.ts';

/** `line:column-end path` of what a file refers to. */
function references(text: string, path = 'AGENTS.md'): readonly string[] {
  const project = loadProject(memoryTree({ [path]: text }), createMemo());
  return (project.agentFiles ?? []).flatMap(({ paths }) =>
    paths.map(({ value, at }) => `${at.line}:${at.column}-${at.endColumn} ${value}`),
  );
}

it.each([
  ['AGENTS.md', 'instructions', undefined],
  ['CLAUDE.md', 'instructions', undefined],
  ['.github/copilot-instructions.md', 'instructions', undefined],
  ['.github/instructions/dbt.instructions.md', 'instructions', undefined],
  ['.agent-os/profiles/dbt-snowflake/standards/sql/ctes.md', 'standard', 'dbt-snowflake'],
  ['.agent-os/profiles/default/workflows/shape-spec.md', 'workflow', 'default'],
  ['.agent-os/profiles/default/README.md', 'profile', 'default'],
  ['.agent-os/directives/tone.md', 'directive', undefined],
  ['.agent-os/config.yml', 'profile', undefined],
  ['agent-os/commands/build.md', 'workflow', undefined],
  ['agent-os/product/mission.md', 'instructions', undefined],
] as const)('%s is a %s', (path, kind, profile) => {
  const project = loadProject(memoryTree({ [path]: 'x: 1\n' }), createMemo());
  expect(project.agentFiles?.map((file) => [file.path, file.kind, file.profile])).toEqual([[path, kind, profile]]);
});

it('paths in backquotes, links and imports, each where it stands', () => {
  const text = `Read \`specs/a.yaml\` and [the policy](specs/governance/naming.json#layers "Names").

- Follow \`./specs/b.md\`, then @.agent-os/standards/sql.md.
- See [one](../up.md), [two](docs/x.md)

| File | What |
| --- | --- |
| \`specs/c.md\` | names |

@AGENTS.md
`;
  expect(references(text)).toEqual([
    '1:7-19 specs/a.yaml',
    '1:38-66 specs/governance/naming.json',
    '3:11-23 ./specs/b.md',
    '3:32-58 .agent-os/standards/sql.md',
    '4:13-21 ../up.md',
    '4:30-39 docs/x.md',
    '8:4-14 specs/c.md',
    '10:2-11 AGENTS.md',
  ]);
});

it.each([
  ['a sentence that reads', 'Read `specs/a.md` before you write SQL.'],
  ['a path by itself', '- `specs/a.md`'],
  ['what is said about it', '`specs/a.md` says how tables are called.'],
  ['a sentence after one about something else', 'Do not guess. See `specs/a.md`.'],
  ['reading in order to write', 'To write a contract, read `specs/a.md`.'],
  ['folders with telling names', 'Read `specs/a.md`, as `specs/contracts/outputs/x.yaml` does.'],
  ['Portuguese', 'Leia `specs/a.md` antes de escrever.'],
  ['Portuguese, by itself', 'As regras estão em `specs/a.md`.'],
])('refers: %s', (_, text) => {
  expect(references(text).map((each) => each.split(' ')[1])).toContain('specs/a.md');
});

it.each([
  ['what is to be written', 'Write the contract to `specs/a.md`.'],
  ['what is to be saved in a place', 'Save the answer in `specs/a.md`.'],
  ['what is to be created after reading', 'Read the canvas, then create `specs/a.md`.'],
  ['what will be there', '`specs/a.md` is created by the first run.'],
  ['what may be there', 'Read `specs/a.md` if it exists.'],
  ['a condition', 'If `specs/a.md` exists, follow it.'],
  ['an optional file', 'Read `specs/a.md` (optional).'],
  ['an example', 'Contracts lie below their domain, e.g. `specs/a.md`.'],
  ['what is not there', 'There is no `specs/a.md`; it has no longer a use.'],
  ['a ban', 'Never edit `specs/a.md`.'],
  ['a template', 'Read `specs/<domain>/a.md` and `specs/{name}/a.md` and `specs/$X/a.md`.'],
  ['a pattern', 'Read `specs/**/*.md` and `specs/a?.md`.'],
  ['an ellipsis', 'Read `specs/…/a.md`.'],
  ['a command', 'Run `cat specs/a.md` and `dataengos check specs`.'],
  ['an address', 'See [x](https://example.com/specs/a.md) and [y](mailto:a@example.com) and [z](#part).'],
  ['a block of code', '```\nspecs/a.md\n```'],
  ['struck through', '~~Read `specs/a.md`.~~'],
  ['a section of outputs', '## Outputs\n\n- `specs/a.md`'],
  ['a section of examples', '# Exemplos\n\n- `specs/a.md`'],
  ['other code', 'Use `dbt/models/a.sql`, `src/a.ts` and `a.md`.'],
  ['a mention or address of people', 'Ask @ana or ana@specs/team, see `@specs/a`.'],
  ['Portuguese, to be written', 'Grave o contrato em `specs/a.md`.'],
  ['Portuguese, a condition', 'Se existir `specs/a.md`, siga.'],
  ['Portuguese, an example', 'Por exemplo: `specs/a.md`.'],
])('does not refer: %s', (_, text) => {
  expect(references(text)).toEqual([]);
});

it('other files than Markdown refer to nothing', () => {
  expect(references('read: specs/a.md\n', '.agent-os/config.yml')).toEqual([]);
});

it.each([
  ['paths', '`specs/a.md` '.repeat(300)],
  ['one long word', `read ${'a/'.repeat(200_000)}`],
  ['imports', '@specs/a.md '.repeat(300)],
  ['slashes', `@${'/'.repeat(200_000)}`],
  ['many lines', 'Read `specs/a.md`\n\n'.repeat(3_000)],
])('hostile text (%s) is read within two seconds', (_, text) => {
  const start = performance.now();
  references(text);
  expect(performance.now() - start).toBeLessThan(2_000);
});

it.each([
  [
    'the only profile that names one',
    { '.agent-os/profiles/dbt-snowflake/a.md': '', '.agent-os/profiles/default/a.md': '' },
    'snowflake',
  ],
  ['the platform over its engine', { '.agent-os/profiles/spark-databricks/a.md': '' }, 'databricks'],
  [
    'the one that is chosen',
    {
      '.agent-os/config.yml': 'default_profile: dbt-bigquery\n',
      '.agent-os/profiles/dbt-snowflake/a.md': '',
      '.agent-os/profiles/dbt-bigquery/a.md': '',
    },
    'bigquery',
  ],
  [
    'none of several',
    { 'agent-os/profiles/dbt-snowflake/a.md': '', 'agent-os/profiles/dbt-bigquery/a.md': '' },
    undefined,
  ],
  ['none where none is named', { '.agent-os/profiles/default/a.md': '' }, undefined],
  [
    'not where the profile of dbt tells',
    {
      '.agent-os/profiles/dbt-snowflake/a.md': '',
      'implementation/dbt/profiles.yml': 'x:\n  outputs:\n    default: { type: duckdb }\n',
    },
    'duckdb',
  ],
] as const)('SQL dialect of the agents: %s', (_, files, expected) => {
  const tree = memoryTree({ 'implementation/dbt/dbt_project.yml': 'name: x\nprofile: x\n', ...files });
  expect(loadProject(tree, createMemo()).dbt[0]?.dialect).toBe(expected);
});

it('the configuration wins over the agents’ profile', () => {
  const tree = memoryTree({
    'implementation/dbt/dbt_project.yml': 'name: x\n',
    '.agent-os/profiles/dbt-snowflake/a.md': '',
  });
  expect(loadProject(tree, createMemo(), { dialect: 'trino' }).dbt[0]?.dialect).toBe('trino');
});

it.each([
  [
    'the profile of dbt',
    { 'implementation/dbt/profiles.yml': 'x:\n  outputs:\n    default: { type: duckdb }\n' },
    'trino',
    'implementation/dbt/profiles.yml',
  ],
  ['the configuration', { '.agent-os/profiles/dbt-snowflake/a.md': '' }, 'trino', 'dataengos.yaml'],
  [
    'the configuration of the agents',
    { 'agent-os/config.yml': 'profile: dbt-bigquery\n', 'agent-os/profiles/dbt-snowflake/a.md': '' },
    undefined,
    'agent-os/config.yml',
  ],
  [
    'the first of the folders that name it',
    {
      '.agent-os/profiles/dbt-snowflake/b.md': '',
      '.agent-os/profiles/dbt-snowflake/a.md': '',
      '.agent-os/profiles/snowflake-dev/a.md': '',
    },
    undefined,
    '.agent-os/profiles/dbt-snowflake',
  ],
  ['nothing', {}, undefined, undefined],
] as const)('what names the SQL dialect: %s', (...[, files, dialect, expected]) => {
  const tree = memoryTree({ 'implementation/dbt/dbt_project.yml': 'name: x\nprofile: x\n', ...files });
  const project = loadProject(tree, createMemo(), dialect === undefined ? {} : { dialect });
  expect(project.dbt[0]?.dialectFrom).toBe(expected);
});
