import { performance } from 'node:perf_hooks';
import { diffProjects } from '../../src/diff/diff-projects.ts';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Project } from '../../src/model/project.ts';

/** Medians in milliseconds: the pure comparison, and the loading that comes before it. */
export interface DiffMeasurement {
  readonly name: string;
  readonly loadMs: number;
  readonly diffMs: number;
  readonly changes: number;
}

const runs = 5;
const diffOptions = { unreadableFails: true, loadBearing: { tags: ['pii'], customProperties: [] } };

/** Compares one contract of 5,000 columns, each changed, and 1,000 contracts of ten columns, each changed. */
export function measureDiffs(): readonly DiffMeasurement[] {
  return [
    measureDiff('diff of a 5,000-column contract', [contractTexts('wide', 5000)]),
    measureDiff(
      'diff of 1,000 changed contracts',
      Array.from({ length: 1000 }, (_, index) => contractTexts(`contract-${index}`, 10)),
    ),
  ];
}

interface Texts {
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

function measureDiff(name: string, contracts: readonly Texts[]): DiffMeasurement {
  const loads: number[] = [];
  const diffs: number[] = [];
  let changes = 0;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const base = projectOf(contracts.map(({ path, base: text }) => contractOf(path, text)));
    const head = projectOf(contracts.map(({ path, head: text }) => contractOf(path, text)));
    const loaded = performance.now();
    changes = diffProjects(base, head, diffOptions).length;
    loads.push(loaded - start);
    diffs.push(performance.now() - loaded);
  }
  return { name, loadMs: median(loads), diffMs: median(diffs), changes };
}

function contractOf(path: string, text: string): Contract {
  const { contract } = loadContract(readYaml(path, new TextEncoder().encode(text)), 'output');
  if (contract === undefined) throw new Error(`${path} is no contract`);
  return contract;
}

function projectOf(contracts: readonly Contract[]): Project {
  return { layout: 'none', files: [], contracts, governance: {}, dbt: [], problems: [], skipped: [] };
}

/** Every column changes its type, length, description or quality; some are removed, renamed or new. */
function contractTexts(id: string, columns: number): Texts {
  const side = (isHead: boolean): string => {
    const lines = Array.from({ length: columns }, (_, index) => column(index, isHead)).filter(Boolean);
    return [
      'apiVersion: v3.2.0',
      'kind: DataContract',
      `id: ${id}`,
      `version: ${isHead ? '2.0.0' : '1.0.0'}`,
      'status: active',
      'servers:',
      '  - { server: prod, type: snowflake, account: acme, database: db, schema: s }',
      'schema:',
      `  - name: ${id}`,
      '    properties:',
      ...lines,
      '',
    ].join('\n');
  };
  return { path: `specs/contracts/outputs/${id}.yaml`, base: side(false), head: side(true) };
}

function column(index: number, isHead: boolean): string {
  const kind = index % 10;
  if (kind === 8 && isHead) return '';
  const name = kind === 9 ? (isHead ? `customerName${index}` : `customer_name_${index}`) : `column_${index}`;
  const length = isHead ? 200 : 100;
  const quality =
    kind < 3 ? `, quality: [{ metric: nullValues, mustBeLessThan: ${isHead ? 5 : 3}, unit: percent }]` : '';
  const options = kind < 6 ? `, logicalTypeOptions: { minLength: 1, maxLength: ${length} }` : '';
  const description = `Column ${index}${kind === 7 && isHead ? ' of customers' : ''}.`;
  return `      - { name: ${name}, logicalType: string, physicalType: varchar(${length}), required: ${
    kind === 4 ? isHead : true
  }, description: ${description}${options}${quality} }`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
