import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listFiles, readText } from './files.ts';

const action: { inputs: object; outputs: object } = parse(readText('action.yml'));
const reads = /\b(?:getInput|getMultilineInput|choice|flag)\(\s*'([a-z-]+)'/g;

describe('action.yml', () => {
  it('declares exactly the inputs that are read', () => {
    expect(namesIn(readText('src/entries/action/inputs.ts'), reads)).toEqual(Object.keys(action.inputs).sort());
  });

  it('declares exactly the outputs that are set', () => {
    const sources = listFiles('src/entries', '.ts').map(readText).join('\n');
    expect(namesIn(sources, /setOutput\('([a-z-]+)'/g)).toEqual(Object.keys(action.outputs).sort());
  });
});

function namesIn(source: string, pattern: RegExp): readonly string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
}
