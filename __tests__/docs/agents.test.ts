import { encode } from '@toon-format/toon';
import { expect, test } from 'vitest';
import { check } from '../../src/engine/check.ts';
import { agentWorld } from '../../src/entries/render-agent.ts';
import type { Files } from '../../src/model/rule.ts';
import { agentBrief } from '../../src/reporters/agent-brief.ts';
import { gatherFiles } from '../support/check-files.ts';
import { fencedBlocks, listFiles, readText } from './files.ts';

const example = 'examples/revenue';

test('the example of docs/agents.md is what the gate says', async () => {
  const { 'exports/.dataengos/lock.json': _lock, ...files }: Files = Object.fromEntries(
    listFiles(example, '').map((path) => [path.slice(example.length + 1), readText(path)]),
  );
  // One index is enough to see what becomes of generated files.
  const base: Files = { ...files, 'dataengos.yaml': 'generators: { all: false, catalog: true }\n' };
  const head = {
    ...base,
    ...edited(base, 'implementation/dbt_project/models/marts/fct_mrr_report.sql', [
      'customer_months',
      'customer_month',
    ]),
    ...edited(base, 'specs/contracts/data-products/finance/mrr_report.yaml', ['status: active', 'status: Active']),
  };
  const { input } = await gatherFiles({ base, head });
  const brief = agentBrief(check(input), agentWorld(input, []));
  const [shown = ''] = fencedBlocks(readText('docs/agents.md'), 'toon');
  const asked = agentBrief(check(input), { ...agentWorld(input, []), format: ['--format', 'json'] });
  const [table, json] = [`${encode(brief)}\n`, `${JSON.stringify(asked)}\n`];
  expect(shown).toBe(table);
  const sizes = [table, json].map((text) => Buffer.byteLength(text).toLocaleString('en'));
  expect(readText('docs/agents.md').replaceAll('\n', ' ')).toContain(`TOON takes ${sizes.join(' bytes, JSON ')} `);
});

function edited(files: Files, path: string, [before, after]: readonly [string, string]): Files {
  const text = files[path] ?? '';
  expect(text).toContain(before);
  return { [path]: text.replace(before, after) };
}
