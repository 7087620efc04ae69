import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/git-repo.ts';
import { describeWithTool, silence } from '../../support/real-tools.ts';
import { exampleFiles, packOf, treeOf } from '../warehouse-package/pack.ts';

const program = `
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print("\\n" + json.dumps({"ids": sorted(bag.dag_ids), "errors": {k.split("/")[-1]: v for k, v in bag.import_errors.items()}}))
`;

describeWithTool('airflow', 'the orchestration package, taken out of its repository,', (tool) => {
  it('is loaded by Airflow, with the warehouse package where its page says', () => {
    const files = exampleFiles('revenue');
    const packs = [
      { folder: 'orchestration', pack: packOf('orchestration-package', treeOf(files), ['airflow']) },
      { folder: 'implementation/dbt_project', pack: packOf('warehouse-package', treeOf(files)) },
    ];
    const ids = Object.keys(packs[0]?.pack.files ?? {}).flatMap(
      (path) => /^dags\/dataengos\/(.+)\.py$/.exec(path)?.[1] ?? [],
    );
    expect(ids.length).toBeGreaterThan(1);
    const root = temporaryFolder('deployed-');
    for (const { folder, pack } of packs) {
      for (const [path, content] of Object.entries(pack.files)) {
        mkdirSync(dirname(join(root, folder, path)), { recursive: true });
        writeFileSync(join(root, folder, path), content);
      }
    }
    const { stdout, stderr } = spawnSync(tool.bin('python'), ['-c', program, join(root, 'orchestration/dags')], {
      encoding: 'utf8',
      cwd: root,
      env: {
        ...env,
        ...silence,
        AIRFLOW_HOME: temporaryFolder('airflow-'),
        AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
        DATAENGOS_REPOSITORY: root,
      },
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? stderr)).toEqual({
      ids,
      errors: {},
    });
  }, 120_000);
});
