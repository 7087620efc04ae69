import { describe, expect, it } from 'vitest';
import { nodesOnCycles, shortestCycles } from '../../../src/rules/cycles.ts';

/** `a>b,c d>a`: what each node leads to, in this order. */
function graph(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split(' ').map((each) => {
      const [node = '', targets = ''] = each.split('>');
      return [node, targets.split(',').filter((target) => target !== '')];
    }),
  );
}

describe('cycles', () => {
  it.each([
    ['none', 'a>b,c b>d c>d d>', []],
    ['a node that leads to itself', 'a>a', ['a']],
    ['two nodes', 'a>b b>a', ['a b']],
    ['from the first node in the order of the map', 'c>a a>b b>c', ['c a b']],
    ['the shortest of several', 'a>b,d b>c c>a d>a', ['a d']],
    ['the first of two as short', 'a>b,c b>d c>d d>a', ['a b d']],
    ['each group once', 'a>b b>a c>d d>c', ['a b', 'c d']],
    ['one where two share a node', 'a>b b>a,c c>b', ['a b']],
    ['not the way from one cycle to another', 'a>b b>a,x x>y y>z z>y', ['a b', 'y z']],
    ['not what leads nowhere', 'a>x,b b>a', ['a b']],
  ])('%s', (_, text, cycles) => {
    expect(shortestCycles(graph(text)).map((cycle) => cycle.join(' '))).toEqual(cycles);
  });

  it.each([
    ['none', 'a>b b>c c>', []],
    ['not what leads to a cycle, nor what it leads to', 'a>b b>c c>b,d d>', ['b', 'c']],
    ['the way from one cycle to another too', 'a>b b>a,x x>y y>y', ['a', 'b', 'x', 'y']],
    ['not what is no node of its own', 'a>a,z', ['a']],
  ])('nodes on cycles: %s', (_, text, nodes) => {
    expect([...nodesOnCycles(graph(text))]).toEqual(nodes);
  });
});
