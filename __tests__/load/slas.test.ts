import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/load/load-project.ts';
import { createMemo } from '../../src/load/memo.ts';
import { translate } from '../../src/model/messages.ts';
import type { Project } from '../../src/model/project.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { schemaVerdict } from '../support/schema-verdict.ts';

const path = 'specs/product-canvas/slas.yaml';

function load(text: string): Project {
  return loadProject(memoryTree({ [path]: text }), createMemo());
}

/** `product metric name=written` with what was measured, one line per promise. */
function promises(text: string): readonly string[] {
  return (load(text).slas ?? [])
    .flatMap((file) => file.promises)
    .map(({ product = '*', metric, name, written, time, percent }) => {
      const measured = percent ?? (time === undefined ? '-' : JSON.stringify({ ...time, kind: undefined }));
      return `${product} ${metric} ${name}=${written.value} @${written.at.line}:${written.at.column} ${time?.kind ?? ''} ${measured}`;
    });
}

/** `line:column message` of every problem. */
function problems(text: string): readonly string[] {
  return load(text).problems.map(
    ({ at, message, values }) => `${at.line}:${at.column} ${translate('en', message, values)}`,
  );
}

describe('promises', () => {
  it('reads a mapping of products', () => {
    expect(
      promises(
        'products:\n  mrr_report:\n    latency: D-1\n    availability: 99.9%\n    freshness: < 5 min\n    retention: 5 years\n',
      ),
    ).toEqual([
      'mrr_report latency latency=D-1 @3:14 day-offset {"days":1}',
      'mrr_report availability availability=99.9% @4:19  99.9',
      'mrr_report freshness freshness=< 5 min @5:16 interval {"duration":{"months":0,"seconds":300}}',
      'mrr_report retention retention=5 years @6:16 interval {"duration":{"months":60,"seconds":0}}',
    ]);
  });

  it('reads products without a key around them, levels in Portuguese, and values with their unit', () => {
    expect(
      promises(
        'vendas:\n  latência: tempo real\n  disponibilidade: {value: 99.5, unit: percent}\n  frequência: {value: 15, unit: min}\n  rpo: 4h\n',
      ),
    ).toEqual([
      'vendas latency latência=tempo real @2:13 stream {}',
      'vendas availability disponibilidade=99.5 percent @3:28  99.5',
      'vendas frequency frequência=15 min @4:23 interval {"duration":{"months":0,"seconds":900}}',
      'vendas other rpo=4h @5:8  -',
    ]);
  });

  it('reads levels for all products, and for the one that the file names', () => {
    expect(promises('version: 1\nlatency: 6h\n')).toEqual([
      '* latency latency=6h @2:10 interval {"duration":{"months":0,"seconds":21600}}',
    ]);
    expect(promises('product: sales\nschedule: "@daily"\nsla:\n  availability: 0.999\n')).toEqual([
      'sales frequency schedule=@daily @2:11 cron {"expression":"0 0 * * *"}',
      'sales availability availability=0.999 @4:17  99.9',
    ]);
  });

  it('reads lists of promises and of products', () => {
    expect(
      promises(
        '- {product: sales, metric: latency, value: 5, unit: min}\n- product: churn\n  availability: 99\n  time_of_availability: "06:00"\n',
      ),
    ).toEqual([
      'sales latency latency=5 min @1:44 interval {"duration":{"months":0,"seconds":300}}',
      'churn availability availability=99 @3:17  99',
      'churn time-of-availability time_of_availability=06:00 @4:25  -',
    ]);
    expect(promises('slas:\n  - {property: freshness, value: P1D}\n')).toEqual([
      '* freshness freshness=P1D @2:34 interval {"duration":{"months":0,"seconds":86400}}',
    ]);
  });
});

