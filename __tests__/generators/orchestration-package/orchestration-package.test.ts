import { describe, expect, it } from 'vitest';
import { contractFile, exampleFiles, packOf, treeOf } from '../warehouse-package/pack.ts';

const dags = 'implementation/orchestration/dags';

/** One DAG of a person that builds one contract's table. */
const shop = {
  'specs/contracts/outputs/orders.yaml': contractFile('orders', { version: '1.2.0' }),
  'specs/contracts/outputs/plans.yaml': contractFile('plans', { version: '7.0.0' }),
  'implementation/dbt/dbt_project.yml': 'name: shop\n',
  'implementation/dbt/models/orders.sql': 'select 1 as id\n',
  [`${dags}/shop.py`]: 'from airflow.sdk import DAG\r\n\r\nDAG("build_orders", tags=["orders"])\r\n',
};

describe('the orchestration package', () => {
  it('has the code, cleaned, the contracts that it names, a manifest and a page', async () => {
    const { files, notes } = packOf('orchestration-package', treeOf(shop));
    expect(Object.keys(files)).toEqual(['MANIFEST.json', 'README.md', 'dags/shop.py']);
    expect(files['dags/shop.py']).toBe('from airflow.sdk import DAG\n\nDAG("build_orders", tags=["orders"])\n');
    expect(JSON.parse(files['MANIFEST.json'] ?? '')).toMatchObject({
      name: 'orchestration',
      version: expect.stringMatching(/^1\.2\.0\+[0-9a-f]{12}$/) as unknown,
      contracts: [{ id: 'orders', version: '1.2.0' }],
      files: [{ path: 'dags/shop.py', bytes: 66 }],
    });
    expect(notes).toEqual([]);
    await expect(files['README.md'] ?? '').toMatchFileSnapshot('golden/README.md');
  });

  it('is not there where there is no code', () => {
    const { files, notes } = packOf(
      'orchestration-package',
      treeOf({ 'specs/contracts/outputs/orders.yaml': contractFile('orders') }),
    );
    expect([files, notes]).toEqual([{}, []]);
  });

  it('names what generated files need, and nothing for the files of people', () => {
    const { files } = packOf('orchestration-package', treeOf(exampleFiles('revenue')), ['airflow']);
    expect(files['requirements.txt']?.split('\n').slice(1)).toEqual([
      'apache-airflow~=3.3',
      'astronomer-cosmos~=1.15',
      'dag-factory~=1.1',
      '',
    ]);
    expect(files['README.md']).toContain('pip install -r requirements.txt');
    expect(files['README.md']).toContain('must be in `implementation/dbt_project`.');
    expect(packOf('orchestration-package', treeOf(exampleFiles('revenue'))).files['requirements.txt']).toBeUndefined();
  });

  it('leaves the needs of a Python project to its own file', () => {
    const { files } = packOf('orchestration-package', treeOf(exampleFiles('revenue')), ['dagster']);
    expect(files['requirements.txt']).toBeUndefined();
    expect(files['dagster/pyproject.toml']).toContain('dagster-dbt');
    expect(files['README.md']).toContain('pip install ./dagster');
    expect(files['README.md']).toContain(
      'The Dagster project in `dagster` reads the dbt project at `../../dbt_project`',
    );
  });

  it('says what a requirements file of people does not name', () => {
    const requirements = 'implementation/orchestration/requirements.txt';
    const files = { ...exampleFiles('revenue'), [requirements]: '# ours\nDag_Factory>=1\napache-airflow==3.3.2\n' };
    const pack = packOf('orchestration-package', treeOf(files), ['airflow']);
    expect(pack.files['requirements.txt']).toBe('# ours\nDag_Factory>=1\napache-airflow==3.3.2\n');
    expect(pack.notes).toEqual([
      `${requirements}:1 "${requirements}" does not name what the generated code needs: astronomer-cosmos~=1.15; add it, or remove the file, and one is generated`,
    ]);
  });

  it('keeps the names of two folders of code', () => {
    const files = { ...shop, 'implementation/airflow/dags/shop.py': 'x = 1\n' };
    expect(Object.keys(packOf('orchestration-package', treeOf(files)).files)).toEqual([
      'MANIFEST.json',
      'README.md',
      'airflow/dags/shop.py',
      'orchestration/dags/shop.py',
    ]);
  });

  it.each([
    ['a YAML file that is none', { [`${dags}/a.yml`]: 'a: [\n' }, [], 'cannot be read as what it is'],
    ['a file that is no text', { [`${dags}/a.bin`]: new Uint8Array([0, 1, 2]) }, [], 'cannot be copied'],
    ['a link', {}, [`${dags}/a.py`], 'cannot be copied'],
  ])('is not written with %s', (...[, more, links, why]) => {
    const { files, notes } = packOf('orchestration-package', treeOf({ ...shop, ...more }, links));
    expect(files).toEqual({});
    expect(
      notes.map((note) => note.includes(`the orchestration package is not written`) && note.includes(why)),
    ).toEqual([true]);
  });

  it.each(['airflow.cfg', 'logs/a.log', '.airflowignore', 'dags/__pycache__/a.pyc', '.env', 'README.md'])(
    'of %s',
    (path) => {
      const { files } = packOf(
        'orchestration-package',
        treeOf({ ...shop, [`implementation/orchestration/${path}`]: 'x = 1\n' }),
      );
      expect(files[path] === 'x = 1\n').toBe(path === '.airflowignore');
    },
  );

  it('is the same twice', () => {
    const first = packOf('orchestration-package', treeOf(exampleFiles('vendas')), ['airflow', 'dagster']);
    const second = packOf('orchestration-package', treeOf(exampleFiles('vendas')), ['airflow', 'dagster']);
    expect(second).toEqual(first);
    expect(first.notes).toEqual([]);
  });
});
