import { describe, expect, it } from 'vitest';
import { loadGovernance } from '../../src/load/governance/load-governance.ts';
import { createMemo } from '../../src/load/memo.ts';
import { translate } from '../../src/model/messages.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const path = 'specs/governance/orchestration.yaml';

function load(text: string) {
  const { governance, problems } = loadGovernance({
    files: [{ path, oid: text, role: 'orchestration-policy' }],
    memo: createMemo(),
    read: () => new TextEncoder().encode(text),
  });
  const said = problems.map(({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`);
  return { policy: governance.orchestration, problems, said };
}

function spot(line: number, column: number, endColumn: number) {
  return { path, line, column, endLine: line, endColumn };
}

describe('orchestration.yaml', () => {
  it('says how pipelines run', () => {
    const text = [
      'retries: 0',
      'retry-delay: 5 min',
      'timezone: America/Sao_Paulo',
      'start-date: 2025-02-28',
      'daily-at: "05:30"',
      'alerts:',
      '  email: [data@example.com, a.b+c@example.com]',
      '  slack: { connection: slack_data, channel: "#data-alerts" }',
      'max-active-runs: 2',
      'timeout: PT1H30M',
      'owner: Dados comerciais',
      '',
    ].join('\n');
    expect(load(text)).toEqual({
      policy: {
        path,
        retries: 0,
        retryDelaySeconds: 300,
        timezone: { value: 'America/Sao_Paulo', at: spot(3, 11, 28) },
        startDate: '2025-02-28',
        dailyAt: { value: { hour: 5, minute: 30 }, at: spot(5, 11, 18) },
        alerts: {
          emails: ['data@example.com', 'a.b+c@example.com'],
          slack: { connection: 'slack_data', channel: '#data-alerts' },
        },
        maxActiveRuns: 2,
        timeoutSeconds: 5400,
        owner: 'Dados comerciais',
      },
      problems: [],
      said: [],
    });
  });

  it('keeps what can be read, and says what cannot, with what was meant', () => {
    const { policy, said } = load(
      [
        'retrys: 3',
        'retries: many',
        'timezone: America/Sao_Paolo',
        'daily-at: 25:00',
        'timeout: soon',
        'start-date: 2025-02-30',
        'max-active-runs: 0',
        'owner: "{{ owner }}"',
        'alerts: { email: "not an address", slack: { channel: x } }',
        '',
      ].join('\n'),
    );
    expect(policy).toEqual({ path });
    expect(said).toEqual([
      '1:1 key "retrys" is not known here; did you mean "retries"? Keys are "retries", "retry-delay", "timezone", "start-date", "daily-at", "alerts", "max-active-runs", "timeout", "owner", "version", "description"',
      '2:10 "retries" must be a whole number from 0 to 100',
      '3:11 "America/Sao_Paolo" is not a time zone for "timezone"; did you mean "America/Sao_Paulo"?',
      '4:11 "25:00" is not a time of the day for "daily-at"; write HH:MM in quotes: "02:00"',
      '5:10 "soon" is not a length of time for "timeout"; write a number and a unit ("5 min", "2h", "1 day"), or an ISO 8601 duration ("PT1H30M")',
      '6:13 "2025-02-30" is not a day for "start-date"; write YYYY-MM-DD in quotes: "2025-01-01"',
      '7:18 "max-active-runs" must be a whole number from 1 up',
      '8:8 "{{ owner }}" is not a name for "owner"; use letters, digits, spaces and ". _ @ + -", at most 100 of them',
      '9:18 "not an address" is not an address for "alerts.email"; write name@example.com',
      '9:36 "alerts.slack" has no "connection", which is required; add it',
    ]);
  });

  it('a file without a mapping is no policy', () => {
    expect(load('[]\n')).toMatchObject({
      policy: undefined,
      said: ['1:1 the file must hold a mapping of keys to values'],
    });
  });

  const isValid = schemaVerdict('orchestration.schema.json');
  it.each([
    ['{}', true],
    ['retries: 0', true],
    ['retries: 101', false],
    ['retries: 1.5', false],
    ['retries: "1"', false],
    ['retry-delay: 5min', true],
    ['retry-delay: 90 segundos', true],
    ['retry-delay: 5 m', false],
    ['retry-delay: 0 min', false],
    ['retry-delay: PT5M', true],
    ['retry-delay: P1DT2H', true],
    ['retry-delay: P', false],
    ['retry-delay: P1M', false],
    ['timezone: UTC', true],
    ['timezone: Europe/Lisbon', true],
    ['timezone: America/Argentina/Buenos_Aires', true],
    ['timezone: Asia/Calcutta', true],
    ['timezone: Asia/Kolkata', true],
    ['timezone: "+03:00"', false],
    ['timezone: utc', false],
    ['timezone: ""', false],
    ['start-date: 2025-01-01', true],
    ['start-date: yesterday', false],
    ['daily-at: "23:59"', true],
    ['daily-at: "7:00"', false],
    ['daily-at: 700', false],
    ['alerts: {}', false],
    ['alerts: { email: a@b.io }', true],
    ['alerts: { email: [a@b.io] }', true],
    ['alerts: { email: [] }', false],
    ['alerts: { email: "a@b.io{{ x }}" }', false],
    ['alerts: { slack: { connection: a } }', true],
    ['alerts: { slack: { connection: "$A" } }', false],
    ['alerts: { slack: { connection: a, token: b } }', false],
    ['alerts: { slack: { connection: a, channel: "#x y" } }', false],
    ['alerts: { teams: x }', false],
    ['max-active-runs: 1', true],
    ['max-active-runs: 0', false],
    ['timeout: 2h', true],
    ['owner: Finance data', true],
    ['owner: "a: b"', false],
    ['owner: "$HOME"', false],
    ['schedule: daily', false],
    ['{version: 1, description: x, $schema: y}', true],
  ])('%s: %s to the schema and to the reader', (text, expected) => {
    expect([load(`${text}\n`).problems.length === 0, isValid(text)]).toEqual([expected, expected]);
  });

  it.each(['timezone: Mars/Olympus', 'timezone: America/sao_paulo', 'start-date: 2025-13-01'])(
    '%s is more than a schema can tell',
    (text) => expect(load(`${text}\n`).problems).toHaveLength(1),
  );
});
