import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateArtifacts } from '../../../src/generators/generate.ts';
import type { Suite } from '../../../src/generators/great-expectations/suite.ts';
import type { Contract, Json } from '../../../src/model/contract.ts';
import { langs, translate } from '../../../src/model/messages.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';
import { orders, project, shop } from '../shop.ts';
import { corpusProjects } from './corpus-projects.ts';
import { exampleProject } from './example-project.ts';
import { hostileProject, hostileTexts } from './hostile.ts';
import { contractOf, noteRows } from './note-rows.ts';

const request = { enabled: { 'great-expectations': true } };

function generate(contracts: readonly Contract[], from = project(contracts, [])) {
  const { artifacts, notes } = generateArtifacts(from, request);
  return {
    artifacts: artifacts.filter(({ generator }) => generator === 'great-expectations'),
    notes: notes.filter(({ generator }) => generator === 'great-expectations'),
  };
}

function suiteOf(made: Contract): Suite {
  return JSON.parse(generate([made]).artifacts[0]?.content ?? '{}');
}

/** Expectations of one property `c`, without the column set. */
function ofProperty(parts: Parameters<typeof property>[1], type = 'duckdb'): Suite['expectations'] {
  return suiteOf(
    contract({ servers: [server(type)], schema: [object('o', [property('c', parts)])] }),
  ).expectations.slice(1);
}

/** The notes of custom rule `r` at property `c`. */
function custom(implementation: Json): readonly unknown[] {
  const quality = [rule({ type: 'custom', id: 'r', engine: 'gx', implementation })];
  const { notes } = generate([contract({ schema: [object('o', [property('c', { quality })])] })]);
  return notes.map(({ message, values }) => [message.slice('great-expectations.'.length), values]);
}

/** The messages of the notes on property `c` on a server. */
function messagesOf(parts: Parameters<typeof property>[1], type: string): readonly string[] {
  const made = contract({ servers: [server(type)], schema: [object('o', [property('c', parts)])] });
  return generate([made]).notes.map(({ message }) => message);
}

/** What an `sql` rule of property `c` becomes, whose value must be 0. */
function queryOf(query: string): unknown {
  const quality = [rule({ type: 'sql', query, operator: { name: 'mustBe', value: 0 } })];
  return ofProperty({ quality })[0]?.['kwargs'];
}

/** The expectation that a query over the batch gives 0. */
function measured(batch: string, value: string): object {
  return {
    unexpected_rows_query:
      `WITH contract_rows AS (SELECT * FROM ${batch}) SELECT metric_value FROM (SELECT (${value}) AS metric_value) AS measured` +
      ' WHERE metric_value IS NULL OR metric_value <> 0',
  };
}

const joined = (table: string): string => `select count({column}) from ${table} a join b on a.c = b.c`;
const quoted = (table: string): string => `select count(*) from ${table} where c = ' join '`;

/** The expectation that fewer than two rows meet a condition. */
function wrapped(condition: string): object {
  return {
    unexpected_rows_query: `SELECT COUNT(*) AS bad_rows FROM {batch} WHERE ${condition} HAVING COUNT(*) >= 2`,
  };
}

const pattern = (text: string) => ({ logicalTypeOptions: { pattern: text } });

const lessThan = (value: number) => ({ operator: { name: 'mustBeLessThan', value } }) as const;

