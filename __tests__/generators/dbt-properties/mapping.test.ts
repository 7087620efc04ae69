import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownTests } from '../../../src/generators/dbt/macros.ts';
import { dbtPropertiesGenerator } from '../../../src/generators/dbt-properties/dbt-properties.ts';
import { biteCases } from './cases.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/generators/dbt-properties.md'), 'utf8');

describe('the documented mapping', () => {
  const rows = tableBelow('## Mapping');

  it('has a case for every row, and a row for every case', () => {
    expect(rows.length).toBeGreaterThan(25);
    expect([...new Set(biteCases.map(({ row }) => row))].toSorted()).toEqual(rows.map(([name]) => name).toSorted());
  });

  it.each(rows)('%s names the tests that its cases break', (name, text = '') => {
    const named = [...text.matchAll(/`(\w+)`/g)].map(([, word = '']) => word).filter(isTest);
    const broken = biteCases.filter(({ row }) => row === name).flatMap(({ expected }) => expected);
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(broken)].toSorted()).toEqual([...new Set(named)].toSorted());
  });

  it('breaks every generic test of ours', () => {
    const broken = new Set(biteCases.flatMap(({ expected }) => expected));
    expect([...ownTests].filter((test) => !broken.has(test))).toEqual([]);
  });

  it('names every option with its values', () => {
    const options = Object.entries(dbtPropertiesGenerator.options ?? {});
    const documented = tableBelow('## Options').map(([name, values]) => [name, values]);
    expect(documented).toEqual(
      options.map(([name, { values = [] }]) => [`\`${name}\``, values.map((value) => `\`${value}\``).join(', ')]),
    );
  });

  it('has cases with names of their own', () => {
    const names = biteCases.map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
  });
});

function isTest(word: string): boolean {
  return (
    ['not_null', 'unique', 'accepted_values', 'relationships', 'singular', 'model'].includes(word) || ownTests.has(word)
  );
}

/** The cells of the first table below a heading, without its head. */
function tableBelow(heading: string): readonly (readonly [string, ...string[]])[] {
  const section = page.slice(page.indexOf(`${heading}\n`) + heading.length).split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => {
    const [first = '', ...rest] = line.slice(2, -2).split(' | ');
    return [first, ...rest];
  });
}
