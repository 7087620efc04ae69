import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dagsterGenerator } from '../../../src/generators/dagster/dagster.ts';
import { hasMessage } from '../../../src/model/messages.ts';
import type { Files } from '../../../src/model/rule.ts';
import { exampleContract } from '../../../src/rules/example.ts';
import { corpusCases, hasCorpus } from '../airflow/corpus-files.ts';
import { hostileFiles } from '../airflow/hostile.ts';
import { exampleFiles, generateFrom, runGenerator } from '../airflow/run-generator.ts';

const root = 'implementation/orchestration/dagster';
const defs = `${root}/dataengos_dagster/defs/dataengos`;
const run = (files: Files) => runGenerator(dagsterGenerator, files);

const sales = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

function contractOf(object: string, level: string, more = ''): string {
  return `${exampleContract({ id: object, object, columns })}${more}slaProperties:\n  - { ${level} }\n`;
}

function shop(more: Files = {}): Files {
  return {
    [sales]: contractOf('sales', 'property: latency, value: 15, unit: min', 'domain: sales\n'),
    'implementation/dbt/dbt_project.yml': 'name: shop\n',
    'implementation/dbt/models/marts/sales.sql': "select * from {{ ref('stg_orders') }}\n",
    'implementation/dbt/models/staging/stg_orders.sql': "select * from {{ source('shop', 'orders') }}\n",
    ...more,
  };
}

/** The JSON that a Python file holds. */
function literal(python: string | undefined) {
  const [, json = ''] = /r"""\n(.*)\n"""/s.exec(python ?? '') ?? [];
  return JSON.parse(json);
}

describe('the example', () => {
  it('revenue: a project, a component per domain, and what both are made from', async () => {
    const { files, notes, artifacts } = run(exampleFiles('revenue'));
    expect(notes).toEqual([]);
    const golden = join(import.meta.dirname, 'golden/revenue');
    const nameOf = (path: string): string => path.slice(root.length + 1).replaceAll('/', '.');
    for (const [path, content] of Object.entries(files))
      await expect(content).toMatchFileSnapshot(join(golden, nameOf(path)));
    expect(readdirSync(golden).toSorted()).toEqual(Object.keys(files).map(nameOf).toSorted());
    expect(artifacts.flatMap(({ path, ownership }) => (ownership === 'create-only' ? [path] : []))).toEqual([
      `${root}/pyproject.toml`,
      `${root}/dataengos_dagster/__init__.py`,
      `${root}/dataengos_dagster/definitions.py`,
      `${root}/dataengos_dagster/defs/__init__.py`,
    ]);
  });
});