describe('suites', () => {
  it.each(generate([], shop).artifacts.map(({ path, content }) => ({ path, content })))(
    'are as in the golden folder: $path',
    async ({ path, content }) => {
      const golden = join(import.meta.dirname, 'golden', path.slice('exports/quality/great-expectations/'.length));
      await expect(content).toMatchFileSnapshot(golden);
    },
  );

  it('are made per object and owned, from their contract and those it refers to', () => {
    const parent = contract({
      path: 'specs/contracts/outputs/a.yaml',
      id: 'a',
      schema: [object('p', [property('id')])],
    });
    const relationships = [{ to: 'p.id', ofObject: false, at: parent.at }];
    const child = contract({
      path: 'specs/contracts/outputs/b.yaml',
      id: 'b',
      schema: [object('c', [property('p_id', { relationships })])],
    });
    expect(
      generate([child, parent]).artifacts.map(({ path, ownership, sources }) => ({ path, ownership, sources })),
    ).toEqual([
      { path: 'exports/quality/great-expectations/a.p.json', ownership: 'owned', sources: [parent.path] },
      { path: 'exports/quality/great-expectations/b.c.json', ownership: 'owned', sources: [parent.path, child.path] },
    ]);
  });

  it('are the same whatever the order of contracts, and every time', () => {
    const all = [...hostileProject.contracts, orders];
    expect(generate(all.toReversed())).toEqual(generate(all));
  });

  it('say so where two objects would have one file', () => {
    const two = contract({ id: 'a', schema: [object('o', []), object('o', [])] });
    const { artifacts, notes } = generate([two]);
    expect(artifacts.length).toBe(1);
    expect(notes.map(({ message, values }) => ({ message, values }))).toEqual([
      {
        message: 'great-expectations.same-file',
        values: { name: 'o', path: 'exports/quality/great-expectations/a.o.json', first: two.path },
      },
    ]);
  });

  it('of the examples hide nothing that a reader must know', () => {
    const notes = (['revenue', 'vendas'] as const).flatMap((name) => generate([], exampleProject(name)).notes);
    expect(notes.map(({ message, subject }) => `${message} ${subject}`)).toEqual([]);
  });

  it.skipIf(corpusProjects(1).length === 0)('are made of every contract of the corpus', () => {
    const made = corpusProjects().flatMap((each) => generate([], each).artifacts);
    expect(made.length).toBeGreaterThan(100);
    for (const { content } of made) expect(Object.keys(JSON.parse(content))).toEqual(['name', 'expectations', 'meta']);
  });
});

describe('notes', () => {
  it.each(noteRows)('$name', (row) => {
    const { notes } = generate([contractOf(row)]);
    expect(notes.map(({ message, values }) => ({ message, values }))).toEqual([
      { message: `great-expectations.${row.message}`, values: row.values },
    ]);
    for (const note of notes) {
      for (const lang of langs)
        expect(translate(lang, note.message, note.values)).not.toMatch(
          /\{(?!object|property)\w+\}|great-expectations\./,
        );
    }
  });

  it('say what a custom rule has wrong', () => {
    const common = { name: 'o.c', rule: 'r' };
    const type = 'expect_table_row_count_to_be_between';
    expect(custom({ type, kwargs: { minValue: 1 } })).toEqual([
      ['custom-argument', { ...common, type, argument: 'minValue', suggestion: 'min_value' }],
    ]);
    expect(custom({ type: 'expect_magic', kwargs: {} })).toEqual([
      ['custom-type', { ...common, type: 'expect_magic' }],
    ]);
    expect(custom({ type: 'expect_column_values_to_be_in_set' })).toEqual([
      ['custom-argument-missing', { ...common, type: 'expect_column_values_to_be_in_set', argument: 'value_set' }],
    ]);
    const shapes: readonly Json[] = ['- a', '{', 'a: &x [*x]', { kwargs: {} }, { type, column: 'c' }, ['a'], null];
    for (const shapeless of shapes) {
      expect(custom(shapeless)).toEqual([['custom-shape', common]]);
    }
  });

  it('say where a relationship leads to another kind of warehouse', () => {
    const parent = contract({
      path: 'a.yaml',
      id: 'a',
      servers: [server('bigquery')],
      schema: [object('p', [property('id')])],
    });
    const relationships = [{ to: 'p.id', ofObject: false, at: parent.at }];
    const servers = [server('postgres')];
    const child = contract({
      path: 'b.yaml',
      id: 'b',
      servers,
      schema: [object('c', [property('p_id', { relationships })])],
    });
    expect(generate([parent, child]).notes.map(({ message, values }) => [message, values])).toEqual([
      ['great-expectations.relationship-elsewhere', { name: 'c.p_id', to: 'p.id' }],
    ]);
  });

  it('leave the rules of engines with a generator to that one', () => {
    const quality = ['soda', 'dbt'].map((engine) => rule({ type: 'custom', engine, implementation: {} }));
    expect(generate([contract({ schema: [object('o', [property('c', { quality })])] })]).notes).toEqual([]);
  });

  it('say where SQLAlchemy would read a parameter, and where a pattern is not for the engine', () => {
    const noon = { validValues: ['at :noon'] };
    expect(
      messagesOf({ quality: [rule({ metric: 'invalidValues', ...lessThan(2), arguments: noon })] }, 'duckdb'),
    ).toEqual(['great-expectations.sql-colon']);
    expect(messagesOf(pattern('(?=a)b'), 'snowflake')).toEqual(['great-expectations.pattern-not-portable']);
    expect(messagesOf(pattern('\\p{L}'), 'kafka')).toEqual(['great-expectations.pattern-not-portable']);
    expect([
      ...messagesOf(pattern('(?=a)b'), 'postgresql'),
      ...messagesOf(pattern('(?=a)b'), 'kafka'),
      ...messagesOf(pattern('\\p{L}'), 'snowflake'),
    ]).toEqual([]);
  });
});

