import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type GenerationRequest, generateArtifacts } from '../../../src/generators/generate.ts';
import type { Contract, Server } from '../../../src/model/contract.ts';
import { langs, translate } from '../../../src/model/messages.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';
import { corpusProjects } from '../great-expectations/corpus-projects.ts';
import { exampleProject } from '../great-expectations/example-project.ts';
import { hostileProject } from '../great-expectations/hostile.ts';
import { contractOf, noteRows } from '../great-expectations/note-rows.ts';
import { orders, project, shop } from '../shop.ts';

function generate(contracts: readonly Contract[], from = project(contracts, []), dataSource?: string) {
  const options: NonNullable<GenerationRequest['options']> =
    dataSource === undefined ? {} : { soda: { 'data-source': dataSource } };
  const { artifacts, notes } = generateArtifacts(from, { enabled: { soda: true }, options });
  return {
    artifacts: artifacts.filter(({ generator }) => generator === 'soda'),
    notes: notes.filter(({ generator }) => generator === 'soda'),
  };
}

function documentOf(made: Contract): { readonly [key: string]: unknown } {
  return parse(generate([made]).artifacts[0]?.content ?? '', { version: '1.1' });
}

/** The entry of one property `c`. */
function columnOf(parts: Parameters<typeof property>[1], servers: readonly Server[] = []): unknown {
  const document = documentOf(contract({ servers, schema: [object('o', [property('c', parts)])] }));
  return Array.isArray(document['columns']) ? document['columns'][0] : undefined;
}

/** The dataset of an object on a server. */
function named(type: string, fields: Server['fields'], physicalName = 'o'): unknown {
  const schema = [object('o', [property('c')], { physicalName })];
  return documentOf(contract({ servers: [server(type, fields)], schema }))['dataset'];
}

/** The entry of property `c` with a rule about nulls that only warns. */
function warning(parts: Parameters<typeof rule>[0]): unknown {
  return columnOf({ quality: [rule({ metric: 'nullValues', id: 'r', severity: 'low', ...parts })] });
}

/** The notes of custom rule `r` at property `c`. */
function custom(implementation: string): readonly unknown[] {
  const quality = [rule({ type: 'custom', id: 'r', engine: 'soda', implementation })];
  const { notes } = generate([contract({ schema: [object('o', [property('c', { quality })])] })]);
  return notes.map(({ message, values }) => [message, values]);
}

const lessThan = (value: number) => ({ operator: { name: 'mustBeLessThan', value } }) as const;

describe('contracts', () => {
  it.each(generate([], shop).artifacts.map(({ path, content }) => ({ path, content })))(
    'are as in the golden folder: $path',
    async ({ path, content }) => {
      const golden = join(import.meta.dirname, 'golden', path.slice('exports/quality/soda/'.length));
      await expect(content).toMatchFileSnapshot(golden);
    },
  );

  it('are the same whatever the order of contracts, and every time', () => {
    const all = [...hostileProject.contracts, orders];
    expect(generate(all.toReversed())).toEqual(generate(all));
  });

  it('of the examples hide nothing that a reader must know', () => {
    const notes = (['revenue', 'vendas'] as const).flatMap((name) => generate([], exampleProject(name)).notes);
    expect(notes.map(({ message, subject }) => `${message} ${subject}`)).toEqual([]);
  });

  it.skipIf(corpusProjects(1).length === 0)('are made of every contract of the corpus', () => {
    const made = corpusProjects().flatMap((each) => generate([], each).artifacts);
    expect(made.length).toBeGreaterThan(100);
    for (const { content } of made) expect(Object.keys(parse(content)).slice(0, 1)).toEqual(['dataset']);
  });
});

