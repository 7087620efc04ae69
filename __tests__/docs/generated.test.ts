import { describe, expect, it } from 'vitest';
import { generateDocs } from '../../scripts/generate-docs.ts';
import { rules } from '../../src/generated/rules.ts';
import { listFiles, readText, root } from './files.ts';

describe('generated documents', async () => {
  const files = await generateDocs(root);

  it.each(Object.entries(files))('%s is fresh', (path, content) => {
    expect(readText(path)).toBe(content);
  });

  it('there is a page for every rule, and no other', () => {
    const pages = [...rules.map((rule) => `docs/rules/${rule.id}.md`), 'docs/rules/README.md'].sort();
    expect(listFiles('docs/rules', '.md')).toEqual(pages);
    expect(Object.keys(files).sort()).toEqual([
      'README.md',
      'docs/compatibility.md',
      'docs/compatibility.pt-BR.md',
      'docs/exports.md',
      ...pages,
    ]);
  });

  it('README.md links every rule', () => {
    const readme = files['README.md'] ?? '';
    expect(rules.filter((rule) => !readme.includes(`](docs/rules/${rule.id}.md)`))).toEqual([]);
  });
});
