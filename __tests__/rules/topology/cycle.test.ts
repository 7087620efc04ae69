import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/model/rule.ts';
import cycle from '../../../src/rules/topology/cycle.ts';
import { findingsOf } from '../shared/in-rules.ts';

const topology = 'specs/pipelines/sales/topology.mermaid';

/** The line of the edge that closes each cycle, its way, and the lines of the other edges. */
async function judged(text: string, more: Files = {}): Promise<readonly string[]> {
  const findings = await findingsOf(cycle, { ...more, [topology]: `flowchart LR\n${text}` });
  return findings.map(({ line, message, related }) => {
    const way = message.split(': ')[1]?.split(';')[0] ?? '';
    return `${line}: ${way} [${related.map((each) => each.line).join(' ')}]`;
  });
}

describe('a cycle', () => {
  it.each([
    ['ends with the edge that is written last', '  c --> a\n  b --> c\n  a --> b\n', ['4: b → c → a → b [3 2]']],
    ['is told by the first of two equal edges', '  a --> b\n  a --> b\n  b --> a\n', ['4: a → b → a [2]']],
    [
      'is told by the texts of its nodes',
      '  a[First step] --> b\n  b[Second step] --> a\n',
      ['3: First step → Second step → First step [2]'],
    ],
    ['of one node', '  a --> a\n', ['2: a → a []']],
    ['is told once for each group', '  a --> b --> a\n  c --> d --> c\n', ['2: a → b → a [2]', '3: c → d → c [3]']],
  ])('%s', async (_, text, expected) => {
    expect(await judged(text)).toEqual(expected);
  });

  it('is told by the names of models, whatever their nodes are called', async () => {
    const models = {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/Int_A.sql': 'select 1 as total\n',
    };
    expect(await judged('  x[int_a] --> y\n  y --> int_a\n', models)).toEqual(['3: Int_A → y → Int_A [2]']);
  });
});