describe('datasets', () => {
  it.each([
    ['postgresql', { database: 'd', schema: 's' }, 'postgresql/d/s/o'],
    ['snowflake', { database: 'd', schema: 's', account: 'x' }, 'snowflake/d/s/o'],
    ['bigquery', { project: 'p', dataset: 'd' }, 'bigquery/p/d/o'],
    ['databricks', { catalog: 'c', schema: 's' }, 'databricks/c/s/o'],
    ['duckdb', { database: 'd', schema: 's' }, 'duckdb/s/o'],
    ['mysql', { database: 'd' }, 'mysql/d/o'],
    ['kafka', {}, 'kafka/o'],
  ])('of %s', (type, fields, expected) => {
    expect(named(type, fields)).toBe(expected);
  });

  it('take schema and database from a qualified name before the server', () => {
    expect(named('postgres', { database: 'd', schema: 's' }, 't.o')).toBe('postgres/d/t/o');
    expect(named('postgres', { database: 'd', schema: 's' }, 'e."t".o')).toBe('postgres/e/t/o');
  });

  it('are in production, and in the data source that the option names', () => {
    const servers = [
      server('duckdb', { schema: 'dev' }),
      { ...server('postgres', { schema: 's' }), environment: 'prod', server: 'live' },
    ];
    const made = contract({ servers, schema: [object('o', [property('c')])] });
    expect(documentOf(made)['dataset']).toBe('live/s/o');
    expect(generate([made], undefined, 'my_source').artifacts[0]?.content).toContain('dataset: my_source/s/o\n');
    expect(documentOf(contract({ schema: [object('o', [property('c')])] }))['dataset']).toBe('warehouse/o');
  });

  it('have no contract where their name cannot be written', () => {
    const { artifacts, notes } = generate([contract({ schema: [object('a/b', [property('c')])] })]);
    expect(artifacts).toEqual([]);
    expect(notes.map(({ message, values }) => [message, values])).toEqual([['soda.table-not-usable', { name: 'a/b' }]]);
  });
});

describe('columns', () => {
  it.each([
    ['varchar(20)', 'snowflake', { data_type: 'varchar', character_maximum_length: 20 }],
    ['varchar(20)', 'duckdb', { data_type: 'varchar' }],
    ['DECIMAL(12, 2)', 'snowflake', { data_type: 'DECIMAL' }],
    ['timestamp with time zone', 'postgres', { data_type: 'timestamp with time zone' }],
  ])('of type %s on %s', (type, on, expected) => {
    expect(columnOf({ type }, [server(on)])).toEqual({ name: 'c', ...expected });
  });

  it('say nothing of types where the servers differ, and say so where Soda knows no such type', () => {
    expect(columnOf({ type: 'text' }, [server('postgres'), server('bigquery')])).toEqual({ name: 'c' });
    const { notes } = generate([contract({ schema: [object('o', [property('c', { type: 'array<int>' })])] })]);
    expect(notes.map(({ message, values }) => [message, values])).toEqual([
      ['soda.type-not-expressed', { name: 'o.c', type: 'array<int>' }],
    ]);
  });

  it('have a qualifier for each check, and two for two of a name', () => {
    const quality = [1, 2].map((value) => rule({ metric: 'nullValues', ...lessThan(value), name: 'Few' }));
    expect(columnOf({ required: true, quality })).toEqual({
      name: 'c',
      checks: [
        { missing: { qualifier: 'required' } },
        { missing: { name: 'Few', qualifier: 'few' } },
        { missing: { name: 'Few', qualifier: 'few_2', threshold: { must_be_less_than: 2 } } },
      ],
    });
  });

  it('warn where the rule only warns, and say what it is about', () => {
    expect(warning({ ...lessThan(1), dimension: 'completeness', businessImpact: 'high ${env.HOME}' })).toEqual({
      name: 'c',
      checks: [
        {
          missing: {
            qualifier: 'r',
            threshold: { must_be: 0, level: 'warn' },
            attributes: { dimension: 'completeness', business_impact: 'high $ {env.HOME}' },
          },
        },
      ],
    });
    expect(warning({ operator: { name: 'mustNotBeBetween', value: [2, 4] } })).toEqual({
      name: 'c',
      checks: [
        {
          missing: {
            qualifier: 'r',
            threshold: { must_be_not_between: { less_than: 2, greater_than: 4 }, level: 'warn' },
          },
        },
      ],
    });
  });

  it('tell people what only people can check', () => {
    const quality = [rule({ type: 'text', description: 'Filled by hand.' })];
    expect(columnOf({ description: 'A code.', quality })).toEqual({
      name: 'c',
      description: 'A code.\n- Filled by hand.',
    });
  });
});