describe('components', () => {
  it('no model is in two, and what two domains read is shared', () => {
    const { files } = run(
      shop({
        'specs/contracts/outputs/costs.yaml': contractOf(
          'costs',
          'property: latency, value: 1, unit: d',
          'domain: finance\n',
        ),
        'implementation/dbt/models/marts/costs.sql': "select * from {{ ref('stg_orders') }} {{ ref('stg_costs') }}\n",
        'implementation/dbt/models/staging/stg_costs.sql': 'select 1\n',
      }),
    );
    const components = Object.entries(files).filter(([path]) => path.endsWith('defs.yaml'));
    expect(
      components.map(([path, text]) => [path, parse(text).attributes.select, parse(text).attributes.op.name]),
    ).toEqual([
      [`${defs}/finance/shop/defs.yaml`, 'costs stg_costs', 'finance__shop'],
      [`${defs}/sales/shop/defs.yaml`, 'sales', 'sales__shop'],
      [`${defs}/shared/shop/defs.yaml`, 'stg_orders', 'shared__shop'],
    ]);
  });

  it('say who answers for an asset, and how old it may be', () => {
    const more = 'domain: sales\ntags: [gold, "a b"]\n';
    const { files, notes } = run(
      shop({ [sales]: contractOf('sales', 'property: latency, value: 15, unit: min', more) }),
    );
    expect(parse(files[`${defs}/sales/shop/defs.yaml`] ?? '').post_processing.assets).toEqual([
      {
        target: 'key:"sales" or key:"*/sales"',
        attributes: {
          owners: ['team:ana'],
          tags: { 'dataengos/pipeline': 'sales__sales', gold: '' },
          metadata: { contracts: 'sales' },
          freshness_policy: "{{ freshness('sales__sales') }}",
        },
      },
    ]);
    expect(notes).toMatchObject([{ message: 'dagster.tag-not-plain', values: { tag: 'a b' }, severity: 'info' }]);
  });

  it('start after what they read where an event is sooner than a clock', () => {
    const { files } = run(
      shop({
        'specs/contracts/outputs/report.yaml': contractOf(
          'report',
          'property: latency, value: 1, unit: d',
          'domain: sales\n',
        ),
        'implementation/dbt/models/marts/report.sql': "select * from {{ ref('sales') }}\n",
      }),
    );
    const assets = parse(files[`${defs}/sales/shop/defs.yaml`] ?? '').post_processing.assets;
    const conditions = assets.map(
      (each: { readonly attributes: { readonly [key: string]: unknown } }) => each.attributes['automation_condition'],
    );
    expect(conditions).toEqual(['{{ eager }}', undefined]);
    expect(
      literal(files[`${defs}/sales/schedules.py`]).schedules.map((each: { readonly name: string }) => each.name),
    ).toEqual(['sales__sales']);
  });

  it('two dbt projects in folders of one name cannot both be taken', () => {
    const { files, notes } = run(
      shop({
        'implementation/other/dbt/dbt_project.yml': 'name: other\n',
        'implementation/other/dbt/models/sales.sql': 'select 1\n',
      }),
    );
    expect(Object.keys(files).filter((path) => path.endsWith('defs.yaml'))).toEqual([`${defs}/sales/shop/defs.yaml`]);
    expect(notes).toMatchObject([{ message: 'dagster.same-folder', values: { project: 'other' } }]);
  });
});

describe('freshness', () => {
  it.each([
    // Promised, needed by the schedule and one run of two hours: the shorter warns.
    ['property: latency, value: 15, unit: min', { fail: 8100, warn: 900 }],
    ['property: latency, value: 1, unit: d', { fail: 93_600, warn: 86_400 }],
    ['property: freshness, value: 2, unit: d', { fail: 172_800, warn: 93_600 }],
    ['property: latency, value: 1, unit: mo', { fail: 2_685_600, warn: 2_678_400 }],
    ['property: availability, value: 99, unit: percent', undefined],
    ['property: latency, value: real-time', undefined],
  ])('%s', (level, expected) => {
    const { files } = run(shop({ [sales]: contractOf('sales', level, 'domain: sales\n') }));
    expect(literal(files[`${defs}/sales/shop/template_vars.py`])['sales__sales']).toEqual(expected);
  });
});

describe('schedules', () => {
  it('are those of the service levels, with the retries and the timeout of the policy', () => {
    const policy =
      'retries: 4\ntimeout: 30 min\ntimezone: Europe/Lisbon\nretry-delay: 1 min\nalerts: { email: a@b.io }\n';
    const { files, notes } = run(shop({ 'specs/governance/orchestration.yaml': policy }));
    expect(literal(files[`${defs}/sales/schedules.py`])).toEqual({
      tags: { 'dagster/max_retries': '4', 'dagster/max_runtime': '1800' },
      schedules: [
        {
          name: 'sales__sales',
          cron: '*/15 * * * *',
          timezone: 'Europe/Lisbon',
          assets: '+(key:"sales" or key:"*/sales")',
        },
      ],
    });
    expect(notes).toMatchObject([
      { message: 'dagster.policy-keys', values: { keys: '"alerts", "retry-delay"' }, severity: 'info' },
    ]);
  });

  it('what nothing starts by itself is said', () => {
    const { files, notes } = run(
      shop({ [sales]: contractOf('sales', 'property: latency, value: real-time', 'domain: sales\n') }),
    );
    expect(literal(files[`${defs}/sales/schedules.py`]).schedules).toEqual([]);
    expect(notes).toMatchObject([{ message: 'schedule.stream', at: { path: sales } }]);
  });
});

