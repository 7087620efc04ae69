import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A repository to measure on, and the two commits that are compared. */
export interface BenchRepository {
  readonly folder: string;
  readonly base: string;
  readonly head: string;
}

/** How large the repository is. */
export interface BenchSize {
  readonly contracts: number;
  readonly columns: number;
  readonly models: number;
  readonly canvases: number;
}

/**
 * Makes a repository of healthy contracts, each with its dbt model, whose YAML properties `generate` writes as it does the
 * catalogue; and a second commit that touches ten files: a new column in five contracts, a new line in five other models.
 */
export function makeRepository(folder: string, size: BenchSize, generate: (folder: string) => void): BenchRepository {
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  for (const [path, content] of baseFiles(size)) write(folder, path, content);
  generate(folder);
  const base = commit(folder, 'base');
  for (let index = 0; index < 5; index++) {
    write(folder, contractPath(index), contract(index, size.columns + 1, '1.1.0'));
    write(folder, modelPath(index + 5), `${model(index + 5, size)}\nwhere id_0 is not null\n`);
  }
  return { folder, base, head: commit(folder, 'ten files') };
}

function* baseFiles(size: BenchSize): Generator<readonly [path: string, content: string]> {
  yield ['dataengos.yaml', 'lang: en\n'];
  yield [
    'implementation/dbt/dbt_project.yml',
    'name: bench\nprofile: bench\nmodels:\n  bench:\n    +meta: { owner: data-team }\n',
  ];
  yield [
    'implementation/dbt/profiles.yml',
    'bench:\n  target: dev\n  outputs:\n    dev: { type: snowflake, account: example }\n',
  ];
  yield [
    'implementation/dbt/macros/cents.sql',
    '{% macro cents(column) %}({{ column }} / 100)::numeric(16, 2){% endmacro %}\n',
  ];
  yield ['specs/governance/naming.json', '{ "casing": { "columns": "snake_case" } }\n'];
  yield [
    'specs/governance/classification.yaml',
    'email:\n  classification: confidential\n  pii: true\n  policy: hash_sha256\n',
  ];
  for (let index = 0; index < size.contracts; index++)
    yield [contractPath(index), contract(index, size.columns, '1.0.0')];
  for (let index = 0; index < size.models; index++) {
    yield [modelPath(index), model(index, size)];
  }
  for (let index = 0; index < size.canvases; index++) {
    yield [`specs/product-canvas/domain_${index % 20}/product_${index}.md`, canvas(index, size)];
  }
}

/** A whole canvas, whose consumers read every contract of which `index` is the rest of a division. */
function canvas(index: number, { contracts, canvases }: BenchSize): string {
  const read = range(contracts).filter((number) => number % canvases === index);
  return [
    `# Product ${index}`,
    '',
    '## Domain',
    `Domain ${index % 20}.`,
    '',
    '## Business question',
    `How many items of product ${index} are there?`,
    '',
    '## Data consumers',
    ...read.map((number) => `- Analysts read \`model_${number}\` in a dashboard`),
    '',
    '## Key metrics',
    `- Items of product ${index}: number of rows`,
    '',
    '## SLAs',
    '- Latency: D-1',
    '',
    '## Privacy',
    'No personal data.',
    '',
  ].join('\n');
}

/** Where the contract of an index is. */
export function contractPath(index: number): string {
  return `specs/contracts/outputs/domain_${index % 20}/table_${index}.yaml`;
}

function modelPath(index: number): string {
  return `implementation/dbt/models/area_${index % 20}/model_${index}.sql`;
}

function contract(index: number, columns: number, version: string): string {
  return [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    `id: table-${index}`,
    `version: ${version}`,
    'status: active',
    `name: table_${index}`,
    'team:',
    '  members:',
    '    - { username: ana, role: technical owner }',
    '    - { username: bia, role: business owner }',
    'schema:',
    `  - name: model_${index}`,
    '    logicalType: object',
    `    description: One row per item of table ${index}.`,
    '    properties:',
    ...range(columns).flatMap((column) => [
      `      - name: ${columnName(column)}`,
      `        logicalType: ${column % 2 === 0 ? 'integer' : 'string'}`,
      `        physicalType: ${column % 2 === 0 ? 'number(18, 0)' : 'varchar(100)'}`,
      `        description: Column ${column} of table ${index}.`,
    ]),
    '',
  ].join('\n');
}

/** So many models read one another in a row, as from staging to a mart; a change in one concerns those above it. */
const chainLength = 20;

function model(index: number, { columns }: BenchSize): string {
  const isFirst = index % chainLength === 0;
  const from = isFirst ? 'select * from raw_items' : `select * from {{ ref('model_${index - 1}') }}`;
  return [
    "{{ config(materialized='table') }}",
    `with source as (${from}),`,
    'final as (',
    '  select',
    ...range(columns).map((column) => `    ${expression(column)} as ${columnName(column)},`),
    '    current_timestamp as loaded_at',
    '  from source',
    '  {% if is_incremental() %}where loaded_at > (select max(loaded_at) from {{ this }}){% endif %}',
    ')',
    'select * from final',
  ].join('\n');
}

function expression(column: number): string {
  return column === 3 ? "{{ cents('amount') }}" : `coalesce(source.${columnName(column)}, ${column})`;
}

function columnName(column: number): string {
  return `${column % 2 === 0 ? 'id' : 'name'}_${column}`;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function write(folder: string, path: string, content: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function commit(folder: string, message: string): string {
  git(folder, ['add', '--all']);
  git(folder, [
    '-c',
    'user.name=Bench',
    '-c',
    'user.email=bench@example.com',
    'commit',
    '--quiet',
    '--message',
    message,
  ]);
  return git(folder, ['rev-parse', 'HEAD']).trim();
}

function git(folder: string, args: readonly string[]): string {
  const run = spawnSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')} failed: ${run.stderr}`);
  return run.stdout;
}
