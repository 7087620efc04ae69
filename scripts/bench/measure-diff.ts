import { performance } from 'node:perf_hooks';
import { diffProjects } from '../../src/diff/diff-projects.ts';
import { loadContract } from '../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../src/load/yaml.ts';
import type { Change, ChangeKind } from '../../src/model/change.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Project } from '../../src/model/project.ts';

/** Medians in milliseconds: the pure comparison, and the loading that comes before it. */
export interface DiffMeasurement {
  readonly name: string;
  readonly loadMs: number;
  readonly diffMs: number;
  readonly changes: number;
  /** How many of the changes are a removed, and how many a renamed column: proof that the case is what it is called. */
  readonly removed: number;
  readonly renamed: number;
  /** What the comparison may take, in milliseconds. */
  readonly budgetMs: number;
}

const runs = 5;
const diffOptions = { unreadableFails: true, loadBearing: { tags: ['pii'], customProperties: [] } };

/**
 * Compares one contract of 5,000 columns, of which a tenth is removed and a tenth renamed, one of which each is renamed, and 1,000
 * contracts of ten columns, each changed.
 */
export function measureDiffs(): readonly DiffMeasurement[] {
  const many = Array.from({ length: 1000 }, (_, index) => contractTexts(`contract-${index}`, 10, changedColumn));
  return [
    measureDiff('diff of a 5,000-column contract', 250, [contractTexts('wide', 5000, changedColumn)]),
    measureDiff('diff of a 5,000-column contract, each renamed', 250, [contractTexts('wide', 5000, renamedColumn)]),
    measureDiff('diff of 1,000 changed contracts', 1000, many),
  ];
}

interface Texts {
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

function measureDiff(name: string, budgetMs: number, contracts: readonly Texts[]): DiffMeasurement {
  const loads: number[] = [];
  const diffs: number[] = [];
  let changes: readonly Change[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const base = projectOf(contracts.map(({ path, base: text }) => contractOf(path, text)));
    const head = projectOf(contracts.map(({ path, head: text }) => contractOf(path, text)));
    const loaded = performance.now();
    changes = diffProjects(base, head, diffOptions);
    loads.push(loaded - start);
    diffs.push(performance.now() - loaded);
  }
  const count = (kind: ChangeKind): number => changes.filter((change) => change.kind === kind).length;
  return {
    name,
    loadMs: median(loads),
    diffMs: median(diffs),
    changes: changes.length,
    removed: count('property.removed'),
    renamed: count('property.physicalName.changed'),
    budgetMs,
  };
}

function contractOf(path: string, text: string): Contract {
  const { contract } = loadContract(readYaml(path, new TextEncoder().encode(text)), 'output');
  if (contract === undefined) throw new Error(`${path} is no contract`);
  return contract;
}

function projectOf(contracts: readonly Contract[]): Project {
  return { layout: 'none', files: [], contracts, governance: {}, dbt: [], problems: [], skipped: [] };
}

type Column = (index: number, isHead: boolean) => string;

function contractTexts(id: string, columns: number, column: Column): Texts {
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

/** Every column changes its length; of ten, one is removed, one renamed, and others change their description or quality too. */
function changedColumn(index: number, isHead: boolean): string {
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

function renamedColumn(index: number, isHead: boolean): string {
  const name = isHead ? `customerName${index}` : `customer_name_${index}`;
  return `      - { name: ${name}, logicalType: string, physicalType: varchar(100), description: Column ${index}. }`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