describe('notes', () => {
  it.each(noteRows)('$name', (row) => {
    const { notes } = generate([contractOf(row)]);
    expect(notes.map(({ message, values }) => ({ message, values }))).toEqual([
      { message: `soda.${row.message}`, values: row.values },
    ]);
    for (const note of notes) {
      for (const lang of langs)
        expect(translate(lang, note.message, note.values)).not.toMatch(/\{(?!object|property)\w+\}|soda\./);
    }
  });

  it('say what a custom rule has wrong', () => {
    const common = { name: 'o.c', rule: 'r' };
    expect(custom('missing:\n  must_be: 0')).toEqual([
      ['soda.custom-argument', { ...common, type: 'missing', argument: 'must_be' }],
    ]);
    expect(custom('row_count: {}')).toEqual([['soda.custom-type', { ...common, type: 'row_count' }]]);
    expect(custom('__proto__: {}')).toEqual([['soda.custom-type', { ...common, type: '__proto__' }]]);
    for (const shapeless of ['row_count > 10', 'type: x\nmust_be: 1', '{', '- missing', 'missing: 1', '{}']) {
      expect(custom(shapeless)).toEqual([['soda.custom-shape', common]]);
    }
    expect(custom('failed_rows: {expression: "c = ${env.HOME}"}')).toEqual([
      ['soda.variable', { name: 'o.c', check: 'r' }],
    ]);
    expect(custom('failed_rows: {expression: "c > ${soda.NOW}"}')).toEqual([]);
  });

  it('say where the warehouse does not know a pattern', () => {
    const lookAhead = property('c', { logicalTypeOptions: { pattern: '(?=a)b' } });
    const on = (type: string) =>
      generate([contract({ servers: [server(type)], schema: [object('o', [lookAhead])] })]).notes;
    expect(on('snowflake').map(({ message, values }) => [message, values])).toEqual([
      ['soda.pattern-not-portable', { name: 'o.c', check: 'pattern' }],
    ]);
    expect(on('postgres')).toEqual([]);
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
      ['soda.relationship-elsewhere', { name: 'c.p_id', to: 'p.id' }],
    ]);
  });

  it('leave the rules of engines with a generator to that one', () => {
    const quality = ['greatExpectations', 'dbt'].map((engine) => rule({ type: 'custom', engine, implementation: {} }));
    expect(generate([contract({ schema: [object('o', [property('c', { quality })])] })]).notes).toEqual([]);
  });
});

describe('hostile texts', () => {
  const { artifacts, notes } = generate([], hostileProject);

  it('leave Soda no variables to fill in but its own', () => {
    for (const { content } of artifacts) expect(content.replaceAll(/\$\{ *soda\./g, '')).not.toContain('${');
  });

  it('are read back by YAML 1.1 as they are, or a note says why not', () => {
    const names = artifacts.flatMap(({ content }) => {
      const { columns }: { readonly columns: readonly { readonly name: string }[] } = parse(content, {
        version: '1.1',
      });
      return columns.map(({ name }) => name);
    });
    const refused = notes.filter(
      ({ message }) => message === 'soda.name-not-usable' || message === 'soda.table-not-usable',
    );
    const written = hostileProject.contracts.map(({ schema }) => schema[0]?.name ?? '');
    expect(names).toContain('no');
    expect(names).toContain('2020-01-01');
    expect([...names, ...refused.map(({ values }) => (values['name'] ?? '').slice(0, 300))].length).toBe(
      written.length,
    );
    expect(names.filter((name) => !written.includes(name))).toEqual([]);
  });
});
