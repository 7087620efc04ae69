import { expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

/** `line:column type name tags` of the resources that a file declares, and its problems. */
function resources(text: string, name = 'aws.yaml'): readonly string[] {
  const path = `specs/infrastructure/${name}`;
  const project = loadProject(memoryTree({ [path]: text }), createMemo());
  return [
    ...(project.resources ?? []).map(({ type, name: own, tags, at }) =>
      [`${at.line}:${at.column}`, type, own, ...Object.entries(tags).map((each) => each.join('='))].join(' '),
    ),
    ...project.problems.map(({ at, message, key }) => `${at.line}:${at.column} ${message} ${key}`),
  ];
}

it.each([
  [
    'a list',
    'description: Exports.\nresources:\n  - type: aws_s3_bucket\n    name: exports\n    region: eu\n    tags: {cost-center: finance, n: 1}\n',
    ['4:11 aws_s3_bucket exports cost-center=finance n=1'],
  ],
  ['a bare list', '- {type: bucket, name: exports}\n', ['1:24 bucket exports']],
  [
    'types with names',
    'aws_s3_bucket: [exports, raw]\nbuckets:\n  - name: logs\nroles:\n  reader: {tags: {owner: ana}}\nenvironments: [dev, prod]\nowner: ana\n',
    ['1:17 aws_s3_bucket exports', '1:26 aws_s3_bucket raw', '3:11 buckets logs', '5:3 roles reader owner=ana'],
  ],
  ['types below the key', 'resources:\n  queue: [jobs]\n', ['2:11 queue jobs']],
  [
    'entries without type or name',
    'resources:\n  - name: exports\n  - type: bucket\n    nme: x\n  - 4\n',
    [
      '2:5 governance.missing-key /resources/0 missing-key type',
      '3:5 governance.missing-key /resources/1 missing-key name',
      '5:5 governance.not-a-mapping /resources/2 not-a-mapping',
    ],
  ],
  ['something else than a list', 'resources: many\n', ['1:12 governance.not-a-list /resources not-a-list']],
  ['nothing', '', []],
] as const)('YAML: %s', (_, text, expected) => {
  expect(resources(text)).toEqual(expected);
});

it('JSON reads the same', () => {
  expect(resources('{"resources": [{"type": "bucket", "name": "exports"}]}', 'aws.json')).toEqual([
    '1:43 bucket exports',
  ]);
});

it.each([
  ['an address', '# AWS\n\n- Exports go to `aws_s3_bucket.exports`.\n', ['3:18 aws_s3_bucket exports']],
  ['type and name', '- `snowflake_warehouse` called `loading`\n', ['1:33 snowflake_warehouse loading']],
  [
    'a kind',
    '- Bucket S3: `revenue-exports`, private\n- Tópico `orders`\n',
    ['1:15 bucket revenue-exports', '2:11 tópico orders'],
  ],
  ['a table', '| Tipo | Nome |\n| --- | --- |\n| bucket | exports |\n| note | x |\n', ['3:10 bucket exports']],
  [
    'other code',
    '- Run `terraform apply`\n- The bucket is encrypted with `aes256`\n- Bucket `a` and `b`\n\n`aws_s3_bucket.x`\n',
    [],
  ],
] as const)('Markdown: %s', (_, text, expected) => {
  expect(resources(text, 'aws.md')).toEqual(expected);
});

it.each([
  'resources:\n  - {type: bucket, name: exports, region: eu}\n',
  'resources:\n  - {name: exports}\n',
  'resources:\n  - {type: bucket, nme: exports}\n',
  'resources:\n  - {type: bucket, name: exports, tags: {owner: ana}}\n  - {type: "", name: x}\n',
  'resources: many\n',
  'resources:\n  queue: [jobs]\n',
  'resources:\n  queue: [4]\n',
  '- {type: bucket, name: exports}\n',
  '- exports\n',
  'aws_s3_bucket: [exports, {name: raw}]\nenvironments: [1, 2]\n',
  'aws_s3_bucket: exports\n',
  'buckets: {exports: {tags: {}}, raw: }\n',
  'roles: [{role: x}]\n',
])('the published schema and the reader agree: %s', (text) => {
  const isRight = schemaVerdict('infrastructure.schema.json')(text);
  expect(resources(text).some((line) => line.includes('governance.'))).toBe(!isRight);
});
