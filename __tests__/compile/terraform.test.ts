import { beforeAll, expect, it } from 'vitest';
import type { Engines } from '../../src/compile/engines.ts';
import { readTerraform } from '../../src/compile/syntax/terraform.ts';
import type { TerraformAttribute, TerraformBlock } from '../../src/model/infrastructure.ts';
import type { Location } from '../../src/model/location.ts';
import { loadedEngines } from './syntax-engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ hcl: true });
});

const place = ({ line, column, endLine, endColumn }: Location): string => `${line}:${column}-${endLine}:${endColumn}`;

function attribute({ name, nameAt, expression, literal, entries }: TerraformAttribute): string {
  const text = literal === undefined ? '' : ` "${literal}"`;
  const inner = entries.length === 0 ? '' : ` [${entries.map(attribute).join(', ')}]`;
  return `${name} ${place(nameAt)} = ${expression.value} ${place(expression.at)}${text}${inner}`;
}

function block({ type, labels, attributes, blocks, at, insertion }: TerraformBlock): unknown {
  return {
    block: `${[type, ...labels].join(' ')} ${place(at)}`,
    attributes: attributes.map(attribute),
    ...(blocks.length > 0 && { blocks: blocks.map(block) }),
    ...(insertion && { insertion: `${insertion.at.line}:${insertion.at.column} ${JSON.stringify(insertion.indent)}` }),
  };
}

const read = (text: string): unknown => readTerraform(engines, 'main.tf', text).map(block);

it('blocks, attributes and their places; literals only where nothing is computed', () => {
  const text = `# buckets
resource "aws_s3_bucket" "exports" {
  bucket = "revenue-\${var.environment}"
  acl    = "private" # é
  count  = 1e3
  tags = {
    "cost-center" = "finance", owner : upper("x")
    (var.k) = 1
  }
  names = ["a\\n", /* no */ local.b]
  lifecycle { prevent_destroy = true }
}
`;
  expect(read(text)).toEqual([
    {
      block: 'resource aws_s3_bucket exports 2:1-2:35',
      attributes: [
        'bucket 3:3-3:9 = "revenue-${var.environment}" 3:12-3:40',
        'acl 4:3-4:6 = "private" 4:12-4:21 "private"',
        'count 5:3-5:8 = 1e3 5:12-5:15',
        'tags 6:3-6:7 = {\n    "cost-center" = "finance", owner : upper("x")\n    (var.k) = 1\n  } 6:10-9:4 [cost-center 7:5-7:18 = "finance" 7:21-7:30 "finance", owner 7:32-7:37 = upper("x") 7:40-7:50, (var.k) 8:5-8:12 = 1 8:15-8:16]',
        'names 10:3-10:8 = ["a\\n", /* no */ local.b] 10:11-10:36 [0 10:12-10:17 = "a\\n" 10:12-10:17, 1 10:28-10:35 = local.b 10:28-10:35]',
      ],
      blocks: [{ block: 'lifecycle 11:3-11:12', attributes: ['prevent_destroy 11:15-11:30 = true 11:33-11:37'] }],
      insertion: '12:1 "  "',
    },
  ]);
});

it.each([
  ['on one line', 'variable "x" { type = string }', undefined],
  ['the brace behind an attribute', 'variable "x" {\n  type = string }', undefined],
  ['an empty block', '  locals {\n  }', '2:1 "    "'],
  ['tabs', 'locals {\n\ta = 1\n}', '3:1 "\\t"'],
])('where a further line can be written: %s', (_, text, expected) => {
  const [first] = readTerraform(engines, 'main.tf', text);
  const insertion = first?.insertion;
  expect(insertion && `${insertion.at.line}:${insertion.at.column} ${JSON.stringify(insertion.indent)}`).toBe(expected);
});

it('a file with a syntax error proves nothing', () => {
  expect(read('resource "a" "b" {}\nresource "c" {')).toEqual([]);
});

it('nothing, comments, and attributes of variable files are no blocks', () => {
  expect([read(''), read('# only\n'), read('region = "eu"\n')]).toEqual([[], [], []]);
});
