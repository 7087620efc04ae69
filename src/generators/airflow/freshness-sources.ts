import type { Contract } from '../../model/contract.ts';
import type { DbtSource } from '../../model/dbt.ts';
import { compareText } from '../../model/location.ts';
import type { Project } from '../../model/project.ts';
import { sourceKey } from '../../model/template-tokens.ts';
import { freshnessOf } from '../dbt/freshness.ts';
import type { GeneratorContext } from '../define-generator.ts';
import { tableNameOf } from '../match-models.ts';
import type { PipelinePart } from '../schedule/schedule-pipelines.ts';
import { entryOf, yamlAt } from '../yaml/yaml-file.ts';

/** The sources (`source.table`) that a part reads and whose age dbt can measure: by an input contract, or by their own properties. */
export function freshSources(
  { graph, ancestors }: PipelinePart,
  project: Project,
  { read }: Pick<GeneratorContext, 'read'>,
): readonly string[] {
  const inputs = project.contracts.filter(({ direction }) => direction === 'input');
  const declared = new Map(graph.project.sources.map((each) => [sourceKey(`${each.source}.${each.table}`), each]));
  const names = [...ancestors].flatMap((key) =>
    key.startsWith(sourceKey('')) ? [key.slice(sourceKey('').length)] : [],
  );
  return names
    .filter((name) => /^[\w-]+\.[\w-]+$/.test(name))
    .filter((name) => {
      const source = declared.get(sourceKey(name));
      const table = (source?.identifier ?? name.slice(name.indexOf('.') + 1)).toLowerCase();
      return (
        inputs.some((contract) => isTimed(contract, table, graph.project.dialect)) ||
        (source !== undefined && saysFreshness(source, yamlAt(read, source.at.path)))
      );
    })
    .toSorted(compareText);
}

function isTimed(contract: Contract, table: string, dialect: string | undefined): boolean {
  return contract.schema.some(
    (object) =>
      [tableNameOf(object), object.name].some((name) => name.toLowerCase() === table) &&
      freshnessOf(contract, object, dialect)?.config !== undefined,
  );
}

/** Whether the source, or the table of it, has a `freshness` in the file that declares them. */
function saysFreshness({ source, table }: DbtSource, declared: unknown): boolean {
  const sources = listOf(entryOf(declared, 'sources')).filter((each) => entryOf(each, 'name') === source);
  return sources.some((each) => {
    const tables = listOf(entryOf(each, 'tables')).filter((one) => entryOf(one, 'name') === table);
    return [each, ...tables].some((one) => isSaid(one) || isSaid(entryOf(one, 'config')));
  });
}

function isSaid(node: unknown): boolean {
  const value = entryOf(node, 'freshness');
  return value !== undefined && value !== null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