describe('the project', () => {
  const own = 'implementation/orchestration/platform';
  it.each([
    [`${own}/src/platform_defs/definitions.py`, `${own}/src/platform_defs/defs/dataengos/sales/shop/defs.yaml`],
    [`${own}/platform_defs/definitions.py`, `${own}/platform_defs/defs/dataengos/sales/shop/defs.yaml`],
  ])('is the one that is there: %s', (definitions, expected) => {
    const toml =
      '[project]\nname = "platform"\n\n[tool.dg]\ndirectory_type = "project"\n\n[tool.dg.project]\nroot_module = "platform_defs"\n';
    const { files } = run(shop({ [`${own}/pyproject.toml`]: toml, [definitions]: '' }));
    expect(Object.keys(files)[0]).toBe(expected);
    expect(Object.keys(files)).toHaveLength(3);
    expect(parse(files[expected] ?? '').attributes.project.project_dir).toBe('{{ project_root }}/../../dbt');
  });

  it('is a new one beside Python that is no project of dg, and stays asked for', () => {
    const files = shop({ 'implementation/tools/pyproject.toml': '[project]\nname = "tools"\n' });
    const first = run(files).files;
    expect(Object.keys(first)[0]).toBe(`${root}/pyproject.toml`);
    expect(run({ ...files, ...first }).files).toEqual(first);
  });
});

describe('hostile texts', () => {
  const { files, notes } = run(hostileFiles);

  it('are no templates', () => {
    const [, yaml = ''] = Object.entries(files).find(([path]) => path.endsWith('defs.yaml')) ?? [];
    expect(yaml.match(/\{\{[^}]*\}\}/g)?.map((each) => each.replace(/'.*'/, "''"))).toEqual([
      '{{ project_root }}',
      "{{ freshness('') }}",
    ]);
    const [asset] = parse(yaml).post_processing.assets;
    expect(asset.attributes).toMatchObject({ tags: { on: '', null: '', '012': '', plain: '' } });
    expect(asset.attributes.owners).toEqual([expect.stringMatching(/^team:[a-z0-9_.-]{1,60}$/)]);
    expect(asset.attributes.metadata).toBeUndefined();
  });

  it('what is left out is said', () => {
    expect(new Set(notes.map(({ message }) => message))).toEqual(new Set(['dagster.tag-not-plain']));
  });

  it.each(['sa les', "sa'les", 'sa{{les'])('no asset for a model called %j', (name) => {
    const contract = exampleContract({ object: JSON.stringify(name), columns });
    const made = run({
      [sales]: contract,
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      [`implementation/dbt/models/marts/${name}.sql`]: 'select 1\n',
    });
    expect(made.artifacts).toEqual([]);
    expect(made.notes).toMatchObject([{ message: 'dagster.name-not-plain', values: { found: name } }]);
  });
});

describe('laws', () => {
  it('the same bytes twice, in any order of the contracts', () => {
    const files = exampleFiles('revenue');
    const { project, artifacts } = run(files);
    const turned = { ...project, contracts: project.contracts.toReversed() };
    expect(generateFrom(dagsterGenerator, turned, { files }).artifacts).toEqual(artifacts);
  });

  it('a product without a dbt model is left out, and that is said', () => {
    const { artifacts, notes } = run({ [sales]: exampleContract({ columns }) });
    expect([artifacts, notes]).toMatchObject([[], [{ message: 'dagster.no-model', severity: 'info' }]]);
  });
});

describe.skipIf(!hasCorpus)('public contracts', () => {
  it('all have a component, or a note that says why not', () => {
    for (const { path, files } of corpusCases()) {
      const { artifacts, notes } = run(files);
      expect(artifacts.length + notes.length, path).toBeGreaterThan(0);
      for (const { message } of notes) expect(hasMessage(message), message).toBe(true);
    }
  });
});