describe('expectations', () => {
  it('say where they come from, and how bad it is', () => {
    const quality = [
      rule({
        metric: 'nullValues',
        id: 'no-nulls',
        ...lessThan(1),
        severity: 'warning',
        dimension: 'completeness',
        businessImpact: 'operational',
        schedule: '0 4 * * *',
        description: 'Everybody has one.',
        tags: ['dq'],
      }),
      rule({ type: 'text', description: 'Filled by hand.' }),
    ];
    const suite = suiteOf(
      contract({ domain: 'sales', teamName: 'Sales', schema: [object('o', [property('c', { quality })])] }),
    );
    expect(suite).toEqual({
      name: 'orders.o',
      expectations: [
        {
          type: 'expect_table_columns_to_match_set',
          kwargs: { column_set: ['c'], exact_match: true },
          meta: { contract: 'orders', element: 'o', check: 'columns' },
        },
        {
          type: 'expect_column_values_to_not_be_null',
          kwargs: { column: 'c' },
          meta: {
            contract: 'orders',
            element: 'o.c',
            check: 'no-nulls',
            dimension: 'completeness',
            business_impact: 'operational',
            schedule: '0 4 * * *',
            tags: ['dq'],
          },
          severity: 'warning',
          description: 'Everybody has one.',
        },
      ],
      meta: {
        contract: 'orders',
        contract_version: '1.0.0',
        element: 'o',
        domain: 'sales',
        owner: 'Sales',
        notes: { format: 'string', content: ['c: Filled by hand.'] },
      },
    });
  });

  it.each([
    ['info', 'info'],
    ['WARN', 'warning'],
    ['high', 'critical'],
    [undefined, undefined],
  ])('severity %s is %s', (severity, expected) => {
    const quality = [rule({ metric: 'nullValues', ...lessThan(1), ...(severity === undefined ? {} : { severity }) })];
    expect(ofProperty({ quality })[0]?.['severity']).toBe(expected);
  });

  it('of sources allow further columns', () => {
    const [columns] = suiteOf(contract({ direction: 'input', schema: [object('o', [property('c')])] })).expectations;
    expect(columns?.['kwargs']).toEqual({ column_set: ['c'], exact_match: false });
  });

  it('ask databases for types, by their own names, too', () => {
    const typed = { logical: 'boolean', type: 'tinyint(1)' } as const;
    expect(ofProperty(typed, 'postgresql')).toMatchObject([
      {
        type: 'expect_column_values_to_be_in_type_list',
        kwargs: { column: 'c', type_list: expect.arrayContaining(['BOOLEAN', 'TINYINT']) },
      },
    ]);
    expect(ofProperty({ logical: 'date', type: 'citext' }, 'postgresql')).toMatchObject([
      { kwargs: { type_list: expect.arrayContaining(['VARCHAR', 'CITEXT']) } },
    ]);
    expect([...ofProperty(typed), ...ofProperty({ logical: 'map' }, 'postgresql')]).toEqual([]);
  });

  it.each([
    ['postgresql', `NOT (c ~ 'a\\d')`],
    ['snowflake', String.raw`NOT (REGEXP_INSTR(c, 'a\\d') > 0)`],
    ['bigquery', String.raw`NOT (REGEXP_CONTAINS(c, 'a\\d'))`],
    ['databricks', String.raw`NOT (c RLIKE 'a\\d')`],
    ['mysql', String.raw`NOT (c REGEXP 'a\\d')`],
    ['trino', `NOT (REGEXP_LIKE(c, 'a\\d'))`],
    ['redshift', String.raw`NOT (c ~ 'a\\d')`],
    ['oracle', `NOT (REGEXP_LIKE(c, 'a\\d'))`],
  ])('count what breaks a pattern on %s', (type, condition) => {
    const quality = [rule({ metric: 'invalidValues', ...lessThan(2), arguments: { pattern: 'a\\d' } })];
    expect(ofProperty({ quality }, type)[0]?.['kwargs']).toEqual(wrapped(condition));
  });

  it('make texts of what a pattern is held against, where a database would refuse it', () => {
    const number = { logical: 'integer', ...pattern('^[0-9]+$') } as const;
    expect(ofProperty(number).at(-1)?.['type']).toBe('expect_column_values_to_match_regex');
    expect(ofProperty(number, 'postgresql').at(-1)?.['kwargs']).toEqual({
      unexpected_rows_query: `SELECT * FROM {batch} WHERE NOT (CAST(c AS VARCHAR) ~ '^[0-9]+$')`,
    });
  });

  it('give the batch an alias where GX leaves it to the query', () => {
    expect(queryOf(joined('{object}'))).toEqual(
      measured('{batch} AS batch_rows', joined('contract_rows').replace('{column}', 'c')),
    );
    expect(queryOf(quoted('${table}'))).toEqual(measured('{batch}', quoted('contract_rows')));
    expect(queryOf('select count(*) from o')).toEqual({
      unexpected_rows_query:
        'SELECT metric_value FROM (SELECT (select count(*) from o) AS metric_value) AS measured WHERE metric_value IS NULL OR metric_value <> 0',
    });
  });

  it('quote names and texts as the warehouse reads them', () => {
    const quality = [rule({ metric: 'invalidValues', ...lessThan(2), arguments: { validValues: ["O'B"] } })];
    const queryOn = (type: string) =>
      ofProperty({ physicalName: 'a b', logical: 'string', quality }, type).at(-1)?.['kwargs'];
    expect(queryOn('duckdb')).toEqual(wrapped(`"a b" NOT IN ('O''B')`));
    expect(queryOn('bigquery')).toEqual(wrapped(String.raw`${'`'}a b${'`'} NOT IN ('O\'B')`));
    expect(queryOn('snowflake')).toEqual(wrapped(`"a b" NOT IN ('O''B')`));
  });

  it('leave GX no braces to fill in but its own', () => {
    const { artifacts } = generate([], hostileProject);
    expect(artifacts.length).toBe(hostileTexts.length);
    const queries = artifacts.flatMap(({ content }) => {
      const suite: Suite = JSON.parse(content);
      return suite.expectations.flatMap(({ kwargs }) =>
        Object.entries(kwargs ?? {}).filter(([name]) => name === 'unexpected_rows_query'),
      );
    });
    const open = queries.filter(([, query]) => /[{}]/.test(String(query).replaceAll(/\{batch\}|\{\{|\}\}/g, '')));
    expect(open).toEqual([]);
    expect(queries.length).toBeGreaterThan(30);
  });
});
