import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { catalogGenerator } from '../../../src/generators/catalog/catalog.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property, server } from '../../drift/contracts.ts';
import { describeWithTool } from '../../support/real-tools.ts';
import { exampleContext, exampleNames, exampleProject } from '../docs/example-projects.ts';
import { dbtProject, project, shop } from '../shop.ts';

/** Reads a catalogue with dbt's own class, then holds it against the JSON Schema of that class. */
const judge = `
import json, sys
from dbt.artifacts.schemas.catalog import CatalogArtifact
import jsonschema
data = json.load(sys.stdin)
schema = CatalogArtifact.json_schema()
jsonschema.validate(data, schema)
catalog = CatalogArtifact.from_dict(data)
print(json.dumps({k: [list(t.columns) for t in v.values()] for k, v in (("nodes", catalog.nodes), ("sources", catalog.sources))}))
`;

function catalogOf(each: Project): string {
  const { artifacts } = catalogGenerator.generate(each, exampleContext());
  return artifacts.find(({ path }) => path === 'exports/docs/catalog.json')?.content ?? '';
}

const hostile = project(
  [contract({ schema: [object('a"b\\{{', [property('</script>'), property('😀 x')])], servers: [server('duckdb')] })],
  [dbtProject([])],
);

describeWithTool('dbt', 'catalog.json is a dbt catalog v1', (tool) => {
  const read = (content: string): { readonly status: number | null; readonly out: string } => {
    const run = spawnSync(tool.bin('python'), ['-c', judge], { input: content, encoding: 'utf8' });
    return { status: run.status, out: run.stdout + run.stderr };
  };

  it.each(exampleNames)('of the example %s', (name) => {
    const content = catalogOf(exampleProject(name).project);
    const { status, out } = read(content);
    expect(status, out).toBe(0);
    const nodes: readonly { readonly columns: object }[] = Object.values(JSON.parse(content).nodes);
    expect(nodes.length).toBeGreaterThan(0);
    expect(JSON.parse(out).nodes).toEqual(nodes.map(({ columns }) => Object.keys(columns)));
  });

  it.each([
    ['a shop', shop],
    ['hostile names', hostile],
  ])('of %s', (_, each) => {
    const { status, out } = read(catalogOf(each));
    expect(status, out).toBe(0);
  });

  it('and a file that is none is refused', () => {
    expect(read(catalogOf(shop).replaceAll('"columns":', '"kolumns":')).status).not.toBe(0);
  });
});

describe('catalog.json', () => {
  it('has no time and does not claim to be made by dbt', () => {
    expect(JSON.parse(catalogOf(shop)).metadata).toEqual({
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/catalog/v1.json',
    });
  });
});
