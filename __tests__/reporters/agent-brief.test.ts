import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from '@toon-format/toon';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../src/engine/check.ts';
import { agentWorld } from '../../src/entries/render-agent.ts';
import type { CompiledModel } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Gate } from '../../src/model/rule.ts';
import { agentBrief, type AgentBrief, type AgentWorld } from '../../src/reporters/agent-brief.ts';
import { estimateTokens, writeBrief } from '../../src/reporters/agent-budget.ts';
import { gatherFiles, type Scenario } from '../support/check-files.ts';
import { makeFinding, makeReport, nastyReport } from './reports.ts';

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/agent.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** What the schema says against a brief. */
function mistakes(brief: unknown): readonly string[] {
  validate(brief);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

const gates: { readonly [rule: string]: Gate } = {
  'gate/compile-failed': 'compile',
  'parity/column-missing': 'parity',
  'gate/artifact-stale': 'artifacts',
  'contract/version-not-bumped': 'breaking',
  'contract/property-removed': 'breaking',
  'gate/owner-missing': 'owner',
};
const world: AgentWorld = {
  gateOf: (rule) => gates[rule] ?? 'lint',
  models: [],
  relationsOf: () => [],
  arguments: [],
};

/** A model of the folder `models`, with what it reads. */
function model(name: string, ...refs: readonly string[]): CompiledModel {
  const compiled = { config: {}, sources: [], unresolved: [], render: 'rendered', parse: 'parsed' } as const;
  return { ...compiled, model: name, path: `models/${name}.sql`, refs };
}

function finding(rule: string, place: string, change: Partial<Finding> = {}): Finding {
  const [path = '', line = '1'] = place.split(':');
  return makeFinding({ rule, path, line: Number(line), subject: path, ...change });
}

function places({ mend }: AgentBrief): readonly string[] {
  return mend.map(({ n, severity, rule, path, line }) => `${n} ${severity} ${rule} ${path}:${line}`);
}

async function briefOf(scenario: Scenario): Promise<AgentBrief> {
  const { input } = await gatherFiles(scenario);
  return agentBrief(check(input), agentWorld(input, []));
}

test('what fails comes first, specifications before code, generated files last, and a file is mended once', () => {
  const findings = [
    finding('gate/artifact-stale', 'exports/catalog.json:1'),
    finding('dbt/comma-style', 'models/b.sql:2', { severity: 'warning' }),
    finding('gate/owner-missing', 'models/b.sql:1'),
    finding('parity/column-missing', 'models/c.sql:4'),
    finding('gate/compile-failed', 'models/b.sql:9'),
    finding('dbt/comma-style', 'models/a.sql:1', { severity: 'warning' }),
    finding('contract/version-not-bumped', 'specs/a.yaml:1'),
    finding('spec/naming-convention', 'specs/a.yaml:7'),
    finding('spec/invalid-document', 'specs/a.yaml:9'),
    finding('spec/unknown-status', 'specs/b.yaml:1', { severity: 'warning' }),
    finding('spec/unknown-status', 'specs/b.yaml:2', { severity: 'info' }),
  ];
  expect(places(agentBrief(makeReport({ verdict: 'fail', findings }), world))).toEqual([
    '1 error spec/invalid-document specs/a.yaml:9',
    '2 error spec/naming-convention specs/a.yaml:7',
    '3 error contract/version-not-bumped specs/a.yaml:1',
    '4 error gate/compile-failed models/b.sql:9',
    '5 error gate/owner-missing models/b.sql:1',
    '6 warning dbt/comma-style models/b.sql:2',
    '7 error parity/column-missing models/c.sql:4',
    '8 warning spec/unknown-status specs/b.yaml:1',
    '9 warning dbt/comma-style models/a.sql:1',
    '10 error gate/artifact-stale exports/catalog.json:1',
  ]);
});

test('models come before those that read them, whatever they are called, also where a name is misspelt', () => {
  const misspelt = {
    ...model('a_mart', 'b_facst'),
    unresolved: [
      { kind: 'ref', name: 'b_facst', suggestion: 'b_facts', at: { path: 'x', line: 1, column: 1 } } as const,
    ],
  };
  const models = [misspelt, model('b_facts', 'c_staged', 'd_staged'), model('c_staged'), model('d_staged', 'c_staged')];
  const findings = models.map(({ path }) => finding('gate/compile-failed', path));
  const brief = agentBrief(makeReport({ findings }), { ...world, models });
  expect(brief.mend.map(({ path }) => path)).toEqual([
    'models/c_staged.sql',
    'models/d_staged.sql',
    'models/b_facts.sql',
    'models/a_mart.sql',
  ]);
});

test('models in a circle, one that reads itself, and a chain of 20,000 are put in order all the same', () => {
  const circle = [model('x', 'z'), model('y', 'x'), model('z', 'y'), model('self', 'self')];
  const chain = Array.from({ length: 20_000 }, (_, at) => model(`m${at}`, `m${at + 1}`));
  const models = [...circle, ...chain];
  const findings = [...circle, ...chain.slice(0, 2)].map(({ path }) => finding('gate/compile-failed', path));
  const brief = agentBrief(makeReport({ findings }), { ...world, models });
  expect(brief.mend.map(({ path }) => path).slice(-2)).toEqual(['models/m1.sql', 'models/m0.sql']);
  expect(brief.mend).toHaveLength(6);
});

test.each([
  ['error', 'introduced', { failing: 1, warnings: 1 }],
  ['warning', 'introduced', { failing: 2, warnings: 0 }],
  ['never', 'introduced', { failing: 0, warnings: 2 }],
  ['error', 'all', { failing: 2, warnings: 1 }],
] as const)('with fail-on %s and scope %s only what is in scope and not excused is there', (failOn, scope, counts) => {
  const findings = [
    finding('a/error', 'models/a.sql'),
    finding('a/warning', 'models/a.sql', { severity: 'warning' }),
    finding('a/info', 'models/a.sql', { severity: 'info' }),
    finding('a/old', 'models/a.sql', { introduced: false }),
    finding('a/ignored', 'models/a.sql', { ignored: { reason: 'agreed', line: 1, added: false } }),
  ];
  const all = counts.failing + counts.warnings;
  expect(agentBrief(makeReport({ findings, failOn, scope }), world).counts).toEqual({
    ...counts,
    fixable: 0,
    shown: all,
    left: 0,
  });
});

test('a passing gate has nothing to mend and no command', () => {
  expect(agentBrief(makeReport(), world)).toEqual({
    schema: 1,
    verdict: 'pass',
    counts: { failing: 0, warnings: 0, fixable: 0, shown: 0, left: 0 },
    commands: [],
    mend: [],
    edits: [],
    columns: [],
    unjudged: [],
  });
});

test('a gate that could not judge everything says why', () => {
  const rules = { ran: [], skipped: [{ what: 'spec/naming-convention', why: 'crashed: oops' }] };
  expect(agentBrief(makeReport({ verdict: 'error', rules }), world).unjudged).toEqual(rules.skipped);
  expect(agentBrief(makeReport({ verdict: 'fail', rules }), world).unjudged).toEqual([]);
});

const edit = { path: 'models/a.sql', startLine: 3, startColumn: 5, endLine: 3, endColumn: 9, text: 'id' };

test('repairs are there as edits, long ones only by their title, those of base not at all', () => {
  const fix = { title: 'rename to id', edits: [edit] };
  const long = { title: 'rewrite', edits: Array.from({ length: 11 }, () => edit) };
  const findings = [
    finding('a/a', 'models/a.sql:3', { fix }),
    finding('a/b', 'models/a.sql:4', { fix: long }),
    finding('a/c', 'models/a.sql:5', { fix, side: 'base' }),
  ];
  const brief = agentBrief(makeReport({ findings }), { ...world, arguments: ['--base', 'main'] });
  expect(brief.mend.map((each) => each.fix)).toEqual(['rename to id', 'rewrite', 'rename to id']);
  expect(brief.edits).toEqual([{ n: 1, path: 'models/a.sql', from: '3:5', to: '3:9', text: 'id' }]);
  expect(brief.counts.fixable).toBe(2);
  expect(brief.commands).toEqual([
    { does: 'fix', run: 'npx dataengos fix --base main' },
    { does: 'check', run: 'npx dataengos check --for-agent --base main' },
  ]);
});

test('a finding about columns brings the columns of the model and of what it reads', async () => {
  const brief = await briefOf({
    head: {
      'implementation/dbt/dbt_project.yml': 'name: shop\n',
      'implementation/dbt/models/stg_orders.yml':
        'models:\n  - name: stg_orders\n    columns: [{ name: id, data_type: integer }, { name: "order total" }]\n',
      'implementation/dbt/models/stg_orders.sql': 'select id, sum(total as total from raw_orders\n',
    },
    request: { lang: 'en' },
  });
  expect(brief.mend.filter(({ rule }) => rule === 'gate/compile-failed').map(({ path }) => path)).toEqual([
    'implementation/dbt/models/stg_orders.sql',
  ]);
  expect(brief.columns).toEqual([
    { relation: 'model stg_orders', columns: 'id:integer "order total"', more: 0, whole: false },
  ]);
});

test('of very many columns the first are there, and the others are counted', () => {
  const columns = Array.from({ length: 75 }, (_, at) => ({ name: `c${at}`, type: { family: 'number' } as const }));
  const relationsOf: AgentWorld['relationsOf'] = () => [{ relation: 'model wide', columns, isWhole: true }];
  const findings = [finding('gate/compile-failed', 'models/a.sql'), finding('gate/compile-failed', 'models/b.sql')];
  const [relation, ...others] = agentBrief(makeReport({ findings }), { ...world, relationsOf }).columns;
  expect(others).toEqual([]);
  expect(relation?.columns.split(' ').slice(-1)).toEqual(['c59:number']);
  expect(relation).toMatchObject({ relation: 'model wide', more: 15, whole: true });
});

const many = makeReport({
  verdict: 'fail',
  findings: Array.from({ length: 200 }, (_, at) =>
    finding('gate/compile-failed', `models/m${String(at).padStart(3, '0')}.sql`, {
      fix: { title: 'x', edits: [edit] },
    }),
  ),
});

test.each([100, 500, 2000, 5000])(
  'within %i tokens as many whole findings as fit, and the command for the rest',
  (tokens) => {
    const written = writeBrief(many, world, { tokens, write: (brief) => JSON.stringify(brief) });
    const brief: AgentBrief = JSON.parse(written);
    const { shown, left } = brief.counts;
    expect(shown + left).toBe(200);
    expect(brief.mend).toEqual(agentBrief(many, world).mend.slice(0, shown));
    expect(brief.edits.map(({ n }) => n)).toEqual(brief.mend.map(({ n }) => n));
    if (shown > 1) expect(estimateTokens(written)).toBeLessThanOrEqual(tokens);
    const one = estimateTokens(JSON.stringify([brief.mend[0], brief.edits[0]]));
    expect(estimateTokens(written) + one).toBeGreaterThan(tokens);
    const more = brief.commands.find(({ does }) => does === 'more')?.run ?? '';
    expect(more).toMatch(/^npx dataengos check --for-agent --budget \d+$/);
    const whole = writeBrief(many, world, {
      tokens: Number(more.split(' ').at(-1)),
      write: (each) => JSON.stringify(each),
    });
    expect(JSON.parse(whole)).toEqual(agentBrief(many, world));
  },
);

test('the first finding is there however small the budget is', () => {
  const brief: AgentBrief = JSON.parse(writeBrief(many, world, { tokens: 10, write: (each) => JSON.stringify(each) }));
  expect(brief.counts).toMatchObject({ shown: 1, left: 199 });
});

test('tokens are a quarter of the bytes', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('abcde')).toBe(2);
  expect(estimateTokens('ãé')).toBe(1);
  expect(estimateTokens('数据契约')).toBe(3);
});

