import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engines } from '../../../src/compile/engines.ts';
import { readTerraform } from '../../../src/compile/syntax/terraform.ts';
import {
  block,
  call,
  commented,
  type HclBlock,
  type HclValue,
  map,
  reference,
} from '../../../src/generators/terraform/hcl.ts';
import { labelOf } from '../../../src/generators/terraform/labels.ts';
import { printHcl, quoteHcl } from '../../../src/generators/terraform/print-hcl.ts';
import type { TerraformAttribute, TerraformBlock } from '../../../src/model/infrastructure.ts';
import { loadedEngines } from '../../compile/syntax-engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await loadedEngines({ hcl: true });
});

describe('printed HCL', () => {
  it('aligns neighbours, and parts what has several lines', () => {
    const inner = block(['lifecycle'], { prevent_destroy: true });
    const tree = block(
      ['resource', 'a_b', 'c'],
      {
        name: reference('var', 'x'),
        long_name: 1,
        nothing: undefined,
        none: null,
        tags: map([
          ['a', 'b'],
          ['long', [1, true]],
        ]),
        odd: map([['cost-center', 'x']]),
        word: map([['for', 'x']]),
        after: call('upper', 'x'),
      },
      [inner],
    );
    expect(
      printHcl('head\nof it', [commented(['said\r\nso', ''], tree), block(['data', 'x', 'y'], {})]),
    ).toBe(`# head of it

# said so
#
resource "a_b" "c" {
  name      = var.x
  long_name = 1
  none      = null

  tags = {
    a    = "b"
    long = [1, true]
  }

  odd = {
    "cost-center" = "x"
  }

  word = {
    "for" = "x"
  }

  after = upper("x")

  lifecycle {
    prevent_destroy = true
  }
}

data "x" "y" {}
`);
  });

  it.each([
    ['plain', '"plain"'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['one\ntwo\r\tthree', '"one\\ntwo\\r\\tthree"'],
    ['${var.x}', '"$${var.x}"'],
    ['%{ if true }', '"%%{ if true }"'],
    ['$${x}', '"\\u0024$${x}"'],
    ['%%%{x', '"\\u0025\\u0025%%{x"'],
    ['$ { % {', '"$ { % {"'],
    ['\u0000\u0085\u2028', '"\\u0000\\u0085\\u2028"'],
    ['\uD800', '"\uFFFD"'],
    ['😀', '"😀"'],
  ])('%j is written as %s', (text, written) => {
    expect(quoteHcl(text)).toBe(written);
  });

  it('does not let a text take the braces of the expression behind it', () => {
    const value: HclValue = { kind: 'template', parts: ['a$', reference('var', 'x'), '%', reference('var', 'y')] };
    expect(printHcl('h', [block(['locals'], { value })])).toContain('"a\\u0024${var.x}\\u0025${var.y}"');
  });

  it('is linear in long runs of signs', () => {
    const text = '$'.repeat(200_000);
    expect(quoteHcl(`${text}x`)).toHaveLength(200_003);
  });

  it('is read back as the tree it was made of', () => {
    fc.assert(
      fc.property(fc.array(blocks, { maxLength: 4 }), (tree) => {
        const read = readTerraform(engines, 'x.tf', printHcl('h', tree));
        expect(read.map(shapeOfRead)).toEqual(tree.map(shapeOf));
      }),
    );
  });
});

describe('labels', () => {
  it('are texts themselves where Terraform takes them, else end in a hash', () => {
    expect(
      ['orders', 'mrr-report', 'A_b', '', '1a', 'a__b', 'ação', 'a b', '_a', 'a_34fb7160', 'x'.repeat(70)].map(labelOf),
    ).toEqual([
      'orders',
      'mrr-report',
      'A_b',
      'e3b0c442',
      'a_a73fcf33',
      'a_b_63e5c1c4',
      'a_o_0664077f',
      'a_b_c8687a08',
      'a_34fb7160',
      'a_34fb7160_a7cd1f73',
      `${'x'.repeat(60)}_c71bd109`,
    ]);
  });

  it('are different for different texts, and nothing but labels', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, two) => {
        expect(labelOf(one)).toMatch(/^[A-Za-z](?:_?[A-Za-z0-9-])*$/);
        expect(labelOf(one) === labelOf(two)).toBe(one.toWellFormed() === two.toWellFormed());
      }),
    );
  });
});

const names = fc.constantFrom('name', 'tags', 'for_each', 'long_attribute_name', 'x-1');
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', 'a', '#', '/', '*', '<') }),
);
const values: fc.Arbitrary<HclValue> = fc.letrec<{ value: HclValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(reference('var', 'x-y')),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(texts, tie('value')), { maxLength: 3 }).map((entries) => map(entries)),
    tie('value').map((each) => call('upper', each)),
  ),
})).value;
const blocks: fc.Arbitrary<HclBlock> = fc.letrec<{ block: HclBlock }>((tie) => ({
  block: fc.record({
    type: fc.constantFrom('resource', 'statement'),
    labels: fc.array(names, { maxLength: 2 }),
    attributes: fc.dictionary(names, values),
    blocks: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie('block'), { maxLength: 2 })),
    comments: fc.array(texts, { maxLength: 2 }),
  }),
})).block;

function shapeOf({ type, labels, attributes, blocks: inner }: HclBlock): unknown {
  const given = Object.entries(attributes).map(([name, value]) => [name, valueShape(value ?? null)]);
  return { type, labels, attributes: given, blocks: inner.map(shapeOf) };
}

function valueShape(value: HclValue): unknown {
  if (typeof value === 'string') return { text: value.toWellFormed() };
  if (value === null || typeof value !== 'object') return { expression: String(value) };
  if ('kind' in value) {
    if (value.kind === 'map')
      return { map: value.entries.map(([key, each]) => [key.toWellFormed(), valueShape(each)]) };
    return { expression: value.kind === 'reference' ? value.path.join('.') : value.kind };
  }
  return { list: value.map(valueShape) };
}

function shapeOfRead({ type, labels, attributes, blocks: inner }: TerraformBlock): unknown {
  return {
    type,
    labels,
    attributes: attributes.map(({ name, ...rest }) => [name, readShape(rest)]),
    blocks: inner.map(shapeOfRead),
  };
}

function readShape({ expression: { value }, entries }: Omit<TerraformAttribute, 'name'>): unknown {
  if (value.startsWith('"')) return { text: decode(value) };
  if (value.startsWith('[')) return { list: entries.map(readShape) };
  if (value.startsWith('{'))
    return { map: entries.map(({ name, ...rest }) => [name.startsWith('"') ? decode(name) : name, readShape(rest)]) };
  return { expression: value.startsWith('upper(') ? 'call' : value };
}

/** HCL's own reading of a text in quotes: templates first, then escapes. */
function decode(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.replaceAll(/\$\$\{|%%\{|\\u[0-9a-f]{4}|\\./g, (found) => {
    if (found.startsWith('\\u')) return String.fromCharCode(Number.parseInt(found.slice(2), 16));
    if (found.startsWith('\\')) return { n: '\n', r: '\r', t: '\t' }[found.slice(1)] ?? found.slice(1);
    return found.slice(1);
  });
}
