import type { Artifact } from '../../model/artifact.ts';
import { hasColumn, physicalNameOf } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import {
  type Generated,
  type Generator,
  type GeneratorContext,
  type GeneratorNote,
  headerStart,
  headerText,
} from '../define-generator.ts';
import { isPlainName } from '../dbt/test-call.ts';
import { noteOnFile } from '../note.ts';
import { type DemandedRules, demandedRules } from './demanded-rules.ts';
import { macroStubs, needsLooseTemplating } from './macro-stubs.ts';

const name = 'sqlfluff';

export const sqlfluffGenerator: Generator = {
  name,
  summary: 'The configuration of sqlfluff that the governance asks for.',
  isDefault: false,
  readsAll: true,
  generate(project, context) {
    const demanded = demandedRules(project.governance);
    const made = project.dbt.map((dbt) => configOf(project, { dbt, demanded }, context));
    const partial = project.dbt.length === 0 ? [] : demanded.partial;
    const notes = partial.map(({ demand, at }) =>
      noteOnFile({ generator: name, at }, `${name}.some-layers`, { demand }),
    );
    return {
      artifacts: made.flatMap(({ artifacts }) => artifacts).toSorted((a, b) => compareText(a.path, b.path)),
      notes: [...notes, ...made.flatMap((each) => each.notes)],
    };
  },
};

interface Target {
  readonly dbt: DbtProject;
  readonly demanded: DemandedRules;
}

function configOf(project: Project, { dbt, demanded }: Target, { read }: GeneratorContext): Generated {
  if (demanded.rules.length === 0) return { artifacts: [], notes: [] };
  const path = dbt.root === '' ? '.sqlfluff' : `${dbt.root}/.sqlfluff`;
  const written = read(path);
  if (written !== undefined && !written.slice(0, 400).split('\n', 1)[0]?.includes(headerStart)) {
    return { artifacts: [], notes: [noteOnFile({ generator: name, at: path }, `${name}.hand-written`)] };
  }
  const dialect = dialects.get(dbt.dialect ?? '');
  const notes: readonly GeneratorNote[] =
    dialect === undefined
      ? [noteOnFile({ generator: name, at: dbt.at }, `${name}.dialect`, { dialect: dbt.dialect ?? '' })]
      : [];
  const contracts = project.contracts.map((contract) => contract.path);
  const artifact: Artifact = {
    path,
    content: iniText(headerText(name, 'specs/governance'), sectionsOf(project, { dbt, demanded }, dialect ?? 'ansi')),
    ownership: 'owned',
    generator: name,
    sources: [...new Set([...demanded.sources, ...contracts])].toSorted(compareText),
  };
  return { artifacts: [artifact], notes };
}

/** Dialects of sqlfluff by the adapters of dbt. */
const dialects: ReadonlyMap<string, string> = new Map([
  ...[
    'athena',
    'bigquery',
    'clickhouse',
    'databricks',
    'duckdb',
    'hive',
    'impala',
    'materialize',
    'mysql',
    'oracle',
    'postgres',
    'redshift',
    'snowflake',
    'sqlite',
    'starrocks',
    'teradata',
    'trino',
    'vertica',
  ].map((each): [string, string] => [each, each]),
  ['postgresql', 'postgres'],
  ['spark', 'sparksql'],
  ['sqlserver', 'tsql'],
  ['synapse', 'tsql'],
  ['fabric', 'tsql'],
]);

/** A section of an INI file; a value with several lines is written one below the other. */
interface Section {
  readonly name: string;
  readonly values: readonly (readonly [key: string, value: string | readonly string[]])[];
}

function sectionsOf(project: Project, { dbt, demanded }: Target, dialect: string): readonly Section[] {
  const stubs = macroStubs(dbt);
  const columns = columnNames(project);
  const loose: Section['values'] = needsLooseTemplating(dbt) ? [['ignore', 'templating']] : [];
  return [
    {
      name: 'sqlfluff',
      // Without this a file above 20,000 bytes is passed over in silence.
      values: [
        ['dialect', dialect],
        ['templater', 'jinja'],
        ['rules', demanded.rules.join(',')],
        ['large_file_skip_fail', 'True'],
        ...loose,
      ],
    },
    ...demanded.sections,
    ...(columns.length === 0
      ? []
      : [{ name: 'sqlfluff:rules:references.keywords', values: [['ignore_words', columns] as const] }]),
    { name: 'sqlfluff:templater:jinja', values: [['apply_dbt_builtins', 'True']] },
    ...(stubs.length === 0 ? [] : [{ name: 'sqlfluff:templater:jinja:macros', values: stubs }]),
  ];
}

/** Columns of contracts may be called like words of SQL. */
function columnNames({ contracts }: Project): readonly string[] {
  const names = contracts.flatMap(({ schema }) =>
    schema.flatMap(({ properties }) => properties.filter(hasColumn).map(physicalNameOf)),
  );
  return [...new Set(names.filter(isPlainName).map((each) => each.toLowerCase()))].toSorted(compareText);
}

function iniText(header: string, sections: readonly Section[]): string {
  const texts = sections.map(({ name: title, values }) =>
    [
      `[${title}]`,
      ...values.map(([key, value]) => `${key} =${typeof value === 'string' ? ` ${value}` : lines(value)}`),
    ].join('\n'),
  );
  return `# ${header}\n\n${texts.join('\n\n')}\n`;
}

/** One name per line, so that two branches merge. */
function lines(values: readonly string[]): string {
  return values.map((value, at) => `\n    ${value}${at + 1 < values.length ? ',' : ''}`).join('');
}