test.each([
  ['findings', many],
  ['nothing', makeReport()],
  ['nasty text', nastyReport()],
])('a brief of %s is what the schema publishes, and is the same out of both formats', (_, report) => {
  const brief = agentBrief(report, world);
  expect(mistakes(brief)).toEqual([]);
  expect(decode(encode(brief))).toEqual(brief);
  expect(JSON.parse(JSON.stringify(brief))).toEqual(brief);
});

test('the schema refuses a misspelt key', () => {
  expect(mistakes({ ...agentBrief(many, world), colums: [] })).toEqual([' must NOT have additional properties']);
});

test('whatever text is judged, the table format gives it back, on no line of its own', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(
    fc.property(
      fc.record({ path: text, message: text, title: text, written: text }),
      ({ path, message, title, written }) => {
        const fix = { title, edits: [{ ...edit, path, text: written }] };
        const relationsOf: AgentWorld['relationsOf'] = () => [
          { relation: title, columns: [{ name: message }], isWhole: true },
        ];
        const brief = agentBrief(makeReport({ findings: [makeFinding({ path, message, fix })] }), {
          ...world,
          relationsOf,
        });
        const toon = encode(brief);
        expect(decode(toon)).toEqual(brief);
        expect(toon.split('\n').filter((line) => /^\s*(?:::|#)/.test(line))).toEqual([]);
      },
    ),
  );
});
