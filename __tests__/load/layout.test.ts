import { describe, expect, it } from 'vitest';
import { directionOf, isWanted, layoutOf, roleOf } from '../../src/load/layout.ts';
import { isHostile, mixedLayout, unknownPaths, unreadablePaths } from '../../src/load/layout-problems.ts';
import type { Problem } from '../../src/model/project.ts';
import { translate } from '../../src/model/messages.ts';

/** `path: message`, in English. */
function said(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ at, message, values }) => `${at.path}: ${translate('en', message, values)}`);
}

describe('roleOf knows every name of both founding layouts', () => {
  it.each([
    ['specs/contracts/sources/stripe/charges.yaml', 'contract'],
    ['specs/contracts/data-products/marketing/churn_report.odcs.yaml', 'contract'],
    ['specs/contracts/inputs/orders.odcs.yaml', 'contract'],
    ['specs/contracts/outputs/sales_by_geo.yml', 'contract'],
    ['specs/governance/naming.json', 'naming'],
    ['specs/governance/naming-conventions.json', 'naming'],
    ['specs/governance/classification.yaml', 'classification'],
    ['specs/governance/classification-policy.yaml', 'classification'],
    ['specs/governance/tagging.json', 'tagging'],
    ['specs/governance/tiering-standards.md', 'tiering'],
    ['specs/governance/stack-standards.md', 'stack'],
    ['specs/governance/macro-library.md', 'macro-library'],
    ['specs/governance/orchestration.yaml', 'orchestration-policy'],
    ['specs/governance/waivers.yaml', 'waivers'],
    ['specs/product-canvas/vision.md', 'vision'],
    ['specs/product-canvas/slas.yaml', 'slas'],
    ['specs/product-canvas/churn_analysis.md', 'canvas'],
    ['specs/pipelines/sales/flow-spec.md', 'narrative'],
    ['specs/pipelines/sales/spec.md', 'narrative'],
    ['specs/pipelines/sales/logic.md', 'narrative'],
    ['specs/pipelines/topology.mermaid', 'topology'],
    ['specs/pipelines/sales/topology.mermaid', 'topology'],
    ['specs/pipelines/sales/lineage.mermaid', 'topology'],
    ['specs/pipelines/sales/flow.mermaid', 'topology'],
    ['specs/pipelines/sales/assets/fct_sales.yaml', 'pipeline-asset'],
    ['specs/infrastructure/buckets.yaml', 'infrastructure-spec'],
    ['specs/sample-data/orders.csv', 'sample-data'],
    ['implementation/dbt_project/models/marts/fct_sales.sql', 'dbt'],
    ['implementation/dbt/dbt_project.yml', 'dbt'],
    ['implementation/orchestration/dags/daily.py', 'orchestration'],
    ['implementation/orchestration/assets/daily.py', 'orchestration'],
    ['implementation/airflow/daily.yaml', 'orchestration'],
    ['implementation/infrastructure/rbac.tf', 'infrastructure'],
    ['implementation/tests/test_sales.py', 'implementation-test'],
    ['implementation/terraform/main.tf', 'infrastructure'],
    ['exports/warehouse-package/model.sql', 'export'],
    ['exports/orchestration-package/dag.yaml', 'export'],
    ['exports/docs/README.md', 'export'],
    ['exports/warehouse/model.sql', 'export'],
    ['exports/orchestration/dag.yaml', 'export'],
  ])('%s is %s', (path, role) => {
    expect(roleOf(path)).toBe(role);
  });

  it.each([
    'specs/README.md',
    'specs/contracts/sources/.gitkeep',
    'src/app.ts',
    'specs/contracts/orders.yaml',
    'specs',
  ])('%s has none', (path) => {
    expect(roleOf(path)).toBeUndefined();
  });
});

describe('directionOf', () => {
  it.each([
    ['specs/contracts/sources/stripe/charges.yaml', 'input'],
    ['specs/contracts/inputs/orders.odcs.yaml', 'input'],
    ['specs/contracts/data-products/marketing/churn.yaml', 'output'],
    ['specs/contracts/outputs/sales.yaml', 'output'],
    ['specs/governance/classification.yaml', undefined],
  ])('%s is %s', (path, direction) => {
    expect(directionOf(path)).toBe(direction);
  });
});

describe('layoutOf', () => {
  it.each([
    [['specs/contracts/sources/a.yaml', 'specs/contracts/data-products/b.yaml'], 'sources-data-products'],
    [
      ['specs/contracts/outputs/b.yaml', 'specs/governance/naming.json', 'implementation/dbt_project/x.sql'],
      'inputs-outputs',
    ],
    [['specs/contracts/sources/a.yaml', 'specs/contracts/outputs/b.yaml'], 'mixed'],
    [['specs/contracts/sources/README.md', 'specs/governance/naming.json'], 'none'],
    [[], 'none'],
  ])('%j is %s', (paths, layout) => {
    expect(layoutOf(paths)).toBe(layout);
  });
});

