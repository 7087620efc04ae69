import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { tableNameOf } from '../../../src/generators/match-models.ts';
import { loadContract } from '../../../src/load/odcs/load-contract.ts';
import { readYaml } from '../../../src/load/yaml.ts';
import type { Contract } from '../../../src/model/contract.ts';
import type { Files } from '../../../src/model/rule.ts';

const corpus = env['CORPUS_DIR'];

/** Whether the public contracts are on this machine. */
export const hasCorpus = corpus !== undefined && existsSync(join(corpus, 'contracts.tsv'));

/** One public contract as the output of a repository with the dbt models that it needs. */
export interface CorpusCase {
  readonly path: string;
  readonly contract: Contract;
  readonly files: Files;
}

/** Public contracts that can be read whole, each with a table that a dbt model can be called like. */
export function corpusCases(): readonly CorpusCase[] {
  if (!hasCorpus || corpus === undefined) return [];
  const [, ...lines] = readFileSync(join(corpus, 'contracts.tsv'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [path = ''] = line.split('\t');
    const bytes = readFileSync(join(corpus, 'contracts', path));
    const { contract, problems } = loadContract(readYaml(path, bytes), 'output');
    if (contract === undefined || problems.length > 0) return [];
    const models = contract.schema.map(tableNameOf).filter((name) => /^[A-Za-z_]\w*$/.test(name));
    return models.length === 0 ? [] : [{ path, contract, files: filesOf(new TextDecoder().decode(bytes), models) }];
  });
}

function filesOf(contract: string, models: readonly string[]): Files {
  const root = 'implementation/dbt';
  return {
    'specs/contracts/outputs/public.yaml': contract,
    [`${root}/dbt_project.yml`]:
      'name: shop\nprofile: shop\nmodels:\n  shop:\n    staging:\n      +materialized: view\n',
    [`${root}/profiles.yml`]: 'shop:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: ":memory:" }\n',
    [`${root}/models/staging/stg_all.sql`]: 'select 1 as one\n',
    ...Object.fromEntries(
      models.map((name) => [`${root}/models/marts/${name}.sql`, "select * from {{ ref('stg_all') }}\n"]),
    ),
  };
}
