import type { Artifact } from '../../model/artifact.ts';
import type { DbtProject } from '../../model/dbt.ts';
import { groupBy } from '../../model/group-by.ts';
import { compareText } from '../../model/location.ts';
import { macroFiles, macrosOf } from '../dbt/macros.ts';
import { isUsableName } from '../dbt/test-call.ts';
import { oncePerProject, testWorldOf } from '../dbt/test-world.ts';
import { type Generator, type GeneratorNote, headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { fileNameOf } from '../file-name.ts';
import { noteOn } from '../note.ts';
import { inProject, stagingFolder } from '../dbt/dbt-folders.ts';
import { planContext, type PlannedTable, planSources } from '../dbt/plan-sources.ts';
import { type SourceFile, sourceFile } from './source-file.ts';
import { targetFinder } from './find-target.ts';
import type { SourceWorld } from './source-tests.ts';

const name = 'dbt-sources';

/** `_<contract>__sources.yml` beside the staging models, for every input contract whose tables nobody has declared by hand. */
export const dbtSourcesGenerator: Generator = {
  name,
  summary: 'dbt sources with freshness and tests from input contracts.',
  isDefault: true,
  readsAll: true,
  options: {
    'service-levels': {
      type: 'text',
      default: 'warn',
      values: ['warn', 'error', 'off'],
      description: 'What a broken retention does in dbt; the age of a source is told by its freshness.',
    },
    environment: {
      type: 'text',
      default: '',
      description:
        "Environment (or name) of the contract's server that says where the tables are; empty for production, else the first.",
    },
  },
  generate(project, context) {
    const tables = planSources(project, planContext(context));
    const sources = { ...testWorldOf(project, context), findTarget: targetFinder(tables) };
    const folder = oncePerProject((dbt) => stagingFolder(dbt, project.governance, context));
    const made = [...groupBy(tables.filter(isOurs), fileKey).values()].map((own) => makeFile(own, sources, folder));
    return {
      artifacts: [...made.flatMap(({ artifacts }) => artifacts), ...macrosFor(made)],
      notes: [...tables.flatMap(tableNotes), ...made.flatMap(({ file }) => file.notes)],
    };
  },
};

/** Contracts may share an id by mistake: they share the file then. */
function fileKey({ dbt, contract }: PlannedTable): string {
  return `${dbt.root}\n${contract.id}`;
}

function isOurs({ written, first, place }: PlannedTable): boolean {
  return written === undefined && first === undefined && isUsableName(place.identifier);
}

interface Made {
  readonly tables: readonly PlannedTable[];
  readonly file: SourceFile;
  readonly artifacts: readonly Artifact[];
}

function makeFile(tables: readonly PlannedTable[], world: SourceWorld, folder: (dbt: DbtProject) => string): Made {
  const [first] = tables;
  if (first === undefined) return { tables, artifacts: [], file: sourceFile([], world) };
  const { contract, dbt } = first;
  const file = sourceFile(tables, world);
  const owned = { ownership: 'owned', generator: name, sources: pathsOf(tables) } as const;
  const yaml = {
    path: `${folder(dbt)}/_${fileNameOf(contract.id)}__sources.yml`,
    content: emitYaml(headerText(name, pathsOf(tables).join(' and ')), file.data),
    ...owned,
  };
  const queries = [...file.queries].map(([query, content]) => ({
    path: `${world.settings(dbt).tests}/dataengos/${query}.sql`,
    content,
    ...owned,
  }));
  return { tables, file, artifacts: [yaml, ...queries] };
}

function pathsOf(tables: readonly PlannedTable[]): readonly string[] {
  return [...new Set(tables.map(({ contract }) => contract.path))].toSorted(compareText);
}

/** Only the macros that are called, each made from all contracts that call it. */
function macrosFor(made: readonly Made[]): readonly Artifact[] {
  const calls = made.flatMap(({ tables, file }) =>
    [...file.called].flatMap(macrosOf).map((macro) => ({ macro, tables, root: tables[0]?.dbt })),
  );
  const byPath = groupBy(calls, ({ macro, root }) =>
    root === undefined ? macro : inProject(root, `macros/dataengos/${macro}.sql`),
  );
  return [...byPath].map(([path, callers]) => ({
    path,
    content: macroFiles.get(callers[0]?.macro ?? '') ?? '',
    ownership: 'owned',
    generator: name,
    sources: pathsOf(callers.flatMap(({ tables }) => tables)),
  }));
}

function tableNotes(table: PlannedTable): readonly GeneratorNote[] {
  const { contract, server, source, table: tableName, written, first, place } = table;
  const of = { generator: name, ...table };
  const called = `${source}.${tableName}`;
  if (written !== undefined) {
    const values = { source: called, path: written.at.path, line: String(written.at.line) };
    return [{ ...noteOn(of, 'dbt-sources.hand-written', values), severity: 'info' }];
  }
  if (first !== undefined)
    return [noteOn(of, 'dbt-sources.claimed-twice', { source: called, first: first.contract.path })];
  if (!isUsableName(place.identifier)) return [noteOn(of, 'dbt-sources.table-not-usable')];
  const isElsewhere = contract.servers.length > 0 && server === undefined && place.schema === undefined;
  if (!isElsewhere) return [];
  const types = [...new Set(contract.servers.map(({ type }) => type))].toSorted(compareText).join(', ');
  return [noteOn(of, 'dbt-sources.elsewhere', { types, dialect: table.dbt.dialect ?? '', source })];
}