describe('problems', () => {
  it('names the unit that was meant, at its line and column', () => {
    expect(problems('products:\n  sales:\n    freshness: 6hh\n')).toEqual([
      '3:16 "6hh" of "freshness" is no time: "hh" is not known, did you mean "h"? Write "5 min", "6h", "PT1H30M", "D-1", "real-time" or a cron expression',
    ]);
    const [problem] = load('products:\n  sales:\n    freshness: 6hh\n').problems;
    expect(problem?.replacement).toEqual({
      at: { path, line: 3, column: 16, endLine: 3, endColumn: 19 },
      value: '6hh',
      text: '6h',
      quotes: 'keep',
    });
  });

  it.each([
    ['fila:\n  frequenca: 24h\n', 'frequencia', undefined],
    ['fila:\n  latencia: 24h\n  frequenca: 24h\n', 'frequencia', 'frequencia'],
    ['queue:\n  latency: 24h\n  frequenca: 24h\n', 'frequency', 'frequency'],
    ['queue:\n  latencia: 24h\nother:\n  latency: 24h\n  frequenca: 24h\n', 'frequencia', undefined],
  ])('compares a misspelt level with those of the language of the file: %j', (text, meant, repaired) => {
    const [problem] = load(text).problems;
    expect([problem?.values['suggestion'], problem?.replacement?.text]).toEqual([meant, repaired]);
  });

  it('repairs no unit that could be two', () => {
    const [problem] = load('latency: 6x\n').problems;
    expect(problem?.message).toBe('slas.not-a-time-near');
    expect(problem?.replacement).toBeUndefined();
  });

  it.each([
    ['sales:\n  latncy: D-1\n', '2:3 key "latncy" is not known here; did you mean "latency"?'],
    ['prodcts:\n  sales:\n    latency: D-1\n', '1:1 key "prodcts" is not known here; did you mean "products"?'],
    ['latency: soon\n', '1:10 "soon" of "latency" is no time; write'],
    [
      'latency: real-tme\n',
      '1:10 "real-tme" of "latency" is no time: "real-tme" is not known, did you mean "real-time"?',
    ],
    ['latency: 5\n', '1:10 "5" of "latency" has no unit; write one, such as "5 min" or "5h"'],
    ['latency: ">= 5 min"\n', '1:10 ">= 5 min" promises that "latency" is at least so long'],
    ['availability: 120%\n', '1:15 "120%" of "availability" is no percentage above 0 and up to 100'],
    ['availability: "< 99%"\n', '1:15 "< 99%" promises that "availability" is at most so high'],
    ['retention: 5m\n', '1:12 the unit of "5m" can be minutes or months'],
    ['retention: D-1\n', '1:12 "D-1" of "retention" is no length of time'],
    ['latency:\n', '1:1 "latency" promises nothing; write a value'],
    ['sales:\n  latency: {valu: 5}\n', '2:13 key "valu" is not known here; did you mean "value"?'],
    ['- {value: 5}\n', '1:3 an entry of the list names no "metric"'],
    ['- {metric: latency, unit: h}\n', '1:3 "0" has no "value", which is required; add it'],
    [
      '- {metric: latency, value: 1h}\n- {metric: latência, value: 2h}\n',
      '2:29 "latência" of the same product is already promised on line 1',
    ],
    ['latency: [1h]\n', '1:1 "latency" promises nothing'],
    ['', '1:1 the file is empty, so it promises nothing'],
    ['just text\n', '1:1 the file must hold a mapping'],
  ])('%j', (text, start) => {
    const [first = '', ...others] = problems(text);
    expect([first.slice(0, start.length), others]).toEqual([start, []]);
  });

  it('says once that the file is no YAML', () => {
    expect(load('a: [\n').problems.map(({ kind, key }) => [kind, key])).toEqual([['syntax', 'yaml-syntax']]);
  });

  it('keeps what can be understood beside what cannot', () => {
    expect(promises('sales:\n  latency: 6hh\n  availability: 99%\n')).toEqual([
      'sales availability availability=99% @3:17  99',
    ]);
  });

  it('keys of hostile files are only keys', () => {
    expect(promises('__proto__:\n  latency: D-1\nconstructor:\n  latency: D-1\n')).toEqual([
      '__proto__ latency latency=D-1 @2:12 day-offset {"days":1}',
      'constructor latency latency=D-1 @4:12 day-offset {"days":1}',
    ]);
  });
});

describe('slas.schema.json', () => {
  const isValid = schemaVerdict('slas.schema.json');

  it('accepts the examples', () => {
    const root = join(import.meta.dirname, '../../examples');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('slas.yaml'));
    expect(files.sort()).toEqual(['revenue/specs/product-canvas/slas.yaml', 'vendas/specs/product-canvas/slas.yaml']);
    for (const file of files) expect(isValid(readFileSync(join(root, file), 'utf8'))).toBe(true);
  });

  it.each([
    ['latency: 6h\nproducts:\n  sales: {latency: {value: 5, unit: min}}\n', true],
    ['- {product: sales, metric: latency, value: D-1}\n- {product: churn, latency: 6h}\n', true],
    ['latency: 5\n', false],
    ['availability: 120\n', false],
    ['- {metric: latency}\n', false],
    ['sales:\n  latency: {valu: 5}\n', false],
  ])('%j: %s, as the reader says', (text, expected) => {
    expect([isValid(text), load(text).problems.length === 0]).toEqual([expected, expected]);
  });
});