describe('mixedLayout', () => {
  it('warns once, at the layout with fewer contracts, and names a file of each', () => {
    const problems = mixedLayout([
      'specs/contracts/outputs/b.yaml',
      'specs/contracts/sources/crm/z.yaml',
      'specs/contracts/outputs/a.yaml',
    ]);
    expect(problems).toEqual([
      {
        kind: 'layout',
        severity: 'warning',
        at: { path: 'specs/contracts/sources/crm/z.yaml', line: 1, column: 1 },
        key: 'mixed',
        message: 'layout.mixed',
        values: {
          folder: 'specs/contracts/sources/',
          file: 'specs/contracts/sources/crm/z.yaml',
          otherFolder: 'specs/contracts/outputs/',
          otherFile: 'specs/contracts/outputs/a.yaml',
        },
        related: [{ path: 'specs/contracts/outputs/a.yaml', line: 1, column: 1 }],
      },
    ]);
  });

  it('says nothing where one layout is used, whatever the names of governance files', () => {
    expect(mixedLayout(['specs/contracts/sources/a.yaml', 'specs/governance/naming-conventions.json'])).toEqual([]);
  });
});

describe('unknownPaths', () => {
  it('asks "did you mean" once per folder, not once per file', () => {
    expect(said(unknownPaths(['specs/contract/outputs/b.yaml', 'specs/contract/outputs/a.yaml']))).toEqual([
      'specs/contract/outputs/a.yaml: folder "specs/contract/" is not part of the layout, so nothing in it is checked; did you mean "specs/contracts/"?',
    ]);
  });

  it('lists the folders where none is near', () => {
    expect(said(unknownPaths(['specs/contracts/finance/a.yaml']))).toEqual([
      'specs/contracts/finance/a.yaml: folder "specs/contracts/finance/" is not part of the layout, so nothing in it is checked; folders here are "data-products/", "inputs/", "outputs/", "sources/": rename it or move it out of "specs/"',
    ]);
  });

  it.each([
    ['specs/governance/namming.json', 'specs/governance/naming.json'],
    ['specs/governance/classification.yml', 'specs/governance/classification.yaml'],
    ['specs/product-canvas/sales/sla.yaml', 'specs/product-canvas/sales/slas.yaml'],
    ['specs/pipelines/sales/topolgy.mermaid', 'specs/pipelines/sales/topology.mermaid'],
    ['specs/contracts/data_products/a.yaml', 'specs/contracts/data-products/'],
    ['specs/pipelines/sales/asets/x.yaml', 'specs/pipelines/sales/assets/'],
  ])('%s: did you mean %s', (path, suggestion) => {
    expect(unknownPaths([path]).map(({ values }) => values['suggestion'])).toEqual([suggestion]);
  });

  it('tells what may lie beside an unknown file', () => {
    expect(said(unknownPaths(['specs/contracts/orders.yaml', 'specs/contracts/sources/notes.txt']))).toEqual([
      'specs/contracts/orders.yaml: file "specs/contracts/orders.yaml" is not part of the layout, so it is not checked; allowed here are "data-products/", "inputs/", "outputs/", "sources/": rename it or move it out of "specs/"',
      'specs/contracts/sources/notes.txt: file "specs/contracts/sources/notes.txt" is not part of the layout, so it is not checked; allowed here are "*.yaml", "*.yml": rename it or move it out of "specs/"',
    ]);
  });

  it('accepts notes, hidden files, domain folders of any name, and everything outside specs/', () => {
    const paths = [
      'specs/README.md',
      'specs/contracts/sources/.gitkeep',
      'specs/.obsidian/app.json',
      'specs/pipelines/asset/logic.md',
      'implementation/anything/x.foo',
      'README.md',
      'spec/x.yaml',
    ];
    expect(unknownPaths(paths)).toEqual([]);
  });
});

describe('unreadablePaths', () => {
  it.each([
    [
      'symlink',
      'specs/contracts/outputs/a.yaml',
      'specs/contracts/outputs/a.yaml: "specs/contracts/outputs/a.yaml" is a symbolic link, which is never followed; put the file itself there',
    ],
    ['symlink', 'specs', 'specs: "specs" is a symbolic link, which is never followed; put the file itself there'],
    [
      'submodule',
      'implementation/dbt',
      'implementation/dbt: "implementation/dbt" is a submodule, which is never read; put the files themselves there',
    ],
  ] as const)('reports a %s at %s', (kind, path, message) => {
    const problems = unreadablePaths([{ path, oid: '1', kind }]);
    expect(said(problems)).toEqual([message]);
    expect(problems.map((problem) => problem.kind)).toEqual(['unreadable']);
  });

  it.each([
    ['specs/contracts/outputs/a\n::error::b.yaml', 'specs/contracts/outputs/a\\u000a::error::b.yaml'],
    ['specs/contracts/outputs/\uFFFD.yaml', 'specs/contracts/outputs/\\ufffd.yaml'],
    ['implementation/dbt/\u202Elqs.x', 'implementation/dbt/\\u202elqs.x'],
  ])('shows the name %j as %j', (path, shown) => {
    expect(unreadablePaths([{ path, oid: '1', kind: 'file' }]).map(({ values }) => values)).toEqual([{ path: shown }]);
  });

  it('leaves files of ordinary names, in any language, and links elsewhere alone', () => {
    expect(isHostile('specs/contracts/outputs/vendas por região.yaml')).toBe(false);
    expect(unreadablePaths([{ path: 'docs/link', oid: '1', kind: 'symlink' }])).toEqual([]);
  });
});

describe('isWanted', () => {
  it.each([
    ['specs/a', true],
    ['implementation/dbt/x.sql', true],
    ['exports/docs/catalog.json', true],
    ['dataengos.yaml', true],
    ['.github/CODEOWNERS', true],
    ['docs/CODEOWNERS', true],
    ['CODEOWNERS', true],
    ['src/specs/a', false],
    ['specification/a', false],
  ])('%s: %s', (path, wanted) => {
    expect(isWanted(path)).toBe(wanted);
  });
});
